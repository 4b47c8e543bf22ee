"""Reads of payment lists, and the list as a workbook (practice B16)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from yimen.payments.models import PayLine, PayList


def lists_of(county: str) -> QuerySet[PayList]:
    return PayList.objects.filter(county=county).order_by("-month", "programme")


def lines_of(pay_list: UUID) -> QuerySet[PayLine]:
    """The lines as printed: by town, village, payee."""
    return (
        PayLine.objects.filter(pay_list_id=pay_list)
        .select_related("award", "account", "account__holder")
        .order_by("town", "village", "payee", "pk")
    )


@dataclass(frozen=True)
class Check:
    """Whether the list's head, its lines and the awards say the same; fen."""

    head_fen: int
    lines_fen: int
    awards_fen: int
    problems: int

    @property
    def agrees(self) -> bool:
        return self.head_fen == self.lines_fen == self.awards_fen


def check(pay_list: PayList) -> Check:
    """The sums that must agree: head = lines = the awards the lines were frozen from."""
    sums = PayLine.objects.filter(pay_list=pay_list).aggregate(
        lines=Sum("amount_fen", default=0),
        awards=Sum("award__monthly_fen", default=0),
        problems=Count("pk", filter=~Q(problem="")),
    )
    return Check(pay_list.total_fen, sums["lines"], sums["awards"], sums["problems"])
