"""Why a post is not given, or cannot be ended."""

from yimen.core.errors import YimenError


class AppointmentRefused(YimenError):
    """A post that may not be given."""

    code = "appointment_refused"


class NobodyGrantsThemselves(AppointmentRefused):
    sentence = "不能给自己授予岗位。请由另一位安全管理员（或系统管理员）为您登记。"


class NotYoursToGrant(AppointmentRefused):
    code = "not_your_duty"
    sentence = "“{granter}”不能授予“{duty}”。岗位由安全管理员登记，安全管理员的岗位由系统管理员登记。"


class ConflictingDuties(AppointmentRefused):
    sentence = "{name} 在 {office} 担任{held}，同一时期不能再担任{wanted}（不相容岗位）。请先结束原岗位，或改派他人。"


class AlreadyHeld(AppointmentRefused):
    sentence = "{name} 在 {office} 已经担任{duty}，不必重复登记。"


class WrongOffice(AppointmentRefused):
    sentence = "{duty}不设在“{office}”（{kind}）。请选择{wanted}。"


class BadPeriod(AppointmentRefused):
    """The dates do not fit."""


class ReasonMissing(AppointmentRefused):
    sentence = "请填写任职依据，例如任命文件的名称和文号。"


class PostOver(YimenError):
    """The post has ended already."""

    code = "post_over"
    sentence = "{name} 的这个岗位已在 {on} 结束，不必再次结束。"
