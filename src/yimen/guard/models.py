"""What the installation is: real or synthetic, and its day."""

from django.db import models

from yimen.guard.policies import ReferenceTable


class Installation(models.Model):
    """One row. `synthetic` is set when the demo county is made and never changes afterwards."""

    synthetic = models.BooleanField("模拟数据库")
    clock_shift_days = models.IntegerField("拨日天数", default=0)
    county = models.CharField("本级区划", max_length=6)

    guard = ReferenceTable()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(synthetic=True) | models.Q(clock_shift_days=0),
                name="only_synthetic_clock_moves",
            ),
        ]
