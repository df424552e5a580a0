"""Settings: defaults, then `instance/learnhub.toml`, then the environment. What is unknown or wrong stops the start."""

from __future__ import annotations

import os
import secrets
import tempfile
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
PACKED = ROOT / "learnhub" / "source"
"""Where the wheel of an installed package puts what lies beside the package in the source."""
SOURCE = PACKED if PACKED.is_dir() else ROOT
COMMAND = "learnhub" if PACKED.is_dir() else "python3 lh"
"""How this program is called where it stands: sentences that say what to run begin with it."""
INSTANCE = (Path.cwd() if PACKED.is_dir() else ROOT) / "instance"
PREFIX = "LEARNHUB_"
STAMP = "demonstration"
"""A file of an instance whose data are simulated. It goes where they go, into backups and out of them."""
NOT_SETTINGS = frozenset({"LEARNHUB_TEST_DATABASE", "LEARNHUB_TEST_POSTGRES_URL"})


HOW_TO_WRITE = {
    "base_url": "an address like https://learn.example.org, without a path",
    "mail_from": "an address like learn@example.org or LearnHub <learn@example.org>",
}


class SettingsError(Exception):
    """A setting is unknown or has a value that cannot be used; the message names it and its place."""


class Settings(BaseModel):
    """Everything that may differ between two installations. Documented in docs/operators.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instance: Path = Field(default=INSTANCE, description="folder for database, files and settings")
    database_url: str = Field(
        default="", description="SQLite or PostgreSQL; empty: learnhub.db in the instance"
    )
    courses: Path = Field(
        default=SOURCE / "courses", description="folder whose courses are published at the start"
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=1, le=65535, description="port to listen on")
    workers: int = Field(default=1, ge=1, le=64, description="server processes")
    threads: int = Field(default=16, ge=1, le=512, description="requests at the same time in one process")
    base_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/]+/?)?$",
        description="public address, used in links and QR codes",
    )
    secure_cookies: bool = Field(default=False, description="send cookies over TLS only")
    trusted_proxies: int = Field(default=0, ge=0, le=8, description="reverse proxies in front of the server")
    demo: bool = Field(default=False, description="mark every page as demonstration data")
    mail: Literal["file", "smtp"] = Field(default="file", description="where mail goes")
    smtp_host: str = Field(default="localhost", description="mail server")
    smtp_port: int = Field(default=25, ge=1, le=65535, description="its port")
    smtp_user: str = Field(default="", description="account on the mail server; empty: none")
    smtp_password: str = Field(default="", repr=False, description="its password")
    smtp_tls: bool = Field(default=False, description="use STARTTLS")
    mail_from: str = Field(
        default="LearnHub <learnhub@localhost>",
        pattern=r"^([^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$",
        description="sender of mail",
    )
    max_upload_mb: int = Field(default=16, ge=1, le=512, description="largest request body, MB")
    hash_at_once: int = Field(
        default=1, ge=1, le=32, description="password hashes at the same time in one process"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="least level logged"
    )
    metrics_token: str = Field(default="", repr=False, description="token for /metrics from other machines")
    mirror_memory_mb: int = Field(default=1536, ge=128, description="memory limit of the reach engine, MB")
    patience_s: float = Field(
        default=1.5,
        ge=0,
        le=60,
        description="how long figures are awaited before their progress is shown, seconds",
    )

    @property
    def url(self) -> str:
        """The database address that SQLAlchemy takes."""
        if self.database_url.startswith(("postgres://", "postgresql://")):
            return "postgresql+psycopg://" + self.database_url.split("://", 1)[1]
        if self.database_url and not self.database_url.startswith("sqlite:"):
            return self.database_url
        # written by SQLAlchemy, for a folder may be called what means something in an address: ?, # or %
        given = make_url(self.database_url or "sqlite:///learnhub.db")
        file = given.database and str(self.instance / given.database)
        return URL.create("sqlite", database=file, query=given.query).render_as_string()

    @property
    def public_url(self) -> str:
        """Where the world reaches this server, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    def folder(self, name: str) -> Path:
        """A folder inside the instance, made if it is not there."""
        path = self.instance / name
        path.mkdir(parents=True, exist_ok=True)
        return path


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Windows' editors put a mark first
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} is not readable as TOML: {error}. Mend that line or remove the file."
        ) from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    # what names the database of the test suite is no setting of the product
    own = {key: value for key, value in environ.items() if key.startswith(PREFIX) and key not in NOT_SETTINGS}
    return {key.removeprefix(PREFIX).lower(): value for key, value in own.items()}


