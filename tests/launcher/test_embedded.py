"""自带的数据库：两条命令能在只有 Python 的机器上工作，靠的是它。"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yimen.config import embedded

SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(scope="module")
def closed_home() -> Iterator[Path]:
    """A folder that only its owner may enter, as a home folder is."""
    home = Path(tempfile.mkdtemp(prefix="yimen-closed-"))
    yield home
    for cluster in home.glob("**/postgres/postmaster.pid"):
        embedded.start(cluster.parents[1]).stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def server(closed_home: Path) -> Iterator[embedded.Server]:
    server = embedded.start(closed_home / "项目 一" / "db", fast=True)
    yield server
    server.stop()


def ask(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def test_it_runs_below_a_closed_folder_with_blanks_and_chinese_in_its_name(server):
    assert server.started_here
    assert embedded.running(server.data_dir)
    assert ask(server.app_url(), "SELECT 1") == [(1,)]
    assert server.data_dir.parents[1].stat().st_mode & 0o077 == 0


def test_neither_role_is_a_superuser_and_only_the_owner_may_pass_row_security(server):
    roles = "SELECT rolname, rolsuper, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user"

    assert ask(server.owner_url(), roles) == [("yimen_owner", False, True, True)]
    assert ask(server.app_url(), roles) == [("yimen_app", False, False, False)]
    assert ask(
        server.app_url(), "SELECT count(*) FROM pg_database d WHERE pg_get_userbyid(datdba) = 'yimen_app'"
    ) == [(0,)]


def test_chinese_text_has_trigrams(server):
    ask(server.owner_url(), "CREATE EXTENSION IF NOT EXISTS pg_trgm")

    assert ask(server.owner_url(), "SELECT array_length(show_trgm('张三丰'), 1)") == [(4,)]


def test_a_wrong_password_is_refused_and_the_right_one_is_closed_to_others(server):
    wrong = server.app_url().replace(server.passwords["yimen_app"], "wrong")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    assert (server.data_dir / "passwords.json").stat().st_mode & 0o777 == 0o600


def test_the_socket_answers_too(server):
    with psycopg.connect(
        host=str(server.socket_dir),
        port=server.port,
        user="yimen_app",
        dbname="yimen",
        password=server.passwords["yimen_app"],
    ) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_second_start_joins_the_first_and_the_last_to_leave_stops_it(closed_home):
    first = embedded.start(closed_home / "joined", fast=True)
    second = embedded.start(closed_home / "joined", fast=True)

    assert (first.started_here, second.started_here) == (True, False)
    assert first.owner_url() == second.owner_url()
    first.release()
    assert embedded.running(first.data_dir)
    second.release()
    assert not embedded.running(first.data_dir)
    second.stop()


def test_of_two_processes_racing_one_makes_the_cluster_and_both_connect(closed_home):
    programme = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import psycopg\n"
        "from yimen.config import embedded\n"
        "server = embedded.start(Path(sys.argv[2]), fast=True)\n"
        "psycopg.connect(server.app_url()).close(); print(server.started_here)\n"
    )
    words = [sys.executable, "-c", programme, str(SOURCE), str(closed_home / "raced")]

    racers = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = sorted(racer.communicate(timeout=60)[0].strip() for racer in racers)

    embedded.start(closed_home / "raced").stop()
    assert answers == ["False", "False", "True"]


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])


def test_after_kill_9_it_starts_again_and_keeps_what_was_committed(closed_home):
    data_dir = closed_home / "killed"
    server = embedded.start(data_dir)
    ask(server.owner_url(), "CREATE TABLE kept AS SELECT 7 AS number")

    os.kill(postmaster(data_dir), signal.SIGKILL)
    while embedded.running(data_dir):
        time.sleep(0.01)
    again = embedded.start(data_dir)

    try:
        assert ask(again.owner_url(), "SELECT number FROM kept") == [(7,)]
    finally:
        again.stop()


def test_a_lock_left_with_the_number_of_a_stranger_or_a_zombie_does_not_stop_the_start(closed_home):
    data_dir = closed_home / "stale"
    embedded.start(data_dir, fast=True).stop()
    zombie = subprocess.Popen(["true"])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)

    for number in (zombie.pid, os.getpid()):
        lock = data_dir / "postgres" / "postmaster.pid"
        lock.write_text(f"{number}\n{lock.parent}\n1\n5432\n/tmp\n127.0.0.1\n1 1\nready\n")
        assert not embedded.running(data_dir)
        embedded.start(data_dir, fast=True).stop()

    zombie.wait()


def test_a_start_that_was_broken_off_during_initdb_begins_anew(closed_home):
    part = closed_home / "broken" / "postgres.new"
    part.mkdir(parents=True)
    (part / "PG_VERSION").write_text("18\n")

    server = embedded.start(closed_home / "broken", fast=True)

    server.stop()
    assert server.started_here
    assert not part.exists()


def test_lost_passwords_are_said_with_what_to_do(closed_home):
    (closed_home / "lost" / "postgres").mkdir(parents=True)

    with pytest.raises(embedded.DatabaseNotStarted, match=r"缺少 passwords\.json.*备份"):
        embedded.start(closed_home / "lost")


def test_a_folder_that_cannot_be_made_is_said_with_what_to_do(closed_home):
    (closed_home / "file").write_text("")

    with pytest.raises(embedded.DatabaseNotStarted, match=r"不能写入.*--data"):
        embedded.start(closed_home / "file" / "db")
