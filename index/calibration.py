"""What is fitted for each embedding model: how far its cosines count against words.

`calibrations/` holds a file for each model, named after it, which `scripts/calibrate.py` writes.
"""

import logging
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import ModelError
from corpus.yaml_faults import fault
from index.embedding.models import MULTILINGUAL

FOLDER = Path(__file__).parent / "calibrations"

_log = logging.getLogger(__name__)


class _Weights(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RankingWeights(_Weights):
    """What brings a sentence to the front; its words, the share of the question's, weigh 1.

    - `previous`: the words that only the previous sentence has ("Its army …")
    - `likeness`: its cosine with the question
    - `context`: the words that only what stands around has: title, heading, table head
    - `passage_words`, `passage_likeness`: how much of the question its passage has, its likeness
    - `distant_condition`, `lacks_condition`, `other_year`: of another country or year
    - `figure`, `name`: a figure or a name where the question wants one

    `fusion` orders the passages: what their likeness counts against their words.
    """

    previous: float
    context: float
    likeness: float
    passage_words: float
    passage_likeness: float
    distant_condition: float
    lacks_condition: float
    other_year: float
    figure: float
    name: float
    fusion: float


class RefusalWeights(_Weights):
    """What makes a sentence answer, by logistic regression; `Evidence` explains the fields."""

    likeness: float
    support: float
    coverage: float
    unreached: float
    foreign: float
    context: float
    distant_condition: float
    lacks_figure: float
    lacks_name: float
    bias: float


class Calibration(_Weights):
    """The constants of a model."""

    ranking: RankingWeights
    refusal: RefusalWeights


def file_of(name: str) -> Path:
    """The file with the constants of a model, whether or not it is there.

    A packaged model and the hub's of the same name share one.
    """
    return FOLDER / f"{Path(name).name}.yaml"


@cache
def calibration(name: str) -> Calibration:
    """The constants of a model by its name; without any, those of the multilingual one.

    Raises ModelError when the file is wrong.
    """
    path = file_of(name)
    if not path.exists():
        _log.warning(
            "The embedding model %s is not calibrated, so it may refuse too much or too little; "
            "scripts/calibrate.py writes %s.",
            name,
            path,
        )
        path = file_of(MULTILINGUAL)
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return Calibration.model_validate(content)
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise ModelError(
            f"{path} should hold what scripts/calibrate.py writes ({fault(error)})."
        ) from error


def write(path: Path, found: Calibration) -> None:
    """Write the constants of a model to a file."""
    path.write_text(yaml.safe_dump(found.model_dump(), sort_keys=False), encoding="utf-8")
