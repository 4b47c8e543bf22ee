"""What the register's import refuses, and why."""

from yimen.core.errors import YimenError


class NotYourRegister(YimenError):
    """Wrong duty, or the same person twice."""

    code = "not_your_duty"


class FileNotTaken(YimenError):
    """A file that is not even stored: empty, too large, infected."""

    code = "register.not_taken"
    sentence = "没有收下“{name}”：{why}"


class UploadMoved(YimenError):
    """The page was made from an earlier state of the upload."""

    code = "stale_screen"
    sentence = "“{name}”在您打开页面之后有了新的进展，现在是“{state}”。请看过最新结果再操作。"


class RegisterMoved(YimenError):
    """Between check and promotion somebody of the file got an award elsewhere; nothing was let in."""

    code = "register.moved"
    sentence = "没有入库：检查之后，文件里有人已经在别处在册。已自动重新检查，请看新的结果。"
