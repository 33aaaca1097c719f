"""/status, /unanswered and /reload: what the maintainers see, and nobody else."""

import re
from importlib import metadata
from pathlib import Path

import pytest

from bot.upkeep.records import ChatSettings
from bot.wording.translations import translation
from index import Index
from tests.support.botapi import BOT, FakeBotApi, Json
from tests.support.telegram import (
    QUESTION,
    THE_GROUP,
    TROOPS,
    TROOPS_QUOTE,
    UNKNOWN_COMMAND,
    ask,
    ask_in_group,
    covered,
    faults,
    running,
    state_of,
)
from tests.support.tiny import index_of

MAINTAINER, SOMEBODY = 9, 8
COMMANDS = ["/status", "/unanswered", "/reload"]
NEWER = TROOPS.replace("20,000", "30,000")
NEWER_QUOTE = TROOPS_QUOTE.replace("20,000", "30,000")

VERSION = metadata.version("belegbot")


async def said(
    api: FakeBotApi, text: str, user: int = MAINTAINER, language: str | None = "en"
) -> str:
    """What a command is answered with, privately."""
    return str((await ask(api, text, user=user, language=language))["text"])


async def refused(api: FakeBotApi, *questions: str) -> None:
    """Ask questions, each with an answer, so that they are counted in this order."""
    for question in questions:
        await said(api, question, user=SOMEBODY)


# Who may


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["en", "uk"])
async def test_to_others_there_is_no_such_command(
    api: FakeBotApi, index: Index, command: str, language: str
) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        unknown = await said(api, "/nonsense", SOMEBODY, language)
        answer = await said(api, command, SOMEBODY, language)
    assert answer == unknown
    assert unknown == translation(language).gettext(UNKNOWN_COMMAND)


@pytest.mark.parametrize("command", ["/nonsense", *COMMANDS])
async def test_to_others_in_a_group_there_is_no_such_command_either(
    api: FakeBotApi, index: Index, command: str
) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        api.group(command, user=SOMEBODY)
        api.group(command, sender_chat=THE_GROUP)
        api.group(f"{command}@other_bot", user=SOMEBODY)
        told = await ask_in_group(api, f"{command}@{BOT['username']}", user=SOMEBODY)
        again = await ask_in_group(api, f"{command}@{BOT['username']}", sender_chat=THE_GROUP)
        answer = await ask_in_group(api, "/ask how many soldiers?")
    assert told["text"] == again["text"] == UNKNOWN_COMMAND
    assert len(api.messages) == 3
    assert covered(answer, "blockquote") == [TROOPS_QUOTE]


@pytest.mark.parametrize("command", COMMANDS)
async def test_without_maintainers_nobody_may(api: FakeBotApi, index: Index, command: str) -> None:
    async with running(api, index):
        answer = await said(api, command)
    assert answer == UNKNOWN_COMMAND


