"""Which duties go together, and in which kind of office they are held (三员分立; 钱权分离; 只核对、不认定)."""

from yimen.network.models import Duty, Organisation

ADMINISTRATORS = frozenset({Duty.SYSTEM_ADMIN, Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN})
DECIDING = frozenset({Duty.TOWN_CLERK, Duty.TOWN_LEADER, Duty.COUNTY_CLERK, Duty.COUNTY_LEADER})

ALONE = ADMINISTRATORS | {Duty.SUPERVISOR}
"""Held with nothing else: who administers handles no case and no other administration; who supervises handles nothing."""

APART = ((frozenset({Duty.FINANCE}), DECIDING), (frozenset({Duty.CENTRE_CLERK}), DECIDING))
"""Who pays does not decide; who checks does not decide."""

OFFICES: dict[str, frozenset[str]] = {
    Duty.VILLAGE_ASSISTANT: frozenset({Organisation.Kind.VILLAGE, Organisation.Kind.TOWN}),
    Duty.TOWN_CLERK: frozenset({Organisation.Kind.TOWN}),
    Duty.TOWN_LEADER: frozenset({Organisation.Kind.TOWN}),
    Duty.COUNTY_CLERK: frozenset({Organisation.Kind.BUREAU}),
    Duty.COUNTY_LEADER: frozenset({Organisation.Kind.BUREAU}),
    Duty.CENTRE_CLERK: frozenset({Organisation.Kind.CENTRE, Organisation.Kind.BUREAU}),
    Duty.FINANCE: frozenset({Organisation.Kind.BUREAU}),
    Duty.SUPERVISOR: frozenset({Organisation.Kind.SUPERVISION, Organisation.Kind.BUREAU}),
    Duty.SYSTEM_ADMIN: frozenset({Organisation.Kind.BUREAU}),
    Duty.SECURITY_ADMIN: frozenset({Organisation.Kind.BUREAU}),
    Duty.AUDIT_ADMIN: frozenset({Organisation.Kind.BUREAU}),
}
"""The kinds of office a duty is held in."""


def conflict(one: str, other: str) -> bool:
    """Whether one person may not hold both at once. The database asks the same (network_conflict), and a test holds them equal."""
    if one == other:
        return False
    if one in ALONE or other in ALONE:
        return True
    return any((one in a and other in b) or (one in b and other in a) for a, b in APART)
