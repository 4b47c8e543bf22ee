"""What the procedure refuses, and why."""

from yimen.core.errors import YimenError


class StepNotOpen(YimenError):
    """The case is not in a state this step leaves from."""

    code = "step_not_open"
    sentence = "{number} 目前是“{state}”，不能办理“{step}”。请刷新页面，按当前环节办理。"


class StepNotReady(YimenError):
    """Papers or conditions the step needs are missing; `missing` lists them all at once."""

    code = "step_not_ready"
    sentence = "{number} 还不能办理“{step}”：{missing}"


class NotYourStep(YimenError):
    """Wrong duty, wrong area, the same officer twice, or a near relative."""

    code = "not_your_duty"


class StaleScreen(YimenError):
    """The page was made from an older version of the case; `changes` says what happened since."""

    code = "stale_screen"
    sentence = "{number} 在您打开页面之后已被更新（{changes}）。您填写的内容已保留，请核对最新情况后再提交。"


class Refused(YimenError):
    """An entry that cannot be taken as it is."""

    code = "entry_refused"
