"""A whole form, read and checked: each section, then what must hold between the members of one family."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from yimen.intake import reading
from yimen.intake.content import Content
from yimen.intake.faults import Fault
from yimen.intake.reading import AccountRead, IncomeRead, PersonRead, PlaceRead, PropertyRead
from yimen.people.models import Membership
from yimen.regions.models import Division

ADULT = 18
Relation = Membership.Relation


@dataclass(frozen=True)
class Form:
    """An application as typed values, ready to be stored."""

    place: PlaceRead
    persons: list[PersonRead]
    incomes: list[IncomeRead]
    properties: list[PropertyRead]
    account: AccountRead | None

    @property
    def members(self) -> list[PersonRead]:
        return [person for person in self.persons if person.kind == Membership.Kind.MEMBER]

    @property
    def head(self) -> PersonRead:
        return next(person for person in self.members if person.relation == Relation.HEAD)


def read_form(content: Content, *, on: date, synthetic: bool) -> tuple[Form, list[Fault]]:
    """The form as far as it can be read, and everything that is wrong with it."""
    place, faults = reading.read_place(content)
    persons: list[PersonRead] = []
    incomes: list[IncomeRead] = []
    for member in content.members:
        person, wrong = reading.read_person(content, member, on=on, synthetic=synthetic)
        persons.append(person)
        faults += wrong
    for member, _ in content.each():
        rows, wrong = reading.read_incomes(content, member)
        incomes += rows
        faults += wrong
    properties, wrong = reading.read_properties(content)
    account, wrong_account = reading.read_account(content)
    form = Form(place, persons, incomes, properties, account)
    return form, [
        *faults,
        *wrong,
        *wrong_account,
        *_place_stands(place, on),
        *family_faults(form, content, on),
    ]


def blocking(faults: list[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.blocks]


def needs_guardian(person: PersonRead, on: date) -> bool:
    """Who cannot sign for themselves: minors, and adults said not to have full capacity (policy §13.2 step 1)."""
    age = person.age_on(on)
    return (age is not None and age < ADULT) or person.full_capacity is False


def may_sign(person: PersonRead, on: date) -> bool:
    """Adults of full capacity. Without a birth date nobody is taken for an adult."""
    age = person.age_on(on)
    return age is not None and age >= ADULT and person.full_capacity is not False


def family_faults(form: Form, content: Content, on: date) -> list[Fault]:
    """What must hold between the members."""
    return [
        *_one_head(form),
        *_numbers_differ(form),
        *_one_spouse(form),
        *_somebody_signs(form, on),
        *_ages(form),
    ]


def _place_stands(place: PlaceRead, on: date) -> list[Fault]:
    if not place.village:
        return []
    division = Division.objects.filter(pk=place.village).first()
    if division is not None and division.level == 12 and (division.until is None or division.until >= on):
        return []
    return [Fault("place", "village", "", "所在村（社区）", "这个村（社区）已不在区划表中，请重新选择。")]


def _one_head(form: Form) -> list[Fault]:
    heads = [person for person in form.members if person.relation == Relation.HEAD]
    if len(heads) == 1:
        return []
    if not form.members:
        return [Fault("members", "", "", "家庭成员", "还没有填写家庭成员，请先添加申请人本人。")]
    if not heads:
        return [
            Fault("members", "", "", "家庭成员", "没有户主。请把申请人的“与户主关系”选为“户主（本人）”。")
        ]
    names = "、".join(person.name for person in heads)
    return [_at(heads[1], "relation", "与户主关系", f"{names}都选了户主，一个家庭只能有一名户主。")]


def _numbers_differ(form: Form) -> list[Fault]:
    count = Counter(person.id_number for person in form.persons if person.id_number)
    first: dict[str, PersonRead] = {}
    faults = []
    for person in form.persons:
        if not person.id_number or count[person.id_number] == 1:
            continue
        if person.id_number in first:
            other = first[person.id_number].name or "另一位成员"
            faults.append(_at(person, "id_number", "身份证号码", f"与{other}的号码相同，请核对。"))
        first.setdefault(person.id_number, person)
    return faults


def _one_spouse(form: Form) -> list[Fault]:
    spouses = [person for person in form.persons if person.relation == Relation.SPOUSE]
    return [_at(p, "relation", "与户主关系", "已经有一位成员是配偶，请核对。") for p in spouses[1:]]


def _somebody_signs(form: Form, on: date) -> list[Fault]:
    """A child or a person without full capacity needs a guardian in the file."""
    if any(may_sign(person, on) for person in form.persons) or not form.members:
        return []
    if not all(person.birth_date for person in form.persons):
        return []
    return [
        Fault(
            "members", "", "", "监护人",
            "家里没有能够签字的成年人。请把监护人添加为“不共同生活的义务人”，由监护人签署核对授权。",
        )
    ]  # fmt: skip


def _ages(form: Form) -> list[Fault]:
    """A child older than the head, a parent younger: possible, but look again."""
    head = next((p for p in form.members if p.relation == Relation.HEAD), None)
    if head is None or head.birth_date is None:
        return []
    faults = []
    for person in form.persons:
        if person.birth_date is None:
            continue
        younger = person.birth_date > head.birth_date
        if person.relation == Relation.CHILD and not younger:
            faults.append(_remark(person, "选的是子女，出生日期却早于户主，请核对关系或号码。"))
        if person.relation == Relation.PARENT and younger:
            faults.append(_remark(person, "选的是父母，出生日期却晚于户主，请核对关系或号码。"))
    return faults


def _at(person: PersonRead, field: str, label: str, sentence: str) -> Fault:
    return Fault(f"member:{person.id.hex}", field, person.name, label, sentence)


def _remark(person: PersonRead, sentence: str) -> Fault:
    return Fault(f"member:{person.id.hex}", "relation", person.name, "与户主关系", sentence, blocks=False)
