"""The stand-in for Telegram is as strict as Telegram."""

import re
import time
from collections.abc import AsyncIterator, Sequence

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    ChatMemberAdministrator,
    ChatMemberMember,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputFile,
    InputTextMessageContent,
    Message,
    MessageEntity,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from tests.botapi import BOT, FakeBotApi, Json
from tests.botapi.checks import LARGEST_FILE
from tests.botapi.markup import MarkupError, cut, found, parse

OTHER = -6  # a group of other people
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        api.private("Hello", user=7)
        yield api


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with Bot("1:a", base_url=f"{api.url}/bot") as bot:
        yield bot


async def updates(bot: Bot) -> tuple[Update, ...]:
    """The updates since the last call, but for the first message."""
    new = await bot.get_updates()
    if new:
        await bot.get_updates(offset=new[-1].update_id + 1)
    return tuple(
        update for update in new if update.message is None or update.message.text != "Hello"
    )


def refused(words: str) -> pytest.RaisesExc[BadRequest]:
    """What Telegram refuses in these words, of which PTB capitalizes the first alone."""
    return pytest.raises(BadRequest, match=f"^{re.escape(words.capitalize())}$")


def buttons(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(rows)


def button(text: str = "More", **action: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, **(action or {"callback_data": text.lower()}))  # type: ignore[arg-type]


def article(id: str = "1", text: str = "<b>A</b>", **more: object) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(id, "Title", content, **more)  # type: ignore[arg-type]


# Texts


def test_markup_becomes_text_and_entities() -> None:
    html = '<blockquote>🙂 a &lt;<b>b&#x27;</b></blockquote>\n<a href="http://c/?d&amp;e">f</a>'
    text, entities = parse(html)
    assert text == "🙂 a <b'\nf"
    assert [(entity["type"], cut(text, entity)) for entity in entities] == [
        ("blockquote", "🙂 a <b'"),
        ("bold", "b'"),
        ("text_link", "f"),
    ]
    assert entities[1] == {"type": "bold", "offset": 6, "length": 2}
    assert entities[2]["url"] == "http://c/?d&e"


def test_a_blockquote_may_be_expandable() -> None:
    text, [entity] = parse("a<blockquote expandable>b</blockquote>")
    assert (entity["type"], cut(text, entity)) == ("expandable_blockquote", "b")


@pytest.mark.parametrize(
    "html",
    [
        "a < b",
        "a & b",
        "&nbsp;",
        "<b>a",
        "a</b>",
        "<b><i>a</b></i>",
        "<x>a</x>",
        "<blockquote><b><blockquote>a</blockquote></b></blockquote>",
    ],
)
def test_wrong_markup_is_refused(html: str) -> None:
    with pytest.raises(MarkupError):
        parse(html)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<b>a", "Can't parse entities: can't find the end tag of 'b'"),
        (" ", "Message text is empty"),
        ("<b></b>", "Message text is empty"),
        ("🙂" * 2048 + "a", "Message is too long"),
        ("<b>a</b>" * 101, "Too many entities"),
    ],
)
async def test_what_cannot_be_sent_is_refused(bot: Bot, html: str, fault: str) -> None:
    with pytest.raises(BadRequest, match=f"^{fault}$"):
        await bot.send_message(7, html, parse_mode="HTML")


async def test_the_longest_message_is_sent(bot: Bot) -> None:
    message = await bot.send_message(7, "<b>" + "🙂" * 2048 + "</b>", parse_mode="HTML")
    assert message.text == "🙂" * 2048


async def test_a_reply_needs_its_message(api: FakeBotApi, bot: Bot) -> None:
    asked = api.private("How many?", user=7)["message_id"]
    assert (await bot.send_message(7, "a", reply_to_message_id=asked)).reply_to_message
    with pytest.raises(BadRequest, match=r"^Message to be replied not found$"):
        await bot.send_message(7, "a", reply_to_message_id=asked + 1000)
    gone = ReplyParameters(asked + 1000, allow_sending_without_reply=True)
    assert not (await bot.send_message(7, "a", reply_parameters=gone)).reply_to_message


