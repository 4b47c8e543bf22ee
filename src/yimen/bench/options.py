"""The options of `yimen bench web`, read before Django stands."""

import argparse


def add_walk_arguments(parser: argparse.ArgumentParser) -> None:
    """How many visitors walk through the pages, how long, and among how many cases."""
    parser.add_argument("--users", type=int, default=20, help="同时办公的人数，默认 20")
    parser.add_argument("--seconds", type=float, default=60.0, help="走多久，默认 60 秒")
    parser.add_argument("--cases", type=int, default=20_000, help="办件数，不足的先补齐，默认 20000")
    parser.add_argument("--rate", type=float, default=0.0, help="每秒请求数；0：每人一页接一页，不停顿")
    parser.add_argument("--seed", type=int, default=1, help="种子")
