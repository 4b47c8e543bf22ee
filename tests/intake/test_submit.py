"""提交申请：草稿成为家庭档案，未答的仍然未答，授权和材料一并带入。"""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.county import an_id, offices
from tests.intake.filling import HEAD, HUSBAND, NOW, PHONE, SON, TODAY, a_form, a_photo

from yimen.documents import files
from yimen.documents.models import Attachment
from yimen.guard.keys import blind_index
from yimen.guard.scope import current_scope, scope, system_scope
from yimen.intake import actions, drafts, signing
from yimen.intake.checks import read_form
from yimen.intake.completeness import missing_papers, unauthorised_members
from yimen.intake.content import Content, person_id
from yimen.intake.corrections import MissingPaper, ask_for_papers
from yimen.intake.faults import FormRefused
from yimen.intake.models import Application, Authorisation, Draft, DraftFile, DraftSignature
from yimen.intake.numbers import AUTHORISATION, new_number, read_number
from yimen.intake.queries import stage_of_receipt
from yimen.intake.signing import CannotSign, NumberRefused
from yimen.notifications import codes
from yimen.notifications.codes import CodeRefused
from yimen.notifications.queries import outbox
from yimen.people.accounts import citizen_for, open_account
from yimen.people.models import BankAccount, Household, IncomeItem, Membership, Person, PropertyItem

COUNTY = system_scope(["371311"], actor="town")


@pytest.fixture
def mine(citizen):
    with scope(citizen.scope):
        yield citizen


def a_draft(citizen, content: Content) -> Draft:
    draft = drafts.start_draft(citizen.account, PHONE, NOW)
    draft.content = content.as_text()
    draft.save()
    return draft


def form_of(content: Content):
    return read_form(content, on=TODAY, synthetic=True)[0]


def code_for(person, at=NOW) -> str:
    signing.ask_code(person.name, person.id, person.phone, address="10.0.0.1", now=at)
    code = codes.shown(person.phone, signing.code_purpose(person.id), at)
    assert code
    return code


def sign(draft: Draft, content: Content, signer: int, *members: int, at=NOW) -> list[DraftSignature]:
    form = form_of(content)
    person = form.persons[signer]
    wanted = [form.persons[m].id for m in members]
    return signing.sign_draft(draft.pk, form, person.id, wanted, code=code_for(person, at), now=at)


def filed(citizen, content: Content | None = None) -> Application:
    content = content or a_form()
    draft = a_draft(citizen, content)
    sign(draft, content, 0, 0, 1)
    return actions.submit(draft.pk, promised=True, now=NOW)


# Filing ------------------------------------------------------------------------------------------------------------


def test_a_draft_becomes_a_file(mine):
    application = filed(mine)

    household = Household.objects.get()
    assert (household.county, household.town, household.village) == ("371311", "371311001", "371311001001")
    assert household.registered_address == household.address
    head, son = Person.objects.order_by("birth_date")
    assert (head.name, head.name_pinyin, head.id_last4, head.sex) == (
        "王秀兰",
        "wangxiulan",
        HEAD["id_number"][-4:],
        "female",
    )
    assert head.birth_date == date(1970, 5, 12)
    assert bytes(head.phone_index) == blind_index("phone", PHONE)
    assert application.applicant == head
    assert [m.relation for m in Membership.objects.order_by("person__birth_date")] == ["head", "child"]
    assert son.married is None
    assert son.full_capacity is None
    assert BankAccount.objects.get().number == "6222000011112222331"
    assert PropertyItem.objects.get(kind="vehicle").quantity == 0
    assert PropertyItem.objects.get(kind="house").value_fen is None
    assert {i.monthly_fen for i in IncomeItem.objects.all()} == {0}
    assert read_number(application.receipt_no, "YM") == application.receipt_no
    assert "第六十八条" in application.promise_text
    assert not Draft.objects.exists()


def test_what_was_not_answered_has_no_row(mine):
    filed(mine, a_form(income={"wage": "100"}, property={"vehicle_have": "no"}))
    assert {i.kind for i in IncomeItem.objects.all()} == {"wage"}
    assert [p.kind for p in PropertyItem.objects.all()] == ["vehicle"]


def test_a_filed_application_lacks_nothing_for_acceptance(mine):
    application = filed(mine)
    assert missing_papers(application.pk, TODAY) == []
    assert unauthorised_members(application.household_id, TODAY) == []


