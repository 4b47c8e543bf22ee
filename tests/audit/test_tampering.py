"""Whoever has the database may change it; not unnoticed, against a head kept elsewhere (promise 31)."""

from collections.abc import Callable
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from tests.audit.chain import note, reseal_everything, some_event, superuser

from yimen.audit import sealing
from yimen.audit.sealing import Head, heads_after, seal_all
from yimen.audit.verify import verify

Run = Callable[..., list[tuple]]
Tampering = Callable[[Run, Random], tuple[str, str]]


@pytest.fixture
def heads(committed, monkeypatch) -> list[Head]:
    """Three batches of events, and the heads as somebody else keeps them."""
    monkeypatch.setattr(sealing, "BATCH", 5)
    note(13)
    seal_all()
    return heads_after(0)


def update(run: Run, dice: Random) -> tuple[str, str]:
    event = some_event(run, dice)
    column, value = dice.choice(
        [("purpose", "'复核'"), ("actor", "'user:9'"), ("result", "'denied'"), ("subjects", "'{}'"), ("writes", "NOT writes"),
         ("at", "at + interval '1 microsecond'"), ("county", "'371302'"), ("address", "'192.0.2.9'")]
    )  # fmt: skip
    run(f"UPDATE audit_event SET {column} = {value} WHERE id = %s", event)
    return "changed", f"记录 {event}"


def delete(run: Run, dice: Random) -> tuple[str, str]:
    event = some_event(run, dice)
    run("DELETE FROM audit_event WHERE id = %s", event)
    return "deleted", f"记录 {event}"


def insert(run: Run, dice: Random) -> tuple[str, str]:
    """A look that never was, past the trigger."""
    event = some_event(run, dice)
    made = run(
        "INSERT INTO audit_event (at, recorded_at, actor, actor_name, county, action, purpose, subjects, writes, result, detail, request_id) "
        "SELECT at, recorded_at, 'user:7', '', '', action, '', subjects, false, 'ok', '', '' FROM audit_event WHERE id = %s RETURNING id",
        event,
    )[0][0]
    return "inserted", f"记录 {made}"


def insert_and_seal(run: Run, dice: Random) -> tuple[str, str]:
    """The same, dated back and left to the sealer."""
    event = some_event(run, dice)
    made = run(
        "INSERT INTO audit_event (at, recorded_at, actor, actor_name, county, action, purpose, subjects, writes, result, detail, request_id) "
        "SELECT at, recorded_at - interval '3 days', 'user:7', '', '', action, '', subjects, false, 'ok', '', '' "
        "FROM audit_event WHERE id = %s RETURNING id",
        event,
    )[0][0]
    run("INSERT INTO audit_unsealed VALUES (%s)", made)
    seal_all()
    return "backdated", f"记录 {made}"


def swap_events(run: Run, dice: Random) -> tuple[str, str]:
    """Who did which: two events exchange their actors' deeds by exchanging their numbers."""
    one, other = dice.sample([row[0] for row in run("SELECT id FROM audit_event")], 2)
    run("UPDATE audit_event SET actor = 'user:' || id")
    run("UPDATE audit_event SET id = -id WHERE id IN (%s, %s)", one, other)
    run("UPDATE audit_event SET id = CASE id WHEN %s THEN %s ELSE %s END WHERE id < 0", -one, other, one)
    return "changed", f"记录 {one}"


def swap_seals(run: Run, dice: Random) -> tuple[str, str]:
    run("UPDATE audit_seal SET id = -id WHERE id IN (1, 2)")
    run("UPDATE audit_seal SET id = 3 + id WHERE id < 0")
    return "seal_changed", "封存 1"


def truncate_all(run: Run, dice: Random) -> tuple[str, str]:
    run("DELETE FROM audit_unsealed")
    run("DELETE FROM audit_event")
    run("DELETE FROM audit_seal")
    return "truncated", "封存 1 至 3"


def cut_the_tail(run: Run, dice: Random) -> tuple[str, str]:
    run("DELETE FROM audit_event WHERE id = ANY((SELECT event_ids FROM audit_seal WHERE id = 3)::bigint[])")
    run("DELETE FROM audit_seal WHERE id = 3")
    return "truncated", "封存 3 至 3"


def cut_the_middle(run: Run, dice: Random) -> tuple[str, str]:
    run("DELETE FROM audit_event WHERE id = ANY((SELECT event_ids FROM audit_seal WHERE id = 2)::bigint[])")
    run("DELETE FROM audit_seal WHERE id = 2")
    return "seal_missing", "封存 2"


def rewrite_all(run: Run, dice: Random) -> tuple[str, str]:
    """One event changed and everything sealed anew: only the head kept elsewhere can tell."""
    run("UPDATE audit_event SET purpose = '另一个事由' WHERE id = %s", some_event(run, dice))
    reseal_everything(run)
    return "rewritten", "封存 1"


