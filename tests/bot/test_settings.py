from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from corpus.errors import SettingsError

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_without_settings_there_are_defaults() -> None:
    settings = load_settings()
    assert settings.telegram_bot_token is None
    assert settings.corpus_dir == Path("corpus/reports")
    assert settings.quotes == 3


def test_the_environment_comes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("QUOTES=5\nINDEX_DIR=elsewhere\nOTHER=1\n")
    monkeypatch.setenv("QUOTES", "7")
    assert (load_settings().quotes, load_settings().index_dir) == (7, Path("elsewhere"))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("QUOTES", "many", "QUOTES should be how many quotes an answer shows, 1 to 10, not 'many'."),
        ("QUOTES", "11", "QUOTES should be how many quotes an answer shows, 1 to 10, not '11'."),
        ("TELEGRAM_API_URL", "https://", "TELEGRAM_API_URL should be the address of a Bot API server, such as https://api.telegram.org, not 'https://'."),
        ("TELEGRAM_API_URL", "nowhere", "TELEGRAM_API_URL should be the address of a Bot API server, such as https://api.telegram.org, not 'nowhere'."),
        ("TELEGRAM_BOT_TOKEN", "secret", "TELEGRAM_BOT_TOKEN should be a token from @BotFather, such as 123456:ABC-def, not the value it has."),
        ("WEBHOOK_URL", "https://bot.example.org", "WEBHOOK_URL should be the address that Telegram posts updates to, with a path of its own, such as https://bot.example.org/belegbot, not 'https://bot.example.org'."),
        ("WEBHOOK_URL", "https://bot.example.org/", "WEBHOOK_URL should be the address that Telegram posts updates to, with a path of its own, such as https://bot.example.org/belegbot, not 'https://bot.example.org/'."),
        ("WEBHOOK_URL", "http://bot.example.org/belegbot", "WEBHOOK_URL should be the address that Telegram posts updates to, with a path of its own, such as https://bot.example.org/belegbot, not 'http://bot.example.org/belegbot'."),
        *(
            ("WEBHOOK_LISTEN", value, f"WEBHOOK_LISTEN should be an address and a port to listen at for updates, such as 127.0.0.1:8080, not {value!r}.")
            for value in ("8080", "127.0.0.1", ":8080", "127.0.0.1:http", "127.0.0.1:0", "127.0.0.1:65536", "here there:80")
        ),
        ("WEBHOOK_SECRET", "two words", "WEBHOOK_SECRET should be 1 to 256 letters, digits, hyphens and underscores, not the value it has."),
        ("WEBHOOK_SECRET", "ключ", "WEBHOOK_SECRET should be 1 to 256 letters, digits, hyphens and underscores, not the value it has."),
        ("WEBHOOK_SECRET", "a" * 257, "WEBHOOK_SECRET should be 1 to 256 letters, digits, hyphens and underscores, not the value it has."),
        ("MAINTAINERS", "abc", "MAINTAINERS should be Telegram user ids with commas between, such as 12345,67890, not 'abc'."),
        ("MAINTAINERS", "12345,@ada", "MAINTAINERS should be Telegram user ids with commas between, such as 12345,67890, not '@ada'."),
        ("MAINTAINERS", "12345;67890", "MAINTAINERS should be Telegram user ids with commas between, such as 12345,67890, not '12345;67890'."),
        ("SEND_FILES", "perhaps", "SEND_FILES should be true or false: whether the bot sends the files of reports, not 'perhaps'."),
        ("KEEP_QUESTIONS", "perhaps", "KEEP_QUESTIONS should be true or false: whether questions that are refused or whose answer is voted on are kept, without who asked them, not 'perhaps'."),
        *(
            ("QUESTIONS_KEPT_DAYS", value, f"QUESTIONS_KEPT_DAYS should be how many days unanswered questions and votes are kept, 1 to 36500, not {value!r}.")
            for value in ("0", "36501", "a week")
        ),
        ("QUESTIONS_PER_MINUTE", "0", "QUESTIONS_PER_MINUTE should be how many questions of each user are answered in a minute, not '0'."),
        ("QUESTIONS_PER_MINUTE", "some", "QUESTIONS_PER_MINUTE should be how many questions of each user are answered in a minute, not 'some'."),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_what_it_should_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value) == sentence


def test_an_empty_variable_is_not_set_and_hides_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=1:a\nDICTIONARIES=a.tsv:b/de-en\n")
    assert load_settings().dictionaries == [Path("a.tsv"), Path("b/de-en")]
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert load_settings() == Settings(_env_file=None)
    assert load_settings().telegram_bot_token is None


def test_wrong_values_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEND_FILES", "perhaps")
    monkeypatch.setenv("MAINTAINERS", "a,b")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value).count(" should be ") == 2


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("WEBHOOK_URL", "https://bot.example.org:8443/belegbot", "https://bot.example.org:8443/belegbot"),
        ("WEBHOOK_LISTEN", "0.0.0.0:80", "0.0.0.0:80"),
        ("WEBHOOK_LISTEN", "[::1]:8080", "::1:8080"),
        ("MAINTAINERS", "12345", [12345]),
        ("MAINTAINERS", "12345, 67890", [12345, 67890]),
        ("SEND_FILES", "false", False),
        ("QUESTIONS_PER_MINUTE", "1", 1),
        ("RECORDS_FILE", "/var/lib/belegbot.db", Path("/var/lib/belegbot.db")),
    ],
)  # fmt: skip
def test_a_right_value_is_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, setting: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load_settings(), name.lower()) == setting


@pytest.mark.parametrize(
    ("name", "secret"),
    [("TELEGRAM_BOT_TOKEN", "123456:TEST-token_abc"), ("WEBHOOK_SECRET", "only-Telegram_knows")],
)
def test_a_secret_is_taken_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, secret: str
) -> None:
    monkeypatch.setenv(name, secret)
    settings = load_settings()
    assert getattr(settings, name.lower()).get_secret_value() == secret
    assert secret not in repr(settings)


@pytest.mark.parametrize("path", [".env.example", "README.md"])
def test_every_setting_is_documented(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if name.upper() not in text] == []