async def test_a_bot_writes_only_to_those_it_knows(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(8, "a")


async def test_updates_come_until_they_are_confirmed(api: FakeBotApi, bot: Bot) -> None:
    api.private("Second")
    first, second = await bot.get_updates()
    assert (await bot.get_updates(offset=second.update_id)) == (second,)
    assert (await bot.get_updates(offset=second.update_id + 1, timeout=0)) == ()
    assert first.message is not None
    assert first.message.text == "Hello"


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_faults_are_injected_in_order(api: FakeBotApi, bot: Bot) -> None:
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    api.fail_next("sendMessage", 502, "Bad Gateway")
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "a")
    with pytest.raises(NetworkError, match=r"^Bad Gateway$"):
        await bot.send_message(7, "a")
    assert (await bot.send_message(7, "a")).text == "a"


async def test_entities_may_be_given(bot: Bot) -> None:
    message = await bot.send_message(7, "🙂 a", entities=[MessageEntity("bold", 3, 1)])
    assert message.parse_entities() == {MessageEntity("bold", 3, 1): "a"}
    with pytest.raises(BadRequest, match=r"ends after the end of the text at utf-16 offset 5$"):
        await bot.send_message(7, "🙂 a", entities=[MessageEntity("bold", 3, 2)])
    with refused("unsupported parse_mode"):
        await bot.send_message(7, "a", parse_mode="Markdown")


async def test_a_text_that_looks_like_json_is_a_text(api: FakeBotApi, bot: Bot) -> None:
    assert (await bot.send_message(7, "12")).text == "12"
    assert (await bot.send_document(7, b"a", caption="null")).caption == "null"


def test_commands_and_mentions_are_found() -> None:
    text = "/ask@belegbot 🙂 @ada_b, a/b c@d /help? </x> @a /ask@you/"
    assert [(entity["type"], cut(text, entity)) for entity in found(text)] == [
        ("bot_command", "/ask@belegbot"),
        ("mention", "@ada_b"),
        ("bot_command", "/help"),
    ]
    assert found(text)[1]["offset"] == 17


# What people say


async def test_a_group_has_people_replies_and_topics(api: FakeBotApi, bot: Bot) -> None:
    first = api.group("@belegbot how many?", user=8, name="Bo", language=None, thread=9)
    second = api.group("So?", user=9, reply_to=first)
    api.group("And?", reply_to=second)
    [one, two, three] = [update.message for update in await updates(bot)]
    assert one and two and three
    assert one.from_user and (one.from_user.id, one.from_user.first_name) == (8, "Bo")
    assert one.from_user.language_code is None
    assert one.parse_entities(["mention"]) == {MessageEntity("mention", 0, 9): "@belegbot"}
    assert (one.message_thread_id, one.is_topic_message, one.chat.is_forum) == (9, True, True)
    assert two.message_thread_id == 9
    assert two.reply_to_message and two.reply_to_message.message_id == one.message_id
    assert three.reply_to_message and three.reply_to_message.message_id == two.message_id
    assert three.reply_to_message.reply_to_message is None
    assert three.from_user and three.from_user.id == 5


async def test_a_reply_shows_the_keyboard_of_what_it_answers(api: FakeBotApi, bot: Bot) -> None:
    await bot.send_message(7, "a", reply_markup=buttons([button()]))
    api.private("b", reply_to=api.messages[0])
    [update] = await updates(bot)
    assert update.message and update.message.reply_to_message
    assert update.message.reply_to_message.reply_markup == buttons([button()])


async def test_a_message_may_have_no_text(api: FakeBotApi, bot: Bot) -> None:
    voice = {"file_id": "v", "file_unique_id": "u", "duration": 3}
    api.private(None, voice=voice, caption="See /help")
    [update] = await updates(bot)
    assert update.message and update.message.voice
    assert update.message.text is None
    assert list(update.message.parse_caption_entities().values()) == ["/help"]


async def test_an_anonymous_administrator_is_nobody(api: FakeBotApi, bot: Bot) -> None:
    api.group("a", sender_chat={"id": -5, "type": "supergroup", "title": "Group"})
    [update] = await updates(bot)
    assert update.message and update.message.from_user and update.message.sender_chat
    assert update.message.from_user.username == "GroupAnonymousBot"
    assert update.message.sender_chat.id == -5


