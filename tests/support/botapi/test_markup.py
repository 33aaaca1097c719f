"""What Telegram makes of markup, and finds in a text."""

import pytest

from tests.support.botapi.markup import MarkupError, cut, found, parse


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


def test_commands_and_mentions_are_found() -> None:
    text = "/ask@belegbot 🙂 @ada_b, a/b c@d /help? </x> @a /ask@you/"
    assert [(entity["type"], cut(text, entity)) for entity in found(text)] == [
        ("bot_command", "/ask@belegbot"),
        ("mention", "@ada_b"),
        ("bot_command", "/help"),
    ]
    assert found(text)[1]["offset"] == 17
