"""The programmes the book answers for, by key."""

from yimen.core.book import Programme
from yimen.core.rules.bianyuan import BIANYUAN
from yimen.core.rules.dibao import DIBAO
from yimen.core.rules.disability_allowances import DISABILITY_CARE, DISABILITY_LIVING
from yimen.core.rules.gangxing import GANGXING
from yimen.core.rules.linshi import JINAN, ZHICHU
from yimen.core.rules.tekun import TEKUN

ALL = (DIBAO, BIANYUAN, TEKUN, GANGXING, JINAN, ZHICHU, DISABILITY_LIVING, DISABILITY_CARE)
PROGRAMMES: dict[str, Programme] = {programme.key: programme for programme in ALL}
