"""The hashes of the audit chain, computed here once more from the rows themselves.

The database seals (migration 0005_sealing_functions); whoever verifies must not have to trust its functions, so the
same three constructions stand here in Python, and tests hold both equal.

    leaf   SHA-256 of 0x00 and the event's fields as a JSON list
    root   Merkle tree of RFC 6962: SHA-256 of 0x01 and a pair; an odd one goes up as it is
    head   SHA-256 of 0x02, the head before it, the root, "number.count.microseconds"
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

SIZE = 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EventRow(NamedTuple):
    """The columns of an event that its seal covers, in their order."""

    id: int
    at: datetime
    recorded_at: datetime
    actor: str
    actor_name: str
    county: str
    action: str
    purpose: str
    subjects: list[UUID]
    writes: bool
    result: str
    detail: str
    address: str | None
    request_id: str


COLUMNS = (
    "e.id, e.at, e.recorded_at, e.actor, e.actor_name, e.county, e.action, e.purpose, e.subjects, e.writes, e.result, "
    "e.detail, host(e.address), e.request_id"
)


def leaf(event: EventRow) -> bytes:
    fields = [
        "1",
        str(event.id),
        microseconds(event.at),
        microseconds(event.recorded_at),
        event.actor,
        event.actor_name,
        event.county,
        event.action,
        event.purpose,
        [str(subject) for subject in event.subjects],
        event.writes,
        event.result,
        event.detail,
        event.address,
        event.request_id,
    ]
    return sha256(b"\x00" + json.dumps(fields, ensure_ascii=False).encode()).digest()


def missing_leaf(event_id: int) -> bytes:
    """The leaf of an event that was gone before it could be sealed."""
    return sha256(b"\x03" + str(event_id).encode()).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    level = list(leaves)
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]


def head(before: bytes | None, root: bytes, number: int, count: int, sealed_at: datetime) -> bytes:
    said = f"{number}.{count}.{microseconds(sealed_at)}".encode()
    return sha256(b"\x02" + (before or b"") + root + said).digest()


def microseconds(moment: datetime) -> str:
    return str((moment - EPOCH) // timedelta(microseconds=1))