async def test_an_edited_command_is_none(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        asked = api.private("/privacy", user=MAINTAINER)
        await api.sent(1)
        api.edit(asked, "/status")
        await said(api, QUESTION)
    assert len(api.messages) == 2


# Where


@pytest.mark.parametrize("command", COMMANDS)
async def test_what_is_asked_in_a_group_is_answered_privately(
    api: FakeBotApi, tmp_path: Path, command: str
) -> None:
    index = index_of(tmp_path, {"troops.md": TROOPS})
    async with running(api, index, maintainers=[MAINTAINER]):
        await said(api, "/settings")
        privately = await said(api, command)
        answer = await ask_in_group(api, command, user=MAINTAINER)
    assert answer["chat"]["id"] == MAINTAINER
    assert answer["text"].split("\n")[0] == privately.split("\n")[0]


async def test_it_is_told_in_the_language_of_the_private_chat(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index, maintainers=[MAINTAINER]) as app:
        state_of(app).records.set(MAINTAINER, ChatSettings("fr"))
        state_of(app).records.set(-5, ChatSettings("uk"))
        await said(api, "/settings")
        answer = await ask_in_group(api, "/unanswered", user=MAINTAINER, language="de")
    french = translation("fr").gettext("No questions were refused or voted down.")
    assert answer["text"] == french


@pytest.mark.parametrize("is_blocked", [False, True])
async def test_a_maintainer_who_cannot_be_written_to_is_told_why(
    api: FakeBotApi, index: Index, is_blocked: bool
) -> None:
    async with running(api, index, maintainers=[MAINTAINER]) as app:
        if is_blocked:
            api.block(MAINTAINER)
        answer = await ask_in_group(api, "/status", user=MAINTAINER)
        assert faults(app) == []
    assert answer["chat"]["id"] == -5
    assert answer["text"] == "I only answer that privately. Please write to me there."


# /status


async def test_the_status_of_a_bot_that_nobody_has_asked(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        *lines, running_for, today = (await said(api, "/status")).split("\n")
    assert lines == [
        f"Belegbot {VERSION}",
        f"Index: {index.manifest.version}",
        "Documents: 2",
        f"Passages: {index.manifest.passages}",
        "Model: tiny",
    ]
    assert re.fullmatch(r"Running for \d+ seconds?", running_for)
    assert today == "Questions today (UTC): 0"


async def test_the_status_counts_questions_and_times_answers(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        await ask(api, QUESTION)
    async with running(api, index, records_file=kept, maintainers=[MAINTAINER]):
        api.private(QUESTION)
        api.group("/ask who is the author?")
        api.private("thanks")
        await api.sent(4)
        *_, today, times = (await said(api, "/status")).split("\n")
    assert today == "Questions today (UTC): 3"
    assert re.fullmatch(
        r"Time to an answer: [\d,]+ ms at the median, [\d,]+ ms at the 95th percentile", times
    )


async def test_the_status_is_told_in_the_language_of_the_maintainer(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        lines = (await said(api, "/status", language="uk")).split("\n")
    ui = translation("uk")
    assert lines[2] == ui.gettext("Documents: {count}", count="2") != "Documents: 2"
    assert re.search(r" \d+ секунд", lines[5])


# /unanswered


async def test_where_all_was_answered_there_is_nothing_to_list(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        await said(api, QUESTION)
        answer = await said(api, "/unanswered")
    assert answer == "No questions were refused or voted down."


async def test_the_same_question_is_listed_once_the_most_frequent_first(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        await refused(
            api,
            "Who wrote the constitution?",
            "When did it rain?",
            "When did it rain",
            "who  wrote THE\nconstitution ?!",
            "Who wrote the constitution…",
            "Who reads this?",
        )
        answer = await said(api, "/unanswered")
    first, second, third = answer.split("\n")
    assert re.fullmatch(r"• [Ww]ho wrote (the|THE) constitution.{1,3} \(refused 3 times\)", first)
    assert re.fullmatch(r"• When did it rain\?? \(refused 2 times\)", second)
    assert third == "• Who reads this? (refused 1 time)"


async def test_votes_against_an_answer_count(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        api.group("/ask how many soldiers?")
        api.private("Who wrote the constitution?", user=SOMEBODY)
        answer, refusal = await api.sent(2)
        for user in (1, 2, 3):
            await api.answered(api.press(answer, "👎", user=user))
        await api.answered(api.press(answer, "👍", user=3))
        await api.answered(api.press(refusal, "👎", user=SOMEBODY))
        listed = await said(api, "/unanswered")
    assert set(listed.split("\n")) == {
        "• how many soldiers? (👎 2)",
        "• Who wrote the constitution? (refused 1 time, 👎 1)",
    }


async def test_a_vote_whose_question_is_gone_lists_no_empty_line(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        api.delete(api.private(QUESTION))
        [answer] = await api.sent(1)
    async with running(api, index, records_file=kept, maintainers=[MAINTAINER]):
        await api.answered(api.press(answer, "👎"))
        listed = await said(api, "/unanswered")
    assert listed == "No questions were refused or voted down."


async def test_long_questions_leave_room_for_the_others(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[MAINTAINER], questions_per_minute=100):
        for number in range(25):
            await refused(api, f"Who {'🙂' * 400} {number}?")
        lines = (await said(api, "/unanswered")).split("\n")
    assert len(lines) == 20
    assert {line[-18:] for line in lines} == {"… (refused 1 time)"}


async def test_markup_in_a_question_is_listed_as_it_is(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        await refused(api, "Who is <b>Ada</b> & {count}?")
        listed = await said(api, "/unanswered", language="de")
    refused_once = translation("de").ngettext("refused {count} time", "refused {count} times", 1)
    assert listed == f"• Who is <b>Ada</b> & {{count}}? ({refused_once})"


# /reload


async def reloaded(api: FakeBotApi, folder: Path) -> Json:
    """The answer to a question after another index was built beside the one that serves."""
    async with running(api, index_of(folder, {"troops.md": TROOPS}), maintainers=[MAINTAINER]):
        await said(api, QUESTION)
        newer = index_of(folder, {"troops.md": NEWER})
        await said(api, QUESTION)
        confirmation = await said(api, "/reload")
        await said(api, QUESTION)
        status = await said(api, "/status")
    assert confirmation == f"Version {newer.manifest.version} is in service."
    assert status.startswith(f"Belegbot {VERSION}\nIndex: {newer.manifest.version}\n")
    return api.messages[3]


async def test_a_new_index_serves_when_it_is_told_to(api: FakeBotApi, tmp_path: Path) -> None:
    after = await reloaded(api, tmp_path)
    assert [covered(api.messages[i], "blockquote") for i in (0, 1)] == [[TROOPS_QUOTE]] * 2
    assert covered(after, "blockquote") == [NEWER_QUOTE]


async def test_the_same_index_may_be_reloaded(api: FakeBotApi, tmp_path: Path) -> None:
    index = index_of(tmp_path, {"troops.md": TROOPS})
    async with running(api, index, maintainers=[MAINTAINER]):
        confirmations = {await said(api, "/reload") for _ in range(3)}
        await said(api, QUESTION)
    assert confirmations == {f"Version {index.manifest.version} is in service."}
    assert covered(api.messages[-1], "blockquote") == [TROOPS_QUOTE]


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ("pointer", "There is no index in {folder}; build it with scripts/rebuild_index.py."),
        ("manifest", "The index in {folder} is damaged; build it with scripts/rebuild_index.py."),
        ("file", "The index in {folder} is damaged; build it with scripts/rebuild_index.py."),
        ("format", "The index in {folder} was built by another version; build it with scripts/rebuild_index.py."),
    ],
)  # fmt: skip
async def test_a_broken_index_is_named_and_the_old_one_goes_on(
    api: FakeBotApi, tmp_path: Path, broken: str, sentence: str
) -> None:
    old, folder = index_of(tmp_path, {"troops.md": TROOPS}), tmp_path / "index"
    version = folder / index_of(tmp_path, {"troops.md": NEWER}).manifest.version
    manifest = version / "manifest.json"
    match broken:
        case "pointer":
            (folder / "current").unlink()
        case "manifest":
            manifest.write_text("{")
        case "format":
            manifest.write_text(re.sub(r'"format": \d+', '"format": 0', manifest.read_text()))
        case "file":
            path = next(path for path in version.iterdir() if path != manifest)
            path.write_bytes(path.read_bytes()[:-1])
    async with running(api, old, maintainers=[MAINTAINER]):
        answer = await said(api, "/reload")
        await said(api, QUESTION)
        status = await said(api, "/status")
    assert answer == sentence.format(folder=folder)
    assert covered(api.messages[1], "blockquote") == [TROOPS_QUOTE]
    assert status.startswith(f"Belegbot {VERSION}\nIndex: {old.manifest.version}\n")
    assert "Last errors" not in status


async def test_questions_under_way_are_answered_from_one_index_or_the_other(
    api: FakeBotApi, tmp_path: Path
) -> None:
    old = index_of(tmp_path, {"troops.md": TROOPS})
    index_of(tmp_path, {"troops.md": NEWER})
    async with running(api, old, maintainers=[1001, 1002]):
        for user in range(1, 41):
            api.private(QUESTION, user=user)
            if user in (10, 20):
                api.private("/reload", user=1000 + user // 10)
        await api.sent(42)
        api.private(QUESTION)
        *messages, last = await api.sent(43)
    quotes = [covered(message, "blockquote") for message in messages]
    assert quotes.count([TROOPS_QUOTE]) + quotes.count([NEWER_QUOTE]) == 40
    assert quotes.count([]) == 2
    assert covered(last, "blockquote") == [NEWER_QUOTE]
