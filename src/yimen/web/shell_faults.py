"""What an error page says when the domain has not spoken: what happened, and what to do next."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    what: str
    next: str


FAULTS = {
    400: Words(
        "请求不完整",
        "浏览器发来的内容缺少必要的部分，系统没有处理。",
        "请返回上一页刷新后再试；多次出现请联系系统管理员。",
    ),
    403: Words(
        "没有权限",
        "这一页不在您的职责或辖区之内，系统没有显示任何内容。",
        "确因工作需要的，请联系本单位管理员调整岗位；本次访问已记录。",
    ),
    404: Words(
        "没有找到",
        "这个地址没有内容，可能已经移走，或者不在您的辖区。",
        "请核对受理号或网址，也可以从首页重新查找。",
    ),
    405: Words(
        "不能这样打开", "这个地址只接收表单提交，不能直接打开。", "请回到原来的页面，用页面上的按钮操作。"
    ),
    409: Words(
        "内容已被更改",
        "您打开页面以后，这条记录有了变化，刚才的操作没有保存。",
        "请重新打开本页，看过最新内容后再操作。",
    ),
    413: Words("文件太大", "上传的文件超过 50 MB，系统没有接收。", "请压缩或分成几个文件后再上传。"),
    422: Words(
        "没有办成",
        "填写的内容或当前的办理状态不允许这样操作。",
        "请返回上一页，按提示改正后再提交，已填内容不会丢失。",
    ),
    429: Words("操作太频繁", "短时间内尝试次数过多，系统暂停了这项操作。", "请等待几分钟后再试。"),
    500: Words(
        "系统出错",
        "系统遇到意外情况，刚才的操作没有完成，也没有留下半成品。",
        "请稍后重试；仍不行请把本页的错误代码和时间告诉系统管理员。",
    ),
    503: Words("系统正忙", "系统正在维护或访问的人太多，暂时没有办理您的请求。", "请过几分钟再打开本页。"),
}


def words_for(status: int) -> Words:
    """The words of a status; an unlisted one is told as a failure of the same hundred."""
    return FAULTS.get(status) or FAULTS[400 if status < 500 else 500]
