"""Step 7: each adult allows the check with a code sent to their own phone; a guardian signs for those who cannot."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yimen.documents.uploads import UploadRefused
from yimen.guard import clock
from yimen.intake import drafts, signing
from yimen.intake.checks import Form, may_sign, read_form
from yimen.intake.drafts import NoSuchMember, Seen
from yimen.intake.numbers import AUTHORISATION, new_number
from yimen.intake.queries import OpenDraft
from yimen.intake.reading import PersonRead
from yimen.intake.signing import CannotSign, Duty, NumberRefused
from yimen.intake.texts import AUTHORISATION_TEXT
from yimen.notifications import codes
from yimen.notifications.channel import NoChannel
from yimen.notifications.channel import channel as channel_
from yimen.notifications.codes import BadPhone, CodeRefused, TooManyCodes
from yimen.web.citizen.papers import ACCEPT
from yimen.web.citizen.steps import BY_KEY, STEPS, draft_view
from yimen.web.requests import CitizenRequest
from yimen.web.shell_forms import PlainForm

SIGN = BY_KEY["sign"]


class CodeForm(PlainForm):
    """The signer's phone, for whom they sign, and the code."""

    phone = forms.CharField(
        label="手机号码", widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    wards = forms.MultipleChoiceField(
        label="同时作为监护人代签", required=False, widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="本人已阅读并同意以上授权", required=False)
    code = forms.CharField(
        label="验证码", required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "7"}),
    )  # fmt: skip

    def __init__(self, *args: Any, wards: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wards"].choices = wards  # type: ignore[attr-defined]
        if not wards:
            del self.fields["wards"]


class PaperForm(PlainForm):
    """A signed form: the number printed on it, typed back, and its photo."""

    number = forms.CharField(label="授权书编号", help_text="纸质授权书右上角的编号，SQ 开头。")
    signer = forms.ChoiceField(label="签字人")
    paper = forms.FileField(label="授权书照片", widget=forms.FileInput(attrs={"accept": ACCEPT}))

    def __init__(self, *args: Any, signers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].choices = signers  # type: ignore[attr-defined]


@draft_view(methods=("GET",))
def sign(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """Every member and how the authorisation stands."""
    form, duties = _duties(held)
    context = {
        **_frame(),
        "duties": [_shown(duty, form) for duty in duties],
        "electronic": channel_() is not None,
        "done": all(duty.standing in ("signed", "later") for duty in duties),
    }
    return render(request, "m/apply/sign.html", context)


@draft_view()
def sign_one(request: CitizenRequest, held: OpenDraft, member_id: UUID) -> HttpResponse:
    """One adult signs, for themselves and for those they are guardian of; or hands in the signed paper form."""
    form, duties = _duties(held)
    duty = next((d for d in duties if d.person.id == member_id), None)
    person = next((p for p in form.persons if p.id == member_id), None)
    if person is None:
        raise NoSuchMember(member=member_id.hex)
    page = _SignPage(request, held, form, person, duty, duties)
    do = request.POST.get("do", "") if request.method == "POST" else "show"
    return {
        "code": page.ask_code,
        "sign": page.sign,
        "paper": page.paper,
        "later": page.later,
    }.get(do, page.show)()


class _SignPage:
    """The page of one member: a method for each thing its buttons do."""

    def __init__(
        self,
        request: CitizenRequest,
        held: OpenDraft,
        form: Form,
        person: PersonRead,
        duty: Duty | None,
        duties: list[Duty],
    ) -> None:
        self.request, self.held, self.form, self.person, self.duty = request, held, form, person, duty
        self.can_sign = may_sign(person, clock.today())
        self.wards = [
            (d.person.id.hex, d.person.name)
            for d in duties
            if d.guardian and d.person.id != person.id and d.standing != "signed"
        ]
        data = request.POST if request.method == "POST" else None
        coded = data if data and data.get("do") in ("code", "sign") else None
        initial = {"phone": person.phone or "", "wards": [key for key, _ in self.wards]}
        self.code_form = CodeForm(coded, wards=self.wards if self.can_sign else [], initial=initial)
        on_paper = data if data and data.get("do") == "paper" else None
        files = request.FILES if on_paper else None
        self.paper_form = PaperForm(on_paper, files, signers=self._signers(), prefix="paper")

    def _signers(self) -> list[tuple[str, str]]:
        """Oneself where of full capacity, else the adults of the file."""
        if self.can_sign:
            return [(self.person.id.hex, self.person.name)]
        return [(p.id.hex, p.name) for p in self.form.persons if may_sign(p, clock.today())]

    def show(self, status: int = 200, sent: bool = False) -> HttpResponse:
        phone = self.person.phone or ""
        purpose = signing.code_purpose(self.person.id)
        context = {
            **_frame(),
            "person": self.person,
            "duty": self.duty,
            "can_sign": self.can_sign,
            "wards": self.wards,
            "guardians": self._signers() if not self.can_sign else [],
            "code_form": self.code_form,
            "paper_form": self.paper_form,
            "paper_number": new_number(AUTHORISATION, clock.today()) if settings.SYNTHETIC else "",
            "text": AUTHORISATION_TEXT,
            "electronic": channel_() is not None,
            "sent": sent or "sent" in self.request.GET,
            "shown_code": codes.shown(phone, purpose, clock.now()) if phone else None,
            "previous_url": SIGN.url,
        }
        return render(self.request, "m/apply/sign_one.html", context, status=status)

    def ask_code(self) -> HttpResponse:
        """Send the code to the signer's own phone; a number typed here becomes theirs."""
        self.code_form.is_valid()
        try:
            phone = codes.normalise_phone(self.code_form.cleaned_data.get("phone", ""))
            self._keep_phone(phone)
            address = self.request.META.get("REMOTE_ADDR", "")
            signing.ask_code(self.person.name, self.person.id, phone, address=address, now=clock.now())
        except (BadPhone, NoChannel, TooManyCodes) as refusal:
            self.code_form.add_error("phone", refusal.message)
            return self.show(429 if isinstance(refusal, TooManyCodes) else 422)
        return redirect(f"{SIGN.url}{self.person.id}/?sent=1#id_code")

    def _keep_phone(self, phone: str) -> None:
        if phone == self.person.phone:
            return
        section = f"member:{self.person.id.hex}"
        values = {**self.held.content.get(section), "phone": phone}
        seen = Seen(self.held.content.version(section), "sign")
        drafts.save_section(self.held.id, section, values, seen=seen, now=clock.now())

    def sign(self) -> HttpResponse:
        form = self.code_form
        form.is_valid()
        if not form.cleaned_data.get("agreed"):
            form.add_error("agreed", "请阅读授权内容并勾选。")
        if not form.cleaned_data.get("code"):
            form.add_error("code", "请填写短信里的 6 位验证码。")
        if form.errors:
            return self.show(422, sent=True)
        own = [self.person.id] if self.duty is not None else []
        wards = [UUID(hex=ward) for ward in form.cleaned_data.get("wards", [])]
        try:
            signing.sign_draft(
                self.held.id, self.form, self.person.id, [*own, *wards],
                code=form.cleaned_data["code"], now=clock.now(),
            )  # fmt: skip
        except CodeRefused as refusal:  # caught here, so that the failed try stays counted
            form.add_error("code", refusal.message)
            return self.show(422, sent=True)
        except CannotSign as refusal:
            form.add_error(None, refusal.message)
            return self.show(422, sent=True)
        messages.success(self.request, f"{self.person.name} 已签署核对授权。")
        return redirect(SIGN.url)

    def paper(self) -> HttpResponse:
        form = self.paper_form
        if not form.is_valid():
            return self.show(422)
        upload = form.cleaned_data["paper"]
        try:
            with transaction.atomic():
                file = drafts.add_file(
                    self.held.id,
                    "authorisation",
                    upload.name,
                    upload.read(),
                    member=self.person.id,
                    now=clock.now(),
                )
                signing.sign_draft_on_paper(
                    self.held.id, self.form, self.person.id, UUID(hex=form.cleaned_data["signer"]),
                    number=form.cleaned_data["number"], paper=file, now=clock.now(),
                )  # fmt: skip
        except (UploadRefused, NumberRefused, CannotSign) as refusal:
            form.add_error("paper" if isinstance(refusal, UploadRefused) else "number", refusal.message)
            return self.show(422)
        messages.success(self.request, f"已收下{self.person.name}的纸质授权书。")
        return redirect(SIGN.url)

    def later(self) -> HttpResponse:
        """Or not later after all."""
        now_later = self.person.id.hex not in self.held.content.later
        drafts.sign_later(self.held.id, self.person.id.hex, now_later, clock.now())
        return redirect(SIGN.url)


def _duties(held: OpenDraft) -> tuple[Form, list[Duty]]:
    form, _ = read_form(held.content, on=clock.today(), synthetic=settings.SYNTHETIC)
    return form, signing.duties(held.draft, form, held.content, clock.today())


STANDINGS = {
    "signed": ("green", "已签署"),
    "changed": ("red", "需重新签署"),
    "later": ("amber", "以后到窗口签"),
    "open": ("grey", "未签署"),
}


def _shown(duty: Duty, form: Form) -> dict[str, Any]:
    tone, words = STANDINGS[duty.standing]
    names = {person.id: person.name for person in form.persons}
    signer = names.get(duty.signature.signer, "") if duty.signature else ""
    return {
        "person": duty.person,
        "guardian": duty.guardian,
        "standing": duty.standing,
        "tone": tone,
        "words": words,
        "signer": signer if duty.guardian else "",
        "number": duty.signature.number if duty.signature and duty.standing == "signed" else "",
        "url": f"{SIGN.url}{duty.person.id}/",
    }


def _frame() -> dict[str, Any]:
    return {
        "step": SIGN,
        "step_names": [step.label for step in STEPS],
        "previous_url": BY_KEY["papers"].url,
        "next_url": BY_KEY["review"].url,
    }
