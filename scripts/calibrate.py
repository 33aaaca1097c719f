"""Fit the constants that tell an answer from no answer (bot/answering/confidence.py)."""

from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from evaluation.measures import CaseResult, with_and_without
from evaluation.squad import Case, read_squad
from sklearn.linear_model import LogisticRegression

from bot.answering import Quote
from bot.answering.answer_spans import answer_spans, words_of
from bot.answering.confidence import Evidence, evidence
from bot.answering.question import Question
from bot.faults import run
from bot.settings import load_settings
from corpus.errors import CorpusError
from index.building.tools import BuildTools
from index.embedding.embedder import MemoizingEmbedder
from index.embedding.encoder import load_embedder
from index.lexicon.lexicon import installed_lexicon

NEAR_MISS = 0.3  # weight of a question without its paragraph, which another may answer as well


def main(
    pairs: Annotated[list[str], typer.Argument(help="QUESTIONS:CONTEXTS, two SQuAD files each.")],
    refused: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the answerable to be refused.")
    ] = 0.06,
) -> None:
    """Print the constants that tell best whether the first quote answers, over all the files.

    Each question is asked three times: of all articles, without the paragraph that answers it,
    and without the article.
    """
    settings = load_settings()
    embedder = MemoizingEmbedder(load_embedder(settings.embedding_model))
    tools = BuildTools(embedder, installed_lexicon(settings.dictionaries))
    answering: list[Evidence] = []
    missing: list[Evidence] = []
    near_misses: list[Evidence] = []
    for pair in pairs:
        present, absent = with_and_without(cases(pair), tools)
        answering += of_first_quotes([(r.question, r.quotes) for r in present])
        missing += of_first_quotes([(r.question, r.quotes) for r in absent])
        near_misses += of_first_quotes([(r.question, without_paragraph(r)) for r in present])
    features = np.array([astuple(found) for found in (*answering, *missing, *near_misses)])
    answers = np.arange(len(features)) < len(answering)
    weights = np.ones(len(features))
    weights[len(features) - len(near_misses) :] = NEAR_MISS
    fitted = LogisticRegression(C=100, max_iter=1000).fit(features, answers, weights)
    for field, weight in zip(fields(Evidence), fitted.coef_[0], strict=True):
        print(f"{field.name} = {weight:.1f}")
    print(f"bias = {-np.quantile(features[answers] @ fitted.coef_[0], refused):.1f}")


def cases(pair: str) -> list[Case]:
    """The answerable questions of two files, named with a colon between."""
    questions, separator, contexts = pair.partition(":")
    if not separator:
        raise CorpusError(f"{pair} should name two files with a colon between.")
    return [case for case in read_squad(Path(questions), Path(contexts)) if case.answer]


def without_paragraph(result: CaseResult) -> list[Quote]:
    """The quotes from elsewhere than the gold paragraph."""
    return [quote for quote in result.quotes if not result.case.is_in_paragraph(quote.passage)]


def of_first_quotes(asked: Sequence[tuple[Question, Sequence[Quote]]]) -> list[Evidence]:
    """The evidence for the first quote of each question that has one."""
    return [_evidence(question, quotes[0]) for question, quotes in asked if quotes]


def _evidence(question: Question, quote: Quote) -> Evidence:
    found = answer_spans(question.wants, words_of(question), quote.hit)
    return evidence(question.wants, quote.hit.features, found.fit)


if __name__ == "__main__":
    run(lambda: typer.run(main))
