"""What a check may serve. An authorisation covers it only where its own words say so (policy §13.1; promise 39)."""

from dataclasses import dataclass

from yimen.core.errors import YimenError


class PurposeUnknown(YimenError):
    code = "verification.purpose_unknown"
    sentence = "“{purpose}”不是可以核对的用途。可以核对的用途：{known}。"


@dataclass(frozen=True)
class Purpose:
    """`words`: of each group one must stand in the authorisation's purpose."""

    label: str
    words: tuple[tuple[str, ...], ...]

    def covered_by(self, authorised: str) -> bool:
        return all(any(word in authorised for word in group) for group in self.words)


_DIBAO = ("最低生活保障", "低保")
_ALL = (
    Purpose("低保审核确认", (_DIBAO, ("审核确认",))),
    Purpose("低保动态管理", (_DIBAO, ("动态管理",))),
    Purpose("低保监督检查", (_DIBAO, ("监督检查",))),
)
PURPOSES = {purpose.label: purpose for purpose in _ALL}


def purpose_named(label: str) -> Purpose:
    """Raises: PurposeUnknown."""
    try:
        return PURPOSES[label]
    except KeyError:
        raise PurposeUnknown(purpose=label, known="、".join(PURPOSES)) from None
