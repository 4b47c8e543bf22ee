"""The working scope: who asks, and whose rows the database will show.

`with scope(...)` opens the transaction and tells PostgreSQL; the row policies (`policies.py`) read it. Outside a
scope a guarded table refuses with a sentence. Settings are transaction-local, so a pooled connection carries
nothing over (promises 23, 24).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from django.db import connection, transaction

from yimen.core.errors import YimenError

Kind = Literal["area", "centre", "subject", "admin", "public", "signin", "delivery"]

SETTINGS = ("kind", "actor", "counties", "towns", "villages", "households", "account")


class ScopeError(YimenError):
    """A scope that names nothing, or a second one of another actor inside the first."""

    code = "scope"


@dataclass(frozen=True)
class Scope:
    """Whose eyes: `kind` chooses the policies, the codes and ids choose the rows.

    area: casework staff of these counties/towns/villages (6, 9, 12 digits; empty towns: the whole county).
    centre: staff of the verification centre; sees verification tables of its counties, no case file.
    subject: a citizen's account and the households it may see. admin: accounts and posts, no family.
    public: published notices only. signin: one-time codes and citizen accounts, before it is known who asks.
    delivery: messages to be sent.
    """

    kind: Kind
    actor: str
    counties: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    households: tuple[UUID, ...] = ()
    account: UUID | None = None

    @property
    def settings(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "actor": self.actor,
            "counties": ",".join(self.counties),
            "towns": ",".join(self.towns),
            "villages": ",".join(self.villages),
            "households": ",".join(map(str, self.households)),
            "account": str(self.account or ""),
        }


@dataclass
class _Open:
    scope: Scope
    extra: list[UUID] = field(default_factory=list)


_current: ContextVar[_Open | None] = ContextVar("yimen_scope", default=None)


def current_scope() -> Scope | None:
    """The scope this code runs under, or None outside one."""
    held = _current.get()
    return held.scope if held else None


@contextmanager
def scope(wanted: Scope) -> Iterator[Scope]:
    """Open a transaction that sees what `wanted` may see.

    Raises: ScopeError inside the scope of another actor; the inner one would silently widen the outer.
    """
    held = _current.get()
    if held is not None and held.scope.actor != wanted.actor:
        raise ScopeError(f"已经在 {held.scope.actor} 的工作范围内，不能再打开 {wanted.actor} 的范围。")
    token = _current.set(_Open(wanted))
    inside = connection.in_atomic_block
    try:
        with transaction.atomic():
            _tell(wanted)
            yield wanted
            # SET LOCAL lasts to the end of the outermost transaction, so a scope inside one puts back what was; where
            # the transaction is its own, the commit does. After an error the rollback does, and the transaction would
            # take no more commands.
            if inside and not connection.needs_rollback:
                _tell(held.scope if held else None)
    finally:
        _current.reset(token)


def include_household(household: UUID) -> None:
    """A citizen who has just opened a file may see it: the new id joins the scope of this transaction."""
    held = _current.get()
    if held is None:
        raise ScopeError("没有打开工作范围，不能加入新的家庭档案。")
    held.scope = replace(held.scope, households=(*held.scope.households, household))
    _tell(held.scope)


def _tell(scope_: Scope | None) -> None:
    values = scope_.settings if scope_ else dict.fromkeys(SETTINGS, "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in SETTINGS),
            [item for name in SETTINGS for item in (f"app.{name}", values[name])],
        )


SYSTEM = "system"


def system_scope(counties: Iterable[str], *, actor: str = SYSTEM) -> Scope:
    """The scope of a job: the area its work belongs to, in the name of the system."""
    return Scope(kind="area", actor=actor, counties=tuple(counties))


def public_scope() -> Scope:
    return Scope(kind="public", actor="public")