def test_the_citizen_sees_the_new_file_at_once_and_at_the_next_request(citizen):
    with scope(citizen.scope):
        application = filed(citizen)
        assert application.household_id in current_scope().households
    again = citizen_for(str(citizen.account))
    assert again
    assert again.households == (application.household_id,)


def test_a_stranger_sees_nothing_of_it(citizen):
    with scope(citizen.scope):
        filed(citizen)
    stranger = citizen_for(str(open_account("13900009999", NOW)))
    assert stranger
    assert stranger.households == ()
    with scope(stranger.scope):
        assert not Household.objects.exists()
        assert not Authorisation.objects.exists()


def test_a_form_with_faults_stores_nothing(mine):
    draft = a_draft(mine, a_form(HEAD | {"id_number": "1"}, SON))
    with pytest.raises(FormRefused) as refusal:
        actions.submit(draft.pk, promised=False, now=NOW)
    said = [fault.text for fault in refusal.value.faults]
    assert any(text.startswith("王秀兰 身份证号码：") for text in said)
    assert "承诺：请阅读承诺内容并勾选。" in said
    assert any(text.startswith("王小明 核对授权：还没有授权") for text in said)
    assert not Household.objects.exists()
    assert Draft.objects.exists()


def test_files_come_along_under_the_same_seal(mine):
    content = a_form()
    draft = a_draft(mine, content)
    sign(draft, content, 0, 0, 1)
    file = drafts.add_file(
        draft.pk, "illness", "病历.jpg", a_photo(), member=person_id(content.members[0]), now=NOW
    )
    actions.submit(draft.pk, promised=True, now=NOW)
    attachment = Attachment.objects.get()
    assert (attachment.pk, attachment.person.name, attachment.kind) == (file.pk, "王秀兰", "illness")
    assert len(files.read(attachment.pk)) == attachment.size
    assert not DraftFile.objects.exists()


def test_the_receipt_goes_to_the_applicants_phone_once(citizen):
    with scope(citizen.scope):
        application = filed(citizen)
    texts = [m.text for m in outbox() if application.receipt_no in m.text]
    assert len(texts) == 1


def test_a_window_files_the_same_form(citizen):
    with scope(COUNTY):
        application = actions.file_form(a_form(), channel="window", promised=True, now=NOW)
        assert (application.channel, application.account_id) == ("window", None)
        assert unauthorised_members(application.household_id, TODAY) == ["王秀兰", "王小明"]


def test_the_head_of_a_family_filed_at_the_window_finds_it_on_the_phone(citizen):
    with scope(COUNTY):
        application = actions.file_form(a_form(), channel="agency", promised=True, now=NOW)
    again = citizen_for(str(citizen.account))
    assert again
    assert application.household_id in again.households


def test_a_window_of_another_county_cannot_file_here(citizen):
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        scope(system_scope(["370911"], actor="elsewhere")),
    ):
        actions.file_form(a_form(), channel="window", promised=True, now=NOW)


def test_a_proxy_is_named(mine):
    place = a_form().get("place") | {"filer": "proxy", "proxy_name": "李代办"}
    application = filed(mine, a_form(place=place))
    assert (application.channel, application.proxy_name) == ("proxy", "李代办")


def test_applying_again_follows_the_earlier_file(mine):
    first = filed(mine)
    content = a_form()
    draft = a_draft(mine, content)
    sign(draft, content, 0, 0, 1, at=NOW + timedelta(minutes=2))
    second = actions.submit(draft.pk, promised=True, now=NOW)
    assert second.household.succeeds == first.household


def test_a_child_without_number_is_filed(mine):
    baby = SON | {
        "id_kind": "none_yet",
        "id_number": "",
        "birth_date": "2026-10-01",
        "sex": "male",
        "study": "preschool",
    }
    filed(mine, a_form(HEAD, baby))
    row = Person.objects.get(name="王小明")
    assert (row.id_number, row.id_index, row.birth_date) == (None, None, date(2026, 10, 1))


# Signing -----------------------------------------------------------------------------------------------------------


