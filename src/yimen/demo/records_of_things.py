"""What the registers of things hold: accounts, homes, cars, firms, insurance.

Old real-estate records lack the ID number or carry fifteen digits, one bank writes the last x small and marks
thousands, another office slashes its dates.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yimen.demo import numbers
from yimen.demo.desk import Desk, addresses
from yimen.demo.means import BANKS
from yimen.demo.text import Array, choose, constant, day_text, joined, padded, pick, plain, yuan, yuan_marked


def deposits(desk: Desk) -> list[pa.Array]:
    """Thousands are marked, and the last x of a number is written small."""
    d = desk.world.holdings["deposit"]
    name, number = desk.who(d["person"])
    account = numbers.bank_accounts(np.arange(len(d["person"])) + 5_000_000, d["bank"])
    return [
        name,
        pc.ascii_lower(number),
        pick(BANKS, d["bank"]),
        account,
        yuan_marked(d["fen"]),
        day_text(np.full(len(account), desk.world.on), ""),
    ]


USES = ("住宅", "商业服务")


def real_estate(desk: Desk) -> list[pa.Array]:
    """Homes and shops in one register; some old entries have a fifteen-digit number, a few have none."""
    homes, shops = desk.world.holdings["house"], desk.world.holdings["non_residential"]
    both = {k: np.concatenate([homes[k], shops[k]]) for k in homes}
    use = np.repeat([0, 1], [len(homes["person"]), len(shops["person"])])
    name, number = desk.who(both["person"], both["named"])
    honest = ~both["hidden"]
    old = honest & (both["since"] < np.datetime64("2004-01-01"))
    born_before_2000 = desk.people.birth[both["person"]] < np.datetime64("2000-01-01")
    short = old & born_before_2000 & (desk.rng.random(len(old)) < 0.3)
    number = choose(short, numbers.old_numbers(number), number)
    lost = old & ~short & (both["person"] < desk.world.first_stranger) & (desk.rng.random(len(old)) < 0.1)
    return [
        name,
        choose(lost, None, number),
        _places(desk, both["person"]),
        pick(USES, use),
        joined(plain(both["area"] // 100), ".", padded(both["area"] % 100, 2)),
        day_text(both["since"], "/"),
    ]


def _places(desk: Desk, owner: Array) -> pa.Array:
    """Where the thing lies: near the owner's household, or anywhere for strangers."""
    inside = owner < desk.world.first_stranger
    household = desk.world.persons["household"][np.where(inside, owner, 0)]
    elsewhere = desk.rng.integers(0, desk.world.size, len(owner))
    return addresses(desk.world, np.where(inside, household, elsewhere))


MODELS = ("五菱宏光", "比亚迪秦", "哈弗H6", "大众朗逸", "长安CS75", "吉利帝豪", "丰田卡罗拉", "江淮轻卡")


def vehicles(desk: Desk) -> list[pa.Array]:
    v = desk.world.holdings["vehicle"]
    name, number = desk.who(v["person"], v["named"])
    status = pick(("正常", "逾期未检验"), (desk.rng.random(len(v["person"])) < 0.08).astype(int))
    plate = numbers.plates(np.arange(len(v["person"])))
    return [name, number, plate, pick(MODELS, v["model"]), day_text(v["since"]), status]


TRADES = ("小吃店", "理发店", "五金经营部", "服装店", "农资经营部", "超市", "汽修部", "建材经营部")


def businesses(desk: Desk) -> list[pa.Array]:
    b = desk.world.holdings["business_registration"]
    count = len(b["person"])
    name, number = desk.who(b["person"], b["named"])
    firm = joined(name, pick(TRADES, b["trade"]))
    state = pick(("存续", "注销"), (~b["hidden"] & (desk.rng.random(count) < 0.07)).astype(int))
    code = numbers.credit_codes(np.arange(count))
    return [name, number, firm, code, constant("经营者", count), yuan(b["fen"]), day_text(b["since"]), state]


def housing_fund(desk: Desk) -> list[pa.Array]:
    f = desk.world.holdings["housing_fund"]
    name, number = desk.who(f["person"])
    return [
        name,
        number,
        yuan(f["fen"]),
        pick(("正常", "封存"), (desk.rng.random(len(f["fen"])) < 0.2).astype(int)),
    ]


def securities(desk: Desk) -> list[pa.Array]:
    s = desk.world.holdings["securities"]
    name, number = desk.who(s["person"])
    return [name, number, yuan(s["fen"]), day_text(np.full(len(s["fen"]), desk.world.on))]


PRODUCTS = ("终身寿险", "两全保险", "重大疾病保险", "年金保险", "意外伤害保险")


def insurance(desk: Desk) -> list[pa.Array]:
    i = desk.world.holdings["insurance"]
    name, number = desk.who(i["person"])
    product = pick(PRODUCTS, desk.rng.integers(0, len(PRODUCTS), len(i["fen"])))
    return [name, number, product, yuan(i["fen"])]
