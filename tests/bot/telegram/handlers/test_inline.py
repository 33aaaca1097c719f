"""Inline mode: quotes offered in any chat."""

import re
from pathlib import Path

import pytest

from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.botapi.markup import parse, units
from tests.support.telegram import (
    HOW_TO_ASK,
    MEETINGS,
    QUESTION,
    REFUSAL,
    TROOPS,
    TROOPS_CITATION,
    TROOPS_LINK,
    TROOPS_QUOTE,
    ask,
    ask_in_group,
    covered,
    faults,
    keyboard,
    link_of,
    running,
    state_of,
)
from tests.support.tiny import index_of

EXPLAINED = "Type a question, for example: how many soldiers?"


async def offer(api: FakeBotApi, query: str, **more: object) -> Json:
    """What is offered for a query."""
    return await api.offered(api.inline(query, **more))  # type: ignore[arg-type]


async def post(api: FakeBotApi, query: str, chat: int) -> tuple[Json, Json]:
    """The one result that is offered for a query, and the message that a user makes of it."""
    asked = api.inline(query)
    [result] = (await api.offered(asked))["results"]
    return result, api.choose(asked, result["id"], chat)


def quotes(offered: Json) -> list[str]:
    """What the offered messages quote."""
    texts = [result["input_message_content"]["message_text"] for result in offered["results"]]
    return [parse(text)[0].split("\n")[0] for text in texts]


