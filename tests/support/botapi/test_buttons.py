"""Keyboards, the presses of their buttons, and inline queries."""

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    Message,
    ReplyKeyboardRemove,
)
from telegram.error import Forbidden

from tests.support.botapi import BOT, FakeBotApi, Json
from tests.support.botapi.calls import TOO_OLD, article, button, buttons, refused, updates

OTHER = -6  # a group of other people

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
