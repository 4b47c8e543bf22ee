"""On Spark the answers are those of the threads; tried against a Spark Connect server without a JVM."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.bulk.sweep.tables import nested_table, random_families

from yimen.bulk.sweep_command import main
from yimen.config.launcher.places import CACHE, PROJECT, REQUIREMENTS
from yimen.config.launcher.tools import digest, make_environment_with_pip

FAMILIES = random_families(500, seed=11)
FIGURES = "dibao_eligible,dibao_amount,bianyuan_eligible,counts,single_benefit,years_old,counted_income"
ASKED = ["--book", "dibao", "--figures", FIGURES, "--on", str(date(2026, 3, 15)), "--place", "371311001001"]


@pytest.mark.nightly
def test_spark_answers_as_the_threads_do(tmp_path: Path):
    """In the Spark group's own environment: it is some 250 MB, too much for every set-up."""
    pq.write_table(nested_table(FAMILIES), tmp_path / "in.parquet")
    python, script = spark_python(), Path(__file__).with_name("on_sail.py")
    there = [*ASKED, "--input", str(tmp_path / "in.parquet"), "--output", str(tmp_path / "there")]

    subprocess.run(
        [python, script, *there], check=True, env=os.environ | {"PYTHONPATH": str(PROJECT / "src")}
    )
    main(
        [
            *ASKED,
            "--quiet",
            "--input",
            str(tmp_path / "in.parquet"),
            "--output",
            str(tmp_path / "here.parquet"),
        ]
    )

    found = pq.read_table(tmp_path / "there").sort_by("household")
    assert _lists(found) == _lists(pq.read_table(tmp_path / "here.parquet").sort_by("household"))


def spark_python() -> Path:
    """The Python of the Spark group, installed on first use; its client comes as source, so it is built here."""
    lock = REQUIREMENTS / "spark.txt"
    home = CACHE / "tools" / f"spark-{digest(lock)}"
    if not (home / "whole").exists():
        shutil.rmtree(home, ignore_errors=True)
        pip = make_environment_with_pip(home)
        words = [*pip, "install", "--quiet", "--require-hashes", "--no-deps", "-r", str(lock)]
        subprocess.run(words, check=True, env=os.environ | {"PIP_CONSTRAINT": os.devnull})
        (home / "whole").touch()
    return home / "bin" / "python"


def _lists(table: pa.Table) -> list[dict[str, object]]:
    return table.to_pylist()


def test_without_the_spark_group_the_command_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    code = main([*ASKED, "--engine", "spark", "--input", "in.parquet", "--output", str(tmp_path / "out")])

    assert code == 1
    assert "requirements/spark.txt" in capsys.readouterr().err
