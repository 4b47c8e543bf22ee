"""What can be wrong with a rule, a fact or a record, each said in one sentence."""

from __future__ import annotations

from yimen.core.errors import YimenError


class RuleMistake(YimenError):
    """A rule that cannot be read as written. Raised while the book is being loaded, never while a family waits."""

    code = "rule.mistake"


class FactRefused(YimenError):
    """A fact that is not declared, of the wrong kind, or outside its bounds.  Fields: field, member (None = household)."""

    code = "fact.refused"


class NoSuchFigure(YimenError):
    """A name that this finding does not hold.  Field: name."""

    code = "figure.unknown"
    sentence = "这份认定结果里没有“{name}”这一项；请核对名称，或换用包含它的救助项目。"


class RecordRefused(YimenError):
    """A stored record that cannot be replayed."""

    code = "record.refused"
