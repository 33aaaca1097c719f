from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from corpus.errors import SettingsError

ROOT = Path(__file__).parents[1]


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


@pytest.mark.parametrize("path", [".env.example", "README.md"])
def test_every_setting_is_documented(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if name.upper() not in text] == []
