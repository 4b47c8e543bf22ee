"""Steps 2 and 3: the family's members, one a page, and what each of them earns."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yimen.cases.queries import duplicate_guard
from yimen.core.ids import check_resident_id
from yimen.core.money import format_yuan
from yimen.guard import clock
from yimen.intake import drafts
from yimen.intake.checks import needs_guardian, read_form
from yimen.intake.content import Content
from yimen.intake.drafts import NoSuchMember, TooMany
from yimen.intake.faults import Fault
from yimen.intake.queries import OpenDraft
from yimen.intake.reading import INCOME_ASKED, read_incomes, read_person
from yimen.people.models import Membership, Person
from yimen.web.citizen.steps import BY_KEY, STEPS, SectionPage, draft_view, section_page
from yimen.web.citizen.typed import TypedForm, box, choice, or_choose, text, yes_no, yuan
from yimen.web.requests import CitizenRequest

MEMBERS, INCOME = BY_KEY["members"], BY_KEY["income"]
LOOK = {"hx-post": "/m/check-id/", "hx-trigger": "change", "hx-target": "#id-note", "hx-swap": "innerHTML",
        "hx-params": "id_number", "hx-sync": "this", "maxlength": "24"}  # fmt: skip


class MemberForm(TypedForm):
    must: ClassVar[frozenset[str]] = frozenset({"name", "relation", "id_number"})

    kind = forms.CharField(required=False, initial="member", widget=forms.HiddenInput)
    name = text("姓名", help="与身份证或户口簿一致。")
    relation = choice("与户主关系", or_choose(Membership.Relation.choices))
    id_kind = choice("证件", Person.IdKind.choices)
    id_number = text("身份证号码", **LOOK)
    birth_date = text("出生日期", type="date")
    sex = choice("性别", or_choose(Person.Sex.choices))
    phone = text("手机号码", help="成年人填本人的号码，签署核对授权时要接收验证码。", inputmode="tel")
    local_registration = yes_no("户口在本地")
    married = yes_no("已婚")
    study = choice("就学情况", or_choose(Person.Study.choices, "请选择（可不填）"))
    labour_ability = choice("劳动能力", or_choose(Person.LabourAbility.choices, "请选择（可不填）"))
    major_illness = yes_no("患重特大疾病", "恶性肿瘤、尿毒症等，以当地认定为准。")
    disability_kind = choice("残疾证类别", or_choose(Person.Disability.choices, "请选择（可不填）"))
    disability_grade = choice(
        "残疾等级", [("", "请选择"), ("1", "一级"), ("2", "二级"), ("3", "三级"), ("4", "四级")]
    )
    full_capacity = yes_no(
        "能够独立办理自己的事务", "成年人因智力、精神等原因不能辨认自己行为的，选“否”，由监护人代签授权。"
    )
    current_programme = choice("正在享受的救助", or_choose(Person.Cover.choices, "请选择（可不填）"))
    half_orphan = yes_no("父母一方已去世", "只问未成年人。")


class SupporterForm(TypedForm):
    """赡养、抚养、扶养义务人 living apart: who they are and how to reach them."""

    must: ClassVar[frozenset[str]] = MemberForm.must

    kind = forms.CharField(required=False, initial="supporter", widget=forms.HiddenInput)
    name = text("姓名", help="与身份证一致。")
    relation = choice("是户主的", or_choose(c for c in Membership.Relation.choices if c[0] != "head"))
    id_kind = choice("证件", Person.IdKind.choices)
    id_number = text("身份证号码", **LOOK)
    birth_date = text("出生日期", type="date")
    sex = choice("性别", or_choose(Person.Sex.choices))
    phone = text("手机号码", inputmode="tel")


class IncomeForm(TypedForm):
    nothing = box("没有任何收入", "勾选后下面五类收入都按“没有”填报。")
    wage = yuan("工资、打工收入", "税后，含奖金、津贴。")
    wage_detail = text("在哪里、做什么工作")
    business = yuan("种植、养殖、做生意", "扣除成本后的净收入，全年的除以 12。")
    business_detail = text("种养、经营的内容")
    property_income = yuan("利息、分红、租金、土地流转")
    transfer = yuan("养老金、赡养费等", "养老金、失业金、遗属补助、别人给的赡养费。")
    transfer_detail = text("是哪一种、谁给的")
    other_income = yuan("其他收入")
    basic_pension = yuan("其中：城乡居民基础养老金", "60 岁以上每月领取的基础养老金，按规定不计入收入。")
    exempt_income = yuan("其中：优抚金、奖学金、救助金等", "按规定不计入收入的部分。")
    employment_cost = yuan("上班必须的花费", "交通、食宿等，可以从收入中扣除。")
    rigid_expenditure = yuan("残疾、重病自己负担的必须支出", "看病、康复、护理，每月平均。")


def _read_member(held: OpenDraft, member: str) -> Any:
    return lambda content: [
        *read_person(content, member, on=clock.today(), synthetic=settings.SYNTHETIC)[1],
        *(
            f
            for f in read_form(content, on=clock.today(), synthetic=settings.SYNTHETIC)[1]
            if _between(f, member)
        ),
    ]


def _between(fault: Fault, member: str) -> bool:
    """What the member's own section cannot know: the same number twice, a second head or spouse."""
    told = ("相同", "都选了户主", "已经有一位")
    return fault.section == f"member:{member}" and any(words in fault.sentence for words in told)


