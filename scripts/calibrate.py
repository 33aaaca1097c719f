"""Fit the constants by which an answer is told from no answer (bot/answer.py)."""

from pathlib import Path
from typing import Annotated

import typer
from evaluate import Outcome, Remembering, read_squad, with_and_without
from sklearn.linear_model import LogisticRegression

from bot.edge import run
from bot.settings import load_settings
from corpus.errors import CorpusError
from index.dictionaries import Dictionary, installed
from index.embed import SentenceTransformerEmbedder
from index.lexicon import Lexicon

Features = tuple[float, float, float]


def main(
    pairs: Annotated[list[str], typer.Argument(help="QUESTIONS:CONTEXTS, two SQuAD files each.")],
) -> None:
    """Print the constants that tell best whether the first quote answers, over all the files.

    Each question is asked twice: of all articles, and of all but the one that answers it.
    """
    settings = load_settings()
    embedder = Remembering(SentenceTransformerEmbedder(settings.embedding_model))
    lexicon = Lexicon([Dictionary(path) for path in installed(settings.dictionaries)])
    features: list[Features] = []
    answers: list[bool] = []
    for pair in pairs:
        questions, separator, contexts = pair.partition(":")
        if not separator:
            raise CorpusError(f"{pair} should name two files with a colon between.")
        cases = [c for c in read_squad(Path(questions), Path(contexts)) if c.answer]
        present, absent = with_and_without(cases, embedder, lexicon)
        features += [of_first_quote(outcome) for outcome in (*present, *absent)]
        answers += [True] * len(present) + [False] * len(absent)
    fitted = LogisticRegression(C=100, max_iter=1000).fit(features, answers)
    for name, weight in zip(("_LIFT", "_COVERAGE", "_CONTEXT"), fitted.coef_[0], strict=True):
        print(f"{name} = {weight:.1f}")
    print(f"_BIAS = {fitted.intercept_[0]:.2f}")


def of_first_quote(outcome: Outcome) -> Features:
    hit = outcome.quotes[0].hit
    return hit.lift, hit.coverage, hit.context


if __name__ == "__main__":
    run(lambda: typer.run(main))
