"""Form fields that desk, phone and public pages share: money in fen, days, numbers of persons, phones.

``PlainForm`` says in words what is missing: “请填写姓名。” rather than “这个字段是必填项。”.
"""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from yimen.core.errors import YimenError
from yimen.core.ids import check_resident_id
from yimen.core.money import format_yuan, parse_yuan
from yimen.web.shell_fields import kind_of

_VERBS = {"select": "选择", "radio": "选择", "checks": "选择", "file": "上传"}


class PlainForm(forms.Form):
    """Base of our forms. ``summary_label`` stands before the field names in the error summary."""

    summary_label = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self._word_required(self[name])

    def _word_required(self, bound: forms.BoundField) -> None:
        kind = kind_of(bound)
        wanted = (
            f"请勾选“{bound.label}”。" if kind == "check" else f"请{_VERBS.get(kind, '填写')}{bound.label}。"
        )
        bound.field.error_messages["required"] = wanted


class YuanField(forms.CharField):
    """An amount typed in yuan, kept in fen. An empty field is None: not known, never zero."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, negative: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.negative = negative

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_yuan(text, negative=self.negative)
        except YimenError as refused:
            raise ValidationError(refused.message) from refused

    def prepare_value(self, value: Any) -> Any:
        return format_yuan(value, marks=False) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class DayField(forms.DateField):
    """A day: the browser's own picker, and the ways people write days."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
    default_error_messages = {"invalid": "日期看不懂。请按“2026-11-22”的样子填写。"}


class ResidentIdField(forms.CharField):
    """A resident ID number, normalised to eighteen characters. What only deserves a look is left to the page.

    ``on``: births after that day are refused; give the day of the installation.
    """

    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text", "maxlength": 24})

    def __init__(self, *, on: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on = on

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        check = check_resident_id(text, synthetic=settings.SYNTHETIC, on=self.on)
        if check.error is not None:
            raise ValidationError(check.error.sentence, code=check.error.code)
        return check.text


class MobileField(forms.RegexField):
    """A mobile number of eleven digits, as codes are sent to."""

    widget = forms.TextInput(
        attrs={"type": "tel", "inputmode": "numeric", "autocomplete": "tel", "maxlength": 11}
    )
    default_error_messages = {"invalid": "手机号应为 11 位数字，以 1 开头。请核对。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^1[3-9]\d{9}$", **kwargs)
