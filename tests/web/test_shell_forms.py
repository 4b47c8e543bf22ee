"""Fields on the desk and on the phone, and the one list of everything that is wrong."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from yimen.web.shell_forms import DayField, MobileField, PlainForm, ResidentIdField, YuanField


class Member(PlainForm):
    name = forms.CharField(label="姓名")
    relation = forms.ChoiceField(label="关系", choices=[("", "请选择"), ("1", "户主")])
    wage = YuanField(label="月工资", required=False, help_text="没有填 0。")
    health = forms.ChoiceField(
        label="健康状况", widget=forms.RadioSelect, choices=[("ok", "健康"), ("ill", "患病")]
    )
    promise = forms.BooleanField(label="我承诺属实")


def shown(source: str, **values: object) -> str:
    return Template("{% load yimen_ui %}" + source).render(Context(values))


@pytest.mark.parametrize("tag", ["field", "m_field"])
def test_a_label_help_and_error_are_tied_to_their_control(tag):
    form = Member({"wage": "约三千"})

    page = shown("{% " + tag + " form.wage %}", form=form)

    assert 'for="id_wage"' in page
    assert 'aria-describedby="id_wage_helptext id_wage_error"' in page
    assert 'id="id_wage_helptext"' in page
    assert 'id="id_wage_error"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("tag", ["field", "m_field"])
def test_a_group_of_boxes_is_a_fieldset_with_a_label_for_each(tag):
    page = shown("{% " + tag + " form.health %}", form=Member())

    assert "<fieldset" in page
    assert "<legend" in page
    assert 'for="id_health_0"' in page
    assert 'for="id_health_1"' in page


def test_a_phone_field_never_wears_the_desk_and_the_desk_never_the_phone():
    form = Member()

    desk = "".join(shown("{% field form." + name + " %}", form=form) for name in form.fields)
    phone = "".join(shown("{% m_field form." + name + " %}", form=form) for name in form.fields)

    assert "weui" not in desk
    assert "form-control" not in phone


def test_all_errors_stand_in_one_list_with_jumps():
    page = shown("{% error_summary form %}", form=Member({"wage": "约三千"}))

    assert "有 5 处需要改正" in page
    for target in ("id_name", "id_relation", "id_wage", "id_health_0", "id_promise"):
        assert f'href="#{target}"' in page
    assert "请填写姓名。" in page
    assert "请选择关系。" in page
    assert "请勾选“我承诺属实”。" in page


def test_a_message_that_names_its_field_is_not_given_the_name_twice():
    page = shown("{% error_summary form %}", form=Member({}))

    assert "姓名：请填写姓名" not in page


def test_every_member_of_a_set_is_named_in_the_list():
    members = forms.formset_factory(Member, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "甲", "form-1-relation": "1"}
    )
    members.forms[1].summary_label = "王秀兰"

    page = shown("{% error_summary formset %}", formset=members)

    assert "第 1 行：请选择关系。" in page
    assert "王秀兰：请填写姓名。" in page
    assert 'href="#id_form-1-name"' in page


def test_nothing_is_shown_where_nothing_is_wrong_or_no_form_is_given():
    assert shown("{% error_summary form missing %}", form=Member()).strip() == ""


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        pytest.param("1,234.5", 123450, id="千分位"),
        pytest.param("１２３", 12300, id="全角"),
        pytest.param("0", 0, id="零"),
        pytest.param("", None, id="没填不是零"),
    ],
)
def test_an_amount_is_read_in_yuan_and_kept_in_fen(typed, fen):
    assert YuanField(required=False).clean(typed) == fen


def test_an_amount_comes_back_as_it_can_be_typed():
    class Amount(PlainForm):
        amount = YuanField(label="金额")

    assert 'value="1234.50"' in str(Amount(initial={"amount": 123450})["amount"])
    assert 'value="约三千"' in str(Amount({"amount": "约三千"})["amount"])


@pytest.mark.parametrize("typed", ["2026-11-22", "2026/11/22", "2026年11月22日", "20261122"])
def test_a_day_is_read_as_people_write_it(typed):
    assert DayField().clean(typed) == date(2026, 11, 22)


def test_an_id_number_is_normalised_or_refused_with_a_sentence(settings):
    settings.SYNTHETIC = True
    with pytest.raises(forms.ValidationError, match="17 位"):
        ResidentIdField().clean("99010119580312452")
    assert ResidentIdField(required=False).clean("") == ""


def test_a_mobile_number_has_eleven_digits():
    assert MobileField().clean("13812341234") == "13812341234"
    with pytest.raises(forms.ValidationError, match="11 位"):
        MobileField().clean("1381234123")
