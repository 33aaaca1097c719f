"""Measure plain dense retrieval, plain BM25 and txtai on the questions of evaluate.py."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import mean, median
from typing import Annotated, Any

import numpy as np
import typer
from console.measurements import print_measurements
from evaluation.measures import first, share
from evaluation.squad import Case, read_squad
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from bot.faults import run
from corpus import Passage
from corpus.errors import BelegbotError, CorpusError
from corpus.split import split
from corpus.text.morphology import stem
from index.embedding.embedder import Embedder, MemoizingEmbedder
from index.embedding.encoder import uncentred
from index.embedding.models import DEFAULT_MODEL, folder_of, identify

try:
    import bm25s
    import txtai
except ModuleNotFoundError:  # main says what to install
    bm25s = txtai = None


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a baseline found, and its score there."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class BaselineResult:
    """What a baseline made of a case: all paragraphs and sentences that it found, best first.

    The milliseconds are those of the search for paragraphs.
    """

    case: Case
    paragraphs: Sequence[Found]
    sentences: Sequence[Found]
    milliseconds: float


Search = Callable[[str], list[Found]]
Baseline = Callable[[Sequence[Passage]], Search]


def main(
    questions: Annotated[Path, typer.Option(help="A SQuAD file.")],
    contexts: Annotated[
        Path | None, typer.Option(help="A SQuAD file in another language, for its paragraphs.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure dense retrieval, BM25 and txtai on questions whose answers are known.

    Each finds the paragraphs as they stand in the file, and the sentences of the product's split.
    """
    if not (bm25s and txtai):
        raise BelegbotError(
            "The libraries to compare with should be installed: pip install -e '.[benchmark]'."
        )
    cases = read_squad(questions, [contexts or questions])
    if not any(case.answer for case in cases):
        raise CorpusError(f"{questions} should have questions with answers in the paragraphs.")
    figures: dict[str, Any] = {"questions": sum(case.answer is not None for case in cases)}
    embedder = MemoizingEmbedder(uncentred(identify(DEFAULT_MODEL)))
    baselines: dict[str, Baseline] = {
        "dense": partial(dense, embedder),
        "bm25": bm25,
        "txtai": hybrid,
    }
    for name, baseline in baselines.items():
        # First, so that encoding is in the times: later the questions are remembered.
        asked = results(cases, baseline)
        measured = measure(asked) | refusal(asked, gold_paragraphs(cases), baseline)
        figures |= {f"{name}: {figure}": value for figure, value in measured.items()}
    print_measurements(figures, as_json)


def dense(embedder: Embedder, passages: Sequence[Passage]) -> Search:
    """A search by the cosine of the vectors of the product's model, as they are."""
    vectors = embedder.embed([passage.text for passage in passages], "passage")
    return lambda question: best_first(passages, vectors @ embedder.embed([question], "query")[0])


def bm25(passages: Sequence[Passage]) -> Search:
    """A search by BM25 with the library's constants, over stems in the passages' language.

    A passage without any word of the question is not found.
    """
    language = passages[0].language
    stems = partial(
        bm25s.tokenize,
        stopwords=stop_words(language),
        stemmer=lambda words: [stem(word, language) for word in words],
        return_ids=False,
        show_progress=False,
    )
    index = bm25s.BM25()
    index.index(stems([passage.text for passage in passages]), show_progress=False)

    def search(question: str) -> list[Found]:
        scores = index.get_scores_from_ids(index.get_tokens_ids(stems(question)[0]))
        return [hit for hit in best_first(passages, scores) if hit.score > 0]

    return search


def stop_words(language: str) -> Sequence[str]:
    """The stop words of a language that come with the BM25 library; () where it has none."""
    try:
        words: Sequence[str] = bm25s.tokenization.Tokenizer(stopwords=language).stopwords
    except ValueError:
        return ()
    return words


