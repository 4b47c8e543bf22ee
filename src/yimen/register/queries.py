"""Reads of uploads: the county's list, one with its remarks, what is staged, by town."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Substr

from yimen.audit.trail import looked_at
from yimen.core.regions import Level
from yimen.core.sheets import Problem
from yimen.network.officers import Officer
from yimen.regions.queries import spoken_names
from yimen.register import staging
from yimen.register.models import Remark, StagedFamily, StagedPerson, Upload


def uploads_of(officer: Officer) -> QuerySet[Upload]:
    """The county's uploads, newest first."""
    return (
        Upload.objects.filter(county__in=officer.counties)
        .select_related("uploaded_by", "approved_by")
        .order_by("-uploaded_at")
    )


def remarks_of(upload: Upload, kind: str = "") -> QuerySet[Remark]:
    """In the order of the file. Open them with `problems`."""
    found = Remark.objects.filter(upload=upload)
    return (found.filter(kind=kind) if kind else found).order_by("position", "pk")


class Told(NamedTuple):
    """A remark, opened."""

    error: bool
    problem: Problem


def told(upload: Upload, remarks: QuerySet[Remark] | list[Remark]) -> list[Told]:
    """What the remarks say. They may repeat a name or a number, so the look is noted."""
    looked_at(upload.pk, f"查看 {upload.name} 的检查意见")
    return [Told(remark.kind == Remark.Kind.ERROR, staging.problem_of(remark)) for remark in remarks]


class Town(NamedTuple):
    """What comes into one town."""

    name: str
    households: int
    persons: int
    monthly_fen: int


def by_town(upload: Upload) -> list[Town]:
    """New families by town, for the one who lets them in."""
    sums = (
        StagedFamily.objects.filter(upload=upload, standing=False)
        .annotate(at=Substr("place", 1, int(Level.TOWN)))
        .values("at")
        .annotate(households=Count("pk"), people=Sum("persons"), fen=Sum("monthly_fen"))
        .order_by("at")
    )
    names = spoken_names([row["at"] for row in sums])
    return [Town(names.get(r["at"], r["at"]), r["households"], r["people"], r["fen"]) for r in sums]


class FamilyLine(NamedTuple):
    """One staged family as the list shows it."""

    head_name: str
    head_id: str
    village: str
    members: int
    persons: int
    monthly_fen: int
    start: str
    account: str
    standing: bool


def families_of(upload: Upload) -> QuerySet[StagedFamily]:
    return StagedFamily.objects.filter(upload=upload).order_by("number")


def lines(upload: Upload, families: list[StagedFamily]) -> list[FamilyLine]:
    """One page of staged families, opened; the look is noted."""
    looked_at(upload.pk, f"查看 {upload.name} 的待入库名单")
    names = spoken_names({family.place for family in families})
    sizes = dict(
        StagedPerson.objects.filter(upload=upload, family__in=[f.number for f in families])
        .values_list("family")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [_line(family, names, sizes.get(family.number, 0)) for family in families]


def _line(family: StagedFamily, names: dict[str, str], members: int) -> FamilyLine:
    content = staging.read(family.content)
    return FamilyLine(
        content["head_name"],
        content["head_id"],
        names.get(family.place, family.place),
        members,
        family.persons,
        family.monthly_fen,
        f"{content['start']:%Y-%m}",
        content.get("account", ""),
        family.standing,
    )


def find(officer: Officer, upload_id: UUID) -> Upload | None:
    """One upload of the county; None elsewhere."""
    return uploads_of(officer).filter(pk=upload_id).first()