def test_each_adult_signs_and_a_guardian_for_the_child(mine):
    content = a_form(HEAD, HUSBAND, SON)
    draft = a_draft(mine, content)
    sign(draft, content, 0, 0, 2)
    sign(draft, content, 1, 1)
    application = actions.submit(draft.pk, promised=True, now=NOW)
    rows = {a.person.name: a for a in Authorisation.objects.all()}
    assert {name: (a.signed_by.name, a.guardian) for name, a in rows.items()} == {
        "王秀兰": ("王秀兰", False), "赵铁柱": ("赵铁柱", False), "王小明": ("王秀兰", True)
    }  # fmt: skip
    assert all(read_number(a.number, AUTHORISATION) for a in rows.values())
    assert rows["王秀兰"].valid_from == TODAY
    assert rows["王秀兰"].valid_until == date(2029, 11, 22)
    assert unauthorised_members(application.household_id, TODAY) == []


def test_nobody_signs_for_another_adult(mine):
    content = a_form(HEAD, HUSBAND)
    draft = a_draft(mine, content)
    with pytest.raises(CannotSign, match=r"赵铁柱 是完全民事行为能力人，须由本人签署"):
        sign(draft, content, 0, 0, 1)


def test_a_minor_cannot_sign(mine):
    content = a_form(HEAD, SON | {"phone": "13700001111"})
    draft = a_draft(mine, content)
    with pytest.raises(CannotSign, match="王小明 不满 18 周岁"):
        sign(draft, content, 1, 1)


def test_who_lacks_capacity_cannot_sign(mine):
    content = a_form(HEAD, HUSBAND | {"full_capacity": "no"})
    draft = a_draft(mine, content)
    with pytest.raises(CannotSign):
        sign(draft, content, 1, 1)
    assert [s.member for s in sign(draft, content, 0, 0, 1, at=NOW + timedelta(minutes=2))] == [
        person_id(m) for m in content.members
    ]


def test_a_stranger_cannot_sign(mine):
    content = a_form()
    draft = a_draft(mine, content)
    with pytest.raises(CannotSign, match="不在这份申请里"):
        signing.sign_draft(draft.pk, form_of(content), draft.pk, [draft.pk], code="000000", now=NOW)


def test_the_code_of_one_adult_does_not_sign_for_the_other(mine):
    content = a_form(HEAD, HUSBAND)
    draft = a_draft(mine, content)
    form = form_of(content)
    code = code_for(form.persons[0])
    with pytest.raises(CodeRefused):
        signing.sign_draft(draft.pk, form, form.persons[1].id, [form.persons[1].id], code=code, now=NOW)
    assert not DraftSignature.objects.exists()


def test_a_changed_name_undoes_the_signature(mine):
    content = a_form()
    draft = a_draft(mine, content)
    sign(draft, content, 0, 0, 1)
    content.put(f"member:{content.members[0]}", HEAD | {"name": "王秀蓝"}, "")
    draft.content = content.as_text()
    draft.save()
    with pytest.raises(FormRefused, match="王秀蓝 核对授权：签署以后姓名或证件号码改过"):
        actions.submit(draft.pk, promised=True, now=NOW)


def test_who_signs_later_at_the_window_is_asked_for_by_the_town(mine):
    content = a_form(HEAD, HUSBAND)
    draft = a_draft(mine, content)
    sign(draft, content, 0, 0)
    drafts.sign_later(draft.pk, content.members[1], True, NOW)
    application = actions.submit(draft.pk, promised=True, now=NOW)
    assert unauthorised_members(application.household_id, TODAY) == ["赵铁柱"]


def test_a_paper_form_has_number_and_photo(mine):
    content = a_form(HEAD, HUSBAND)
    draft = a_draft(mine, content)
    sign(draft, content, 0, 0)
    number = new_number(AUTHORISATION, TODAY)
    paper = drafts.add_file(draft.pk, "authorisation", "授权书.jpg", a_photo(), now=NOW)
    husband = person_id(content.members[1])
    signing.sign_draft_on_paper(
        draft.pk, form_of(content), husband, husband, number=number.lower(), paper=paper, now=NOW
    )
    actions.submit(draft.pk, promised=True, now=NOW)
    row = Authorisation.objects.get(person__name="赵铁柱")
    assert (row.number, row.kind, row.paper_id) == (number, "paper", paper.pk)


@pytest.mark.parametrize("typed", ["SQ-261122-0000-0001", "123", ""])
def test_a_wrong_number_of_a_paper_form_is_refused(mine, typed):
    with pytest.raises(NumberRefused, match="编号不对"):
        signing.read_paper_number(typed)


