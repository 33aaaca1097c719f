"""Answers as Telegram HTML."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.answering.answer import Answer, Quote
from bot.answering.question import Question
from bot.answering.question_words import AnswerKind
from bot.wording.html import Rendered, linked, marked, one, related, render
from bot.wording.translations import translation
from corpus import Document, Passage
from tests.support.botapi.checks import text_of
from tests.support.quotes import quote_of

EN, DE = translation("en"), translation("de")
QUESTION = Question(text="how many?", language="en", wants=AnswerKind.NUMBER)
REFUSAL = "The reports do not say."
NEAREST = "Closest matches, but not an answer:"


def quote(text: str, mark: str = "", title: str = "A <title>", url: str | None = None) -> Quote:
    document = Document(
        id="1",
        path="a.txt",
        title=title,
        publisher=None,
        author=None,
        date=date(2024, 10, 28),
        url=url,
        language="en",
        text=text,
    )
    start = text.index(mark)
    marks = ((start, start + len(mark)),) if mark else ()
    return quote_of(Passage(document, 0, len(text)), marks)


def answer(
    quotes: Sequence[Quote], figures: Sequence[Quote] = (), nearest: Sequence[Quote] = ()
) -> Answer:
    return Answer(
        question=QUESTION,
        version="v1",
        quotes=tuple(quotes),
        figures=tuple(figures),
        nearest=tuple(nearest),
    )


def blocks(rendered: Rendered) -> list[str]:
    """The parts of a message, as Telegram accepts it."""
    return str(text_of(rendered.html, "HTML")["text"]).split("\n\n")


def test_a_quote_is_a_blockquote_with_its_mark_bold_and_its_link() -> None:
    only = quote("😀 <b> & 5 < 6", "5 < 6", url='https://a.b/?"c"')
    assert render(answer((only,)), EN, "belegbot") == Rendered(
        "<blockquote>😀 &lt;b&gt; &amp; <b>5 &lt; 6</b></blockquote>\n"
        '<a href="https://a.b/?&quot;c&quot;#:~:text=b%3E%20%26%205%20%3C%206">'
        "A &lt;title&gt;, Oct 28, 2024</a>",
        (only,),
    )


def test_several_quotes_are_numbered() -> None:
    first, second = quote("One.", title="A"), quote("Two.", title="B")
    rendered = render(answer((first, second)), EN, "belegbot")
    assert blocks(rendered) == ["One.\n1. A, Oct 28, 2024", "Two.\n2. B, Oct 28, 2024"]
    assert rendered.quotes == (first, second)


def test_a_citation_is_written_as_the_reader_does() -> None:
    rendered = render(answer((quote("One.", title="A"),)), DE, "belegbot")
    assert blocks(rendered) == ["One.\nA, 28.10.2024 · Englisch"]


def test_figures_come_first_a_line_each() -> None:
    figures = (quote("5 <men>", "5"), quote("some 6", "some 6", title="B"))
    assert render(answer(figures[:1], figures), EN, "belegbot").html == (
        '• <b>5</b> – <a href="https://t.me/belegbot?start=1-0-7">A &lt;title&gt;, Oct 28, 2024</a>\n'
        '• <b>some 6</b> – <a href="https://t.me/belegbot?start=1-0-6">B, Oct 28, 2024</a>\n\n'
        "<blockquote><b>5</b> &lt;men&gt;</blockquote>\nA &lt;title&gt;, Oct 28, 2024"
    )


def test_no_more_than_ten_figures_stand_side_by_side() -> None:
    figures = tuple(quote(f"{n} men", str(n), title="T") for n in range(12))
    lines, _ = blocks(render(answer(figures[:1], figures), EN, "belegbot"))
    assert lines == "\n".join(f"• {n} – T, Oct 28, 2024" for n in range(10))


def test_a_refusal_says_so_and_labels_what_is_nearest() -> None:
    assert render(answer(()), EN, "belegbot") == Rendered(REFUSAL, ())
    near = quote("Near.", title="T")
    rendered = render(answer((), nearest=(near,)), EN, "belegbot")
    assert blocks(rendered) == [f"{REFUSAL} {NEAREST}", "Near.\nT, Oct 28, 2024"]
    assert rendered.quotes == (near,)


def test_what_is_related_is_labelled_as_no_more() -> None:
    label = "Related quotes, whether or not they support the claim:"
    sure, near = quote("Sure.", title="T"), quote("Near.", title="T")
    assert blocks(related(answer((sure,), nearest=(near,)), EN)) == [
        label,
        "Sure.\nT, Oct 28, 2024",
    ]
    assert blocks(related(answer((), nearest=(near,)), EN)) == [
        label,
        "Near.\nT, Oct 28, 2024",
    ]
    assert related(answer(()), EN) == Rendered("No report mentions this.", ())


def test_a_quote_alone_has_no_number() -> None:
    assert one(quote("5 men", "5", title="T"), EN) == (
        "<blockquote><b>5</b> men</blockquote>\nT, Oct 28, 2024"
    )


def test_other_reports_that_say_the_same_are_named_below() -> None:
    other = replace(quote("5 men").passage.document, title="<B>")
    both = quote("5 men", "5", title="T")
    both = replace(both, also=(other,))
    assert blocks(render(answer((both,)), EN, "belegbot")) == [
        "5 men\nT, Oct 28, 2024\nAlso in: <B>"
    ]


def test_marks_and_links_are_escaped() -> None:
    assert marked("a < b & c", [(0, 1), (4, 7)]) == "<b>a</b> &lt; <b>b &amp;</b> c"
    assert marked("", []) == ""
    assert linked("<a>", 'https://a.b/?"&') == ('<a href="https://a.b/?&quot;&amp;">&lt;a&gt;</a>')
    assert linked("<a>", None) == "&lt;a&gt;"


# What fits into a message


def test_what_finds_no_room_is_left_out_whole_and_not_numbered() -> None:
    a, b, c = (quote(letter * 1500, title="T") for letter in "abc")
    short = quote("short", title="T")
    rendered = render(answer((a, b, c, short)), EN, "belegbot")
    assert rendered.quotes == (a, b, short)
    assert blocks(rendered) == [
        f"{'a' * 1500}\n1. T, Oct 28, 2024",
        f"{'b' * 1500}\n2. T, Oct 28, 2024",
        "short\n3. T, Oct 28, 2024",
    ]


@pytest.mark.parametrize(("length", "shown"), [(4096, 1), (4097, 0)])
def test_a_message_is_filled_to_the_last_unit(length: int, shown: int) -> None:
    whole = quote("a" * (length - len("\nT, Oct 28, 2024")), title="T")
    assert len(render(answer((whole,)), EN, "belegbot").quotes) == shown


def test_markup_and_entities_are_no_part_of_the_length() -> None:
    whole = quote("<&>" * 1360, title="T")
    assert len(render(answer((whole,)), EN, "belegbot").quotes) == 1


LONG = "On soldiers and trade 🙂 " * 8


@pytest.mark.parametrize("title", [LONG, "🙂" * 200])
@pytest.mark.parametrize("filling", ["a", "🙂"])
def test_figures_leave_room_for_the_best_quote(title: str, filling: str) -> None:
    text = f"5 {filling * 998}"
    figures = tuple(quote(text, "5", title=title) for _ in range(10))
    rendered = render(answer(figures[:3], figures), EN, "belegbot")
    lines, first, *_ = blocks(rendered)
    assert lines.startswith(f"• 5 – {title}, Oct 28, 2024")
    assert first == f"{text}\n1. {title}, Oct 28, 2024"


@pytest.mark.parametrize("filling", ["a", "🙂"])
def test_the_longest_quote_there_is_fits_with_the_longest_citation(filling: str) -> None:
    name = filling * 200
    document = Document(
        id="1",
        path="a",
        title=name,
        publisher=name,
        author=name,
        date=date(2024, 9, 28),
        url=None,
        language="uk",
        text=filling * 1000,
        pages=(0, 9),
    )
    longest = quote_of(Passage(document, 0, 1000), also=(document,) * 200)
    for rendered in (
        render(answer((longest, longest)), DE, "belegbot"),
        render(answer((), nearest=(longest,)), DE, "belegbot"),
        related(answer((longest,)), DE),
    ):
        assert len(rendered.quotes) == 1
        assert blocks(rendered)


def test_a_message_has_no_more_marks_than_telegram_takes() -> None:
    names = tuple((2 * n, 2 * n + 1) for n in range(60))
    listed = replace(quote("N " * 60, title="T"), marks=names)
    rendered = render(answer((listed,) * 3), EN, "belegbot")
    [message] = [text_of(rendered.html, "HTML")]
    kinds = [entity["type"] for entity in message["entities"]]
    assert kinds == ["blockquote", *["bold"] * 50]
    assert len(rendered.quotes) == 1