def mend_the_leaf(run: Run, dice: Random) -> tuple[str, str]:
    """The event and its leaf changed together: the root no longer fits."""
    event = run("SELECT event_ids[1] FROM audit_seal WHERE id = 2")[0][0]
    run("UPDATE audit_event SET purpose = '另一个事由' WHERE id = %s", event)
    run(
        "UPDATE audit_seal SET leaves = (SELECT audit_leaf(e) FROM audit_event e WHERE e.id = %s) || substr(leaves, 33) WHERE id = 2",
        event,
    )
    return "seal_changed", "封存 2"


def mend_leaf_and_root(run: Run, dice: Random) -> tuple[str, str]:
    mend_the_leaf(run, dice)
    run(
        "UPDATE audit_seal s SET root = audit_root(ARRAY(SELECT substr(s.leaves, 32 * n + 1, 32) FROM generate_series(0, s.count - 1) n)) "
        "WHERE id = 2"
    )
    return "seal_changed", "封存 2"


def replace_the_function(run: Run, dice: Random) -> tuple[str, str]:
    """The database's own hash lies; the verifier does not ask it."""
    event = some_event(run, dice)
    run("UPDATE audit_event SET purpose = '另一个事由' WHERE id = %s", event)
    run(
        "CREATE OR REPLACE FUNCTION audit_leaf(e audit_event) RETURNS bytea STABLE LANGUAGE sql AS $$ SELECT ''::bytea $$"
    )
    return "changed", f"记录 {event}"


TAMPERINGS: list[Tampering] = [
    update, delete, insert, insert_and_seal, swap_events, swap_seals, truncate_all, cut_the_tail, cut_the_middle,
    rewrite_all, mend_the_leaf, mend_leaf_and_root,
]  # fmt: skip


def tried(tampering: Tampering, heads: list[Head], seed: int) -> None:
    """The tampering is found and its place named."""
    with superuser() as run:
        kind, place = tampering(run, Random(seed))
    found = {(finding.kind, finding.place) for finding in verify(connections["owner"], heads).findings}
    assert (kind, place) in found, found


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda t: t.__name__)
def test_a_tampering_is_found_and_located(heads, tampering):
    tried(tampering, heads, seed=1)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(50))
def test_fifty_tamperings_are_found_and_located(heads, seed):
    tried(TAMPERINGS[seed % len(TAMPERINGS)], heads, seed)


def test_the_verifier_does_not_ask_the_databases_own_functions(heads):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('audit_leaf'::regproc)")
        definition = cursor.fetchone()[0]
    try:
        tried(replace_the_function, heads, seed=1)
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute(definition)


def test_an_untouched_chain_has_nothing_to_find(heads):
    report = verify(connections["owner"], heads)
    assert (report.whole, report.events, report.seals, report.compared) == (True, 13, 3, 3)


def test_without_a_head_kept_elsewhere_a_whole_rewrite_passes(heads):
    """Why the file must be held by somebody else: the reason the command says so each time."""
    with superuser() as run:
        rewrite_all(run, Random(1))
    assert verify(connections["owner"]).whole
    assert not verify(connections["owner"], heads).whole


def test_a_sealer_that_stands_still_is_noticed(committed):
    with superuser() as run:
        note(1)
        run("UPDATE audit_event SET recorded_at = now() - interval '20 minutes'")
        run("INSERT INTO audit_unsealed SELECT id FROM audit_event ON CONFLICT DO NOTHING")
    assert [finding.kind for finding in verify(connections["owner"]).findings] == ["behind"]


def write(heads: list[Head], file) -> str:
    file.write_text("".join(head.line for head in heads))
    return str(file)


def test_the_command_says_all_is_well(heads, tmp_path):
    out = StringIO()
    call_command("audit", "verify", "--head", write(heads, tmp_path / "h"), stdout=out)
    assert "核对了 3 批、13 条记录" in out.getvalue()
    assert f"最新链头 {heads[-1].head}" in out.getvalue()
    assert "另处保存" not in out.getvalue()


def test_the_command_names_what_it_found_and_fails(heads, tmp_path):
    with superuser() as run:
        _, place = delete(run, Random(1))
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "verify", "--head", write(heads, tmp_path / "h"), stdout=out)
    assert ended.value.code == 1
    assert f"✗ {place}：" in out.getvalue()


def test_the_command_refuses_a_head_file_that_is_not_there(heads, tmp_path):
    with pytest.raises(CommandError, match="找不到链头文件"):
        call_command("audit", "verify", "--head", str(tmp_path / "nowhere"))


def test_the_command_asks_to_keep_the_heads_elsewhere(heads, tmp_path, monkeypatch):
    monkeypatch.setattr("yimen.audit.management.commands.audit.heads_file", lambda: tmp_path / "heads.jsonl")
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert "请定期另处保存" in out.getvalue()
