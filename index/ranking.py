"""The order of passages and sentences for a question; pure functions of what was looked up."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import Passage
from index.calibration import RankingWeights
from index.query_terms import QueryWord
from index.store.reader import Sentence
from index.store.vectors import Ids, Scores

READ = 10  # best passages whose sentences are ranked


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence as an answer to a question, each about 0 to 1.

    - `coverage`: the share of the question's content words, by idf, that the sentence has in any
      language
    - `previous`: the share that only the previous sentence has
    - `support`: the share that the two have together, names counted twice
    - `likeness`: its cosine with the question
    - `passage_words`: how much of the question its passage has, up to 2
    - `passage_likeness`: the mean cosine of its passage and of the passage's likest sentence
    - `context`: the share that neither has, but what stands around: title, heading, table head
    - `distant_condition`: the share of the question's countries and years that neither its passage
      nor what stands around names
    - `lacks_condition`: the share that nothing in its document names
    - `other_year`: 1 if it says something of years, but not of all in the question
    - `reach`: the share of the question's words, by idf, that any text in its language has
    """

    coverage: float
    previous: float
    support: float
    likeness: float
    passage_words: float
    passage_likeness: float
    context: float
    distant_condition: float
    lacks_condition: float
    other_year: float
    reach: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a question found; `score` orders the hits of one question."""

    sentence: Sentence
    score: float
    features: Features

    @property
    def passage(self) -> Passage:
        """The sentence as a span of its document."""
        return self.sentence.span


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage by its number: how much of the question's words it has, and its likeness."""

    number: int
    words: float
    likeness: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The question's content words, the numbers of the best passages, and their sentences.

    Passages and hits are ordered, best first.
    """

    words: tuple[QueryWord, ...]
    passage_numbers: tuple[int, ...]
    hits: tuple[Hit, ...]


def lexical_scores(words: Sequence[QueryWord]) -> tuple[NDArray[np.int32], Scores]:
    """The passages that have any of the words, ascending, and their scores: about 0 to 2.

    A sparse dot product of BM25 weights and idf, divided by the sum of the idf: unlike scores
    scaled to the best and the worst passage, it tells how much of the question was found, and it is
    0 where no word is known. Of a word's alternatives the best counts, as they name one thing.
    """
    total = sum(word.idf for word in words)
    ids = [np.empty(0, np.int32)]
    scores = [np.empty(0, np.float32)]
    for word in words:
        ids_of_word, weights = _best_alternative(word)
        ids.append(ids_of_word)
        scores.append(word.idf / total * weights)
    return _combined(np.concatenate(ids), np.concatenate(scores), np.add)


def best(ids: NDArray[np.int32], scores: Scores, limit: int) -> NDArray[np.int32]:
    """The ids with the highest scores."""
    return ids[np.argsort(-scores)[:limit]]


def rank_passages(
    candidates: Ids,
    likenesses: Scores,
    found: NDArray[np.int32],
    weights: Scores,
    calibrated: RankingWeights,
) -> list[RankedPassage]:
    """The best READ candidates by meaning and by words, best first.

    `candidates` ascend and have the `likenesses`; `found` and `weights` are `lexical_scores`.
    """
    lexical = np.zeros(len(candidates), np.float32)
    _, known, matched = np.intersect1d(candidates, found, return_indices=True)
    lexical[known] = weights[matched]
    scores = lexical + calibrated.fusion * likenesses
    return [
        RankedPassage(int(candidates[i]), float(lexical[i]), float(likenesses[i]))
        for i in np.argsort(-scores, kind="stable")[:READ]
    ]


def rank_sentences(
    sentences: Sequence[Sentence],
    cosines: Scores,
    words: Sequence[QueryWord],
    passages: Sequence[RankedPassage],
    beside: Mapping[int, tuple[int, int]],
    calibrated: RankingWeights,
) -> tuple[Hit, ...]:
    """The sentences of the passages, best first.

    The sentences are ordered by number and have the `cosines` with the question. `beside` has the
    first and the last passage of the document of each passage.
    """
    idf = np.array([word.idf for word in words], np.float32)
    names_twice = idf * np.array([1 + word.is_name for word in words], np.float32)
    found = _matches(words, [sentence.terms for sentence in sentences])
    with_previous = np.maximum(found, _of_previous_sentence(sentences, found))
    coverages = _share(found, idf)
    previous = _share(with_previous, idf) - coverages
    supports = _share(with_previous, names_twice)
    around = np.maximum(with_previous, _matches(words, [one.context for one in sentences]))
    contexts = _share(around, idf) - coverages - previous
    by_number = {passage.number: passage for passage in passages}
    passage_of = np.array([sentence.passage_number for sentence in sentences])
    lacking = {
        number: _lacking(words, around[passage_of == number].max(axis=0), beside[number])
        for number in by_number
    }
    years = {word.folded for word in words if word.is_year}
    reaches = {
        language: reach(words, language)
        for language in {sentence.span.language for sentence in sentences}
    }
    hits = []
    for i, sentence in enumerate(sentences):
        passage = by_number[sentence.passage_number]
        features = Features(
            coverage=float(coverages[i]),
            previous=float(previous[i]),
            support=float(supports[i]),
            likeness=float(cosines[i]),
            passage_words=passage.words,
            passage_likeness=passage.likeness,
            context=float(contexts[i]),
            distant_condition=lacking[passage.number].near,
            lacks_condition=lacking[passage.number].anywhere,
            other_year=float(_is_of_another_year(sentence, years)),
            reach=reaches[sentence.span.language],
        )
        hits.append(Hit(sentence, _score(features, calibrated), features))
    return tuple(sorted(hits, key=lambda hit: -hit.score))


def reach(words: Sequence[QueryWord], language: str) -> float:
    """The share of a question's words, by idf, that any text in a language has.

    Names and numbers that any text has count, as they are the same in all languages.
    """
    total = sum(word.idf for word in words)
    reached = sum(word.idf for word in words if word.reaches(language))
    return reached / total if total else 0.0


def _conditions(words: Sequence[QueryWord]) -> list[list[int]]:
    """The countries and years in a question, each by the numbers of its words in a row."""
    found: list[list[int]] = []
    for number, word in enumerate(words):
        if word.is_country or word.is_year:
            before = found[-1][-1] if found else None
            if before == number - 1 and _is_one_country(words[before], word):
                found[-1].append(number)
            else:
                found.append([number])
    return found


def _is_one_country(word: QueryWord, following: QueryWord) -> bool:
    """Whether two words name one country: North Korea."""
    is_next = word.span[1] + 1 == following.span[0]
    return is_next and word.is_country and following.is_country


class _Lacking(NamedTuple):
    """The share of a question's conditions that a passage lacks, and that its document lacks."""

    near: float = 0.0
    anywhere: float = 0.0


