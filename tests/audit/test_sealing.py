"""Sealing: all that is committed, once, in whatever order it commits; heads written outside, never twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from tests.audit.chain import an_event, note, superuser

from yimen.audit import sealing, tasks
from yimen.audit.sealing import HeadsUnreadable, export_heads, read_heads, seal_all
from yimen.audit.trail import insert
from yimen.audit.verify import verify

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "audit-heads" / "heads.jsonl"


def seals() -> list[tuple[int, int]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id, count FROM audit_seal ORDER BY id")
        return cursor.fetchall()


def test_nothing_to_seal_makes_no_seal():
    assert seal_all() == 0
    assert seals() == []


def test_everything_is_sealed_once_in_batches(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    note(10)
    assert seal_all() == 10
    assert seals() == [(1, 4), (2, 4), (3, 2)]
    assert seal_all() == 0
    note(1)
    assert seal_all() == 1
    assert verify(connections["owner"]).whole


def test_a_batch_holds_4096_at_most():
    with transaction.atomic():
        for _ in range(5000):
            insert(an_event())
    seal_all()
    assert seals() == [(1, 4096), (2, 904)]
    assert verify(connections["owner"]).events == 5000


def test_what_commits_late_is_sealed_late_and_never_lost():
    """Its number was given before the numbers of others that are sealed already."""
    inserted, sealed = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                insert(an_event(actor="slow"))
                inserted.set()
                assert sealed.wait(20)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        late = thread.submit(slow)
        assert inserted.wait(20)
        note(3)
        assert seal_all() == 3
        sealed.set()
        late.result()

    assert seal_all() == 1
    report = verify(connections["owner"])
    assert (report.whole, report.events, report.waiting) == (True, 4, 0)


def test_what_is_rolled_back_is_not_waited_for():
    with transaction.atomic():
        insert(an_event())
        transaction.set_rollback(True)
    note(1)
    assert seal_all() == 1


def test_several_sealers_at_once_make_one_chain():
    note(40)
    barrier = threading.Barrier(5)

    def one(_: int) -> int:
        barrier.wait()
        try:
            return seal_all()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        assert sum(threads.map(one, range(5))) == 40
    assert [number for number, _ in seals()] == list(range(1, len(seals()) + 1))
    assert verify(connections["owner"]).whole


def test_the_app_role_learns_number_count_and_head_and_no_row():
    note(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_seal_batch(10)")
        assert [column.name for column in cursor.description] == ["number", "sealed", "chain_head"]


def test_heads_are_appended_once(kept):
    for expected in (1, 1, 0):
        if expected:
            note(2)
            seal_all()
        assert export_heads(kept) == expected
    heads = read_heads(kept)
    assert [(head.seal, head.events) for head in heads] == [(1, 2), (2, 2)]
    assert verify(connections["owner"], heads).whole


def test_a_line_cut_short_by_a_full_disk_is_written_again(kept):
    note(1)
    seal_all()
    export_heads(kept)
    whole = kept.read_text()
    note(1)
    seal_all()
    with open(kept, "a", encoding="utf-8") as file:
        file.write('{"seal": 2, "he')
    assert [head.seal for head in read_heads(kept)] == [1]

    assert export_heads(kept) == 1
    assert [head.seal for head in read_heads(kept)] == [1, 2]
    assert kept.read_text().startswith(whole)


def test_a_file_that_is_something_else_is_a_sentence(kept):
    kept.parent.mkdir()
    kept.write_text("名单\n王某\n")
    with pytest.raises(HeadsUnreadable, match="第 1 行"):
        read_heads(kept)


def test_the_periodic_job_seals_and_exports(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(sealing, "heads_file", lambda: tmp_path / "heads.jsonl")
    note(2)
    tasks.seal.func(timestamp=0)
    assert [head.events for head in read_heads(tmp_path / "heads.jsonl")] == [2]


def test_an_event_made_away_with_while_it_waits_does_not_stop_the_sealer():
    note(3)
    with superuser() as run:
        gone = run("DELETE FROM audit_event WHERE id = (SELECT min(id) FROM audit_event) RETURNING id")[0][0]
    assert seal_all() == 3
    assert [(f.kind, f.place) for f in verify(connections["owner"]).findings] == [("deleted", f"记录 {gone}")]
