"""What Telegram shows of the bot before it says anything."""

import logging

import pytest

from bot.telegram.profile import set_profile
from bot.wording.translations import CODE_LANGUAGE, LANGUAGES, translation
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import QUESTION, TROOPS_QUOTE, UNKNOWN_COMMAND, ask, covered, running

COMMANDS = ["ask", "source", "sources", "settings", "privacy", "forget", "help"]
METHODS = ["setMyCommands", "setMyDescription", "setMyShortDescription"]


@pytest.fixture
async def announced(api: FakeBotApi, index: Index) -> FakeBotApi:
    """Telegram after the bot has announced itself."""
    async with running(api, index) as app:
        await set_profile(app)
    return api


def by_language(api: FakeBotApi, method: str) -> dict[str, Json]:
    """The calls of a method by their language, where all others are shown the CODE_LANGUAGE."""
    return {call.get("language_code", CODE_LANGUAGE): call for call in api.called(method)}


@pytest.mark.parametrize("method", METHODS)
def test_it_is_said_once_in_each_language(announced: FakeBotApi, method: str) -> None:
    assert sorted(by_language(announced, method)) == sorted(LANGUAGES)
    assert len(announced.called(method)) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_are_in_the_language(announced: FakeBotApi, language: str) -> None:
    ui, calls = translation(language), by_language(announced, "setMyCommands")
    english, told = (
        {command["command"]: command["description"] for command in calls[code]["commands"]}
        for code in (CODE_LANGUAGE, language)
    )
    assert list(told) == COMMANDS
    assert told == {name: ui.gettext(description) for name, description in english.items()}
    assert (told != english) == (language != CODE_LANGUAGE)
    assert all(len(description) <= 256 for description in told.values())
    assert "scope" not in calls[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("method", "name", "most"),
    [
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
def test_the_descriptions_are_in_the_language_and_fit(
    announced: FakeBotApi, method: str, name: str, most: int, language: str
) -> None:
    calls = by_language(announced, method)
    english, told = calls[CODE_LANGUAGE][name], calls[language][name]
    assert told == translation(language).gettext(english)
    assert (told != english) == (language != CODE_LANGUAGE)
    assert 20 < len(told) <= most


def test_what_is_for_maintainers_is_not_announced(announced: FakeBotApi) -> None:
    commands = by_language(announced, "setMyCommands")[CODE_LANGUAGE]["commands"]
    names = {command["command"] for command in commands}
    assert names & {"status", "unanswered", "reload"} == set()


@pytest.mark.parametrize("command", COMMANDS)
async def test_each_command_is_understood(api: FakeBotApi, index: Index, command: str) -> None:
    async with running(api, index):
        message = await ask(api, f"/{command}")
    assert message["text"] != UNKNOWN_COMMAND


@pytest.mark.parametrize("method", METHODS)
async def test_the_bot_serves_although_telegram_does_not_take_it(
    api: FakeBotApi, index: Index, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    api.fail_next(method, 400, "Bad Request: something is wrong")
    async with running(api, index) as app:
        await set_profile(app)
        message = await ask(api, QUESTION)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.getMessage() for record in warnings] == [
        "The bot's profile could not be set: Something is wrong"
    ]
