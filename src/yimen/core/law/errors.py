"""What can be wrong with a pack, and a question the packs do not answer."""

from __future__ import annotations

from yimen.core.errors import YimenError


class PackMistake(YimenError):
    """A parameter file that cannot be taken.  Fields: file, line, expected."""

    code = "pack.mistake"


class ParameterMissing(YimenError):
    """A limit that no pack sets.  Fields: name, label, place, on."""

    code = "parameter.missing"
    sentence = "{place} 在 {on} 没有设定“{label}”，请先在‘标准’中录入。"
