"""What has been typed into an application so far, as typed: sections of text fields, in the order of the form.

Nothing here is judged; `reading.py` does that. The same content is filled in on a phone, at a window and by a village
agent. Section names: place, member:<id>, income:<id>, property, account. A member's id becomes the person's.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yimen.core.ids import uuid7

Section = dict[str, Any]  # str, or list[str] where several boxes may be ticked


@dataclass
class Content:
    """`members`: ids in the order of the form, the applicant first.  `versions`: who wrote a section last, and how often."""

    sections: dict[str, Section] = field(default_factory=dict)
    members: list[str] = field(default_factory=list)
    versions: dict[str, tuple[int, str]] = field(default_factory=dict)
    later: list[str] = field(default_factory=list)

    @classmethod
    def from_text(cls, text: str) -> "Content":
        data = json.loads(text)
        versions = {name: (number, tab) for name, (number, tab) in data["versions"].items()}
        return cls(data["sections"], data["members"], versions, data["later"])

    def as_text(self) -> str:
        return json.dumps(
            {
                "sections": self.sections,
                "members": self.members,
                "versions": self.versions,
                "later": self.later,
            },
            ensure_ascii=False,
        )

    def get(self, section: str) -> Section:
        return self.sections.get(section, {})

    def put(self, section: str, values: Mapping[str, Any], tab: str) -> None:
        self.sections[section] = dict(values)
        self.versions[section] = (self.version(section) + 1, tab)

    def version(self, section: str) -> int:
        return self.versions.get(section, (0, ""))[0]

    def last_writer(self, section: str) -> str:
        return self.versions.get(section, (0, ""))[1]

    def add_member(self, values: Mapping[str, Any], tab: str = "") -> str:
        """A new member at the end; the id is made here and nowhere else."""
        member = uuid7().hex
        self.members.append(member)
        self.put(f"member:{member}", values, tab)
        return member

    def drop_member(self, member: str) -> None:
        self.members.remove(member)
        self.later = [one for one in self.later if one != member]
        for section in (f"member:{member}", f"income:{member}"):
            self.sections.pop(section, None)
            self.versions.pop(section, None)

    def member(self, member: str) -> Section:
        return self.get(f"member:{member}")

    def name(self, member: str) -> str:
        """As sentences call this member."""
        typed = str(self.member(member).get("name", "")).strip()
        return typed or f"第 {self.members.index(member) + 1} 位成员"

    def each(self, kind: str = "member") -> Iterator[tuple[str, Section]]:
        """Members living in common, or supporters, with what was typed of them."""
        for member in self.members:
            if self.member(member).get("kind", "member") == kind:
                yield member, self.member(member)


def person_id(member: str) -> UUID:
    return UUID(hex=member)
