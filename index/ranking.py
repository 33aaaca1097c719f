"""The order of passages and sentences for a question; pure functions of what was looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus import Passage
from index.query_terms import QueryWord
from index.store.reader import Sentence
from index.store.vectors import Ids, Scores

READ = 10  # best passages whose sentences are ranked

# Weight of a passage's cosine with the question against its words. Between 0.5 and 1 the best
# passage is the right one about equally often, in every pair of languages.
_MEANING = 0.7

# Weights of a sentence's passage, of its lift and of the words that only the previous sentence has
# ("Its army …"), against its own words. By logistic regression on half of XQuAD, where the previous
# sentence makes the best one right for 1 more of 100 questions.
_CONTEXT = 0.6
_LIFT = 0.3
_PREVIOUS = 0.3


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence as an answer to a question, each about 0 to 1.

    - `coverage`: the share of the question's content words, by idf, that the sentence has in any
      language
    - `support`: the share that it has together with the previous sentence, names counted twice
    - `lift`: its cosine with the question, less that of other sentences in its language
    - `context`: the score of its passage, less what any passage in its language gets
    """

    coverage: float
    support: float
    lift: float
    context: float


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
    candidates: Ids, cosines: Scores, found: NDArray[np.int32], weights: Scores
) -> dict[int, float]:
    """The best READ candidates by meaning and by words, number -> score, best first.

    `candidates` ascend and have the `cosines`; `found` and `weights` are `lexical_scores`.
    """
    lexical = np.zeros(len(candidates), np.float32)
    _, known, matched = np.intersect1d(candidates, found, return_indices=True)
    lexical[known] = weights[matched]
    scores = lexical + _MEANING * cosines
    first = np.argsort(-scores, kind="stable")[:READ]
    return dict(zip(candidates[first].tolist(), scores[first].tolist(), strict=True))


def rank_sentences(
    sentences: Sequence[Sentence],
    cosines: Scores,
    words: Sequence[QueryWord],
    passages: Mapping[int, float],
) -> tuple[Hit, ...]:
    """The sentences of passages, given number -> score, best first.

    The sentences are ordered by number and have the `cosines` with the question.
    """
    usual = _usual_cosines([sentence.span.language for sentence in sentences], cosines)
    idf = np.array([word.idf for word in words], np.float32)
    names_twice = idf * np.array([1 + word.is_name for word in words], np.float32)
    found = _matches(words, [sentence.terms for sentence in sentences])
    with_previous = np.maximum(found, _of_previous_sentence(sentences, found))
    coverages = _share(found, idf)
    previous = _share(with_previous, idf) - coverages
    supports = _share(with_previous, names_twice)
    lifts = cosines - usual
    contexts = np.array([passages[sentence.passage_number] for sentence in sentences], np.float32)
    scores = coverages + _CONTEXT * contexts + _LIFT * lifts + _PREVIOUS * previous
    contexts -= _MEANING * usual
    return tuple(
        Hit(
            sentences[i],
            float(scores[i]),
            Features(
                coverage=float(coverages[i]),
                support=float(supports[i]),
                lift=float(lifts[i]),
                context=float(contexts[i]),
            ),
        )
        for i in np.argsort(-scores, kind="stable")
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


def _usual_cosines(languages: Sequence[str], cosines: Scores) -> Scores:
    """The cosine that any sentence in each sentence's language has with the question.

    Texts in a language that the model does not know all get similar vectors. The usual cosine is
    the mean over the sentences in the language, or over all where that is higher: there may be only
    one sentence in the language.
    """
    of_language = {
        language: cosines[[other == language for other in languages]].mean()
        for language in set(languages)
    }
    overall = cosines.mean()
    return np.array([max(of_language[language], overall) for language in languages], np.float32)
