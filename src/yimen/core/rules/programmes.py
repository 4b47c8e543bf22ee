"""The programmes the book answers for, by key."""

from yimen.core.book import Programme
from yimen.core.rules.bianyuan import BIANYUAN
from yimen.core.rules.children import ORPHAN, UNATTENDED
from yimen.core.rules.dibao import DIBAO
from yimen.core.rules.disability_allowances import DISABILITY_CARE, DISABILITY_LIVING
from yimen.core.rules.gangxing import GANGXING
from yimen.core.rules.linshi import JINAN, ZHICHU
from yimen.core.rules.medical import MEDICAL
from yimen.core.rules.phase_out import PHASE_OUT
from yimen.core.rules.price import PRICE
from yimen.core.rules.rent import RENT
from yimen.core.rules.specials import REFERRALS
from yimen.core.rules.tekun import TEKUN

BASIC = (DIBAO, BIANYUAN, TEKUN, GANGXING, ORPHAN, UNATTENDED)
AIDS = (JINAN, ZHICHU, DISABILITY_LIVING, DISABILITY_CARE, MEDICAL, RENT, PRICE, PHASE_OUT)
PROGRAMMES: dict[str, Programme] = {programme.key: programme for programme in (*BASIC, *AIDS, *REFERRALS)}
