"""Chinese names as a Shandong county has them: common surnames, given names of the generation, and some that test a font."""

import numpy as np
import pyarrow as pa

from yimen.demo.text import Array, choose, joined, pick

# Share in thousandths and the surnames that have it, after the published order of common names; the tail is shared out evenly.
_COMMON = {
    98: "王",
    82: "李",
    80: "张",
    70: "刘",
    36: "陈",
    33: "杨 孙",
    30: "赵",
    22: "徐",
    20: "周",
    19: "高",
    18: "马",
    17: "朱",
    14: "胡 郭",
    13: "林 于 宋",
    11: "韩",
    10: "吕 董 姜",
    9: "曹 郑 杜 吴 魏",
    8: "苏 袁 许 丁",
    7: "潘 崔 唐 田",
    6: "邵 公 冯 梁",
    4: "诸葛 解 卞",
    3: "臧 密 惠",
    2: "鞠 麻 仝",
    1: "欧阳 逄 亓 单 盖 仉",
}
SURNAMES = tuple(name for group in _COMMON.values() for name in group.split())
_SHARES = np.array([share for share, group in _COMMON.items() for _ in group.split()], float)
SURNAME_SHARES = _SHARES / _SHARES.sum()

# (first characters, second characters) by sex and generation: born before 1965, before 1985, before 2003, since.
_GIVEN = {
    (1, 0): ("德振廷传兆永凤学洪文玉金希士维守", "福贵才山田江海生祥义堂财民喜友昌"),
    (1, 1): ("建国志卫红军永立新明晓庆春海玉学", "国军华民强伟平勇刚峰波辉林东明武"),
    (1, 2): ("海俊志文晓一浩鹏永振世家泽继凯天", "鹏超龙飞杰涛磊洋斌凯亮宇航阳帅豪"),
    (1, 3): ("子浩宇梓俊一奕沐铭泽嘉景辰皓承睿", "轩然涵宇泽辰睿晨熙博诚霖阳恩瑞航"),
    (0, 0): ("桂秀玉兰凤淑素爱金庆春翠月大小长", "英兰芳花荣香莲梅珍云美芝华娥凤贞"),
    (0, 1): ("秀晓海建丽红艳春爱玉永志桂彩文雪", "丽红霞燕梅芹玲娟华芳萍静英云凤敏"),
    (0, 2): ("晓雪文海婷佳美思梦雨慧静丽玉新冉", "婷雪倩静琳娜颖敏慧莹雯洁瑶悦楠欣"),
    (0, 3): ("梓子欣雨诗可语若一思佳依沐芷艺苏", "涵萱怡彤瑶琪妍曦诺桐汐柔淇晴宁冉"),
}
_SINGLE = {1: "伟强磊勇军杰涛超明刚平辉鹏凯亮", 0: "芳娜敏静丽艳娟霞燕玲婷颖雪倩琳"}
_GENERATIONS = (1965, 1985, 2003)

RARE_NAMES = (("王", "𠮷生"), ("李", "䶮"), ("刘", "㛃"), ("张", "玉𬭚"), ("仉", "䲟山"), ("盖", "𫖯"))
ETHNIC_NAMES = {
    1: ("买买提·艾力", "艾尼瓦尔·吐尔逊", "巴特尔·孟克", "扎西·多吉", "阿布都热合曼·买买提明"),
    0: ("阿依古丽·吐尔逊", "古丽娜尔·艾山", "其其格·乌兰", "卓玛·央金", "热孜万古丽·阿卜杜拉"),
}
ETHNIC_NATIONS = ("维吾尔族", "维吾尔族", "蒙古族", "藏族", "维吾尔族")
NATIONS = ("汉族", "回族", "满族", "朝鲜族", "彝族", "苗族")
NATION_SHARES = (0.985, 0.009, 0.003, 0.001, 0.001, 0.001)


def surnames(rng: np.random.Generator, count: int) -> Array:
    """Indexes of surnames by their share in the population."""
    return rng.choice(len(SURNAMES), count, p=SURNAME_SHARES).astype(np.int16)


def full_names(rng: np.random.Generator, surname: Array, male: Array, birth_year: Array) -> pa.Array:
    """Surname and a given name of one or two characters as parents of that time chose them."""
    generation = np.searchsorted(_GENERATIONS, birth_year, side="right")
    table = generation + 4 * male.astype(int)  # women's four generations first
    order = [(sex, g) for sex in (0, 1) for g in range(4)]
    first = pick([c for key in order for c in _GIVEN[key][0]], table * 16 + rng.integers(0, 16, len(male)))
    second = pick([c for key in order for c in _GIVEN[key][1]], table * 16 + rng.integers(0, 16, len(male)))
    single = pick(_SINGLE[0] + _SINGLE[1], male.astype(int) * 15 + rng.integers(0, 15, len(male)))
    one = rng.random(len(male)) < np.where(generation == 1, 0.35, 0.12)
    return joined(pick(SURNAMES, surname), choose(one, single, joined(first, second)))