def hybrid(passages: Sequence[Passage]) -> Search:
    """A search by txtai with the product's model and the library's own settings.

    Half its score is the cosine, half its BM25; what both put at 0 or below is not found.
    """
    prompts = identify(DEFAULT_MODEL).prompts
    index = txtai.Embeddings(
        path=str(folder_of(DEFAULT_MODEL)),
        instructions={"query": prompts["query"], "data": prompts["document"]} if prompts else None,
        hybrid=True,
        gpu=False,
    )
    index.index([passage.text for passage in passages])
    return lambda question: [
        Found(passages[number], score) for number, score in index.search(question, len(passages))
    ]


def best_first(passages: Sequence[Passage], scores: NDArray[np.float32]) -> list[Found]:
    order = np.argsort(-scores, kind="stable")
    return [Found(passages[number], float(scores[number])) for number in order]


def gold_paragraphs(cases: Sequence[Case]) -> list[Passage]:
    return list(dict.fromkeys(Passage(case.document, *case.paragraph) for case in cases))


def results(cases: Sequence[Case], baseline: Baseline) -> list[BaselineResult]:
    """What a baseline makes of the answerable cases, over the documents of all of them."""
    documents = dict.fromkeys(case.document for case in cases)
    sentences = [s for document in documents for _, those in split(document) for s in those]
    in_paragraphs, in_sentences = baseline(gold_paragraphs(cases)), baseline(sentences)
    return [result(case, in_paragraphs, in_sentences) for case in cases if case.answer]


def result(case: Case, in_paragraphs: Search, in_sentences: Search) -> BaselineResult:
    start = time.perf_counter()
    paragraphs = in_paragraphs(case.question)
    milliseconds = (time.perf_counter() - start) * 1000
    return BaselineResult(case, paragraphs, in_sentences(case.question), milliseconds)


def measure(asked: Sequence[BaselineResult]) -> dict[str, Any]:
    """The figures of a baseline, as evaluate.py has them for the product."""
    ranks = [first(o.case.is_in_paragraph(hit.passage) for hit in o.paragraphs) for o in asked]
    quotes = [first(o.case.is_answered_by(hit.passage) for hit in o.sentences) for o in asked]
    return {
        "passage recall @1": share(rank <= 1 for rank in ranks),
        "passage recall @5": share(rank <= 5 for rank in ranks),
        "passage MRR @10": round(mean(1 / r if r <= 10 else 0.0 for r in ranks), 3),
        "quote hit @1": share(rank <= 1 for rank in quotes),
        "quote hit @3": share(rank <= 3 for rank in quotes),
        "milliseconds p50": round(median(o.milliseconds for o in asked), 1),
    }


def refusal(
    asked: Sequence[BaselineResult], paragraphs: Sequence[Passage], baseline: Baseline
) -> dict[str, Any]:
    """The AUROC of the best paragraph's score: of all articles against all but the gold one.

    An index is built without each article, as evaluate.py does. Filtering the article out of a
    ranking would not be equivalent: what is left has the idf of all articles, and with txtai a
    score that is scaled by the best result, the gold one.
    """
    absent = list(without_own(asked, paragraphs, baseline))
    if not absent:
        return {}
    scores = [*(best(o.paragraphs) for o in asked), *absent]
    truth = [1] * len(asked) + [0] * len(absent)
    return {"refusal AUROC": round(float(roc_auc_score(truth, scores)), 3)}


def without_own(
    asked: Sequence[BaselineResult], paragraphs: Sequence[Passage], baseline: Baseline
) -> Iterator[float]:
    """The best scores of the cases in an index without their own documents."""
    for document in dict.fromkeys(o.case.document for o in asked):
        if others := [paragraph for paragraph in paragraphs if paragraph.document != document]:
            search = baseline(others)
            yield from (best(search(o.case.question)) for o in asked if o.case.document == document)


def best(hits: Sequence[Found]) -> float:
    return hits[0].score if hits else 0.0


if __name__ == "__main__":
    run(lambda: typer.run(main))