async def test_an_edited_message_has_new_entities(api: FakeBotApi, bot: Bot) -> None:
    asked = api.group("/ask a", thread=9)
    api.edit(asked, "well, /help")
    before, after = await updates(bot)
    assert before.message and before.message.text == "/ask a"
    assert after.edited_message and after.edited_message.message_thread_id == 9
    assert after.edited_message.parse_entities() == {MessageEntity("bot_command", 6, 5): "/help"}
    assert after.edited_message.edit_date is not None
    assert asked["text"] == "well, /help"


# Keyboards


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ("BUTTON_DATA_INVALID", button(callback_data="🙂" * 16 + "a")),
        ("BUTTON_URL_INVALID", button(url="ftp://example.org")),
        ("BUTTON_COPY_TEXT_INVALID", button(copy_text=CopyTextButton("a" * 257))),
        ("BUTTON_COPY_TEXT_INVALID", button(copy_text=CopyTextButton(""))),
        ("inline keyboard button text must be non-empty", button(" ", url="https://example.org")),
        (
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            button(callback_data=""),
        ),
        (
            "can't parse inline keyboard button: it has more than one action",
            button(callback_data="a", switch_inline_query=""),
        ),
    ],
)
async def test_wrong_buttons_are_refused(bot: Bot, fault: str, wrong: InlineKeyboardButton) -> None:
    with refused(fault):
        await bot.send_message(7, "a", reply_markup=buttons([button(), wrong]))


@pytest.mark.parametrize(
    ("fault", "rows"),
    [
        ("reply markup is too long", [[button()] * 9]),
        ("reply markup is too long", [[button()] * 8] * 12 + [[button()] * 5]),
        ("REPLY_MARKUP_INVALID", [[button()], []]),
    ],
)
async def test_wrong_rows_are_refused(
    bot: Bot, fault: str, rows: list[list[InlineKeyboardButton]]
) -> None:
    with refused(fault):
        await bot.send_message(7, "a", reply_markup=InlineKeyboardMarkup(rows))


async def test_the_largest_keyboard_is_sent(bot: Bot) -> None:
    wide = [
        button(callback_data="🙂" * 16),
        button(url="https://example.org"),
        button(url="tg://user?id=7"),
        button(copy_text=CopyTextButton("a" * 256)),
        button(switch_inline_query=""),
        button(switch_inline_query_current_chat="a"),
        button(),
        button(),
    ]
    markup = buttons(*[wide] * 12, [button()] * 4)
    assert (await bot.send_message(7, "a", reply_markup=markup)).reply_markup == markup


async def test_only_an_inline_keyboard_stays_with_a_message(bot: Bot) -> None:
    message = await bot.send_message(7, "a", reply_markup=ReplyKeyboardRemove())
    assert message.reply_markup is None


# Editing and deleting


async def test_a_message_is_edited_in_place(api: FakeBotApi, bot: Bot) -> None:
    message = await bot.send_message(7, "a", reply_markup=buttons([button()]))
    [sent] = api.messages
    edited = await bot.edit_message_text("<b>b</b>", 7, message.message_id, parse_mode="HTML")
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("b", None)
    assert edited.edit_date is not None
    assert await api.edited(sent) is sent
    assert (sent["text"], sent["entities"]) == ("b", [{"type": "bold", "offset": 0, "length": 1}])
    markup = buttons([button("Less")])
    edited = await bot.edit_message_reply_markup(7, message.message_id, reply_markup=markup)
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("b", markup)
    assert await api.edited(sent, times=2) is sent


async def test_what_stays_the_same_is_not_edited(api: FakeBotApi, bot: Bot) -> None:
    markup = buttons([button()])
    number = (await bot.send_message(7, "a", reply_markup=markup)).message_id
    with refused(NOT_MODIFIED):
        await bot.edit_message_text("a", 7, number, reply_markup=markup)
    with refused(NOT_MODIFIED):
        await bot.edit_message_reply_markup(7, number, reply_markup=markup)
    await bot.edit_message_text("a", 7, number)
    with refused(NOT_MODIFIED):
        await bot.edit_message_text("a", 7, number)
    await bot.edit_message_text("<b>a</b>", 7, number, parse_mode="HTML")


