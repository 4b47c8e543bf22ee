"""The connector: one person looked up in the department's latest file."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from yimen.connectors.base import Answer, Connector, Finding, Query, TryLater, register
from yimen.connectors.file_drop.dropped import CHINA, Dropped, NotUsable, latest
from yimen.connectors.file_drop.index import Index, Record, index_of
from yimen.connectors.file_drop.options import FileDropOptions, Holding
from yimen.core.money import format_yuan
from yimen.core.sheets.columns import BadCell, Column, Context, Kind, as_text, is_blank, read_cell

_AMOUNT = Column("amount", "金额", Kind.MONEY, low=-(10**15))  # an overdrawn account is a balance too


@register("file_drop")
class FileDrop(Connector):
    """Found rows, none, or silence with its reason; a file that is torn, too old or partly unreadable never says none."""

    label = "部门交换文件（CSV、XLSX、Parquet）"
    discloses = ()  # the file is here; nothing about the person leaves
    options_type = FileDropOptions
    options: FileDropOptions

    def ask(self, query: Query) -> Answer:
        unknown = [category for category in query.categories if category not in self.options.categories]
        if unknown:
            raise self.silent(f"该来源没有设置核对项目 {'、'.join(unknown)}")
        try:
            file, index = self._current(query.asked_at)
            records = index.of(query.subject.id_number)
            if not records:
                self._refuse_doubt(index)
        except NotUsable as error:
            raise self.silent(error.reason) from error
        findings = [self._finding(category, records, query.subject.name) for category in query.categories]
        return Answer(
            as_of=file.as_of,
            findings=[finding for finding in findings if finding is not None],
            raw={
                "file": file.path.name,
                "dated_by": file.dated_by,
                "rows": [
                    {"place": r.place} | {h: as_text(c) for h, c in r.cells.items() if not is_blank(c)}
                    for r in records
                ],
            },
        )

    def check(self, now: datetime) -> list[str]:
        try:
            _, index = self._current(now)
            self._refuse_doubt(index)
        except NotUsable as error:
            return [f"“{self.source}”现在不能答复：{error.reason}。"]
        except TryLater as error:
            return [error.message]
        return []

    def _current(self, now: datetime) -> tuple[Dropped, Index]:
        """The file that counts today and its index.  Raises: NotUsable, TryLater."""
        options = self.options
        file = latest(options.folder, options.pattern)
        self._refuse_date(file, now)
        sealed = file.manifest is not None and file.manifest.sha256 is not None
        if options.manifest_required and not sealed:
            raise NotUsable("文件旁边没有带摘要的清单")
        lain = (now - file.modified).total_seconds()
        if not sealed and 0 <= lain < options.settle_seconds:
            raise self.later("文件刚刚到达，可能还在传", timedelta(seconds=options.settle_seconds))
        index = index_of(file, options.id_column, options.headers(), options.most_rows)
        if not file.unchanged():
            raise self.later("文件正在更新", timedelta(seconds=max(1, options.settle_seconds)))
        return file, index

    def _refuse_date(self, file: Dropped, now: datetime) -> None:
        today = now.astimezone(CHINA).date()
        age = (today - file.as_of).days
        if age > self.options.oldest_days:
            raise NotUsable(
                f"最近的数据是 {file.as_of} 的，已过 {age} 天，超过 {self.options.oldest_days} 天"
            )
        if age < 0:
            raise NotUsable(f"文件的数据日期 {file.as_of} 在今天之后，无法确认")

    def _refuse_doubt(self, index: Index) -> None:
        """A row nobody can be told from may be the person's own."""
        doubt = index.doubt(self.options.tolerated_rows)
        if doubt:
            raise NotUsable(doubt)

    # What the rows say -----------------------------------------------------------------------------------------------

    def _finding(self, category: str, records: Sequence[Record], name: str) -> Finding | None:
        holding = self.options.categories[category]
        own = [record for record in records if _belongs(record, holding)]
        if not own:
            return None
        amounts = [_amount(record, holding.sum) for record in own] if holding.sum else []
        open_amounts = [record.place for record, fen in zip(own, amounts, strict=False) if fen is None]
        known = [fen for fen in amounts if fen is not None]
        damaged = [record.place for record in own if record.damaged]
        value = (None if open_amounts else sum(known)) if holding.sum else (None if damaged else len(own))
        notes = [_counted(own, holding, value), *self._names(own, name)]
        if open_amounts or damaged:
            notes.append(f"{'、'.join(open_amounts or damaged)}的内容读不出，需人工核对")
        return Finding(category, value, "；".join(notes))

    def _names(self, records: Sequence[Record], name: str) -> list[str]:
        """The ID number decides; another name beside it is worth a look."""
        column = self.options.name_column
        if column is None:
            return []
        others = {as_text(record.cells[column]) for record in records if not is_blank(record.cells[column])}
        others = {other for other in others if _same(other) != _same(name)}
        return [f"来源登记的姓名为{'、'.join(sorted(others))}"] if others else []


def _belongs(record: Record, holding: Holding) -> bool:
    """A damaged row may belong to any category: it is shown rather than lost."""
    return record.damaged or all(
        as_text(record.cells[header]) in values for header, values in holding.where.items()
    )


def _amount(record: Record, header: str) -> int | None:
    """Fen; None where the row gives none or it cannot be read."""
    if record.damaged:
        return None
    try:
        fen, _ = read_cell(_AMOUNT, record.cells[header], Context())
    except BadCell:
        return None
    return fen  # type: ignore[no-any-return]


def _counted(records: Sequence[Record], holding: Holding, value: int | None) -> str:
    words = [f"{len(records)} 条记录"]
    if holding.sum and value is not None:
        words.append(f"合计 {format_yuan(value)} 元")
    details = [
        " ".join(as_text(r.cells[h]) for h in holding.show if not is_blank(r.cells[h])) for r in records
    ]
    shown = "、".join(dict.fromkeys(detail for detail in details if detail))
    return "，".join(words) + (f"（{shown}）" if shown else "")


def _same(name: str) -> str:
    """A name without what typists vary: blanks, width, and the dot of transcribed names."""
    text = unicodedata.normalize("NFKC", name)
    return "".join(c for c in text if c not in " \u3000·•・.．‧")
