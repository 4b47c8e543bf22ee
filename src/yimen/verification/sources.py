"""Which sources this installation asks, as data: one TOML file each in <data>/sources/, named by the source's key.

    label = "区农商银行"
    department = "罗庄农村商业银行"
    categories = ["deposit"]
    connector = "file_drop"
    patience = 10                       # seconds; who has not answered by then has not answered

    [options]                           # what the connector asks for, see connectors/
    …

A synthetic installation without any asks the demo's own (`DEMO`).
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import structlog
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from yimen.connectors.base import Answer, NoAnswer, Query, TryLater, connect
from yimen.core.errors import YimenError
from yimen.verification.categories import CATEGORIES

log = structlog.get_logger("yimen.verification")


class SourceMistaken(YimenError):
    """A source's file that cannot be used; every mistake of it at once."""

    code = "verification.source_mistaken"
    sentence = "数据源设置 {file} 有误：{faults}。请改正后再发起核对。"


class Source(BaseModel):
    """One source. `key` and `label` stand in every query it is asked, so a changed file changes no old report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    label: str = Field(min_length=1, max_length=80)
    department: str = Field(min_length=1, max_length=80)
    categories: tuple[str, ...] = Field(min_length=1)
    connector: str
    patience: float = Field(10, gt=0, le=120)
    order: int = 100
    options: Mapping[str, Any] = {}

    @field_validator("categories")
    @classmethod
    def _known(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [key for key in keys if key not in CATEGORIES]
        if unknown:
            raise ValueError(f"没有核对项目 {'、'.join(unknown)}，可用的有 {'、'.join(CATEGORIES)}")
        return keys


def folder() -> Path:
    return Path(settings.ENV.data) / "sources"


def sources() -> list[Source]:
    """The sources of this installation, in the order they are asked.  Raises: SourceMistaken."""
    files = sorted(folder().glob("*.toml")) if folder().is_dir() else []
    found = [read_source(file) for file in files]
    if not found and settings.SYNTHETIC:
        found = list(DEMO)
    return sorted(found, key=lambda source: (source.order, source.key))


def read_source(file: Path) -> Source:
    """Raises: SourceMistaken."""
    try:
        return Source.model_validate({"key": file.stem, **tomllib.loads(file.read_text("utf-8"))})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceMistaken(file=file.name, faults=f"不是 TOML 文本（{error}）") from error
    except ValidationError as error:
        faults = "；".join(f"{'.'.join(map(str, e['loc']))} {e['msg']}" for e in error.errors())
        raise SourceMistaken(file=file.name, faults=faults) from error


# Asking ------------------------------------------------------------------------------------------------------------


def ask(source: Source, query: Query) -> Answer:
    """The source's answer, within its patience.

    Raises: NoAnswer for silence, TryLater where it asks for time. Whatever else goes wrong on the way is silence too:
    nothing that happens outside may be read as "no assets" (promise 21).
    """
    given: Queue[Answer | YimenError] = Queue(maxsize=1)
    Thread(target=lambda: given.put(_answer(source, query)), daemon=True, name=f"ask-{source.key}").start()
    try:
        answer = given.get(timeout=source.patience)
    except Empty:
        raise NoAnswer(source=source.label, reason=f"{source.patience:g} 秒内没有答复") from None
    if isinstance(answer, Answer):
        return answer
    raise answer


def _sound(answer: Answer, query: Query) -> Answer:
    """Raises: ValueError for what only looks like an answer."""
    if not isinstance(answer, Answer) or not isinstance(answer.as_of, date):
        raise ValueError("not an answer")
    if any(f.category not in query.categories for f in answer.findings):
        raise ValueError("an answer to another question")
    if any(f.value is not None and type(f.value) is not int for f in answer.findings):
        raise ValueError("an amount that is not whole")
    return answer


def located(options: Mapping[str, Any]) -> dict[str, Any]:
    """Folders stand below this installation's data unless written out whole."""
    place = {"folder": Path(settings.ENV.data) / options["folder"]} if "folder" in options else {}
    return {**options, **place}


def _answer(source: Source, query: Query) -> Answer | YimenError:
    """The outer edge towards a source: every fault ends here, and ends as silence."""
    try:
        return _sound(connect(source.connector, source.label, located(source.options)).ask(query), query)
    except (NoAnswer, TryLater) as known:
        return known
    except YimenError as mistake:
        return NoAnswer(source=source.label, reason=f"没有接通：{mistake.message}")
    except Exception as fault:
        log.error("source.fault", source=source.key, kind=type(fault).__name__)
        return NoAnswer(source=source.label, reason="答复无法读取，已记录并通知技术人员")


# The demo's ----------------------------------------------------------------------------------------------------------

# Two of the files that the demo county's departments drop, and an office that never answers. The register of homes
# has rows without an ID number, so it can say "none" of nobody until names are matched too.
_DROPPED = {"folder": "departments", "oldest_days": 400, "settle_seconds": 0}
DEMO = (
    Source(
        key="bank-deposits",
        label="银行存款（联合征询）",
        department="银行",
        categories=("deposit",),
        connector="file_drop",
        patience=60,
        order=10,
        options={
            **_DROPPED,
            "pattern": "deposits.*",
            "id_column": "证件号码",
            "name_column": "客户姓名",
            "categories": {"deposit": {"sum": "余额（元）", "show": ["开户行"]}},
        },
    ),
    Source(
        key="police-vehicles",
        label="公安局车辆管理所",
        department="公安局车辆管理所",
        categories=("vehicle",),
        connector="file_drop",
        patience=60,
        order=20,
        options={
            **_DROPPED,
            "pattern": "vehicles.*",
            "id_column": "身份证明号码",
            "name_column": "所有人",
            "categories": {"vehicle": {"show": ["品牌型号"]}},
        },
    ),
    Source(
        key="securities",
        label="证券登记结算机构（模拟不答复）",
        department="证券登记结算机构",
        categories=("securities",),
        connector="silent",
        patience=5,
        order=90,
        options={"reason": "前置机没有接通"},
    ),
)