async def test_a_bot_edits_only_what_is_there_and_its_own(api: FakeBotApi, bot: Bot) -> None:
    number = (await bot.send_message(7, "a")).message_id
    with refused("message to edit not found"):
        await bot.edit_message_text("b", 7, number + 1000)
    with refused("message can't be edited"):
        await bot.edit_message_text("b", 7, api.private("c")["message_id"])
    with refused("message is too long"):
        await bot.edit_message_text("b" * 4097, 7, number)
    with refused("BUTTON_DATA_INVALID"):
        await bot.edit_message_reply_markup(
            7, number, reply_markup=buttons([button(callback_data="a" * 65)])
        )
    document = await bot.send_document(7, b"a")
    with refused("there is no text in the message to edit"):
        await bot.edit_message_text("b", 7, document.message_id)
    with refused("message identifier is not specified"):
        await bot.edit_message_text("b")
    api.delete(api.messages[0])
    with refused("message to edit not found"):
        await bot.edit_message_text("b", 7, number)


async def test_messages_are_deleted(api: FakeBotApi, bot: Bot) -> None:
    number = api.group("a")["message_id"]
    with refused("message can't be deleted"):
        await bot.delete_message(-5, number)
    api.administrators[-5].add(BOT["id"])
    assert await bot.delete_message(-5, number)
    with refused("message to delete not found"):
        await bot.delete_message(-5, number)
    assert await bot.delete_message(7, (await bot.send_message(7, "a")).message_id)
    assert await bot.delete_message(7, api.private("a")["message_id"])


# Documents


async def test_a_document_is_uploaded_and_sent_again(api: FakeBotApi, bot: Bot) -> None:
    markup = buttons([button()])
    sent = await bot.send_document(
        7,
        "Größe".encode(),
        filename="größe.csv",
        caption="<i>b</i>",
        parse_mode="HTML",
        reply_markup=markup,
    )
    assert sent.document
    assert (sent.document.file_name, sent.document.file_size) == ("größe.csv", 7)
    assert list(sent.parse_caption_entities().values()) == ["b"]
    assert sent.reply_markup == markup
    assert api.files == {sent.document.file_id: "Größe".encode()}
    again = await bot.send_document(7, sent.document.file_id)
    assert again.document == sent.document
    assert again.caption is None
    attached = InputFile(b"c", filename="c.txt", attach=True)
    third = await bot.send_document(7, attached)
    assert third.document and api.files[third.document.file_id] == b"c"
    assert len(await api.sent(3)) == 3


async def test_wrong_documents_are_refused(bot: Bot) -> None:
    with refused("wrong file identifier/HTTP URL specified"):
        await bot.send_document(7, "unknown")
    with refused("message caption is too long"):
        await bot.send_document(7, b"a", caption="🙂" * 512 + "b")
    with refused("file must be non-empty"):
        await bot.send_document(7, b"")
    with pytest.raises(NetworkError, match=r"^Request Entity Too Large$"):
        await bot.send_document(7, b"a" * (LARGEST_FILE + 1))
    longest = await bot.send_document(
        7, b"a", caption="<b>" + "🙂" * 512 + "</b>", parse_mode="HTML"
    )
    assert longest.caption == "🙂" * 512


# Topics, quotes and chat actions


async def test_an_answer_stays_in_its_topic(api: FakeBotApi, bot: Bot) -> None:
    number = api.group("a", thread=9)["message_id"]
    message = await bot.send_message(-5, "b", message_thread_id=9)
    assert (message.message_thread_id, message.is_topic_message) == (9, True)
    reply = await bot.send_message(-5, "b", reply_to_message_id=number)
    assert (reply.message_thread_id, reply.is_topic_message) == (9, True)
    assert (await bot.send_message(-5, "b")).message_thread_id is None


async def test_a_topic_may_be_gone_or_closed(api: FakeBotApi, bot: Bot) -> None:
    number = api.group("a", thread=9)["message_id"]
    with refused("message thread not found"):
        await bot.send_message(-5, "b", message_thread_id=10)
    api.close_topic(-5, 9)
    with refused("TOPIC_CLOSED"):
        await bot.send_message(-5, "b", message_thread_id=9)
    api.administrators[-5].add(BOT["id"])
    assert await bot.send_message(-5, "b", message_thread_id=9)
    api.delete_topic(-5, 9)
    with refused("message thread not found"):
        await bot.send_document(-5, b"b", message_thread_id=9)
    with refused("message thread not found"):
        await bot.send_chat_action(-5, ChatAction.TYPING, message_thread_id=9)
    with refused("message to be replied not found"):
        await bot.send_message(-5, "b", reply_to_message_id=number)


