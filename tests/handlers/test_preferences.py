"""/settings: what a chat has chosen, who may choose it, and how long it is kept."""

from pathlib import Path

import pytest

from bot.interface import interface
from index.search import Index
from tests.botapi import BOT, FakeBotApi, Json
from tests.telegram import QUESTION, buttons, covered, running
from tests.tiny import index_of

GROUP = -5
SUPERGROUP = -1005
ADMIN, MEMBER = 7, 8
ASK = "/ask how many soldiers?"
EXPLAINED = (
    "Language of the buttons and notes, number of quotes, and quiet mode: one quote and no buttons."
)
REFUSAL = "The reports do not say."
FOR_ADMINS = "Only admins of the group can change the settings."
LANGUAGES = [["English", "Deutsch", "Українська"], ["Русский", "Français", "Español"]]
UNTOUCHED = [*LANGUAGES, ["✓ Everyone's own"], ["1", "2", "✓ 3", "5", "10"], ["Quiet mode"]]
FIGURES = [f"{n}0,000" for n in range(1, 10)]


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of nine reports that answer the same question."""
    files = {
        f"{figure}.md": f"---\nlanguage: en\n---\n\nThe report counts {figure} soldiers.\n"
        for figure in FIGURES
    }
    return index_of(tmp_path_factory.mktemp("several"), files)


async def shown(api: FakeBotApi, count: int = 1, **who: object) -> Json:
    """The settings, as the message that is then the last of so many."""
    if "user" in who:
        api.administrators[GROUP].add(ADMIN)
        api.group("/settings", GROUP, **who)  # type: ignore[arg-type]
    else:
        api.private("/settings")
    return (await api.sent(count))[-1]


async def pressed(
    api: FakeBotApi, message: Json, label: str, user: int = ADMIN
) -> tuple[str, Json]:
    """What is said to the one who presses a button, and the message then."""
    edits = api.edits[message["chat"]["id"], message["message_id"]]
    answer = await api.answered(api.press(message, label, user=user))
    return answer["text"], await api.edited(message, edits + 1)


# Who may choose


async def test_everybody_may_choose_privately(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api)
    assert message["text"] == EXPLAINED
    assert buttons(message) == UNTOUCHED


async def test_an_admin_of_a_group_may_choose(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api, user=ADMIN)
    assert message["text"] == EXPLAINED
    assert buttons(message) == UNTOUCHED


async def test_a_member_is_told_who_may_choose(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api, user=MEMBER)
    assert message["text"] == FOR_ADMINS
    assert buttons(message) == []


async def test_an_admin_of_another_group_is_a_member_here(api: FakeBotApi, index: Index) -> None:
    api.administrators[-6].add(MEMBER)
    async with running(api, index):
        message = await shown(api, user=MEMBER)
    assert message["text"] == FOR_ADMINS


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ({"id": GROUP, "type": "supergroup", "title": "Group"}, EXPLAINED),
        ({"id": -9, "type": "channel", "title": "Some channel"}, FOR_ADMINS),
    ],
)
async def test_who_writes_in_the_name_of_the_group_is_an_admin(
    api: FakeBotApi, index: Index, sender: Json, said: str
) -> None:
    async with running(api, index):
        api.group("/settings", GROUP, sender_chat=sender)
        [message] = await api.sent(1)
    assert message["text"] == said


async def test_a_button_does_nothing_for_a_member(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api, user=ADMIN)
        query = api.press(message, "Deutsch", user=MEMBER)
        answer = await api.answered(query)
        again = await shown(api, 2, user=ADMIN)
    assert (answer["text"], answer["show_alert"]) == (FOR_ADMINS, True)
    assert api.called("editMessageText") == []
    assert buttons(again) == UNTOUCHED


async def test_an_admin_who_is_none_any_more_may_not_press(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api, user=ADMIN)
        api.administrators[GROUP].clear()
        answer = await api.answered(api.press(message, "Deutsch", user=ADMIN))
    assert answer["text"] == FOR_ADMINS


# What there is to choose


@pytest.mark.parametrize(
    ("label", "changed"),
    [
        ("5", {3: ["1", "2", "3", "✓ 5", "10"]}),
        ("10", {3: ["1", "2", "3", "5", "✓ 10"]}),
        ("Quiet mode", {4: ["✓ Quiet mode"]}),
        ("English", {0: ["✓ English", "Deutsch", "Українська"], 2: ["Everyone's own"]}),
    ],
)
async def test_what_is_chosen_has_a_tick(
    api: FakeBotApi, index: Index, label: str, changed: dict[int, list[str]]
) -> None:
    async with running(api, index):
        said, message = await pressed(api, await shown(api, user=ADMIN), label)
    assert said == "Saved."
    assert buttons(message) == [changed.get(row, labels) for row, labels in enumerate(UNTOUCHED)]


async def test_choices_add_up_and_can_be_taken_back(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api)
        for label in ("1", "Quiet mode", "English"):
            _, message = await pressed(api, message, label)
        together = buttons(message)
        for label in ("3", "Quiet mode", "Everyone's own"):
            _, message = await pressed(api, message, label)
    assert together == [
        ["✓ English", "Deutsch", "Українська"],
        LANGUAGES[1],
        ["Everyone's own"],
        ["✓ 1", "2", "3", "5", "10"],
        ["✓ Quiet mode"],
    ]
    assert buttons(message) == UNTOUCHED


async def test_what_is_chosen_already_may_be_chosen_again(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api)
        answer = await api.answered(api.press(message, "✓ 3"))
        api.private("/settings")
        [_, again] = await api.sent(2)
    assert answer["text"] == "Saved."
    assert buttons(again) == UNTOUCHED


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
        said, message = await pressed(api, await shown(api), label)
    ui = interface(language)
    assert said == ui.gettext("Saved.") != "Saved."
    assert message["text"] == ui.gettext(EXPLAINED) != EXPLAINED
    assert buttons(message)[4] == [ui.gettext("Quiet mode")] != ["Quiet mode"]


async def test_the_language_of_a_group_is_that_of_all_in_it(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        await pressed(api, await shown(api, user=ADMIN), "Deutsch")
        api.group("/ask who is the author?", GROUP, user=MEMBER, language="uk")
        _, in_group = await api.sent(2)
        api.private("Who is the author?", user=ADMIN, language="uk")
        _, _, privately = await api.sent(3)
    assert in_group["text"] == interface("de").gettext(REFUSAL)
    assert privately["text"] == interface("uk").gettext(REFUSAL)


@pytest.mark.parametrize("count", [1, 2, 5])
async def test_an_answer_has_the_number_of_quotes(
    api: FakeBotApi, several: Index, count: int
) -> None:
    async with running(api, several):
        await pressed(api, await shown(api), str(count))
        api.private(QUESTION)
        _, answer = await api.sent(2)
    assert len(covered(answer, "blockquote")) == count


async def test_the_number_in_force_without_a_choice_has_the_tick(
    api: FakeBotApi, several: Index
) -> None:
    async with running(api, several, quotes=2):
        message = await shown(api)
        api.private(QUESTION)
        _, answer = await api.sent(2)
    assert buttons(message)[3] == ["1", "✓ 2", "3", "5", "10"]
    assert len(covered(answer, "blockquote")) == 2


async def test_the_quiet_mode_gives_one_quote_and_no_buttons(
    api: FakeBotApi, several: Index
) -> None:
    async with running(api, several):
        _, message = await pressed(api, await shown(api, user=ADMIN), "Quiet mode")
        api.group(ASK, GROUP, user=MEMBER)
        api.group("/ask who is the author?", GROUP, user=MEMBER)
        _, answer, refusal = await api.sent(3)
        await pressed(api, message, "Quiet mode")
        api.group(ASK, GROUP, user=MEMBER)
        *_, loud = await api.sent(4)
    assert len(covered(answer, "blockquote")) == 1
    assert (buttons(answer), buttons(refusal)) == ([], [])
    assert len(covered(loud, "blockquote")) == 3
    assert len(buttons(loud)) == 4


# How long it is kept


async def test_a_choice_outlives_the_program_and_so_does_its_button(
    api: FakeBotApi, index: Index, tmp_path: Path
) -> None:
    records = tmp_path / "records.db"
    async with running(api, index, records_file=records):
        before = await shown(api, user=ADMIN)
        await pressed(api, before, "Deutsch")
    async with running(api, index, records_file=records):
        _, message = await pressed(api, before, "5")
        elsewhere = await shown(api, 2)
    assert buttons(message) == [
        ["English", "✓ Deutsch", "Українська"],
        LANGUAGES[1],
        [interface("de").gettext("Everyone's own")],
        ["1", "2", "3", "✓ 5", "10"],
        [interface("de").gettext("Quiet mode")],
    ]
    assert buttons(elsewhere) == UNTOUCHED


async def test_a_group_keeps_its_choice_as_a_supergroup(
    api: FakeBotApi, index: Index, tmp_path: Path
) -> None:
    records = tmp_path / "records.db"
    async with running(api, index, records_file=records):
        api.add_bot(GROUP, kind="group")
        await api.sent(1)
        await pressed(api, await shown(api, 2, user=ADMIN), "Deutsch")
        api.migrate(GROUP, SUPERGROUP)
        api.group("/settings", SUPERGROUP, user=ADMIN)
        [_, _, moved] = await api.sent(3)
    async with running(api, index, records_file=records):
        api.group("/settings", SUPERGROUP, user=ADMIN)
        [*_, after] = await api.sent(4)
    assert buttons(moved) == buttons(after)
    assert buttons(after)[0] == ["English", "✓ Deutsch", "Українська"]


async def test_the_choice_of_a_group_goes_with_the_bot(
    api: FakeBotApi, index: Index, tmp_path: Path
) -> None:
    records = tmp_path / "records.db"
    async with running(api, index, records_file=records):
        await pressed(api, await shown(api, user=ADMIN), "10")
        api.remove_bot(GROUP)
        api.add_bot(GROUP)
        again = await shown(api, 3, user=ADMIN)
    async with running(api, index, records_file=records):
        restarted = await shown(api, 4, user=ADMIN)
    assert buttons(again) == buttons(restarted) == UNTOUCHED


# Buttons that Telegram no longer shows, or never showed


async def test_a_button_of_a_deleted_message_still_works(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await shown(api)
        chat = message["chat"] | {"first_name": "Ada"}
        query = {
            "id": "late",
            "from": {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "en"},
            "chat_instance": "7",
            "data": "set:quotes:5",
            "message": {"chat": chat, "message_id": message["message_id"], "date": 0},
        }
        api.queries["late"] = query
        api.delete(message, by=BOT["id"])
        api.update("callback_query", query)
        answer = await api.answered(query)
        again = await shown(api, 2)
    assert answer["text"] == "Saved."
    assert buttons(again)[3] == ["1", "2", "3", "✓ 5", "10"]
