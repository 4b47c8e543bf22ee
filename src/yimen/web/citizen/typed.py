"""Forms that keep what was typed. They judge nothing: what is wrong is said by `intake.reading`, once for all channels."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from yimen.intake.faults import Fault

UNKNOWN = ("", "不清楚")
YES_NO = (("", "请选择（可不填）"), ("yes", "是"), ("no", "否"))


class TypedForm(forms.Form):
    """`must`: fields marked 必填.  `typed()`: the values as the draft keeps them.  `mark()`: the faults beside their fields."""

    must: ClassVar[frozenset[str]] = frozenset()
    use_required_attribute = False

    def typed(self) -> dict[str, Any]:
        return {name: _as_typed(self[name].data) for name in self.fields}

    def mark(self, faults: Iterable[Fault]) -> None:
        """Show each fault at its field, or above the form where the field is on no page."""
        self.full_clean()
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, fault.sentence)

    def dressed(self) -> "TypedForm":
        """For the page: the fields that must be filled say so."""
        for name in self.must & set(self.fields):
            self.fields[name].required = True
        return self


class AnyChoice(forms.ChoiceField):
    """A choice whose answer is judged elsewhere."""

    def validate(self, value: Any) -> None:
        return None


class AnyChoices(forms.MultipleChoiceField):
    """Several boxes, judged elsewhere."""

    def validate(self, value: Any) -> None:
        return None


def text(label: str, *, help: str = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(
        label=label, required=False, max_length=None, help_text=help, widget=widget, strip=False
    )


def yuan(label: str, help: str = "") -> forms.CharField:
    return text(label, help=help, inputmode="decimal")


def choice(label: str, choices: Iterable[tuple[str, str]], *, help: str = "", **attrs: str) -> AnyChoice:
    return AnyChoice(
        label=label, required=False, choices=list(choices), help_text=help, widget=forms.Select(attrs=attrs)
    )


def yes_no(label: str, help: str = "") -> AnyChoice:
    return choice(label, YES_NO, help=help)


def box(label: str, help: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help)


def radios(label: str, choices: Iterable[tuple[str, str]], help: str = "") -> AnyChoice:
    return AnyChoice(
        label=label, required=False, choices=list(choices), help_text=help, widget=forms.RadioSelect
    )


def or_choose(choices: Iterable[tuple[str, str]], empty: str = "请选择") -> list[tuple[str, str]]:
    return [("", empty), *choices]


def _as_typed(data: Any) -> Any:
    """Boxes as yes or nothing, lists as lists, text as typed."""
    if isinstance(data, bool):
        return "yes" if data else ""
    if isinstance(data, list):
        return [str(item) for item in data]
    return "" if data is None else str(data)


def as_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Kept values as a form takes its data."""
    return {name: value for name, value in values.items() if value not in ("", None)}