async def test_a_quote_is_of_the_message_it_answers(api: FakeBotApi, bot: Bot) -> None:
    number = api.private("How many soldiers?")["message_id"]
    assert await bot.send_message(7, "a", reply_parameters=ReplyParameters(number, quote="many"))
    with refused("QUOTE_TEXT_INVALID"):
        await bot.send_message(7, "a", reply_parameters=ReplyParameters(number, quote="few"))


async def test_only_known_actions_are_shown(bot: Bot) -> None:
    assert await bot.send_chat_action(7, ChatAction.TYPING)
    with refused("wrong parameter action in request"):
        await bot.send_chat_action(7, "thinking")
    with refused("chat not found"):
        await bot.send_chat_action(8, ChatAction.TYPING)


# Presses


async def test_a_press_is_answered_once(api: FakeBotApi, bot: Bot) -> None:
    asked = api.group("a")
    markup = buttons(
        [button("➕ More", callback_data="m"), button("Most"), button("Up", url="https://a.b")]
    )
    await bot.send_message(-5, "b", reply_to_message_id=asked["message_id"], reply_markup=markup)
    query = api.press(api.messages[0], "More", user=8, name="Bo", language="de")
    [_, update] = await updates(bot)
    press = update.callback_query
    assert press and isinstance(press.message, Message)
    assert (press.data, press.from_user.id, press.from_user.language_code) == ("m", 8, "de")
    assert press.message.reply_markup == markup
    assert press.message.reply_to_message and press.message.reply_to_message.text == "a"
    with refused("MESSAGE_TOO_LONG"):
        await press.answer("a" * 201)
    with refused("URL_INVALID"):
        await press.answer(url="https://example.org")
    await press.answer("a" * 200, show_alert=True)
    answer = await api.answered(query)
    assert (answer["text"], answer["show_alert"]) == ("a" * 200, True)
    assert api.answers == {press.id: answer}
    with refused(TOO_OLD):
        await press.answer()


async def test_a_press_may_get_too_old(api: FakeBotApi, bot: Bot) -> None:
    await bot.send_message(7, "b", reply_markup=buttons([button()]))
    api.expire(query := api.press(api.messages[0], "more"))
    with refused(TOO_OLD):
        await bot.answer_callback_query(query["id"])
    with refused(TOO_OLD):
        await bot.answer_callback_query("1000")


async def test_only_buttons_that_are_there_are_pressed(api: FakeBotApi, bot: Bot) -> None:
    markup = buttons([button("Most", callback_data="1"), button("More", callback_data="Mo")])
    message = await bot.send_message(7, "b", reply_markup=markup)
    [sent] = api.messages
    assert api.press(sent, "Mo")["data"] == "Mo"
    assert api.press(sent, "M")["data"] == "1"
    await bot.edit_message_reply_markup(
        7,
        message.message_id,
        reply_markup=buttons([button("Up", url="https://a.b"), button("Less")]),
    )
    with pytest.raises(AssertionError, match=r"there are \['Less'\]"):
        api.press(sent, "Up")
    await bot.delete_message(7, message.message_id)
    with pytest.raises(AssertionError, match="deleted"):
        api.press(sent, "Less")


# Inline


async def test_an_inline_query_is_answered_once(api: FakeBotApi, bot: Bot) -> None:
    asked = api.inline("a" * 256, user=8, language="de", offset="5")
    [update] = await updates(bot)
    query = update.inline_query
    assert query
    assert (query.query, query.from_user.id, query.offset) == ("a" * 256, 8, "5")
    results = [article("🙂" * 16), *(article(str(n)) for n in range(49))]
    more = InlineQueryResultsButton("a", start_parameter="a-Z_" * 16)
    await query.answer(results, cache_time=0, is_personal=True, next_offset="a" * 64, button=more)
    offer = await api.offered(asked)
    assert [result["id"] for result in offer["results"]] == [result.id for result in results]
    assert (offer["next_offset"], offer["is_personal"], offer["cache_time"]) == ("a" * 64, True, 0)
    with refused(TOO_OLD):
        await query.answer([])
    api.expire(late := api.inline(""))
    with refused(TOO_OLD):
        await bot.answer_inline_query(late["id"], [])
    with pytest.raises(AssertionError):
        api.inline("a" * 257)