def _lacking(words: Sequence[QueryWord], near: Scores, beside: tuple[int, int]) -> _Lacking:
    """What is lacking where `near` has how well each word was found in and around a passage."""
    conditions = _conditions(words)
    if not conditions:
        return _Lacking()
    distant = [condition for condition in conditions if not near[condition].all()]
    nowhere = [
        condition
        for condition in distant
        if not all(near[number] or words[number].is_in(*beside) for number in condition)
    ]
    return _Lacking(len(distant) / len(conditions), len(nowhere) / len(conditions))


def _is_of_another_year(sentence: Sentence, years: Set[str]) -> bool:
    """Whether a sentence speaks of years, but not of all those in the question."""
    return bool(sentence.years) and any(
        year not in sentence.years and year not in sentence.span.text for year in years
    )


def _score(features: Features, weights: RankingWeights) -> float:
    return (
        features.coverage
        + weights.previous * features.previous
        + weights.context * features.context
        + weights.likeness * features.likeness
        + weights.passage_words * features.passage_words
        + weights.passage_likeness * features.passage_likeness
        + weights.distant_condition * features.distant_condition
        + weights.lacks_condition * features.lacks_condition
        + weights.other_year * features.other_year
    )


def _best_alternative(word: QueryWord) -> tuple[NDArray[np.int32], Scores]:
    ids = [np.empty(0, np.int32)]
    weights = [np.empty(0, np.float32)]
    for term, posting in word.postings.items():
        ids.append(posting.ids)
        weights.append(word.alternatives[term] * posting.weights)
    return _combined(np.concatenate(ids), np.concatenate(weights), np.maximum)


def _combined(
    ids: NDArray[np.int32], values: Scores, combine: np.ufunc
) -> tuple[NDArray[np.int32], Scores]:
    """The distinct ids, ascending, each with its values combined into one."""
    order = np.argsort(ids, kind="stable")
    distinct, first = np.unique(ids[order], return_index=True)
    if not len(distinct):
        return distinct, values
    return distinct, combine.reduceat(values[order], first)


def _matches(words: Sequence[QueryWord], texts: Sequence[frozenset[str]]) -> Scores:
    """How well each text, given by its terms, has each word: shape (texts, words), 0 to 1."""
    found = [[word.match(terms) for word in words] for terms in texts]
    return np.array(found, np.float32).reshape(len(texts), len(words))


def _of_previous_sentence(sentences: Sequence[Sentence], found: Scores) -> Scores:
    """What the previous sentence of the document has of each word; 0 where it was not read."""
    previous = np.zeros_like(found)
    for i, (one, other) in enumerate(pairwise(sentences), start=1):
        same_document = one.span.document.id == other.span.document.id
        if same_document and other.number == one.number + 1:
            previous[i] = found[i - 1]
    return previous


def _share(found: Scores, weights: Scores) -> Scores:
    """The share of the question that each text has, by the weights of its words."""
    shares: Scores = found @ weights / max(weights.sum(), np.finfo(np.float32).eps)
    return shares