def _explain(error: ValidationError, places: Mapping[str, str]) -> str:
    lines = []
    for problem in error.errors():
        key = str(problem["loc"][0]) if problem["loc"] else "?"
        place = places.get(key, "the defaults")
        if problem["type"] == "string_pattern_mismatch":
            lines.append(f"{key} (in {place}) can't be {problem['input']!r}: write {HOW_TO_WRITE[key]}.")
        elif problem["type"] == "extra_forbidden":
            lines.append(
                f"{key} (in {place}) is not a setting of LearnHub; see docs/operators.md for the list."
            )
        else:
            lines.append(f"{key} (in {place}) can't be {problem['input']!r}: {problem['msg'].lower()}.")
    return "\n".join(lines)


def load_settings(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the settings. Raises SettingsError that names each key and where it stands."""
    variables = _from_environment(os.environ if environ is None else environ)
    instance = Path(overrides.get("instance") or variables.get("instance") or INSTANCE).expanduser().resolve()
    file = instance / "learnhub.toml"
    places: dict[str, str] = {}
    try:
        values: dict[str, Any] = {"demo": (instance / STAMP).is_file()}
        written = _from_file(file)
    except PermissionError as error:
        raise SettingsError(
            f"{instance}, or learnhub.toml in it, can't be read by this account: call LearnHub as the account that "
            f"it runs as, or name another folder in {PREFIX}INSTANCE."
        ) from error
    if "instance" in written:  # the file lies in it
        raise SettingsError(f"instance (in {file}) is no setting of this file: set {PREFIX}INSTANCE instead.")
    for source, place in (
        (written, str(file)),
        (variables, "the environment"),
        (overrides, "the command"),
    ):
        values.update(source)
        places.update(
            {key: f"{place}, {PREFIX}{key.upper()}" if source is variables else place for key in source}
        )
    values["instance"] = instance
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise SettingsError(_explain(error, places)) from error
    if not _names_a_database(settings):
        raise SettingsError(  # without its value, which may hold a password
            f"database_url (in {places.get('database_url')}) can't be used: write sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/NAME, and in a password %40 for @, %2F for /, %3A for : and %25 for %."
        )
    return settings


def _names_a_database(settings: Settings) -> bool:
    """Whether the address can be read and leads to something that outlives this process."""
    try:
        url = make_url(settings.url)
    except (ArgumentError, ValueError):
        return False
    if url.drivername == "postgresql+psycopg" and "@" in f"{url.host}{url.database}":  # one of the password's
        return False
    in_memory = url.drivername == "sqlite" and (url.database or ":memory:").endswith(":memory:")
    return url.drivername in {"sqlite", "postgresql+psycopg"} and not in_memory


def secret_key(settings: Settings) -> str:
    """The key that signs cookies: made once and whole, kept in the instance, readable by its owner only."""
    path = settings.instance / "secret.key"
    if not path.exists():
        settings.instance.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=settings.instance) as whole:
            whole.write(secrets.token_urlsafe(48))
            whole.flush()
            os.fsync(whole.fileno())
            with suppress(FileExistsError):  # another process was first: its key is the key
                os.link(whole.name, path)
    return path.read_text(encoding="ascii").strip()