@pytest.mark.parametrize(
    ("fault", "results"),
    [
        ("RESULTS_TOO_MUCH", [article(str(n)) for n in range(51)]),
        ("RESULT_ID_DUPLICATE", [article("1"), article("1")]),
        ("RESULT_ID_INVALID", [article("🙂" * 16 + "a")]),
        ("RESULT_ID_INVALID", [article("")]),
        ("message text is empty", [article(text="<b></b>")]),
        ("message is too long", [article(text="a" * 4097)]),
        ("can't parse entities: can't find the end tag of 'b'", [article(text="<b>a")]),
        ("BUTTON_DATA_INVALID", [article(reply_markup=buttons([button(callback_data="a" * 65)]))]),
    ],
)
async def test_wrong_results_are_refused(
    api: FakeBotApi, bot: Bot, fault: str, results: list[InlineQueryResultArticle]
) -> None:
    query = api.inline("a")["id"]
    with refused(fault):
        await bot.answer_inline_query(query, results)
    assert await bot.answer_inline_query(query, [])


@pytest.mark.parametrize(
    ("fault", "parameters"),
    [
        ("NEXT_OFFSET_INVALID", {"next_offset": "a" * 65}),
        ("START_PARAM_INVALID", {"button": InlineQueryResultsButton("a", start_parameter="a b")}),
        ("START_PARAM_INVALID", {"button": InlineQueryResultsButton("a", start_parameter="")}),
        ("SWITCH_PM_TEXT_EMPTY", {"button": InlineQueryResultsButton("", start_parameter="a")}),
    ],
)
async def test_wrong_inline_parameters_are_refused(
    api: FakeBotApi, bot: Bot, fault: str, parameters: Json
) -> None:
    with refused(fault):
        await bot.answer_inline_query(api.inline("a")["id"], [], **parameters)


async def test_a_result_is_posted_via_the_bot(api: FakeBotApi, bot: Bot) -> None:
    api.group("Hello")
    query = api.inline("a", user=8)
    await bot.answer_inline_query(query["id"], [article(reply_markup=buttons([button()]))])
    message = api.choose(query, "1", -5)
    assert message["via_bot"] == BOT
    api.press(message, "More")
    [_, chosen, pressed] = await updates(bot)
    assert chosen.message and chosen.message.from_user and chosen.message.from_user.id == 8
    assert chosen.message.text_html == "<b>A</b>"
    press = pressed.callback_query
    assert press and press.message is None and press.inline_message_id
    assert await bot.edit_message_text("b", inline_message_id=press.inline_message_id) is True
    assert message["text"] == "b"
    with refused("message can't be edited"):
        await bot.edit_message_text("b", -5, message["message_id"])
    with refused("MESSAGE_ID_INVALID"):
        await bot.edit_message_text("b", inline_message_id="unknown")
    assert api.messages == []


async def test_a_result_is_posted_where_the_bot_is_not(api: FakeBotApi, bot: Bot) -> None:
    query = api.inline("a", user=8)
    await bot.answer_inline_query(query["id"], [article()])
    api.choose(query, "1", OTHER)
    api.choose(query, "1", 9)
    assert [event.chat for event in api.history if event.kind == "chosen"] == [OTHER, 9]
    [update] = await updates(bot)
    assert update.inline_query
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(OTHER, "a")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(9, "a")
    api.private("b", user=9)
    assert await bot.send_message(9, "a")


# Members


async def test_members_and_administrators_are_told_apart(api: FakeBotApi, bot: Bot) -> None:
    api.group("a", user=8, name="Bo")
    api.administrators[-5] |= {8, BOT["id"]}
    bo = await bot.get_chat_member(-5, 8)
    assert isinstance(bo, ChatMemberAdministrator)
    assert bo.user.first_name == "Bo"
    assert isinstance(await bot.get_chat_member(-5, 7), ChatMemberMember)
    administrators = await bot.get_chat_administrators(-5)
    assert [administrator.user.id for administrator in administrators] == [BOT["id"], 8]
    with refused("there are no administrators in the private chat"):
        await bot.get_chat_administrators(7)
    with refused("chat not found"):
        await bot.get_chat_member(-9, 7)


