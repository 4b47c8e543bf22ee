"""Short forms for declaring what a place may set: an amount, a rate, a multiple, a number, a yes or no, a choice."""

from yimen.core.book import Category, Kind, Parameter

MONEY = 10**7  # a hundred thousand yuan, in fen


def amount(
    name: str,
    label: str,
    source: str,
    unit: str = "fen/person/month",
    *,
    by: Category | None = None,
    most: int = MONEY,
    short: str = "",
) -> Parameter:
    """Money, written in yuan in a pack."""
    return Parameter(
        name, label, Kind.NUMBER, unit, bounds=(0, most), by=by, short=short or label, source=source
    )


def share_of(
    name: str, label: str, source: str, *, by: Category | None = None, least: int = 0, most: int = 10**5
) -> Parameter:
    """A rate such as 0.30, to four decimals."""
    return Parameter(name, label, Kind.NUMBER, "share", 4, (least, most), by=by, short="比例", source=source)


def multiple(
    name: str, label: str, source: str, *, by: Category | None = None, short: str = "倍数"
) -> Parameter:
    """So many times a standard, to two decimals."""
    return Parameter(name, label, Kind.NUMBER, "times", 2, (0, 10**4), by=by, short=short, source=source)


def number(
    name: str, label: str, source: str, unit: str, *, by: Category | None = None, most: int = 1000
) -> Parameter:
    return Parameter(name, label, Kind.NUMBER, unit, bounds=(0, most), by=by, source=source)


def truth(name: str, label: str, source: str, *, by: Category | None = None) -> Parameter:
    return Parameter(name, label, Kind.TRUTH, by=by, source=source)


def choice(
    name: str, label: str, source: str, category: Category, *, by: Category | None = None
) -> Parameter:
    return Parameter(name, label, Kind.CATEGORY, category=category, by=by, source=source)
