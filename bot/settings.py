"""Settings from the environment and from a file `.env`."""

import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.errors import SettingsError
from index.embedding.models import DEFAULT_MODEL

MOST_QUOTES = 10  # in an answer


def _paths(value: object) -> object:
    return value.split(os.pathsep) if isinstance(value, str) else value


def _numbers(value: object) -> object:
    return value.split(",") if isinstance(value, str) else value


def _is_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[\w-]{1,256}", secret.get_secret_value(), re.ASCII):
        raise ValueError
    return secret


def _is_token(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[\w-]+", secret.get_secret_value()):
        raise ValueError
    return secret


def _is_address(address: str) -> str:
    """The address; the host of an IPv6 one without brackets."""
    host, _, port = address.rpartition(":")
    if not re.fullmatch(r"\S+", host) or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError
    return f"{host.strip('[]')}:{port}"


class Settings(BaseSettings):
    """Every setting, by the name of its variable in lower case; descriptions say valid values."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_is_token)] | None = Field(
        None, description="a token from @BotFather, such as 123456:ABC-def"
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org",
        pattern=r"^https?://[^/\s]+",
        description="the address of a Bot API server, such as https://api.telegram.org",
    )
    webhook_url: str | None = Field(
        None,
        pattern=r"^https://[^/\s]+/\S+$",
        description="the address that Telegram posts updates to, with a path of its own, such "
        "as https://bot.example.org/belegbot",
    )
    webhook_listen: Annotated[str, AfterValidator(_is_address)] = Field(
        "127.0.0.1:8080",
        description="an address and a port to listen at for updates, such as 127.0.0.1:8080",
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_is_secret)] | None = Field(
        None, description="1 to 256 letters, digits, hyphens and underscores"
    )
    maintainers: Annotated[list[int], NoDecode, BeforeValidator(_numbers)] = Field(
        [], description="Telegram user ids with commas between, such as 12345,67890"
    )
    corpus_dir: Path = Field(Path("corpus/reports"), description="a folder with reports")
    index_dir: Path = Field(Path("data/index"), description="a folder for the index")
    dictionaries: Annotated[list[Path], NoDecode, BeforeValidator(_paths)] = Field(
        [], description="dictionary files with a colon between, such as en-uk.tsv:de-uk.tsv"
    )
    embedding_model: str = Field(
        DEFAULT_MODEL, description=f"{DEFAULT_MODEL}, a folder with a model or a hub model's name"
    )
    ocr_languages: str = Field(
        "",
        pattern=r"^([A-Za-z_]+(\+[A-Za-z_]+)*)?$",
        description="languages as tesseract calls them, with plus signs between, such as deu+eng",
    )
    records_file: Path = Field(Path("data/records.db"), description="a file for what the bot keeps")
    keep_questions: bool = Field(
        True,
        description="true or false: whether questions that are refused or whose answer is voted on "
        "are kept, without who asked them",
    )
    questions_kept_days: int = Field(
        90,
        ge=1,
        le=36_500,
        description="how many days unanswered questions and votes are kept, 1 to 36500",
    )
    send_files: bool = Field(
        True, description="true or false: whether the bot sends the files of reports"
    )
    questions_per_minute: int = Field(
        20, ge=1, description="how many questions of each user are answered in a minute"
    )
    quotes: int = Field(
        3, ge=1, le=MOST_QUOTES, description="how many quotes an answer shows, 1 to 10"
    )

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, values: dict[str, object]) -> dict[str, object]:
        """An empty variable counts as not set, and overrides the one in `.env`."""
        return {name: value for name, value in values.items() if value != ""}


def load_settings() -> Settings:
    """The settings in force. Raises SettingsError that names each wrong variable."""
    try:
        return Settings()
    except UnicodeDecodeError as error:
        raise SettingsError(".env should be a text in UTF-8, and is not.") from error
    except ValidationError as error:
        wrong = {str(fault["loc"][0]): fault["input"] for fault in error.errors()}
        raise SettingsError(
            " ".join(
                f"{name.upper()} should be {Settings.model_fields[name].description}, not "
                f"{_shown(name, value)}."
                for name, value in wrong.items()
            )
        ) from error


def _shown(name: str, value: object) -> str:
    is_secret = "token" in name or "secret" in name
    return "the value it has" if is_secret else repr(value)
