"""The years that a text speaks of."""

from datetime import date

import pytest

from corpus.text.figures import figures
from corpus.text.years import years

WRITTEN = date(2017, 4, 24)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "In 2015 and 2016 it rained.", {"2015", "2016"}),
        ("en", "Last year it rained more than in 2012.", {"2016"}),
        ("en", "There are 1500 houses.", set()),
        ("en", "2,000 people live there.", set()),
        ("de", "Es waren 0,4 Prozentpunkte mehr als noch 2015.", set()),
        ("de", "Im vergangenen Jahr waren es 14.", {"2016"}),
        ("de", "In diesem Jahr sind es 15.", {"2017"}),
        ("uk", "Порівнюючи з 2022 роком, це багато.", set()),
        ("uk", "У 2018-му це найбільше з 1988 року.", {"2018"}),
        ("fr", "En 2017, une hausse par rapport à 2016.", {"2017"}),
        ("ru", "В прошлом году потратили больше.", {"2016"}),
        ("xx", "2015", {"2015"}),
    ],
)
def test_a_year_that_is_only_compared_with_is_not_spoken_of(
    language: str, text: str, found: set[str]
) -> None:
    assert years(text, language, figures(text, language), WRITTEN) == found


def test_without_a_date_last_year_is_unknown() -> None:
    assert years("Last year it rained.", "en", []) == frozenset()
