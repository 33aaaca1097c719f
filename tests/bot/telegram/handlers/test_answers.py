"""What an answer says, and where it goes."""

import re
from pathlib import Path

import pytest

from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.botapi.markup import units
from tests.support.telegram import (
    QUESTION,
    TROOPS_LINK,
    TROOPS_QUOTE,
    answer,
    covered,
    is_reply,
    link_of,
    running,
)
from tests.support.tiny import index_of

ASK = "/ask how many soldiers?"


# What it says


async def test_what_looks_like_markup_is_quoted_verbatim(api: FakeBotApi, tmp_path: Path) -> None:
    lines = [
        'The report says "10,000 soldiers" & counts <them> at </x> twice.',
        "It's 10,000 soldiers' report in «quotes» – and “more” of ‘them’.",
        "Where x < y > z, the report has 10,000 soldiers &amp; more.",
    ]
    files = {
        "a.txt": "\n".join(lines),
        "a.yaml": "title: Signs\nlanguage: en\n",
        # Entities are decoded in a text that has no signs of its own.
        "b.txt": "The report has 10,000 &lt;b&gt;soldiers&lt;/blockquote&gt; &amp; more.",
        "b.yaml": "title: Signs\nlanguage: en\n",
    }
    message = await answer(api, index_of(tmp_path, files), quotes=10)
    expected = {*lines, "The report has 10,000 <b>soldiers</blockquote> & more."}
    assert set(covered(message, "blockquote")) == expected
    side_by_side, *quotes = message["text"].split("\n\n")
    assert side_by_side == "• 10,000 – Signs\n• 10,000 – Signs"
    numbered = [quote.rsplit("\n", 1) for quote in quotes]
    assert {quote for quote, _ in numbered} == expected
    assert [cited for _, cited in numbered] == ["1. Signs", "2. Signs", "3. Signs", "4. Signs"]
    assert covered(message, "bold") == ["10,000"] * 6


async def test_what_looks_like_markup_in_metadata_is_verbatim(
    api: FakeBotApi, tmp_path: Path
) -> None:
    url = "https://example.org/?a=\"b\"&c=<d>&e='f'"
    stated = f"""\
title: R&D <Study> "A" </x> & 'B'
author: <Ada>
publisher: Example & Sons
url: {url}
language: en
"""
    message = await answer(api, index_of(tmp_path, {"a.txt": TROOPS_QUOTE, "a.yaml": stated}))
    citation = "R&D <Study> \"A\" </x> & 'B', <Ada>, Example & Sons"
    assert message["text"] == f"{TROOPS_QUOTE}\n{citation}"
    assert covered(message, "text_link") == [citation]
    _, _, fragment = TROOPS_LINK.partition("#")
    assert link_of(message) == f"{url}#{fragment}"


async def test_an_emoji_does_not_shift_marks_and_links(api: FakeBotApi, tmp_path: Path) -> None:
    quote = "The 🇺🇦 report 🙂 counts 20,000 soldiers."
    report = f"---\ntitle: 🙂 Troops\nurl: https://example.org/\nlanguage: en\n---\n\n{quote}\n"
    message = await answer(api, index_of(tmp_path, {"a.md": report}))
    assert message["text"] == f"{quote}\n🙂 Troops"
    assert covered(message, "blockquote") == [quote]
    assert covered(message, "bold") == ["20,000"]
    assert covered(message, "text_link") == ["🙂 Troops"]
    [mark] = [entity for entity in message["entities"] if entity["type"] == "bold"]
    assert (mark["offset"], mark["length"]) == (26, 6)


async def test_a_page_is_cited_where_a_report_has_several(api: FakeBotApi, tmp_path: Path) -> None:
    stated = "title: Paged\ndate: 2024-10-28\nlanguage: en\n"
    several = "Trade went on.\fThere were 24 meetings.\fThe report counts 500 soldiers."
    files = {"a.pages": several, "b.pages": "Soldiers: 20 in the report."}
    files |= dict.fromkeys(("a.yaml", "b.yaml"), stated)
    message = await answer(api, index_of(tmp_path, files))
    assert message["text"].split("\n\n") == [
        "• 500 – Paged, Oct 28, 2024\n• 20 – Paged, Oct 28, 2024",
        "The report counts 500 soldiers.\n1. Paged, Oct 28, 2024, p. 3",
        "Soldiers: 20 in the report.\n2. Paged, Oct 28, 2024",
    ]


def long_sentences(filling: str) -> list[str]:
    """Sentences of about 900 characters."""
    starts = [f"The report counts {n}0,000 soldiers" for n in range(1, 9)]
    return [f"{start} {filling * ((900 - len(start)) // len(filling))}." for start in starts]


@pytest.mark.parametrize(("filling", "fit"), [("and so on ", 4), ("🙂", 2), ("🙂 and on ", 4)])
async def test_quotes_that_do_not_fit_are_left_out_whole(
    api: FakeBotApi, tmp_path: Path, filling: str, fit: int
) -> None:
    sentences = long_sentences(filling)
    files = {"a.txt": "\n\n".join(sentences), "a.yaml": "title: Long\nlanguage: en\n"}
    message = await answer(api, index_of(tmp_path, files), quotes=10)
    quotes = covered(message, "blockquote")
    assert set(quotes) <= set(sentences)
    assert len(set(quotes)) == len(quotes) == fit
    blocks = [block.rsplit("\n", 1) for block in message["text"].split("\n\n")]
    assert [quote for quote, _ in blocks] == quotes
    assert all(re.fullmatch(r"\d\. Long", cited) for _, cited in blocks)
    assert units(message["text"] + f"\n\n{sentences[0]}\n1. Long") > 4096


async def test_a_report_whose_title_is_a_whole_page_is_quoted(
    api: FakeBotApi, tmp_path: Path
) -> None:
    text = " ".join([TROOPS_QUOTE, *(["Trade went on as it always did."] * 150)])
    message = await answer(api, index_of(tmp_path, {"a.txt": text, "a.yaml": "language: en\n"}))
    assert covered(message, "blockquote") == [TROOPS_QUOTE]


# Where it goes


async def test_an_answer_is_sent_although_the_question_is_gone(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.delete(api.private(QUESTION, user=7))
        api.delete(api.group(ASK, thread=9))
        messages = await api.sent(2)
    private, in_topic = sorted(messages, key=lambda message: -message["chat"]["id"])
    for message in messages:
        assert "reply_to_message" not in message
        assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert (private["chat"]["id"], in_topic["message_thread_id"]) == (7, 9)


async def test_an_answer_goes_to_the_chat_itself_if_its_topic_is_gone(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.group(ASK, thread=9)
        api.delete_topic(-5, 9)
        [message] = await api.sent(1)
    assert covered(message, "bold") == ["20,000"]
    assert "reply_to_message" not in message
    assert "message_thread_id" not in message
    threads = [parameters.get("message_thread_id") for parameters in api.called("sendMessage")]
    assert threads == [9, None]


async def test_a_thread_of_replies_is_no_topic(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        asked = api.group(ASK, message_thread_id=9)
        [message] = await api.sent(1)
    [parameters] = api.called("sendMessage")
    assert "message_thread_id" not in parameters
    assert is_reply(message, asked)
