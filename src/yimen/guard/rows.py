"""The columns every area row carries."""

from django.db import models

from yimen.guard.policies import AreaTable


class AreaRow(models.Model):
    """A row that belongs to an area: the managing area of its file. Codes as GB/T 2260 extended (6, 9, 12 digits)."""

    county = models.CharField("县级区划", max_length=6)
    town = models.CharField("乡级区划", max_length=9)
    village = models.CharField("村级区划", max_length=12)

    guard = AreaTable()

    class Meta:
        abstract = True

    def take_area_of(self, other: "AreaRow") -> None:
        """This row lies where its file lies."""
        self.county, self.town, self.village = other.county, other.town, other.village


def area_of(row: AreaRow) -> dict[str, str]:
    """The three codes as keyword arguments for a row that follows `row`."""
    return {"county": row.county, "town": row.town, "village": row.village}
