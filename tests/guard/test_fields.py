"""Sealed fields in the database: never plain, opened only in their own row and column (promises 35, 36)."""

import pytest
from django.db import connection, transaction
from tests.guard.families import a_household, a_person, an_account

from yimen.guard.fields import SealedFieldError
from yimen.guard.keys import SealBroken
from yimen.guard.scope import Scope, scope
from yimen.people.models import BankAccount, Person

LUOZHUANG = Scope(kind="area", actor="t", counties=("371311",))
PHONE = "13812345678"


@pytest.fixture(autouse=True)
def in_scope(db):
    with scope(LUOZHUANG):
        yield


def stored(column: str, person: Person) -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM people_person WHERE id = %s", [person.pk])
        return cursor.fetchone()[0]


def put(column: str, person: Person, value: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_person SET {column} = %s WHERE id = %s", [value, person.pk])


def test_what_is_stored_does_not_contain_what_was_written():
    person = a_person(a_household(), phone=PHONE, id_number="99031119900101003X")

    assert PHONE.encode() not in stored("phone", person)
    assert b"99031119900101003X" not in stored("id_number", person)
    assert Person.objects.get(pk=person.pk).phone == PHONE


def test_ciphertext_moved_to_another_row_does_not_open():
    household = a_household()
    one, other = a_person(household, phone=PHONE), a_person(household, phone="13900000000")
    put("phone", other, stored("phone", one))

    with pytest.raises(SealBroken, match=r"people_person\.phone"):
        _ = Person.objects.get(pk=other.pk).phone


def test_ciphertext_moved_to_another_column_does_not_open():
    person = a_person(a_household(), phone=PHONE)
    put("id_number", person, stored("phone", person))

    with pytest.raises(SealBroken, match=r"people_person\.id_number"):
        _ = Person.objects.get(pk=person.pk).id_number


def test_a_row_that_cannot_be_opened_still_shows_its_other_columns():
    person = a_person(a_household(), phone=PHONE)
    put("phone", person, b"\x01" * 40)

    assert Person.objects.get(pk=person.pk).name == person.name


def test_nothing_and_the_empty_text_stay_apart():
    household = a_household()
    unanswered, empty = a_person(household, phone=None), a_person(household, phone="")

    assert stored("phone", unanswered) is None
    assert stored("phone", empty) is not None
    assert Person.objects.get(pk=unanswered.pk).phone is None
    assert Person.objects.get(pk=empty.pk).phone == ""


def test_a_changed_value_is_sealed_anew_and_an_unchanged_one_is_left():
    person = Person.objects.get(pk=a_person(a_household(), phone=PHONE).pk)
    before = stored("phone", person)
    person.name = "李四"
    person.save()
    assert stored("phone", person) == before

    person.phone = "13900000000"
    person.save(update_fields=["phone"])
    assert Person.objects.get(pk=person.pk).phone == "13900000000"


def test_a_column_left_out_of_a_query_is_fetched_when_asked_for_not_taken_for_empty():
    person = a_person(a_household(), phone=PHONE)

    assert Person.objects.only("name").get(pk=person.pk).phone == PHONE
    assert Person.objects.defer("phone").get(pk=person.pk).phone == PHONE


def test_update_in_bulk_and_search_by_value_are_refused_with_what_to_do():
    person = a_person(a_household(), phone=PHONE)
    rows = Person.objects.filter(pk=person.pk)

    with pytest.raises(SealedFieldError, match="请逐行保存"), transaction.atomic():
        rows.update(phone="13900000000")
    with pytest.raises(SealedFieldError, match="盲索引"):
        Person.objects.filter(phone=PHONE).exists()
    assert rows.update(phone=None) == 1
    person.phone = "13900000000"
    with pytest.raises(SealedFieldError), transaction.atomic():
        Person.objects.bulk_update([person], ["phone"])


def test_rows_made_in_bulk_are_sealed_each_with_its_own_place():
    household = a_household()
    persons = [a_person(household, phone=f"1380000000{n}", save=False) for n in range(3)]
    Person.objects.bulk_create(persons)

    found = {p.pk: p.phone for p in Person.objects.filter(household=household)}
    assert found == {p.pk: p.phone for p in persons}


def test_values_come_out_of_values_as_ciphertext_never_as_text():
    """`.values()` bypasses the model; what it shows must not be readable."""
    person = a_person(a_household(), phone=PHONE)
    shown = Person.objects.filter(pk=person.pk).values_list("phone", flat=True)[0]
    assert PHONE.encode() not in bytes(shown)


def test_another_model_seals_under_its_own_table_name():
    household = a_household()
    person = a_person(household, phone=PHONE)
    account = an_account(household, person, "6217001234567890123")

    assert BankAccount.objects.get(pk=account.pk).number == "6217001234567890123"
    put("phone", person, bytes(BankAccount.objects.values_list("number", flat=True)[0]))
    with pytest.raises(SealBroken):
        _ = Person.objects.get(pk=person.pk).phone
