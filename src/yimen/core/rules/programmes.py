"""The programmes the book answers for, by key."""

from yimen.core.book import Programme
from yimen.core.rules.bianyuan import BIANYUAN
from yimen.core.rules.dibao import DIBAO
from yimen.core.rules.tekun import TEKUN

PROGRAMMES: dict[str, Programme] = {programme.key: programme for programme in (DIBAO, BIANYUAN, TEKUN)}
