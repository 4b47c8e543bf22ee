"""The chain's hashes are the same in the database and in Python, whatever stands in an event."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID

import pytest
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.chain import an_event

from yimen.audit import hashing
from yimen.audit.hashing import COLUMNS, EventRow
from yimen.audit.models import Event


def both(event: Event) -> tuple[bytes, bytes]:
    """The leaf as Python reads the stored row, and as the database makes it."""
    event.save(using="owner", force_insert=True)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS}, audit_leaf(e) FROM audit_event e WHERE id = %s", [event.pk])
        *columns, made = cursor.fetchone()
    return hashing.leaf(EventRow(*columns)), bytes(made)


EPOCH = datetime(1990, 1, 1, tzinfo=UTC)
WORDS = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=40)
EVENTS = st.fixed_dictionaries(
    {
        "at": st.integers(0, 4 * 10**15).map(lambda us: EPOCH + timedelta(microseconds=us)),
        "actor": WORDS,
        "actor_name": WORDS,
        "county": st.sampled_from(["", "371311"]),
        "action": WORDS,
        "purpose": WORDS,
        "subjects": st.lists(st.uuids(), max_size=3),
        "writes": st.booleans(),
        "result": st.sampled_from(["ok", "denied", "failed"]),
        "detail": WORDS,
        "address": st.none() | st.ip_addresses().map(str),
        "request_id": WORDS,
    }
)


@pytest.mark.django_db(databases=["default", "owner"])
@settings(max_examples=150, deadline=None)
@given(EVENTS)
def test_both_hash_every_event_alike(values):
    mine, theirs = both(an_event(**values))
    assert mine == theirs


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_hash_does_not_depend_on_the_session():
    event = an_event(purpose="“查看”\n\t𠮷", address="2001:db8::1")
    first = both(event)[1]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SET LOCAL timezone = 'Asia/Kathmandu'; SET LOCAL DateStyle = 'German'; SET LOCAL bytea_output = 'escape'"
        )
        cursor.execute("SELECT audit_leaf(e) FROM audit_event e WHERE id = %s", [event.pk])
        assert bytes(cursor.fetchone()[0]) == first


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 7, 8, 100, 257])
def test_both_make_the_same_root_and_head(number):
    leaves = [sha256(str(n).encode()).digest() for n in range(number)]
    moment = datetime(2026, 11, 2, 10, tzinfo=timezone(timedelta(hours=8)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_root(%s::bytea[])", [leaves])
        root = bytes(cursor.fetchone()[0])
        for before in (None, b"h" * 32):
            cursor.execute("SELECT audit_head(%s, %s, %s, %s, %s)", [before, root, 7, number, moment])
            assert bytes(cursor.fetchone()[0]) == hashing.head(before, root, 7, number, moment)
    assert root == hashing.root(leaves)


def test_the_root_is_the_tree_of_rfc_6962():
    """Four leaves by hand; two trees that differ only in where a node stands differ."""

    def node(left: bytes, right: bytes) -> bytes:
        return sha256(b"\x01" + left + right).digest()

    a, b, c = (sha256(x).digest() for x in (b"a", b"b", b"c"))
    assert hashing.root([a]) == a
    assert hashing.root([a, b, c]) == node(node(a, b), c)
    assert hashing.root([a, b]) != hashing.root([b, a])
    assert hashing.root([node(a, b), c]) == hashing.root(
        [a, b, c]
    )  # which is why a leaf is hashed with 0x00 first


ROW = EventRow(
    1, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), "a", "b", "", "c", "d",
    [UUID(int=1), UUID(int=2)], False, "ok", "", None, "",
)  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 2},
        {"at": ROW.at + timedelta(microseconds=1)},
        {"recorded_at": ROW.at + timedelta(microseconds=1)},
        {"actor": "ab", "actor_name": ""},
        {"subjects": [UUID(int=2), UUID(int=1)]},
        {"subjects": []},
        {"writes": True},
        {"result": "denied"},
        {"address": "192.0.2.1"},
        {"request_id": "x"},
        {"actor": 'a", "b'},
    ],
    ids=str,
)
def test_every_field_counts_and_none_runs_into_the_next(changes):
    assert hashing.leaf(ROW._replace(**changes)) != hashing.leaf(ROW)
