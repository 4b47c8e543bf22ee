"""备份与恢复：whole, without the key, into an empty place only, compared to the last byte (promises 35, 40)."""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from tests.audit.chain import note
from tests.county import COUNTY, a_family, offices
from tests.database import empty_everything

from yimen.audit.sealing import export_heads, seal_all
from yimen.config.backup import CHECKSUM, DUMP, MANIFEST, Installation, backup, run_postgres
from yimen.config.backup_command import _options
from yimen.config.launcher.sentences import Stop
from yimen.config.proof import Database
from yimen.config.restore import checked_manifest, differences, restore
from yimen.guard.keys import fingerprint, keyring, make_keys
from yimen.guard.scope import scope, system_scope
from yimen.people.models import BankAccount, Person

SEALED_FILE = b"sealed bytes of a photo"


def database(name: str) -> Database:
    owner = connections["owner"].settings_dict
    return Database(owner["HOST"], str(owner["PORT"]), owner["USER"], owner["PASSWORD"], name)


@pytest.fixture(scope="module")
def lived_in(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Installation]:
    """A county with a family, a sealed file and a sealed audit."""

    data = tmp_path_factory.mktemp("installation")
    with django_db_blocker.unblock():
        offices()
        a_family()
        note(5)
        seal_all()
        (data / "files" / "ab").mkdir(parents=True)
        (data / "files" / "ab" / "01-ab").write_bytes(keyring().seal(SEALED_FILE, b"file.x"))
        (data / "files" / "ab" / "half.part").write_bytes(b"being written")
        export_heads(data / "audit-heads" / "heads.jsonl")
        yield Installation(
            database(connections["owner"].settings_dict["NAME"]), data, settings.ENV.keys_path, True
        )
        empty_everything()


@pytest.fixture(scope="module")
def key_copy(tmp_path_factory) -> Path:
    return Path(shutil.copyfile(settings.ENV.keys_path, tmp_path_factory.mktemp("safe") / "keys.json"))


@pytest.fixture(scope="module")
def made(lived_in, key_copy, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("backups") / "monday"
    backup(lived_in, target, copied_to=key_copy, confirmed="")
    return target


@pytest.fixture
def own_copy(made, tmp_path) -> Path:
    """The backup, to be damaged."""
    return Path(shutil.copytree(made, tmp_path / "copy"))


@pytest.fixture
def empty_place(lived_in, tmp_path) -> Iterator[Installation]:
    """A new database and a new data folder."""
    name = f"{lived_in.database.name}_restored"
    owner = connections["owner"]
    with owner._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield Installation(database(name), tmp_path / "data", tmp_path / "data" / "keys.json", False)
    with owner._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
    owner.close()


def ask(installation: Installation, sql: str) -> list[tuple[Any, ...]]:
    with installation.database.connect() as connection:
        return connection.execute(sql).fetchall()


def test_what_was_backed_up_is_there_again_and_nothing_differs(made, empty_place, key_copy, lived_in):
    manifest = restore(empty_place, made, keys=key_copy)

    assert differences(empty_place, manifest) == []
    for sql in ("SELECT count(*) FROM people_person", "SELECT count(*), max(id) FROM audit_event"):
        assert ask(empty_place, sql) == ask(lived_in, sql)
    assert (empty_place.data / "files" / "ab" / "01-ab").read_bytes() == (
        lived_in.data / "files" / "ab" / "01-ab"
    ).read_bytes()
    assert manifest["audit"]["seal"] == 1
    assert (empty_place.data / "audit-heads" / "heads.jsonl").exists()
    assert stat.S_IMODE(empty_place.keys.stat().st_mode) == 0o600


def test_what_was_restored_is_guarded_as_before(made, empty_place, key_copy):
    restore(empty_place, made, keys=key_copy)

    held = ask(
        empty_place,
        "SELECT relrowsecurity, relforcerowsecurity, has_table_privilege('yimen_app', oid, 'SELECT'), "
        "has_table_privilege('yimen_app', oid, 'DELETE') FROM pg_class WHERE relname = 'people_person'",
    )
    assert held == [(True, True, True, False)]
    assert ask(
        empty_place, "SELECT has_function_privilege('yimen_app', 'cases_is_kin(bigint, uuid)', 'EXECUTE')"
    ) == [(False,)]
    assert ask(empty_place, "SELECT count(*) FROM pg_trigger WHERE tgname = 'guard_append_only'")[0][0] > 5
    row_id, sealed = ask(
        empty_place, "SELECT id, id_number FROM people_person WHERE id_number IS NOT NULL LIMIT 1"
    )[0]
    assert keyring().open(sealed, f"people_person.id_number.{row_id}".encode())


def test_no_number_can_be_read_in_a_backup_and_no_key_is_in_it(made, lived_in):
    """Canaries: every ID number, phone and account of the family, and the key (promise 35)."""
    with scope(system_scope([COUNTY])):
        secrets = {p.id_number for p in Person.objects.all()} | {p.phone for p in Person.objects.all()}
        secrets |= {account.number for account in BankAccount.objects.all()}
    secrets -= {None, ""}
    text = run_postgres(lived_in.database, "pg_restore", "--file=-", str(made / DUMP))
    everything = text.encode() + b"".join(p.read_bytes() for p in made.rglob("*") if p.is_file())

    assert len(secrets) >= 2
    assert [secret for secret in secrets if secret.encode() in everything] == []
    assert SEALED_FILE not in everything
    assert keyring().index_key.hex().encode() not in everything
    for _, key in keyring().keys.values():
        assert key.hex().encode() not in everything


def test_only_our_account_may_read_it(made):
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert stat.S_IMODE((made / DUMP).stat().st_mode) == 0o600


def test_what_is_being_written_is_not_taken(made):
    assert list(made.rglob("*.part")) == []


@pytest.mark.parametrize("name", [DUMP, MANIFEST, CHECKSUM, "files/ab/01-ab", "audit-heads/heads.jsonl"])
@pytest.mark.parametrize("where", [0, 0.5, 1], ids=["首字节", "中间", "末字节"])
def test_one_changed_byte_anywhere_is_found_before_anything_is_written(own_copy, name, where):
    file = own_copy / name
    content = bytearray(file.read_bytes())
    at = min(int(len(content) * where), len(content) - (2 if name == CHECKSUM else 1))
    content[at] ^= 1
    file.write_bytes(content)

    with pytest.raises(Stop, match="备份已损坏"):
        checked_manifest(own_copy)


@pytest.mark.parametrize("name", ["files/ab/01-ab", "audit-heads/heads.jsonl"])
def test_a_missing_file_is_found(own_copy, name):
    (own_copy / name).unlink()
    with pytest.raises(Stop, match=Path(name).name):
        checked_manifest(own_copy)


def test_a_file_that_came_in_later_is_found(own_copy):
    (own_copy / "files" / "ab" / "stranger").write_bytes(b"x")
    with pytest.raises(Stop, match="stranger"):
        checked_manifest(own_copy)


@pytest.mark.parametrize("name", [DUMP, MANIFEST, CHECKSUM])
def test_half_a_backup_is_none(own_copy, name):
    (own_copy / name).unlink()
    with pytest.raises(Stop, match="不是一个完整的备份"):
        checked_manifest(own_copy)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(
            "UPDATE people_household SET address = address || '1'", "表 people_household", id="改一个字"
        ),
        pytest.param("DELETE FROM people_incomeitem", "表 people_incomeitem", id="少几行"),
        pytest.param("CREATE TABLE stranger (id int)", "表 stranger", id="多一张表"),
        pytest.param("SELECT setval('audit_event_id_seq', 1)", "序列 audit_event_id_seq", id="序列倒退"),
        pytest.param("DELETE FROM audit_seal", "审计链头", id="链头不见"),
    ],
)
def test_the_proof_finds_what_differs(made, empty_place, key_copy, change, found):
    manifest = restore(empty_place, made, keys=key_copy)
    with empty_place.database.connect() as connection:
        connection.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        connection.execute(change)
    assert any(each.startswith(found) for each in differences(empty_place, manifest))


