import pytest

from corpus.clean import clean


@pytest.mark.parametrize(
    ("scraped", "cleaned"),
    [
        ("2023<br>34,4 Mio.", "2023\n34,4 Mio."),
        ("<p>a</p><p>b <b>c</b>d</p>", "a\n\nb cd"),
        ("< p>Die Kosten", "Die Kosten"),
        ('<a href="x">Link</a> und <br/>Ende', "Link und\nEnde"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("where a < b > c and p < i > 3", "where a < b > c and p < i > 3"),
        ("5 < 6 </x>", "5 < 6 </x>"),
        ("WÃ¤hrend", "Während"),
        ("Wa\u0308hrend", "Während"),
        ("Waf\u00adfen\u200b", "Waffen"),
        ("„Zitat“ – ‘so’", "„Zitat“ – ‘so’"),
        ("a  b\t c \n\n\n\n d", "a b c\n\nd"),
        ("20\u00a0000", "20\u00a0000"),
        ("Null\x00zeichen", "Nullzeichen"),
    ],
)
def test_only_what_scraping_broke_is_mended(scraped: str, cleaned: str) -> None:
    assert clean(scraped) == cleaned
