"""Families as Arrow brings them: a household table and the table of their members, and how one nested column becomes two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yimen.bulk.sweep.columns import Array
from yimen.core.errors import YimenError

KEY, MEMBERS = "household", "members"
Batches: TypeAlias = Iterable[pa.RecordBatch]


class InputMistake(YimenError):
    """A table of families that cannot be taken as it stands."""

    code = "sweep.input"


@dataclass(frozen=True)
class Rows:
    """Whole families.  Shape: household i has the member rows offsets[i]:offsets[i + 1]."""

    households: pa.RecordBatch
    members: pa.RecordBatch
    offsets: Array

    @property
    def keys(self) -> pa.Array:
        return self.households.column(KEY)

    def take(self, chosen: Array) -> Rows:
        """Some of the households, with their members."""
        counts = np.diff(self.offsets)[chosen]
        offsets = np.concatenate([[0], counts.cumsum()])
        starts = self.offsets[:-1][chosen]
        places = np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], counts)
        return Rows(self.households.take(pa.array(chosen)), self.members.take(pa.array(places)), offsets)


def unnested(batch: pa.RecordBatch) -> Rows:
    """From one row a household, its members a list of structs in the column `members`.  Raises: InputMistake."""
    lists = batch.column(MEMBERS)
    if lists.null_count:
        where = batch.column(KEY)[pc.index(lists.is_null(), True).as_py()]
        raise InputMistake(f"家庭 {where} 的 members 是空值；没有成员请写空列表 []。", household=str(where))
    offsets = np.asarray(lists.offsets).astype(np.int64)
    structs = lists.flatten()
    if structs.null_count:
        place = pc.index(structs.is_null(), True).as_py()
        where = batch.column(KEY)[int(np.searchsorted(offsets - offsets[0], place, "right")) - 1]
        raise InputMistake(f"家庭 {where} 有一名成员是空值；请删去，或写成员的各项。", household=str(where))
    names = [field.name for field in structs.type]
    members = pa.RecordBatch.from_arrays(structs.flatten(), names=names)
    return Rows(batch.drop_columns([MEMBERS]), members, offsets - offsets[0])


def joined(households: Batches, members: Batches) -> Iterator[Rows]:
    """From two tables keyed by `household`, the members in the order of their households.  Raises: InputMistake."""
    waiting = _Waiting(iter(members))
    for batch in households:
        keys = batch.column(KEY).cast(pa.string())
        if pc.count_distinct(keys).as_py() != len(keys):
            raise InputMistake("家庭表里有重复的 household；一户只能有一行。")
        found, owners = waiting.of(keys)
        counts = np.bincount(owners, minlength=len(keys))
        yield Rows(batch, found, np.concatenate([[0], counts.cumsum()]).astype(np.int64))
    waiting.must_be_empty()


class _Waiting:
    """Member rows read and not yet given to a household."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self.batches = batches
        self.held: pa.Table | None = None

    def of(self, keys: pa.Array) -> tuple[pa.RecordBatch, Array]:
        """The rows of these households, which must come next, and each one's household by place."""
        while True:
            places = self._places(keys)
            known = np.flatnonzero(places < 0)
            if len(known) or not self._read_more():
                break
        end = int(known[0]) if len(known) else len(places)
        owners = places[:end]
        if (np.diff(owners) < 0).any():
            raise self._out_of_order(int(np.flatnonzero(np.diff(owners) < 0)[0]) + 1)
        assert self.held is not None
        taken, self.held = self.held.slice(0, end), self.held.slice(end)
        return _one_batch(taken), owners

    def _places(self, keys: pa.Array) -> Array:
        """For each held row the place of its household among the keys, −1 where it is none of them."""
        if self.held is None and not self._read_more():
            raise InputMistake("成员表是空的，也没有列名；请给出带列名的成员表。")
        assert self.held is not None
        own = self.held.column(KEY).cast(pa.string())
        return np.asarray(pc.fill_null(pc.index_in(own, value_set=keys), -1)).astype(np.int64)

    def _read_more(self) -> bool:
        batch = next(self.batches, None)
        if batch is None:
            return False
        more = pa.Table.from_batches([batch])
        self.held = more if self.held is None else pa.concat_tables([self.held, more])
        return True

    def must_be_empty(self) -> None:
        while self.held is None or not len(self.held):
            self.held = None
            if not self._read_more():
                return
        raise self._out_of_order(0)

    def _out_of_order(self, row: int) -> InputMistake:
        assert self.held is not None
        key = self.held.column(KEY)[row]
        return InputMistake(
            f"成员表里 household 为 {key} 的一行，在家庭表中找不到，或没有按家庭表的顺序排列。"
            "请把两个表都按 household 排序后再试。",
            household=str(key),
        )


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    whole = table.combine_chunks()
    batches = whole.to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)