def test_a_restore_writes_over_nothing(made, lived_in, empty_place, key_copy):
    with pytest.raises(Stop, match="只写入空的系统"):
        restore(lived_in, made, keys=key_copy)
    (empty_place.data / "files").mkdir(parents=True)
    (empty_place.data / "files" / "x").write_bytes(b"x")
    with pytest.raises(Stop, match="数据文件夹里已有 files"):
        restore(empty_place, made, keys=key_copy)


def test_a_restore_needs_the_key_of_the_backup(made, empty_place, tmp_path):
    with pytest.raises(Stop, match="请用 --keys"):
        restore(empty_place, made)
    make_keys(tmp_path / "other.json")
    with pytest.raises(Stop, match="请换用备份时的密钥"):
        restore(empty_place, made, keys=tmp_path / "other.json")
    assert ask(empty_place, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_no_backup_without_a_copy_of_the_key_elsewhere(lived_in, tmp_path):
    with pytest.raises(Stop, match="备份里没有密钥"):
        backup(lived_in, tmp_path / "b", copied_to=None, confirmed="")
    with pytest.raises(Stop, match="就在本系统"):
        backup(lived_in, tmp_path / "b", copied_to=lived_in.keys, confirmed="")
    beside = Path(shutil.copyfile(lived_in.keys, lived_in.data / "copy.json"))
    with pytest.raises(Stop, match="就在本系统"):
        backup(lived_in, tmp_path / "b", copied_to=beside, confirmed="")
    make_keys(tmp_path / "other.json")
    with pytest.raises(Stop, match="不是这个系统的密钥"):
        backup(lived_in, tmp_path / "b", copied_to=tmp_path / "other.json", confirmed="")
    with pytest.raises(Stop, match="不是这个系统的密钥"):
        backup(lived_in, tmp_path / "b", copied_to=None, confirmed="0123456789abcdef")
    assert not (tmp_path / "b").exists()


def test_the_fingerprint_may_be_confirmed_instead(lived_in, tmp_path):
    typed = f" {fingerprint(lived_in.keys).upper()} "
    assert backup(lived_in, tmp_path / "b", copied_to=None, confirmed=typed)["key_fingerprint"]


def test_a_backup_overwrites_nothing_and_a_broken_off_one_leaves_nothing(lived_in, key_copy, tmp_path):
    (tmp_path / "b").mkdir()
    with pytest.raises(Stop, match="已经存在"):
        backup(lived_in, tmp_path / "b", copied_to=key_copy, confirmed="")

    unreachable = replace(lived_in, database=replace(lived_in.database, name="no_such_database"))
    with pytest.raises(Exception, match="no_such_database"):
        backup(unreachable, tmp_path / "c", copied_to=key_copy, confirmed="")
    assert list(tmp_path.glob("c*")) == []


def test_the_words_of_the_command():
    making = _options(["backup", "d", "--key-copied-to", "k"])
    assert (making.word, making.folder, making.key_copied_to) == ("backup", Path("d"), Path("k"))
    taking = _options(["restore", "d", "--keys", "k"])
    assert (taking.word, taking.folder, taking.keys) == ("restore", Path("d"), Path("k"))
