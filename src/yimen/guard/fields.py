"""Sealed text: encrypted per field, opened only when code reads the attribute.

The row's UUID is part of the seal, so a model with sealed fields has a UUID primary key made before insert.
"""

from typing import Any
from uuid import UUID

from django.db import models

from yimen.core.errors import YimenError
from yimen.guard.keys import keyring


class SealedFieldError(YimenError):
    code = "sealed_field"


class _Opening:
    """The attribute on the class: plain text in, plain text out; ciphertext only between here and the database."""

    def __init__(self, field: "SealedText") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if (
            self.field.attname not in instance.__dict__
        ):  # left out by .only() or .defer(): not the same as empty
            instance.refresh_from_db(fields=[self.field.attname])
        held = instance.__dict__[self.field.attname]
        if isinstance(held, bytes | memoryview):
            return keyring().open(bytes(held), self.field.place(instance.pk)).decode()
        return held

    def __set__(self, instance: models.Model, value: str | bytes | None) -> None:
        instance.__dict__[self.field.attname] = value


class SealedText(models.BinaryField):
    """Text sealed with table, column and row id; NULL is NULL, the empty text is text."""

    # what type checkers see on a row
    _pyi_private_set_type: str | None
    _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = True
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Opening(self))

    def place(self, row: UUID) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}.{row}".encode()

    def seal(self, row: UUID, text: str | None) -> bytes | None:
        """Ciphertext for loading rows in bulk."""
        return None if text is None else keyring().seal(text.encode(), self.place(row))

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, str):
            return self.seal(model_instance.pk, held)
        return None if held is None else bytes(held)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            raise SealedFieldError(
                f"加密字段 {self.model._meta.db_table}.{self.column} 不能直接查询或批量更新；查找请用盲索引，修改请逐行保存。"
            )
        return super().get_prep_value(value)

    def value_from_object(self, obj: models.Model) -> Any:
        return getattr(obj, self.name)
