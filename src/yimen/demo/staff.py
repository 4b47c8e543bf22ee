"""Offices, staff, posts, sign-ins and declared relatives of the synthetic county. One password for all: it is a demo."""

import secrets
from base64 import b32encode
from datetime import date

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from yimen.core.regions import Level
from yimen.demo.county import County
from yimen.demo.departments import FILES
from yimen.guard.keys import blind_index
from yimen.network.models import Duty, Organisation, Post, StaffKin, User

OWNER = "owner"
PASSWORD = "yimen-demo-2026"

# The first holder of each duty signs in under a short name; these are the logins the demo prints.
LOGINS = {
    Duty.VILLAGE_ASSISTANT: ("assistant",),
    Duty.TOWN_CLERK: ("clerk", "clerk2"),
    Duty.TOWN_LEADER: ("leader",),
    Duty.COUNTY_CLERK: ("county",),
    Duty.COUNTY_LEADER: ("chief",),
    Duty.CENTRE_CLERK: ("centre",),
    Duty.FINANCE: ("finance",),
    Duty.SUPERVISOR: ("supervisor",),
    Duty.SYSTEM_ADMIN: ("sysadmin",),
    Duty.SECURITY_ADMIN: ("security",),
    Duty.AUDIT_ADMIN: ("auditor",),
}
KINDS = {
    "bureau": (Organisation.Kind.BUREAU, "民政局"),
    "centre": (Organisation.Kind.CENTRE, "社会救助家庭经济状况核对中心"),
    "supervision": (Organisation.Kind.SUPERVISION, "纪检监察机构"),
}


def load_staff(county: County, names: dict[str, str]) -> None:
    """Store them as the owner role.  `names`: the name of every division of the county, by code."""
    offices = _offices(county, names)
    users = _users(county)
    _posts(county, offices, users)
    _kin(county, offices, users)


def _offices(county: County, names: dict[str, str]) -> dict[tuple[str, str], Organisation]:
    """By kind and area. Departments and banks have an office too, for they answer questions."""
    wanted = sorted({(o["organisation"], o["area"]) for o in county.officers.to_pylist()})
    offices = {key: _office(n, *key, names) for n, key in enumerate(wanted, start=1)}
    place = names[county.place[: Level.COUNTY]]
    departments = [
        Organisation(
            code=f"BM{n:03d}",
            name=department if department.startswith(("省", "证券")) else place + department,
            kind=Organisation.Kind.BANK if department == "银行" else Organisation.Kind.DEPARTMENT,
            area=county.place[: Level.COUNTY],
            office_phone=f"0539-0001{n:03d}",
        )
        for n, department in enumerate(sorted({file.department for file in FILES}), start=1)
    ]
    Organisation.objects.using(OWNER).bulk_create([*offices.values(), *departments])
    return offices


def _office(number: int, kind: str, area: str, names: dict[str, str]) -> Organisation:
    """Telephone numbers have an exchange 0000, which is nobody's."""
    name = names[area]
    if kind == "town":
        name += "办事处" if name.endswith("街道") else "人民政府"
    return Organisation(
        code=f"{kind}-{area}",
        name=name + (KINDS[kind][1] if kind in KINDS else ""),
        kind=KINDS[kind][0] if kind in KINDS else Organisation.Kind(kind),
        area=area,
        office_phone=f"0539-0000{number:03d}",
        address=f"{names[area]}政务服务大厅" if kind != "village" else f"{names[area]}党群服务中心",
    )


def _users(county: County) -> dict[int, User]:
    """Everyone with a duty, by officer number; the short names go to the first holders."""
    short = {duty: list(words) for duty, words in LOGINS.items()}
    password = make_password(PASSWORD)  # hashed once: hundreds of hashes would take a minute
    users: dict[int, User] = {}
    for officer in county.officers.to_pylist():
        if not officer["duty"]:
            continue
        left = short[Duty(officer["duty"])]
        username = left.pop(0) if left else f"{officer['duty']}.{officer['area']}.{officer['officer']}"
        users[officer["officer"]] = User(username=username, name=officer["name"], password=password)
    User.objects.using(OWNER).bulk_create(users.values())
    _second_factors([u for u in users.values() if "." not in u.username])
    return users


def _second_factors(users: list[User]) -> None:
    """A time-based code for each printed login; `demo_logins` shows the current one."""
    adapter = get_adapter()
    Authenticator.objects.using(OWNER).bulk_create(
        Authenticator(
            user_id=user.pk,
            type=Authenticator.Type.TOTP,
            data={"secret": adapter.encrypt(b32encode(secrets.token_bytes(20)).decode())},
        )
        for user in users
    )


def _posts(county: County, offices: dict[tuple[str, str], Organisation], users: dict[int, User]) -> None:
    """Every post is granted by the security administrator, theirs by the system administrator."""
    by_name = {user.username: user for user in users.values()}
    security, system = by_name["security"], by_name["sysadmin"]
    Post.objects.using(OWNER).bulk_create(
        Post(
            user=users[officer["officer"]],
            organisation=offices[officer["organisation"], officer["area"]],
            duty=officer["duty"],
            since=date(county.on.year, 1, 1),
            reason="演示县任职名册",
            granted_by=system if users[officer["officer"]] is security else security,
        )
        for officer in county.officers.to_pylist()
        if officer["duty"]
    )


def _kin(county: County, offices: dict[tuple[str, str], Organisation], users: dict[int, User]) -> None:
    """Only the relatives their officers have declared; the others are for the platform to find."""
    officers = county.officers.to_pylist()
    StaffKin.objects.using(OWNER).bulk_create(
        StaffKin(
            county=county.place[: Level.COUNTY],
            town=officer["area"][: Level.TOWN] if len(officer["area"]) >= Level.TOWN else "",
            village=officer["area"] if len(officer["area"]) == Level.VILLAGE else "",
            user=users.get(kin["officer"]),
            staff_name=officer["name"],
            staff_post=f"{offices[officer['organisation'], officer['area']].name} {officer['title']}",
            relation=kin["relation"],
            id_index=blind_index("id", kin["id_number"]),
            declared_on=date(county.on.year, 1, 10),
        )
        for kin in county.officer_kin.to_pylist()
        if kin["declared"]
        for officer in [officers[kin["officer"]]]
    )
