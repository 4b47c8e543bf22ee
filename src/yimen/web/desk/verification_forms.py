"""Asking again: which sources, and why."""

from collections.abc import Mapping
from typing import Any

from django import forms


class AskAgainForm(forms.Form):
    """No source chosen: only the family's corrected statement is compared anew."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="申请人对哪一项有异议、提供了什么证据；或者等到了哪个来源。",
        error_messages={"required": "请填写再次核对的理由。"},
    )
    sources = forms.MultipleChoiceField(
        label="再次询问的来源",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选则不再询问，只按更正后的申报重新比对。没有选的来源沿用原来的答复。",
    )

    def __init__(self, *args: Any, sources: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sources"].choices = list(sources.items())  # type: ignore[attr-defined]
