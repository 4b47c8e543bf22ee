"""Everything the platform takes from its environment, typed, in one place.

A wrong setting stops the start and is named; nothing else in the project reads `os.environ`.
"""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[3]


class Environment(BaseSettings):
    """One field per variable, `YIMEN_` in front (YIMEN_DATABASE_URL …)."""

    model_config = SettingsConfigDict(env_prefix="YIMEN_", extra="ignore")

    database_url: str = Field("", description="PostgreSQL ≥ 17, app role; web and worker")
    owner_database_url: str = Field("", description="the same database, owner role; migrate, backup")
    data: Path = Field(PROJECT / ".data" / "default", description="sealed files, generated secrets")
    key_file: Path | None = Field(None, description="keys of the sealed fields; default <data>/keys.json")
    secret_key: str = Field("", description="Django's signing key; default: kept in <data>/secret_key")
    synthetic: bool = Field(False, description="invented people only: 99xxxx IDs, date control, codes shown")
    debug: bool = False
    hosts: str = Field("localhost,127.0.0.1,[::1]", description="host names served, by comma")
    port: int = 8000
    public_url: str = Field(
        "", description="where people reach this installation; printed as QR codes on papers"
    )
    secure_cookies: bool | None = Field(None, description="default: on unless synthetic or debug")
    fonts: Path | None = Field(None, description="a folder of the office's own fonts")
    clamd: str = Field(
        "", description="virus scanner: unix:/path or host:port; empty: files are 'not scanned'"
    )
    sms: str = Field(
        "", description="SMS connector by its key; empty: codes and electronic authorisation are off"
    )
    county: str = Field("371311", description="the county whose bureau runs this installation")

    @property
    def keys_path(self) -> Path:
        return self.key_file or self.data / "keys.json"

    @property
    def address(self) -> str:
        """The beginning of every address printed on paper, without a slash at its end."""
        return self.public_url.rstrip("/") or f"http://{self.hosts.split(',')[0].strip()}:{self.port}"
