"""Step 6: photos and PDFs of papers. What departments can supply is not asked for (D57 §10)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yimen.documents import files
from yimen.documents.models import Attachment
from yimen.documents.uploads import UploadRefused
from yimen.guard import clock
from yimen.intake import drafts
from yimen.intake.content import Content, person_id
from yimen.intake.drafts import TooMany
from yimen.intake.models import DraftFile
from yimen.intake.queries import OpenDraft
from yimen.web.citizen.downloads import as_download
from yimen.web.citizen.steps import BY_KEY, STEPS, draft_view
from yimen.web.requests import CitizenRequest
from yimen.web.shell_forms import PlainForm

PAPERS = BY_KEY["papers"]
KINDS = ("id_card", "register", "income", "illness", "disability", "other")
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; each is judged when it is taken."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class UploadForm(PlainForm):
    kind = forms.ChoiceField(label="是什么材料")
    member = forms.ChoiceField(label="谁的", required=False)
    picked = FilesField(
        label="拍照或选择文件", required=True, widget=SeveralFiles(attrs={"accept": ACCEPT}),
        help_text="照片（JPG、PNG）或 PDF，可一次选几个，每个不超过 50 MB。",
    )  # fmt: skip

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Attachment.Kind.choices)
        self.fields["kind"].choices = [(kind, labels[kind]) for kind in KINDS]  # type: ignore[attr-defined]
        self.fields["member"].choices = [("", "全家"), *members]  # type: ignore[attr-defined]


@draft_view()
def papers(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """The papers so far; more are added here."""
    names = [(member, held.content.name(member)) for member in held.content.members]
    form = UploadForm(request.POST or None, request.FILES or None, members=names)
    status = 200
    if request.method == "POST":
        if form.is_valid() and not _take(request, held, form):
            return redirect(PAPERS.url)
        status = 422
    uploaded = held.draft.files.exclude(kind="authorisation").order_by("uploaded_at")
    context = {
        "step": PAPERS,
        "step_names": [step.label for step in STEPS],
        "form": form,
        "files": [_row(file, held.content) for file in uploaded],
        "wanted": _wanted(held.content),
        "previous_url": BY_KEY["account"].url,
        "next_url": BY_KEY["sign"].url,
    }
    return render(request, "m/apply/papers.html", context, status=status)


def _take(request: HttpRequest, held: OpenDraft, form: UploadForm) -> bool:
    """Keep every file that can be kept; True when one was refused, with its sentence at the field."""
    member = form.cleaned_data["member"]
    refused = False
    for file in form.cleaned_data["picked"]:
        try:
            drafts.add_file(
                held.id, form.cleaned_data["kind"], file.name or "", file.read(),
                member=person_id(member) if member else None, now=clock.now(),
            )  # fmt: skip
        except (UploadRefused, TooMany) as refusal:
            form.add_error("picked", refusal.message)
            refused = True
    if not refused:
        messages.success(request, "已上传。")
    return refused


@draft_view(methods=("POST",))
def remove_paper(request: CitizenRequest, held: OpenDraft, file_id: UUID) -> HttpResponse:
    drafts.remove_file(held.id, file_id, clock.now())
    messages.success(request, "已删除。")
    return redirect(PAPERS.url)


@draft_view(methods=("GET",))
def paper(request: CitizenRequest, held: OpenDraft, file_id: UUID) -> HttpResponse:
    """One's own file, as a download."""
    file = held.draft.files.filter(pk=file_id).first()
    if file is None:
        raise Http404
    return as_download(file.name, file.media_type, files.read(file.pk))


def _row(file: DraftFile, content: Content) -> dict[str, Any]:
    owner = file.member.hex if file.member else ""
    return {
        "file": file,
        "kind": file.get_kind_display(),
        "owner": content.name(owner) if owner in content.members else "全家",
        "picture": file.media_type.startswith("image/"),
    }


def _wanted(content: Content) -> list[str]:
    """What would help, by what was stated; everything else is looked up."""
    wanted = []
    for member, typed in content.each():
        name = content.name(member)
        if typed.get("major_illness") == "yes":
            wanted.append(f"{name}的诊断证明或病历")
        if typed.get("disability_kind") not in (None, "", "none"):
            wanted.append(f"{name}的残疾证")
        if typed.get("id_kind") in ("none_yet", "other"):
            wanted.append(f"{name}的户口簿页或其他证件")
    return wanted
