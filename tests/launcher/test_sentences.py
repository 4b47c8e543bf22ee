"""做不下去时说的话：两种语言，各一句，都说清怎么办。"""

from pathlib import Path

import pytest

from yimen.config.launcher import sentences
from yimen.config.launcher.sentences import Step, Stop, explained, failed_here

STEP = Step("安装依赖", "依赖包", Path("/place"), 700)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        pytest.param(
            "error: failed to write: No space left on device (os error 28)",
            "磁盘空间不够",
            id="磁盘已满（uv）",
        ),
        pytest.param("npm error code ENOSPC", "磁盘空间不够", id="磁盘已满（npm）"),
        pytest.param(
            "FATAL: could not extend file\nHINT: Check free disk space.",
            "磁盘空间不够",
            id="磁盘已满（PostgreSQL）",
        ),
        pytest.param("error: dns error: failed to lookup address", "连不上软件源", id="没有网络（uv）"),
        pytest.param(
            "NewConnectionError: Failed to establish a new connection", "连不上软件源", id="没有网络（pip）"
        ),
        pytest.param("npm error code EAI_AGAIN", "连不上软件源", id="没有网络（npm）"),
        pytest.param("THESE PACKAGES DO NOT MATCH THE HASHES", "校验值不一致", id="校验值不符（pip）"),
        pytest.param("error: Hash mismatch for `django==5.2.19`", "校验值不一致", id="校验值不符（uv）"),
        pytest.param(
            "ERROR: No matching distribution found for granian", "没有适合这台机器的依赖包", id="没有合适的包"
        ),
        pytest.param("Segmentation fault", "安装依赖没有成功", id="别的原因"),
    ],
)
def test_the_reason_is_told_from_the_tools_own_words(output, said):
    stop = explained(output, STEP)

    assert said in stop.chinese
    assert stop.english.isascii() or "/place" in stop.english
    assert str(stop).splitlines()[0] == stop.chinese


def test_a_full_disk_names_the_place_and_the_room_it_needs():
    stop = explained("ENOSPC", STEP)

    assert "/place" in stop.chinese
    assert "700 MB" in stop.chinese


def test_a_step_of_our_own_is_never_blamed_on_the_registry():
    stop = failed_here("更新数据表", "Connection refused", Path("/place"))

    assert "更新数据表没有成功" in stop.chinese
    assert "Connection refused" in stop.english


def test_a_failure_without_a_reason_shows_its_last_words():
    stop = explained("\n".join(f"line {number}" for number in range(20)), STEP)

    assert "line 19" in stop.english
    assert "line 3\n" not in stop.english


@pytest.mark.parametrize(
    "stop",
    [
        pytest.param(sentences.port_in_use("127.0.0.1", 8000), id="端口被占用"),
        pytest.param(sentences.disk_full(Path("/place"), 300), id="磁盘已满"),
        pytest.param(sentences.no_network("依赖包"), id="没有网络"),
        pytest.param(sentences.wrong_hash("依赖包"), id="校验值不符"),
        pytest.param(sentences.no_package("依赖包"), id="没有合适的包"),
        pytest.param(sentences.not_writable(Path("/place")), id="不能写入"),
        pytest.param(sentences.no_pip(), id="没有 pip"),
    ],
)
def test_every_sentence_says_what_to_do_and_is_whole(stop: Stop):
    assert "请" in stop.chinese
    assert not {"{", "}"} & set(str(stop))
    assert stop.english


def test_a_port_in_use_offers_the_next_one():
    assert "--port 8001" in sentences.port_in_use("127.0.0.1", 8000).chinese
