"""启动的程序：我们结束，它们也结束。"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from yimen.config.launcher.sentences import Stop
from yimen.config.processes import Programmes

SOURCE = Path(__file__).resolve().parents[2] / "src"
PARENT_AND_CHILD = (
    "import os, subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print(os.getpid(), child.pid, flush=True); time.sleep(600)\n"
)
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"


@pytest.fixture
def programmes(tmp_path):
    with Programmes(dict(os.environ), tmp_path) as programmes:
        yield programmes


def lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def until(happened: Callable[[], object]) -> None:
    """The suite's own time limit ends a wait that is in vain."""
    while not happened():
        time.sleep(0.02)


def test_ending_all_ends_their_children_too(programmes):
    programme = programmes.start("试", "family", [sys.executable, "-c", PARENT_AND_CHILD])
    until(lambda: len(programme.last_words().split()) == 2)
    pids = [int(word) for word in programme.last_words().split()]

    programmes.end_all()

    until(lambda: not any(lives(pid) for pid in pids))


def test_one_that_does_not_listen_is_ended_all_the_same(programmes, monkeypatch):
    monkeypatch.setattr("yimen.config.processes.PATIENCE", 0.2)
    programme = programmes.start("试", "stubborn", [sys.executable, "-c", STUBBORN])
    until(lambda: "up" in programme.last_words())

    programmes.end_all()

    assert programme.process.returncode == -signal.SIGKILL


def test_one_that_ends_by_itself_is_noticed(programmes):
    programmes.start("网页服务", "web", [sys.executable, "-c", "raise SystemExit(0)"])

    until(programmes.ended)

    assert programmes.ended().label == "网页服务"


def test_a_passing_one_may_end_well_but_not_badly(programmes):
    good = programmes.start("列出", "good", [sys.executable, "-c", "print('账号')"], lasting=False)
    good.process.wait()
    assert programmes.ended() is None
    assert programmes.finish(good) == "账号\n"

    bad = programmes.start("列出", "bad", [sys.executable, "-c", "raise SystemExit(3)"], lasting=False)
    bad.process.wait()
    assert programmes.ended() is bad


def test_a_step_that_fails_ends_with_its_last_words(programmes):
    with pytest.raises(Stop, match="更新数据表没有成功") as stopped:
        programmes.do("更新数据表", "migrate", [sys.executable, "-c", "raise SystemExit('no such table')"])

    assert "no such table" in stopped.value.english


def test_if_we_are_killed_they_end(tmp_path):
    programme = (
        "import os, sys, time; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from yimen.config.processes import Programmes\n"
        "programmes = Programmes(dict(os.environ), Path(sys.argv[2]))\n"
        "child = programmes.start('试', 'child', [sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.process.pid, flush=True); time.sleep(600)\n"
    )
    words = [sys.executable, "-c", programme, str(SOURCE), str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert lives(child)
        parent.kill()

    until(lambda: not lives(child))


def test_an_interruption_ends_everything_and_tells_the_signal(tmp_path):
    programme = (
        "import os, sys, time; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from yimen.config.processes import Interrupted, Programmes, signals_interrupt\n"
        "try:\n"
        "    with signals_interrupt(), Programmes(dict(os.environ), Path(sys.argv[2])) as programmes:\n"
        "        child = programmes.start('试', 'child', [sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "        print(child.process.pid, flush=True); time.sleep(600)\n"
        "except Interrupted as interrupted:\n"
        "    sys.exit(interrupted.exit_code)\n"
    )
    words = [sys.executable, "-c", programme, str(SOURCE), str(tmp_path)]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as parent:
            child = int(parent.stdout.readline())
            parent.send_signal(number)

        assert parent.returncode == 128 + number
        assert not lives(child)
