"""One hands in, another lets in; nobody acts on a page that has been overtaken. The database holds it again (promise 25)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.register.registers import (
    COUNTY_SCOPE,
    NOW,
    again,
    approved,
    checked,
    families,
    hand_in,
    imported,
    let_in,
    workbook,
)
from yimen.cases.models import Award
from yimen.documents import files
from yimen.guard.scope import Scope, scope, system_scope
from yimen.register import actions, checking, promoting
from yimen.register.errors import NotYourRegister, UploadMoved
from yimen.register.models import Remark, StagedFamily, StagedPerson, State, Upload


@pytest.fixture
def ready(office) -> Upload:
    return checked(office, workbook(families(2)))


def act(action, upload, officer, **more):
    with scope(officer.scope):
        return action(
            upload.pk, version=more.get("version", upload.version), officer=officer, now=more.get("now", NOW)
        )


@pytest.mark.parametrize("who", ["county_clerk", "town_clerk", "town_leader", "finance"])
def test_only_the_countys_leader_lets_a_register_in(office, ready, who):
    officer = getattr(office, who)
    with pytest.raises((NotYourRegister, Upload.DoesNotExist)):
        act(actions.let_in, ready, officer)
    assert again(ready).state == State.READY


@pytest.mark.parametrize("who", ["town_clerk", "town_leader", "finance", "centre"])
def test_only_the_county_bureau_hands_a_register_in(office, who):
    officer = getattr(office, who)
    with pytest.raises(NotYourRegister), scope(officer.scope):
        actions.hand_in("名单.xlsx", workbook(families(1)), "dibao", officer=officer, now=NOW)


def test_the_leader_who_handed_it_in_does_not_let_it_in(office):
    leader = office.county_leader
    with scope(leader.scope):
        upload, _ = actions.hand_in("名单.xlsx", workbook(families(1)), "dibao", officer=leader, now=NOW)
    checking.check(upload.pk, upload.county, leader.actor, lambda: NOW)

    with pytest.raises(NotYourRegister, match="本人上传的"):
        act(actions.let_in, again(upload), leader)


def raw(sql: str, *params: object) -> None:
    with scope(COUNTY_SCOPE), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        pytest.param(
            "UPDATE register_upload SET approved_by_id = uploaded_by_id", "four_eyes", id="一人两签"
        ),
        pytest.param(
            "UPDATE register_upload SET state = 'promoting'", "let_in_whole_by_another", id="没有人批准"
        ),
        pytest.param(
            "UPDATE register_upload SET state = 'promoted', errors = 1, approved_by_id = (SELECT max(id) FROM network_user)",
            "let_in_whole_by_another",
            id="带着错误入库",
        ),
    ],
)
def test_the_database_refuses_it_whatever_the_code(office, ready, sql, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        raw(sql)


def test_the_database_takes_the_same_file_once(office, ready):
    copy = (
        "INSERT INTO register_upload SELECT (jsonb_populate_record(u, jsonb_build_object('id', gen_random_uuid()))).* "
        "FROM register_upload u"
    )
    with pytest.raises(IntegrityError, match="same_register_file_once"), transaction.atomic():
        raw(copy)


@pytest.mark.parametrize(
    "action", [actions.check_again, actions.withdraw, actions.let_in], ids=["重查", "撤回", "入库"]
)
def test_an_overtaken_page_is_told_so(office, ready, action):
    officer = office.county_leader
    with pytest.raises(UploadMoved, match="待入库"):
        act(action, ready, officer, version=ready.version - 1)


def test_what_is_let_in_is_not_let_in_again_withdrawn_or_checked_again(office):
    upload = imported(office, workbook(families(1)))
    for action in (actions.check_again, actions.withdraw, actions.let_in):
        with pytest.raises(UploadMoved, match="已入库"):
            act(action, upload, office.county_leader)


def test_a_promotion_that_runs_twice_lets_in_once(office, ready):
    let_in(office, ready)
    with scope(COUNTY_SCOPE):
        before = Award.objects.count()

    promoting.promote(ready.pk, ready.county, office.county_leader.actor, lambda: NOW)

    with scope(COUNTY_SCOPE):
        assert Award.objects.count() == before == 2


def test_withdrawing_erases_what_was_staged_and_the_same_file_may_come_again(office):
    content = workbook(families(2))
    upload = checked(office, content)
    with scope(COUNTY_SCOPE):
        assert StagedPerson.objects.count() == 4

    withdrawn = act(actions.withdraw, upload, office.county_clerk)

    with scope(COUNTY_SCOPE):
        assert [m.objects.count() for m in (StagedFamily, StagedPerson, Remark)] == [0, 0, 0]
    assert (withdrawn.state, withdrawn.erased_at) == (State.WITHDRAWN, NOW)
    assert checked(office, content).state == State.READY
    files.remove(upload.pk)


def test_a_check_of_what_was_withdrawn_meanwhile_changes_nothing(office):
    upload = hand_in(office, workbook(families(2)))
    act(actions.withdraw, upload, office.county_clerk)

    checking.check(upload.pk, upload.county, office.county_clerk.actor, lambda: NOW)

    assert again(upload).state == State.WITHDRAWN


def test_a_check_that_was_overtaken_half_way_stops(office, monkeypatch):
    """Withdrawn while it was being read: nothing is staged any more."""
    upload = hand_in(office, workbook(families(2)))
    started = checking._begin(upload.pk, COUNTY_SCOPE, lambda: NOW)
    act(actions.withdraw, again(upload), office.county_clerk)

    with pytest.raises(checking.Superseded):
        started.run()

    with scope(COUNTY_SCOPE):
        assert not StagedPerson.objects.exists()


def test_a_check_may_be_begun_again_only_when_its_worker_is_lost(office):
    upload = hand_in(office, workbook(families(1)))
    with pytest.raises(UploadMoved, match="等待检查"):
        act(actions.check_again, upload, office.county_clerk)

    later = NOW + actions.STUCK + timedelta(seconds=1)
    assert act(actions.check_again, upload, office.county_clerk, now=later).state == State.RECEIVED


def test_a_lost_promotion_can_be_checked_again_and_its_approval_lapses(office, ready):
    upload = approved(office, ready)

    later = act(actions.check_again, upload, office.county_clerk, now=NOW + actions.STUCK)

    assert (later.state, later.approved_by_id) == (State.RECEIVED, None)


def test_another_county_a_town_and_the_centre_see_nothing_of_it(office, ready):
    askers = [
        system_scope(["371302"], actor="t"),
        office.town_clerk.scope,
        office.centre.scope,
        Scope(kind="admin", actor="t"),
        Scope(kind="public", actor="t"),
    ]
    for asker in askers:
        with scope(asker):
            for model in (Upload, StagedFamily, StagedPerson, Remark):
                assert not model.objects.exists()
