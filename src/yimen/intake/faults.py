"""What is wrong with a form, all of it at once, each named by member and field."""

from collections.abc import Sequence
from dataclasses import dataclass

from yimen.core.errors import YimenError


@dataclass(frozen=True)
class Fault:
    """One thing to put right: where it was typed, whose it is, what the field is called, and the sentence.

    A remark (`blocks` false) is shown and hinders nothing: an abolished county code, a child older than the head.
    """

    section: str
    field: str
    who: str
    label: str
    sentence: str
    blocks: bool = True

    @property
    def text(self) -> str:
        named = " ".join(part for part in (self.who, self.label) if part)
        return f"{named}：{self.sentence}" if named else self.sentence


class FormRefused(YimenError):
    """The form cannot be filed as it stands; `faults` has all of it."""

    code = "form_refused"

    def __init__(self, faults: Sequence[Fault]) -> None:
        said = "；".join(fault.text for fault in faults)
        super().__init__(f"申请还有 {len(faults)} 处需要改正：{said}", faults=tuple(faults))
