from datetime import date

from bot.answer import Answer, Quote
from bot.cues import Kind
from bot.question import Question
from bot.render import render
from bot.texts import NEAREST, REFUSAL
from corpus.document import Document, Passage
from index.search import Hit

QUESTION = Question("how many?", "en", Kind.NUMBER)


def quote(text: str, mark: str = "", title: str = "A <title>", url: str | None = None) -> Quote:
    document = Document("1", "a.txt", title, None, None, date(2024, 10, 28), url, "en", text)
    start = text.index(mark)
    marks = ((start, start + len(mark)),) if mark else ()
    return Quote(Hit(Passage(document, 0, len(text)), 1.0, 1.0, 1.0, 0.0, 0.0, (), ()), 0.9, marks)


def test_a_quote_is_a_blockquote_with_its_mark_bold_and_its_link() -> None:
    answer = Answer(QUESTION, (quote("😀 <b> & 5 < 6", "5 < 6", url='https://a.b/?"c"'),))
    assert render(answer) == (
        "<blockquote>😀 &lt;b&gt; &amp; <b>5 &lt; 6</b></blockquote>\n"
        '<a href="https://a.b/?&quot;c&quot;">A &lt;title&gt;, 2024-10-28</a>'
    )


def test_figures_come_first_a_line_each() -> None:
    figures = (quote("5 <men>", "5"), quote("some 6", "some 6", title="B"))
    assert render(Answer(QUESTION, figures[:1], figures)) == (
        "• <b>5</b> – A &lt;title&gt;, 2024-10-28\n• <b>some 6</b> – B, 2024-10-28\n\n"
        "<blockquote><b>5</b> &lt;men&gt;</blockquote>\nA &lt;title&gt;, 2024-10-28"
    )


def test_a_refusal_says_so_and_labels_what_is_nearest() -> None:
    assert render(Answer(QUESTION, ())) == REFUSAL
    nearest = render(Answer(QUESTION, (), nearest=(quote("Near.", title="T"),)))
    assert nearest == f"{REFUSAL} {NEAREST}\n\n<blockquote>Near.</blockquote>\nT, 2024-10-28"


def test_what_finds_no_room_is_left_out_whole() -> None:
    quotes = tuple(quote(letter * 1500, title="T") for letter in "abc")
    shown = render(Answer(QUESTION, (*quotes, quote("short", title="T"))))
    assert [letter * 1500 in shown for letter in "abc"] == [True, True, False]
    assert "short" in shown