async def test_a_question_is_offered_its_quotes(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        offered = await offer(api, "how many soldiers?")
    [result] = offered["results"]
    assert result["title"] == "20,000 – Institute of Examples, Oct 28, 2024"
    assert result["description"] == TROOPS_QUOTE
    assert "button" not in offered
    assert offered["next_offset"] == ""


async def test_offers_are_neither_kept_nor_shared(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        for query in (QUESTION, "", "pizza"):
            offered = await offer(api, query)
            assert (offered["cache_time"], offered["is_personal"]) == (0, True)


async def test_a_chosen_quote_is_posted_with_its_citation(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        result, message = await post(api, QUESTION, chat=-55)  # a group that the bot is not in
        assert faults(app) == []
    assert message["text"] == f"{TROOPS_QUOTE}\n{TROOPS_CITATION}"
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert covered(message, "bold") == ["20,000"]
    assert link_of(message) == TROOPS_LINK
    assert result["input_message_content"]["link_preview_options"] == {"is_disabled": True}


async def test_the_button_of_a_posted_quote_opens_its_card(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        _, message = await post(api, QUESTION, chat=-55)
        [[button]] = keyboard(message)
        assert button["text"] == "Source"
        address, _, payload = button["url"].partition("?start=")
        assert address == "https://t.me/belegbot"
        assert re.fullmatch("[A-Za-z0-9_-]{1,64}", payload)
        card = await ask(api, f"/start {payload}", user=8)  # as Telegram does for the link
    assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]


@pytest.mark.parametrize("chat", [-5, 7])
async def test_a_quote_that_is_posted_where_the_bot_is_asks_it_nothing(
    api: FakeBotApi, index: Index, chat: int
) -> None:
    async with running(api, index):
        await ask(api, QUESTION, user=7)
        await ask_in_group(api, "/ask how many soldiers?")
        await post(api, QUESTION, chat=chat)
        say = api.private if chat > 0 else api.group
        say("/help")
        *_, help = await api.sent(3)
    assert (help["chat"]["id"], help["text"].startswith(HOW_TO_ASK)) == (chat, True)
    assert len(api.messages) == 3


@pytest.mark.parametrize("query", ["", "  ", "?!", "👍", "thanks", "\u200b\u202e"])
async def test_a_query_that_asks_nothing_explains_itself(
    api: FakeBotApi, index: Index, query: str
) -> None:
    async with running(api, index):
        offered = await offer(api, query)
        assert offered["results"] == []
        assert offered["button"] == {"text": EXPLAINED, "start_parameter": "help"}
        message = await ask(api, f"/start {offered['button']['start_parameter']}")
    assert message["text"].startswith(HOW_TO_ASK)


@pytest.mark.parametrize("query", ["pizza", "Who is the author?", "<b>&</b>", "x" * 256])
async def test_what_the_reports_do_not_say_is_said(
    api: FakeBotApi, index: Index, query: str
) -> None:
    async with running(api, index):
        offered = await offer(api, query)
    assert offered["results"] == []
    assert offered["button"] == {"text": REFUSAL, "start_parameter": "help"}


@pytest.mark.parametrize(
    ("language", "label", "refusal"),
    [
        ("de", "Quelle", "In den Berichten steht das nicht."),
        ("pt-br", "Source", REFUSAL),
        (None, "Source", REFUSAL),
    ],
)
async def test_an_offer_is_in_the_language_of_its_user(
    api: FakeBotApi, index: Index, language: str | None, label: str, refusal: str
) -> None:
    async with running(api, index):
        [result] = (await offer(api, "how many soldiers?", language=language))["results"]
        refused = await offer(api, "who is the author of it?", language=language)
    assert keyboard(result)[0][0]["text"] == label
    assert refused["button"]["text"] == refusal


async def test_no_more_than_ten_quotes_are_offered(api: FakeBotApi, tmp_path: Path) -> None:
    sentences = [f"The report counts {n},000 soldiers in the east." for n in range(1, 21)]
    files = {"a.txt": " ".join(sentences), "a.yaml": "title: Many\nlanguage: en\n"}
    index = index_of(tmp_path, files)
    async with running(api, index, quotes=1):  # which is for answers
        offered = await offer(api, QUESTION)
    assert len(set(quotes(offered))) == 10
    assert set(quotes(offered)) <= set(sentences)
    index.close()


@pytest.mark.parametrize(
    "query", ["how many soldiers? " + "a" * 237, ("how many soldiers? 🙂" * 20)[:240], "x🙂" * 85]
)
async def test_the_longest_query_is_answered(api: FakeBotApi, index: Index, query: str) -> None:
    assert 240 <= units(query) <= 256
    async with running(api, index) as app:
        offered = await offer(api, query)
        assert faults(app) == []
    assert quotes(offered) in ([TROOPS_QUOTE], [])


async def test_markup_is_offered_as_it_is(api: FakeBotApi, tmp_path: Path) -> None:
    report = 'The <x> report counts 20,000 "soldiers" & more.'
    files = {
        "a.txt": report,
        "a.yaml": 'title: <Alpha> & "B"\nlanguage: en\nurl: \'https://a.b/?"&<\'\n',
    }
    index = index_of(tmp_path, files)
    async with running(api, index):
        result, message = await post(api, 'How many <soldiers> & "soldiers"?', chat=-55)
    assert (result["title"], result["description"]) == ('20,000 – <Alpha> & "B"', report)
    assert message["text"] == f'{report}\n<Alpha> & "B"'
    assert covered(message, "bold") == ["20,000"]
    index.close()


async def test_the_longest_quotes_and_citations_are_offered(
    api: FakeBotApi, tmp_path: Path
) -> None:
    name = "🙂" * 200
    metadata = f"author: {name}\npublisher: {name}\nlanguage: en\n"
    text = f"The report counts 500 soldiers {'🙂' * 960}."
    twins = {f"{n}.txt": text for n in range(12)}
    twins |= {f"{n}.yaml": f"title: {n:x}{name[1:]}\n{metadata}" for n in range(12)}
    index = index_of(tmp_path, twins)
    async with running(api, index):
        _, message = await post(api, "how many soldiers in the report?", chat=-55)
    assert covered(message, "blockquote") == [text]
    assert message["text"].split("\n")[2].startswith("Also in: ")
    assert 3500 < units(message["text"]) <= 4096
    index.close()


async def test_a_query_that_is_too_old_is_no_fault(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        for query in (QUESTION, "", "pizza"):
            api.expire(api.inline(query))
        offered = await offer(api, QUESTION)
        assert faults(app) == []
    assert quotes(offered) == [TROOPS_QUOTE]
    assert len(api.called("answerInlineQuery")) == 4


async def test_what_telegram_does_not_take_is_a_fault(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        api.fail_next("answerInlineQuery", 400, "Bad Request: RESULTS_TOO_MUCH")
        api.inline(QUESTION)
        await offer(api, QUESTION)
    assert faults(app) == ["Telegram did not accept a message: Results_too_much."]


async def test_a_newer_index_is_offered_at_once(api: FakeBotApi, tmp_path: Path) -> None:
    index = index_of(tmp_path, {"troops.md": TROOPS, "meetings.md": MEETINGS})
    async with running(api, index, maintainers="7"):
        assert quotes(await offer(api, QUESTION)) == [TROOPS_QUOTE]
        newer = index_of(tmp_path, {"troops.md": TROOPS.replace("20,000", "30,000")})
        assert quotes(await offer(api, QUESTION)) == [TROOPS_QUOTE]
        await ask(api, "/reload")
        assert quotes(await offer(api, QUESTION)) == [TROOPS_QUOTE.replace("20,000", "30,000")]
    newer.close()


async def test_what_many_people_type_is_answered_to_each(api: FakeBotApi, index: Index) -> None:
    typed = {user: "how many soldiers?"[: 4 * user] for user in range(1, 5)}
    async with running(api, index):
        queries = [api.inline(text, user=user) for user, text in typed.items() for _ in range(5)]
        offers = [await api.offered(query) for query in queries]
    assert [offered["inline_query_id"] for offered in offers] == [query["id"] for query in queries]
    assert all(quotes(offered) == [TROOPS_QUOTE] for offered in offers[-5:])
    assert api.messages == []


async def test_nothing_of_what_is_typed_is_kept(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept) as app:
        await offer(api, "pizza", user=7345612345)
        assert state_of(app).records.unanswered(10) == []
    assert b"pizza" not in kept.read_bytes()
