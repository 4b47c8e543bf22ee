"""How a form field is dressed for the desk and for the phone, and how the errors of forms become one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, RadioSelect, Select, Textarea
from django.forms.boundfield import BoundWidget
from django.forms.widgets import CheckboxSelectMultiple, FileInput


@dataclass(frozen=True, slots=True)
class Skin:
    """The class that each kind of control wears."""

    text: str
    area: str
    select: str
    check: str
    file: str
    bad: str


DESK = Skin("form-control", "form-control", "form-select", "form-check-input", "form-control", "is-invalid")
PHONE = Skin("weui-input", "weui-textarea", "weui-select", "ym-check", "ym-file", "is-invalid")

# Words of a label that leave the input of a phone cell room beside it; longer labels go above.
BESIDE = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary; ``target`` is the id to jump to, empty when it concerns the whole form."""

    label: str
    text: str
    target: str


def prepared(bound: BoundField, skin: Skin, options: dict[str, Any]) -> dict[str, Any]:
    """What the field templates need: the kind of control, and the control itself with its classes and references."""
    kind = kind_of(bound)
    label = options.get("label") or bound.label or ""
    return {
        "field": bound,
        "kind": kind,
        "label": label,
        "control": ""
        if kind in ("radio", "checks")
        else bound.as_widget(attrs=_attributes(bound, skin, kind, options)),
        "help_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
        "choices": _choices(bound, skin) if kind in ("radio", "checks") else (),
        "beside": kind in ("text", "select") and len(label) <= BESIDE,
        **options,
    }


def _choices(bound: BoundField, skin: Skin) -> list[BoundWidget]:
    """The boxes of a group, each in the class of the skin."""
    choices = bound.subwidgets
    for choice in choices:
        choice.data["attrs"]["class"] = skin.check
    return choices


def kind_of(bound: BoundField) -> str:
    """``text``, ``area``, ``select``, ``check`` (one box), ``radio``, ``checks`` (several boxes) or ``file``."""
    widget = bound.field.widget
    kinds = ((RadioSelect, "radio"), (CheckboxSelectMultiple, "checks"), (CheckboxInput, "check"),
             (Select, "select"), (Textarea, "area"), (FileInput, "file"))  # fmt: skip
    return next((kind for widget_class, kind in kinds if isinstance(widget, widget_class)), "text")


def _attributes(bound: BoundField, skin: Skin, kind: str, options: dict[str, Any]) -> dict[str, str]:
    own = bound.field.widget.attrs.get("class", "")
    classes = [own, getattr(skin, kind), skin.bad if bound.errors else ""]
    described = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes = {"class": " ".join(filter(None, classes))}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    attributes |= {name: str(options[name]) for name in ("placeholder", "rows") if name in options}
    return attributes


def problems(form: BaseForm | BaseFormSet) -> Iterator[Problem]:
    """The errors of a form, or of every form of a set, in the order of the page.

    A form may carry ``summary_label`` ("第 2 位成员 王秀兰"), which then stands before the names of its fields.
    """
    if isinstance(form, BaseFormSet):
        for text in form.non_form_errors():
            yield Problem("", text, "")
        for number, each in enumerate(form.forms, start=1):
            yield from _of_form(each, getattr(each, "summary_label", "") or f"第 {number} 行")
        return
    yield from _of_form(form, getattr(form, "summary_label", ""))


def _of_form(form: BaseForm, prefix: str) -> Iterator[Problem]:
    """A message that names its field by itself is not given the name twice."""
    for text in form.non_field_errors():
        yield Problem(prefix, text, "")
    for bound in form:
        for text in bound.errors:
            label = "" if str(bound.label) in text else str(bound.label)
            yield Problem(" ".join(filter(None, (prefix, label))), text, _target(bound))


def _target(bound: BoundField) -> str:
    """The id of the first control of the field: a group of boxes has none of its own."""
    return f"{bound.auto_id}_0" if kind_of(bound) in ("radio", "checks") else str(bound.auto_id)