async def test_a_chat_is_described(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5, title="Team")
    chat = await bot.get_chat(-5)
    assert (chat.type, chat.title) == ("supergroup", "Team")


async def test_a_bot_is_added_and_removed(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5, by=8, title="Team", kind="group")
    said = api.group("a")
    assert said["chat"] == {"id": -5, "type": "group", "title": "Team"}
    assert await bot.send_message(-5, "a")
    api.remove_bot(-5, by=8)
    api.group("Is it gone?")
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was kicked from the group chat$"):
        await bot.send_message(-5, "a")
    api.add_bot(-5)
    assert await bot.send_message(-5, "a")
    changes = [update.my_chat_member for update in await updates(bot) if update.my_chat_member]
    assert [(one.old_chat_member.status, one.new_chat_member.status) for one in changes] == [
        ("left", "member"),
        ("member", "kicked"),
        ("kicked", "member"),
    ]
    assert [change.from_user.id for change in changes] == [8, 8, 7]


async def test_a_bot_is_removed_from_a_supergroup(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5)
    api.remove_bot(-5)
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was kicked from the supergroup chat$"):
        await bot.edit_message_text("a", -5, 1)


async def test_a_bot_leaves(api: FakeBotApi, bot: Bot) -> None:
    api.group("Hello")
    assert await bot.leave_chat(-5)
    [update] = [update for update in await updates(bot) if update.my_chat_member]
    assert update.my_chat_member and update.my_chat_member.from_user.id == BOT["id"]
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(-5, "a")
    with refused("chat member status can't be changed in private chats"):
        await bot.leave_chat(7)


async def test_a_user_blocks_the_bot(api: FakeBotApi, bot: Bot) -> None:
    api.block(7)
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(7, "a")
    with pytest.raises(AssertionError, match="unblock"):
        api.private("b", user=7)
    api.unblock(7)
    assert await bot.send_message(7, "a")
    changes = [update.my_chat_member for update in await updates(bot) if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_group_becomes_a_supergroup(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5, title="Team", kind="group")
    api.administrators[-5].add(8)
    api.migrate(-5, to=-1005)
    [_, away, here] = await updates(bot)
    assert away.message and (away.message.chat_id, away.message.migrate_to_chat_id) == (-5, -1005)
    assert here.message and (here.message.chat_id, here.message.migrate_from_chat_id) == (-1005, -5)
    assert (here.message.chat.type, here.message.chat.title) == ("supergroup", "Team")
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-5, "a")
    assert caught.value.new_chat_id == -1005
    assert await bot.send_message(-1005, "a")
    assert api.administrators[-1005] == {8}
    with pytest.raises(AssertionError, match="supergroup already"):
        api.migrate(-1005, to=-1006)


# The bot itself


async def test_a_bot_says_what_it_may(api: FakeBotApi, bot: Bot) -> None:
    assert (bot.can_join_groups, bot.supports_inline_queries) == (True, True)
    assert (await bot.get_me()).can_read_all_group_messages is False
    api.sees_all = True
    assert (await bot.get_me()).can_read_all_group_messages is True


async def test_commands_are_set(api: FakeBotApi, bot: Bot) -> None:
    commands = [BotCommand("a" * 32, "a" * 256)] * 100
    everywhere = BotCommandScopeAllPrivateChats()
    assert await bot.set_my_commands(commands, scope=everywhere, language_code="de")
    [parameters] = api.called("setMyCommands")
    assert parameters["scope"] == {"type": "all_private_chats"}
    assert parameters["language_code"] == "de"


@pytest.mark.parametrize(
    ("fault", "commands", "language"),
    [
        ("BOT_COMMANDS_TOO_MUCH", [("a", "a")] * 101, "en"),
        ("BOT_COMMAND_INVALID", [("Ask", "a")], "en"),
        ("BOT_COMMAND_INVALID", [("a" * 33, "a")], "en"),
        ("BOT_COMMAND_DESCRIPTION_INVALID", [("a", "")], "en"),
        ("BOT_COMMAND_DESCRIPTION_INVALID", [("a", "a" * 257)], "en"),
        ("invalid language code specified", [("a", "a")], "de-AT"),
    ],
)
async def test_wrong_commands_are_refused(
    bot: Bot, fault: str, commands: list[tuple[str, str]], language: str
) -> None:
    with refused(fault):
        await bot.set_my_commands(commands, language_code=language)


