"""The one base of all domain errors: a code, the facts as fields, and a Chinese sentence."""

from __future__ import annotations

from typing import Any, ClassVar


class YimenError(Exception):
    """Something a person must be told: what happened, to which item, why, and what to do next.

    A subclass states ``code``; its sentence is either a template filled from the facts, or given as it stands::

        class StandardMissing(YimenError):
            code = "standard.missing"
            sentence = "{locality} 在 {month} 没有公布的最低生活保障标准，请先在‘标准’中录入。"

        raise StandardMissing(locality="罗庄区", month="2026-11")
        raise BadAmount("金额不能是浮点数，请以文本提供。", reason="float")

    Either way the facts stay readable as attributes. Domain errors know no HTTP; the web's outer edge turns
    them into pages.
    """

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = "操作没有完成。"

    facts: dict[str, Any]
    message: str

    def __init__(self, message: str | None = None, /, **facts: Any) -> None:
        self.facts = facts
        self.message = self.sentence.format(**facts) if message is None else message
        super().__init__(self.message)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["facts"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.message, self.facts)


def _again(kind: type[YimenError], message: str, facts: dict[str, Any]) -> YimenError:
    return kind(message, **facts)
