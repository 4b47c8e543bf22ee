"""字段清单：every column of every table is in it, and what it says agrees with the database (promises 34, 37)."""

import pytest
from django.apps import apps
from django.db import connection

from yimen.guard.fields import SealedText
from yimen.guard.inventory import exportable, inventory, publishable
from yimen.guard.policies import (
    OPEN_TABLES,
    AreaTable,
    JoinTable,
    KindTable,
    OwnTable,
    ReferenceTable,
    SealedTable,
    declared,
)

SEALED_CLASSES = {"identity", "contact", "account", "mixed"}
OPEN_THOUGH_IDENTITY = {"id_kind", "id_last4", "id_masked", "birth_date", "last4", "bank"}
"""Columns of a sealed class that are kept open: they alone lead to nobody, and lists are sorted and read by them."""


def sealed_columns() -> set[tuple[str, str]]:
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, SealedText)
    }


@pytest.mark.django_db
def test_every_column_of_every_table_is_in_the_inventory_and_no_other():
    ours = [table for table, _ in declared()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.relname = ANY(%s) AND c.relnamespace = 'public'::regnamespace "
            "AND a.attnum > 0 AND NOT a.attisdropped",
            [ours],
        )
        stored = set(cursor.fetchall())
    listed = {(table, column) for table, column, _ in inventory().columns()}

    assert sorted(stored - listed) == [], "请把这些字段登记到 src/yimen/guard/inventory.yaml"
    assert sorted(listed - stored) == [], "字段清单里的这些字段已不在数据库里"


def test_every_table_of_a_library_is_in_the_inventory_and_no_other():
    assert set(inventory().libraries) == set(OPEN_TABLES)


def test_sealed_columns_are_of_classes_that_are_sealed():
    wrong = {
        (table, column)
        for table, column in sealed_columns()
        if inventory().class_of(table, column) not in SEALED_CLASSES
    }
    assert wrong == set()


def test_id_numbers_phones_accounts_and_mixed_content_are_sealed():
    open_ones = {
        (table, column)
        for table, column, class_ in inventory().columns()
        if class_ in SEALED_CLASSES and column not in OPEN_THOUGH_IDENTITY
    }
    assert sorted(open_ones - sealed_columns()) == []


def seen_under(declaration: object, tables: dict[str, object]) -> set[str]:
    """The kinds of scope that read a table, as its row policy has it."""
    match declaration:
        case ReferenceTable():
            return {"everyone"}
        case SealedTable():
            return set()
        case JoinTable():
            return seen_under(tables[declaration.parent], tables)
        case AreaTable():
            subject = {"subject"} if declaration.subject else set()
            centre = {"centre"} if declaration.centre else set()
            return {*declaration.kinds, *subject, *centre, *({"everyone"} if declaration.read else ())}
        case OwnTable():
            return {"subject", *declaration.kinds}
        case KindTable():
            return set(declaration.kinds)
    raise AssertionError(declaration)


def test_who_sees_a_table_is_what_its_row_policy_says():
    tables = dict(declared())
    said = {name: set(table.seen) for name, table in inventory().tables.items()}
    assert said == {name: seen_under(declaration, tables) for name, declaration in tables.items()}


@pytest.mark.django_db
def test_the_functions_named_in_the_inventory_exist_and_pass_row_security():
    named = {function for table in inventory().tables.values() for function in table.through}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        definers = {row[0] for row in cursor.fetchall()}
    assert named <= definers


def test_only_the_public_notice_may_be_published():
    assert set(publishable()) == {"publicity_publicnotice"}


def test_nothing_sensitive_is_published():
    never = SEALED_CLASSES | {"index", "secret", "address", "health", "evidence", "staff"}
    classes = {
        inventory().class_of(table, column) for table, listed in publishable().items() for column in listed
    }
    assert classes & never == set()


def test_a_family_is_never_given_hashes_staff_data_or_who_objected():
    given = exportable()
    classes = {inventory().class_of(table, column) for table, listed in given.items() for column in listed}
    assert classes & {"index", "secret", "staff", "structure"} == set()
    assert "cases_objection" not in given
    assert "neighbours" not in given["cases_survey"]


def test_a_family_is_given_everything_personal_that_is_not_withheld_with_a_reason():
    held = inventory()
    for name, table in held.tables.items():
        if "subject" not in table.seen:
            continue
        for class_, columns in table.columns.items():
            if held.classes[class_].personal and held.classes[class_].export:
                missing = set(columns) - set(exportable()[name]) - set(table.withheld)
                assert missing == set(), name
