"""The instruments the rules stand on, and their articles: ``str(D57.article(23))`` is what a letter cites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Instrument:
    """A law, regulation or notice. A notice is cited by its numbered sections instead of articles.

    ``since`` and ``until`` are its first and last day in force.
    """

    key: str
    title: str
    since: date | None = None
    until: date | None = None
    number: str = ""
    sections: bool = False

    def article(
        self, number: int | str, *, item: int | str | None = None, paragraph: int | None = None
    ) -> Article:
        """An article by its number; a section of a notice by number or as it is written, such as "一(一)"."""
        return Article(self, number, paragraph, item)

    def __str__(self) -> str:
        return f"《{self.title}》"


@dataclass(frozen=True)
class Article:
    """One article, paragraph (款) or item (项) of an instrument."""

    instrument: Instrument
    number: int | str
    paragraph: int | None = None
    item: int | str | None = None

    @property
    def key(self) -> str:
        """As stored and searched for: "D57:23", "R649:11:3"."""
        parts = [self.instrument.key, self.number, self.paragraph and f"p{self.paragraph}", self.item]
        return ":".join(str(part) for part in parts if part is not None)

    @property
    def short(self) -> str:
        """Without the instrument: "第二十三条第（三）项"."""
        words = self._place()
        if self.paragraph:
            words += f"第{numeral(self.paragraph)}款"
        if self.item is not None:
            words += f"第（{numeral(self.item) if isinstance(self.item, int) else self.item}）项"
        return words

    def _place(self) -> str:
        if not self.instrument.sections:
            return f"第{numeral(self.number) if isinstance(self.number, int) else self.number}条"
        if isinstance(self.number, int):
            return f"第{numeral(self.number)}部分"
        return f"第{self.number.replace('(', '（').replace(')', '）')}部分"

    def __str__(self) -> str:
        return f"{self.instrument}{self.short}"


DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """1–999 as statutes write it: 十一, 二十三, 一百零二, 一百一十二."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (DIGITS[ones] if ones else "")


# In force nationally ----------------------------------------------------------------------------------------------

R649 = Instrument("R649", "社会救助暂行办法", date(2014, 5, 1), number="国务院令第649号")
D57 = Instrument("D57", "最低生活保障审核确认办法", date(2021, 7, 1), number="民发〔2021〕57号")
T43 = Instrument("T43", "特困人员认定办法", date(2021, 7, 1), number="民发〔2021〕43号")
G2025 = Instrument("G2025", "刚性支出困难家庭认定办法", date(2025, 1, 1))
N2022 = Instrument(
    "N2022", "关于进一步做好最低生活保障等社会救助兜底保障工作的通知", date(2022, 10, 20), sections=True
)
O2020 = Instrument("O2020", "关于改革完善社会救助制度的意见", date(2020, 8, 25), sections=True)
L2023 = Instrument(
    "L2023",
    "关于加强低收入人口动态监测做好分层分类社会救助工作的意见",
    date(2023, 10, 1),
    number="国办发〔2023〕39号",
    sections=True,
)
T2018 = Instrument(
    "T2018",
    "关于进一步加强和改进临时救助工作的意见",
    date(2018, 1, 23),
    number="民发〔2018〕23号",
    sections=True,
)
CH2019 = Instrument(
    "CH2019", "关于进一步加强事实无人抚养儿童保障工作的意见", date(2019, 6, 18), sections=True
)
OR2010 = Instrument("OR2010", "关于加强孤儿保障工作的意见", date(2010, 11, 16), sections=True)
PIPL = Instrument("PIPL", "中华人民共和国个人信息保护法", date(2021, 11, 1))
CC = Instrument("CC", "中华人民共和国民法典", date(2021, 1, 1))
OGR = Instrument("OGR", "中华人民共和国政府信息公开条例", date(2019, 5, 15))

REH = Instrument(
    "REH", "关于建立残疾儿童康复救助制度的意见", date(2018, 10, 1), number="国发〔2018〕20号", sections=True
)
JUD = Instrument("JUD", "关于建立完善国家司法救助制度的意见（试行）", date(2014, 1, 17), sections=True)
LA = Instrument("LA", "中华人民共和国法律援助法", date(2022, 1, 1))

# Repealed, kept because old decisions cite it -----------------------------------------------------------------------

D220 = Instrument(
    "D220", "最低生活保障审核审批办法（试行）", date(2012, 12, 12), date(2021, 6, 30), "民发〔2012〕220号"
)

INSTRUMENTS = {
    instrument.key: instrument
    for instrument in (
        R649,
        D57,
        T43,
        G2025,
        N2022,
        O2020,
        L2023,
        T2018,
        CH2019,
        OR2010,
        PIPL,
        CC,
        OGR,
        REH,
        JUD,
        LA,
        D220,
    )
}