def test_after_filing_the_rest_may_still_sign_and_withdraw(mine):
    content = a_form(HEAD, HUSBAND)
    draft = a_draft(mine, content)
    sign(draft, content, 0, 0)
    drafts.sign_later(draft.pk, content.members[1], True, NOW)
    household = actions.submit(draft.pk, promised=True, now=NOW).household
    husband = Person.objects.get(name="赵铁柱")
    signing.ask_code(husband.name, husband.pk, husband.phone, address="10.0.0.1", now=NOW)
    code = codes.shown(husband.phone, signing.code_purpose(husband.pk), NOW)

    (row,) = signing.sign_authorisation(household, husband, [husband], code=code, now=NOW)
    assert unauthorised_members(household.pk, TODAY) == []

    signing.withdraw_authorisation(row.pk, NOW)
    assert unauthorised_members(household.pk, TODAY) == ["赵铁柱"]
    assert signing.withdraw_authorisation(row.pk, NOW + timedelta(days=1)).withdrawn_at == NOW


def test_in_the_file_too_nobody_signs_for_another_adult(mine):
    household = filed(mine, a_form(HEAD, SON)).household
    head, son = Person.objects.order_by("birth_date")
    with pytest.raises(CannotSign, match="王小明 未成年"):
        signing.require_signer(household, son, [head], NOW)
    with pytest.raises(CannotSign, match="签署对象"):
        signing.require_signer(household, head, [], NOW)


# What the database refuses -----------------------------------------------------------------------------------------


def test_raw_sql_another_signs_only_as_guardian(mine):
    filed(mine)
    with pytest.raises(DatabaseError, match="another_signs_only_as_guardian"), transaction.atomic():
        Authorisation.objects.filter(guardian=True).update(guardian=False)


def test_raw_sql_paper_without_photo_is_refused(mine):
    filed(mine)
    with pytest.raises(DatabaseError, match="paper_has_photo"), transaction.atomic():
        Authorisation.objects.update(kind="paper")


def test_raw_sql_a_second_head_is_refused(mine):
    filed(mine)
    with pytest.raises(DatabaseError, match="one_head_per_household"), transaction.atomic():
        Membership.objects.update(relation="head")


def test_raw_sql_a_citizen_cannot_write_into_another_file(citizen):
    with scope(COUNTY):
        household = actions.file_form(
            a_form(HEAD | {"phone": ""}), channel="window", promised=True, now=NOW
        ).household
    stranger = citizen_for(str(open_account("13900009999", NOW)))
    assert stranger
    with pytest.raises(DatabaseError, match="row-level security"), scope(stranger.scope):
        Membership.objects.create(
            household=household, person_id=household.pk, relation="other", since=TODAY,
            county="371311", town="371311001", village="371311001001",
        )  # fmt: skip


# Correction and receipt --------------------------------------------------------------------------------------------


def test_a_missing_item_is_supplied(citizen):
    staff = offices()
    with scope(COUNTY):
        application = actions.file_form(a_form(), channel="window", promised=True, now=NOW)
    with scope(staff.town_clerk.scope):
        papers = [MissingPaper("户口簿", "拍照上传首页和本人页")]
        correction = ask_for_papers(application, papers, officer=staff.town_clerk, due_on=TODAY, now=NOW)
    again = citizen_for(str(citizen.account))
    assert again
    with scope(again.scope):
        item = correction.items.get()
        paper = Attachment.objects.create(
            household=application.household, kind="register", name="a.jpg", media_type="image/jpeg", size=1,
            sha256=b"", scan="not_scanned", uploaded_at=NOW, uploaded_by=again.actor,
            county="371311", town="371311001", village="371311001001",
        )  # fmt: skip
        assert actions.supply_missing(item.pk, paper, NOW).supplied_at == NOW


def test_an_unknown_receipt_has_no_stage(mine):
    assert stage_of_receipt("YM-261122-0000-0000") is None


def test_duplicate_people_of_one_number_in_two_files_are_allowed_but_found_by_the_index(mine):
    filed(mine)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM people_person WHERE id_index = %s",
            [blind_index("id", an_id("19700512", 102))],
        )
        assert cursor.fetchone()[0] == 1
