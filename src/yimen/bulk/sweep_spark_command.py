"""`yimen sweep --engine spark --spark sc://…`: the families and the answers are Parquet where the cluster can reach them."""

from __future__ import annotations

import argparse

from pyspark.sql import SparkSession

from yimen.bulk.sweep import InputMistake
from yimen.bulk.sweep.question import Question
from yimen.bulk.sweep.spark import Wish, sweep_frame


def run(given: argparse.Namespace, question: Question) -> int:
    """How many households were answered.  Raises: InputMistake."""
    if not given.spark:
        raise InputMistake(
            "用 --engine spark 时，请用 --spark 写明 Spark Connect 的地址，例如 sc://spark.example:15002。"
        )
    if given.members:
        raise InputMistake("在 Spark 上，成员要写在家庭表的 members 一列里，不能另成一表。")
    wish = Wish(question.figures, question.on, question.place, question.law_day, question.keep)
    session = SparkSession.builder.remote(given.spark).getOrCreate()
    try:
        families = session.read.parquet(given.input)
        sweep_frame(families, wish).write.mode("overwrite").parquet(str(given.output))
        return session.read.parquet(str(given.output)).count()
    finally:
        session.stop()
