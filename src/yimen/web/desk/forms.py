"""The forms of the steps. Each error names its field; files are checked again where they are kept."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yimen.cases.models import Hearing, Objection
from yimen.network.models import User
from yimen.web.shell_forms import PlainForm


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files of one kind."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFiles, self).clean(file, initial) for file in files]


def _day() -> forms.DateInput:
    """A date picker takes its value as 2026-11-22, whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _photos(label: str, *, required: bool = True, help_text: str = "") -> ManyFiles:
    return ManyFiles(
        label=label, required=required, help_text=help_text,
        error_messages={"required": f"请选择{label}。"}, widget=ManyFilesInput(attrs={"accept": "image/*"}),
    )  # fmt: skip


def _text(label: str, *, required: bool = True, rows: int = 3, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=500,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": f"请填写{label}。"},
    )  # fmt: skip


class StepForm(PlainForm):
    """Carries the version of the case the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Nothing(StepForm):
    """A step that needs no words."""


class CorrectionForm(StepForm):
    missing = forms.MultipleChoiceField(
        label="缺少的材料", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="其他缺少的材料", required=False, help_text="一行一项；可在“：”之后写明如何补齐。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, missing: list[str] = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        self.fields["missing"].choices = [(item, item) for item in missing]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("missing") and not (data.get("others") or "").strip():
            raise forms.ValidationError("请勾选或写出至少一项缺少的材料。")
        return data

    def papers(self) -> list[tuple[str, str]]:
        """(item, how to supply it) of the whole list."""
        lines = [(item, "在手机“我的申请”补充，或带到窗口") for item in self.cleaned_data["missing"]]
        for line in self.cleaned_data["others"].splitlines():
            if line.strip():
                item, _, how = line.strip().partition("：")
                lines.append((item, how or "带到窗口，或在手机“我的申请”上传"))
        return lines


class SurveyStepForm(StepForm):
    visited_on = forms.DateField(label="入户日期", widget=_day())
    visited_time = forms.TimeField(label="入户时间", widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label="地点", max_length=200)
    second = forms.ModelChoiceField(label="另一名调查人员", queryset=User.objects.none())
    present = forms.CharField(label="在场家庭成员", max_length=120)
    housing = _text("住房情况", rows=2)
    living = _text("家庭生活状况", rows=3)
    labour = _text("劳动与收入情况", required=False, rows=2)
    neighbours = _text("邻里访问", required=False, rows=2)
    differences = _text("与申报不同之处", required=False, rows=2)
    conclusion = _text("调查结论", rows=2)
    outside = _photos("住房外景照片", required=False, help_text="初次入户至少 2 张")
    inside = _photos("住房内景照片", required=False, help_text="初次入户至少 2 张")
    signatures = _photos("签名照片", help_text="调查人员与在场成员在调查表上的签名")

    def __init__(self, *args: Any, colleagues: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if colleagues is not None:
            self.fields["second"].queryset = colleagues  # type: ignore[attr-defined]

    def visited_at(self, zone: Any) -> datetime:
        return datetime.combine(self.cleaned_data["visited_on"], self.cleaned_data["visited_time"], zone)


class PaperAuthorisationForm(PlainForm):
    """A numbered paper form, signed at the window: who signed, the printed number typed back, its photo."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    signer = forms.ChoiceField(label="签署人")
    number = forms.CharField(label="授权书编号", max_length=32, help_text="照纸质授权书上印的编号填写")
    paper = forms.FileField(label="授权书照片", error_messages={"required": "请上传授权书照片。"})

    def __init__(self, *args: Any, signers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].choices = signers  # type: ignore[attr-defined]


class TellForm(StepForm):
    how = forms.CharField(label="告知方式", max_length=60, initial="当面告知并交付告知书")


class HearingAnswerForm(PlainForm):
    answer = _text("家庭意见")
    evidence = forms.FileField(label="佐证材料", required=False)


class HearingSettleForm(PlainForm):
    outcome = forms.ChoiceField(
        label="处理结果", widget=forms.RadioSelect,
        choices=[(o.value, o.label) for o in Hearing.Outcome if o != Hearing.Outcome.WAITING],
    )  # fmt: skip
    handling = _text("复查情况", required=False)


class CloseQuestionForm(StepForm):
    """认定 of one open question. The control of `value` follows the kind of the fact."""

    fact = forms.CharField(widget=forms.HiddenInput)
    person = forms.UUIDField(widget=forms.HiddenInput, required=False)
    value = forms.CharField(label="认定结果", max_length=40)
    reason = _text("认定理由", rows=2)
    evidence = forms.FileField(label="佐证材料", error_messages={"required": "请上传佐证材料。"})


class OpinionForm(StepForm):
    opinion = _text("意见")


class ReasonsForm(StepForm):
    reasons = _text("理由")


class RefusalForm(StepForm):
    reasons = _text("不予确认的理由", help_text="写给申请人看；系统会另附每项条件的数据和条款。")


class PhotosForm(PlainForm):
    photos = _photos("公示栏照片", help_text="能看清公示内容和周围环境，至少一张")


class ObjectionForm(PlainForm):
    handling = forms.ChoiceField(
        label="处理方式", widget=forms.RadioSelect,
        choices=[(h.value, h.label) for h in Objection.Handling if h != Objection.Handling.OPEN],
    )  # fmt: skip
    result = _text("复查结果")


class ServeForm(PlainForm):
    recipient = forms.CharField(label="签收人", max_length=60)
    served_on = forms.DateField(label="送达日期", widget=_day())
    receipt = forms.FileField(label="送达回证照片", required=False)

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_served_on(self) -> date:
        day: date = self.cleaned_data["served_on"]
        if self.today and day > self.today:
            raise forms.ValidationError("送达日期不能晚于今天。")
        return day


class MonthForm(PlainForm):
    month = forms.CharField(label="发放月份", widget=forms.TextInput(attrs={"type": "month"}))
