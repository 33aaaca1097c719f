"""Messages that a bot sends, edits and deletes."""

import pytest
from telegram import Bot, InputFile, Message, MessageEntity, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, NetworkError

from tests.support.botapi import BOT, FakeBotApi
from tests.support.botapi.calls import NOT_MODIFIED, button, buttons, refused
from tests.support.botapi.checks import LARGEST_FILE

# Sending


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<b>a", "can't parse entities: can't find the end tag of 'b'"),
        (" ", "message text is empty"),
        ("<b></b>", "message text is empty"),
        ("🙂" * 2048 + "a", "message is too long"),
        ("<b>a</b>" * 101, "too many entities"),
    ],
)
async def test_what_cannot_be_sent_is_refused(bot: Bot, html: str, fault: str) -> None:
    with refused(fault):
        await bot.send_message(7, html, parse_mode="HTML")


async def test_the_longest_message_is_sent(bot: Bot) -> None:
    message = await bot.send_message(7, "<b>" + "🙂" * 2048 + "</b>", parse_mode="HTML")
    assert message.text == "🙂" * 2048


async def test_a_reply_needs_its_message(api: FakeBotApi, bot: Bot) -> None:
    asked = api.private("How many?", user=7)["message_id"]
    assert (await bot.send_message(7, "a", reply_to_message_id=asked)).reply_to_message
    with refused("message to be replied not found"):
        await bot.send_message(7, "a", reply_to_message_id=asked + 1000)
    gone = ReplyParameters(asked + 1000, allow_sending_without_reply=True)
    assert not (await bot.send_message(7, "a", reply_parameters=gone)).reply_to_message


async def test_a_bot_writes_only_to_those_it_knows(bot: Bot) -> None:
    with refused("chat not found"):
        await bot.send_message(8, "a")


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