@draft_view()
def members(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """The members so far; one is added here."""
    if request.method == "POST":
        kind = "supporter" if request.POST.get("kind") == "supporter" else "member"
        try:
            added = drafts.add_member(held.id, kind, clock.now())
        except TooMany as refusal:
            messages.error(request, refusal.message)
            return redirect(MEMBERS.url)
        return redirect(f"{MEMBERS.url}{added}/")
    return render(request, "m/apply/members.html", {**_frame(MEMBERS), **family_rows(held.content)})


@draft_view()
def member(request: CitizenRequest, held: OpenDraft, member_id: str) -> HttpResponse:
    """One member, or one relative living apart."""
    content = held.content
    drafts.require_member(content, member_id)
    supporter = content.member(member_id).get("kind") == "supporter"

    page = SectionPage(
        step=MEMBERS,
        section=f"member:{member_id}",
        template="m/apply/member.html",
        make=SupporterForm if supporter else MemberForm,
        read=_read_member(held, member_id),
        next_url=MEMBERS.url,
        previous_url=MEMBERS.url,
        context={
            "member": member_id,
            "name": content.name(member_id),
            "supporter": supporter,
            "removable": len(content.members) > 1,
            "next_label": "保存",
        },
    )
    return section_page(request, held, page)


@draft_view(methods=("POST",))
def remove_member(request: CitizenRequest, held: OpenDraft, member_id: str) -> HttpResponse:
    try:
        name = held.content.name(member_id) if member_id in held.content.members else ""
        drafts.remove_member(held.id, member_id, clock.now())
        messages.success(request, f"已删除{name}。")
    except NoSuchMember as gone:
        messages.info(request, gone.message)
    return redirect(MEMBERS.url)


@draft_view(methods=("POST",))
def check_id(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """At the moment a number is typed: is it right, and is this person helped elsewhere (在保校验)?"""
    check = check_resident_id(
        request.POST.get("id_number", ""), synthetic=settings.SYNTHETIC, on=clock.today()
    )
    hits = duplicate_guard(check.value.number, request.citizen.actor) if check.value else []
    return render(request, "m/apply/_id_note.html", {"check": check, "hits": hits})


@draft_view(methods=("GET", "POST"))
def incomes(request: CitizenRequest, held: OpenDraft) -> HttpResponse:
    """What is filled in of each member; POST: one of them has no income at all."""
    member_id = request.POST.get("nothing_for", "")
    if request.method == "POST" and member_id in held.content.members:
        seen = drafts.Seen(held.content.version(f"income:{member_id}"), "list")
        values = dict.fromkeys(IncomeForm.base_fields, "") | {"nothing": "yes"}
        drafts.save_section(held.id, f"income:{member_id}", values, seen=seen, now=clock.now())
        return redirect(INCOME.url)
    return render(request, "m/apply/incomes.html", {**_frame(INCOME), **family_rows(held.content)})


@draft_view()
def income(request: CitizenRequest, held: OpenDraft, member_id: str) -> HttpResponse:
    """What one member earns a month; an empty field says: not known."""
    drafts.require_member(held.content, member_id)
    page = SectionPage(
        step=INCOME,
        section=f"income:{member_id}",
        template="m/apply/income.html",
        make=IncomeForm,
        read=lambda content: read_incomes(content, member_id)[1],
        next_url=INCOME.url,
        previous_url=INCOME.url,
        context={"name": held.content.name(member_id), "next_label": "保存"},
    )
    return section_page(request, held, page)


def _frame(step: Any) -> dict[str, Any]:
    position = STEPS.index(step)
    return {
        "step": step,
        "step_names": [each.label for each in STEPS],
        "previous_url": STEPS[position - 1].url,
        "next_url": STEPS[position + 1].url,
    }


def family_rows(content: Content) -> dict[str, Any]:
    """Members and supporters as the lists show them."""
    form, faults = read_form(content, on=clock.today(), synthetic=settings.SYNTHETIC)
    earned = {person.id: [i for i in form.incomes if i.person == person.id] for person in form.persons}
    rows: list[dict[str, Any]] = []
    for key, person in zip(content.members, form.persons, strict=True):
        own = [fault for fault in faults if fault.section == f"member:{key}" and fault.blocks]
        income_faults = [fault for fault in faults if fault.section == f"income:{key}" and fault.blocks]
        rows.append(
            {
                "key": key,
                "name": content.name(key),
                "person": person,
                "relation": dict(Membership.Relation.choices).get(person.relation, "关系未填"),
                "age": person.age_on(clock.today()),
                "faults": len(own),
                "touched": bool(content.member(key).get("name")),
                "income": _income_words(earned[person.id]),
                "income_faults": len(income_faults),
                "guardian": needs_guardian(person, clock.today()),
            }
        )
    return {
        "members": [row for row in rows if row["person"].kind == "member"],
        "supporters": [row for row in rows if row["person"].kind == "supporter"],
        "family_faults": [fault.text for fault in faults if fault.section == "members"],
    }


def _income_words(rows: list[Any]) -> str:
    """What has been declared, in a few words; nothing answered is said to be so."""
    answered = [row for row in rows if row.kind in INCOME_ASKED]
    if not answered:
        return "还没有填"
    known = sum(row.monthly_fen for row in answered)
    left = len(INCOME_ASKED) - len(answered)
    words = f"每月 {format_yuan(known)} 元" if known else "没有收入"
    return f"{words}，还有 {left} 类没填" if left else words