async def test_a_bot_describes_itself(bot: Bot) -> None:
    assert await bot.set_my_name("a" * 64, language_code="de")
    assert await bot.set_my_description("a" * 512)
    assert await bot.set_my_short_description("a" * 120)
    with refused("bot name is too long"):
        await bot.set_my_name("a" * 65)
    with refused("bot description is too long"):
        await bot.set_my_description("a" * 513)
    with refused("bot short description is too long"):
        await bot.set_my_short_description("a" * 121)


async def test_a_webhook_takes_the_place_of_polling(api: FakeBotApi, bot: Bot) -> None:
    with refused("bad webhook: An HTTPS URL must be provided for webhook"):
        await bot.set_webhook("http://example.org")
    with refused("secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org", secret_token="a b")
    assert await bot.set_webhook("https://example.org", secret_token="a-b")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_unknown_methods_are_not_found(bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("_document")


async def test_a_bot_is_told_what_it_asks_for(api: FakeBotApi, bot: Bot) -> None:
    reaction = {"chat": {"id": 7, "type": "private"}, "message_id": 1, "date": 0}
    reaction |= {"old_reaction": [], "new_reaction": []}
    api.update("message_reaction", reaction)
    assert await updates(bot) == ()
    await bot.get_updates(allowed_updates=["message_reaction"])
    api.update("message_reaction", reaction)
    api.private("a")
    [update] = await updates(bot)
    assert update.message_reaction
    await bot.get_updates(allowed_updates=[])
    api.private("a")
    [update] = await updates(bot)
    assert update.message


# What goes wrong on the way


async def test_an_answer_is_late(api: FakeBotApi, bot: Bot) -> None:
    api.delay_next("sendMessage", 30)
    with pytest.raises(TimedOut):
        await bot.send_message(7, "a", read_timeout=0.2)
    assert [message["text"] for message in api.messages] == ["a"]
    api.delay_next("sendMessage", 0.2)
    start = time.monotonic()
    assert (await bot.send_message(7, "b")).text == "b"
    assert time.monotonic() - start >= 0.2


async def test_an_answer_is_lost(api: FakeBotApi, bot: Bot) -> None:
    api.lose_next("sendMessage")
    with pytest.raises(NetworkError, match="disconnected"):
        await bot.send_message(7, "a")
    assert [message["text"] for message in api.messages] == ["a"]
    assert (await bot.send_message(7, "b")).text == "b"


# What happened


async def test_the_history_is_what_happened_in_order(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5, by=8, title="Team")
    asked = api.group("/ask a", user=8)
    api.edit(asked, "/ask b")
    sent = await bot.send_message(-5, "c", reply_markup=buttons([button()]))
    query = api.press(api.messages[0], "More", user=9)
    await bot.answer_callback_query(query["id"], "d")
    await bot.edit_message_text("e", -5, sent.message_id)
    await bot.send_document(-5, b"f", caption="g")
    inline = api.inline("h", user=8)
    await bot.answer_inline_query(inline["id"], [article()])
    api.choose(inline, "1", -5)
    await bot.delete_message(-5, sent.message_id)
    api.remove_bot(-5, by=8)
    me = BOT["id"]
    assert [(event.kind, event.chat, event.user, event.text) for event in api.history] == [
        ("said", 7, 7, "Hello"),
        ("joined", -5, 8, "Team"),
        ("said", -5, 8, "/ask a"),
        ("edited", -5, 8, "/ask b"),
        ("sent", -5, me, "c"),
        ("pressed", -5, 9, "More"),
        ("answered", -5, me, "d"),
        ("changed", -5, me, "e"),
        ("sent", -5, me, "g"),
        ("asked", None, 8, "h"),
        ("offered", None, me, "h"),
        ("chosen", -5, 8, "A"),
        ("deleted", -5, me, "e"),
        ("left", -5, 8, "Team"),
    ]
    assert api.history[2].data["text"] == "/ask a"
    assert api.history[4].data["reply_markup"]["inline_keyboard"][0][0]["text"] == "More"
