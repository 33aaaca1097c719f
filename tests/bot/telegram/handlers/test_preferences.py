"""/settings: what a chat has chosen, who may choose it, and how long it is kept."""

from pathlib import Path

import pytest

from bot.upkeep.records import ChatSettings
from bot.wording.translations import translation
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    NOT_A_QUESTION,
    QUESTION,
    REFUSAL,
    THE_GROUP,
    ask,
    ask_in_group,
    buttons,
    covered,
    running,
    state_of,
    turn,
)
from tests.support.tiny import index_of

GROUP = -5
SUPERGROUP = -1005
ADMIN, MEMBER = 7, 8
ASK = "/ask how many soldiers?"
EXPLAINED = (
    "Language of the buttons and notes, number of quotes, and quiet mode: one quote and no buttons."
)
FOR_ADMINS = "Only admins of the group can change the settings."
LANGUAGES = [["English", "Deutsch", "Українська"], ["Русский", "Français", "Español"]]
UNTOUCHED = [*LANGUAGES, ["✓ Automatic"], ["1", "2", "✓ 3", "5", "10"], ["Quiet mode"]]
FIGURES = [f"{n}0,000" for n in range(1, 10)]


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of nine reports that answer the same question."""
    files = {
        f"{figure}.md": f"---\nlanguage: en\n---\n\nThe report counts {figure} soldiers.\n"
        for figure in FIGURES
    }
    return index_of(tmp_path_factory.mktemp("several"), files)


async def shown(api: FakeBotApi, group: int = GROUP, user: int = ADMIN) -> Json:
    """The settings of a group, to an admin or to somebody else."""
    api.administrators[GROUP].add(ADMIN)
    return await ask_in_group(api, "/settings", group=group, user=user)


async def choose(api: FakeBotApi, message: Json, *labels: str) -> Json:
    """The settings after an admin has pressed some buttons."""
    for label in labels:
        message = await turn(api, message, label, user=ADMIN)
    return message


# Who may choose


async def test_everybody_may_choose_privately(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await ask(api, "/settings")
    assert message["text"] == EXPLAINED
    assert buttons(message) == UNTOUCHED


@pytest.mark.parametrize(
    ("user", "said", "shows"), [(ADMIN, EXPLAINED, UNTOUCHED), (MEMBER, FOR_ADMINS, [])]
)
async def test_in_a_group_its_admins_may_choose(
    api: FakeBotApi, index: Index, user: int, said: str, shows: list[list[str]]
) -> None:
    api.administrators[-6].add(MEMBER)  # of another group
    async with running(api, index):
        message = await shown(api, user=user)
    assert message["text"] == said
    assert buttons(message) == shows


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        (THE_GROUP, EXPLAINED),
        ({"id": -9, "type": "channel", "title": "Some channel"}, FOR_ADMINS),
    ],
)
async def test_who_writes_in_the_name_of_the_group_is_an_admin(
    api: FakeBotApi, index: Index, sender: Json, said: str
) -> None:
    async with running(api, index):
        message = await ask_in_group(api, "/settings", sender_chat=sender)
    assert message["text"] == said


async def test_a_button_does_nothing_for_a_member(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api)
        told = await api.answered(api.press(message, "Deutsch", user=MEMBER))
        again = await shown(api)
    assert (told["text"], told["show_alert"]) == (FOR_ADMINS, True)
    assert api.called("editMessageText") == []
    assert buttons(again) == UNTOUCHED


async def test_an_admin_who_is_none_any_more_may_not_press(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api)
        api.administrators[GROUP].clear()
        told = await api.answered(api.press(message, "Deutsch", user=ADMIN))
    assert told["text"] == FOR_ADMINS


# What there is to choose


@pytest.mark.parametrize(
    ("label", "changed"),
    [
        ("5", {3: ["1", "2", "3", "✓ 5", "10"]}),
        ("10", {3: ["1", "2", "3", "5", "✓ 10"]}),
        ("Quiet mode", {4: ["✓ Quiet mode"]}),
        ("English", {0: ["✓ English", "Deutsch", "Українська"], 2: ["Automatic"]}),
    ],
)
async def test_what_is_chosen_has_a_tick(
    api: FakeBotApi, index: Index, label: str, changed: dict[int, list[str]]
) -> None:
    async with running(api, index):
        query = api.press(await shown(api), label, user=ADMIN)
        assert (await api.answered(query))["text"] == "Saved."
        message = await api.edited(api.messages[0])
    assert buttons(message) == [changed.get(row, labels) for row, labels in enumerate(UNTOUCHED)]


async def test_choices_add_up_and_can_be_taken_back(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await choose(api, await ask(api, "/settings"), "1", "Quiet mode", "English")
        together = buttons(message)
        message = await choose(api, message, "3", "Quiet mode", "Automatic")
    assert together == [
        ["✓ English", "Deutsch", "Українська"],
        LANGUAGES[1],
        ["Automatic"],
        ["✓ 1", "2", "3", "5", "10"],
        ["✓ Quiet mode"],
    ]
    assert buttons(message) == UNTOUCHED


async def test_what_is_chosen_already_may_be_chosen_again(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await ask(api, "/settings")
        told = await api.answered(api.press(message, "✓ 3"))
        again = await ask(api, "/settings")
    assert told["text"] == "Saved."
    assert buttons(again) == UNTOUCHED


# The number of quotes


@pytest.mark.parametrize(
    ("labels", "quotes", "rows"),
    [
        ([], 3, 4),
        (["1"], 1, 2),
        (["2"], 2, 3),
        (["5"], 5, 6),
        (["10"], 9, 10),
        (["Quiet mode"], 1, 0),
        (["10", "Quiet mode"], 1, 0),
        (["Quiet mode", "✓ Quiet mode"], 3, 4),
    ],
)
async def test_a_chat_has_as_many_quotes_and_buttons_as_it_chose(
    api: FakeBotApi, several: Index, labels: list[str], quotes: int, rows: int
) -> None:
    async with running(api, several):
        await choose(api, await shown(api), *labels)
        answer = await ask_in_group(api, ASK, user=MEMBER)
        elsewhere = await ask(api, QUESTION, user=ADMIN)
    assert len(covered(answer, "blockquote")) == quotes
    assert len(buttons(answer)) == rows
    assert len(covered(elsewhere, "blockquote")) == 3


async def test_a_refusal_has_no_buttons_in_quiet_mode(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        await choose(api, await shown(api), "Quiet mode")
        refusal = await ask_in_group(api, "/ask who is the author?", user=MEMBER)
    assert (refusal["text"], buttons(refusal)) == (REFUSAL, [])


async def test_a_question_edited_after_a_choice_is_answered_as_chosen(
    api: FakeBotApi, several: Index
) -> None:
    async with running(api, several):
        asked = api.private(QUESTION)
        [answer] = await api.sent(1)
        await choose(api, await ask(api, "/settings"), "Quiet mode")
        api.edit(asked, "How many soldiers, please?")
        answer = await api.edited(answer)
    assert len(covered(answer, "blockquote")) == 1
    assert buttons(answer) == []


async def test_the_number_in_force_without_a_choice_has_the_tick(
    api: FakeBotApi, several: Index
) -> None:
    async with running(api, several, quotes=2):
        message = await ask(api, "/settings")
        answer = await ask(api, QUESTION)
    assert buttons(message)[3] == ["1", "✓ 2", "3", "5", "10"]
    assert len(covered(answer, "blockquote")) == 2


# The language


@pytest.mark.parametrize(
    ("label", "language"),
    [
        ("Deutsch", "de"),
        ("Українська", "uk"),
        ("Русский", "ru"),
        ("Français", "fr"),
        ("Español", "es"),
    ],
)
async def test_a_language_is_spoken_at_once(
    api: FakeBotApi, index: Index, label: str, language: str
) -> None:
    async with running(api, index):
        query = api.press(await ask(api, "/settings"), label)
        said = (await api.answered(query))["text"]
        message = await api.edited(api.messages[0])
    ui = translation(language)
    assert said == ui.gettext("Saved.") != "Saved."
    assert message["text"] == ui.gettext(EXPLAINED) != EXPLAINED
    assert buttons(message)[4] == [ui.gettext("Quiet mode")] != ["Quiet mode"]


async def test_the_language_of_a_group_is_that_of_all_in_it(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        await choose(api, await shown(api), "Deutsch")
        question = "/ask who is the author?"
        in_group = await ask_in_group(api, question, user=MEMBER, language="uk")
        privately = await ask(api, "Who is the author?", user=ADMIN, language="uk")
    assert in_group["text"] == translation("de").gettext(REFUSAL)
    assert privately["text"] == translation("uk").gettext(REFUSAL)


@pytest.mark.parametrize(
    ("chosen", "users", "question", "language"),
    [
        (None, "en", "Wer ist der Autor?", "en"),
        (None, "de", "Who is the author?", "de"),
        (None, "de-AT", "Who is the author?", "de"),
        (None, "DE", "Who is the author?", "de"),
        (None, "ja", "Wer ist der Autor?", "de"),
        (None, None, "Wer ist der Autor?", "de"),
        (None, "zh-hans", "Who is the author?", "en"),
        (None, "ja", "著者は誰ですか？", "en"),
        ("de", "en", "Who is the author?", "de"),
        ("en", "de", "Wer ist der Autor?", "en"),
    ],
)
async def test_the_chats_language_is_spoken_then_the_users_then_the_questions(
    api: FakeBotApi,
    index: Index,
    chosen: str | None,
    users: str | None,
    question: str,
    language: str,
) -> None:
    async with running(api, index) as app:
        state_of(app).records.set(7, ChatSettings(language=chosen))
        message = await ask(api, question, language=users)
    assert message["text"] == translation(language).gettext(REFUSAL)


@pytest.mark.parametrize(
    ("thanks", "users", "language"), [("danke", "de", "de"), ("дякую", "xx", "en")]
)
async def test_a_hint_speaks_the_users_language(
    api: FakeBotApi, index: Index, thanks: str, users: str, language: str
) -> None:
    async with running(api, index):
        message = await ask(api, thanks, language=users)
    assert message["text"] == translation(language).gettext(NOT_A_QUESTION)


# How long it is kept


async def test_a_choice_outlives_the_program_and_so_does_its_button(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        before = await shown(api)
        await choose(api, before, "Deutsch")
    async with running(api, index, records_file=kept):
        message = await choose(api, before, "5")
        elsewhere = await ask(api, "/settings")
    assert buttons(message) == [
        ["English", "✓ Deutsch", "Українська"],
        LANGUAGES[1],
        [translation("de").gettext("Automatic")],
        ["1", "2", "3", "✓ 5", "10"],
        [translation("de").gettext("Quiet mode")],
    ]
    assert buttons(elsewhere) == UNTOUCHED


async def test_a_group_keeps_its_choice_as_a_supergroup(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        api.add_bot(GROUP, kind="group")
        await api.sent(1)
        await choose(api, await shown(api), "Deutsch")
        api.migrate(GROUP, SUPERGROUP)
        moved = await shown(api, SUPERGROUP)
    async with running(api, index, records_file=kept):
        after = await shown(api, SUPERGROUP)
    assert buttons(moved) == buttons(after)
    assert buttons(after)[0] == ["English", "✓ Deutsch", "Українська"]


async def test_the_choice_of_a_group_goes_with_the_bot(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        await choose(api, await shown(api), "10")
        api.remove_bot(GROUP)
        api.add_bot(GROUP)
        await api.sent(2)
        again = await shown(api)
    async with running(api, index, records_file=kept):
        restarted = await shown(api)
    assert buttons(again) == buttons(restarted) == UNTOUCHED
