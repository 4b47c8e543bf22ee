"""What stands in the frame of the desk: the menu of the post, the search, the person."""

from django.conf import settings
from django.http import HttpRequest

from yimen.network.models import Duty
from yimen.web import shell
from yimen.web.shell import Frame, MenuGroup, MenuItem

CASEWORK = frozenset({"town_clerk", "town_leader", "county_clerk", "county_leader", "village_assistant"})
PAYING = frozenset({"finance", "county_clerk", "county_leader"})
CHECKING = frozenset({"centre_clerk"})


DAY = (MenuItem("拨日（模拟）", "/desk/day/", "calendar"),) if settings.SYNTHETIC else ()


@shell.frame("desk")
def desk_frame(request: HttpRequest) -> Frame:
    """The menu shows what the post works on; an address that is not in it is refused anyway."""
    officer = getattr(request, "officer", None)
    if officer is None:
        return Frame(home_url="/desk/")
    return Frame(
        person=officer.name,
        post=Duty(officer.duty).label,
        organisation=officer.organisation,
        home_url="/desk/",
        menu=tuple(_menu(officer.duty)),
        search_url="/desk/search/" if officer.duty in CASEWORK else "",
        account=(MenuItem("切换岗位、修改密码", "/desk/account/", "user"), *DAY),
        sign_out_url="/desk/sign-out/",
    )


def _menu(duty: str) -> list[MenuGroup]:
    groups = []
    if duty in CASEWORK:
        groups.append(
            MenuGroup(
                "低保办理",
                (
                    MenuItem("待办工作台", "/desk/", "inbox"),
                    MenuItem("全部在办", "/desk/cases/", "list"),
                    MenuItem("在册家庭", "/desk/awards/", "home"),
                    MenuItem("待送达文书", "/desk/letters/", "send"),
                ),
                "file-text",
            )
        )
    if duty in CASEWORK | CHECKING:
        groups.append(MenuGroup("经济核对", (MenuItem("核对任务", "/desk/checks/", "search"),), "search"))
    if duty in PAYING:
        groups.append(MenuGroup("资金发放", (MenuItem("发放名册", "/desk/payments/", "cash"),), "cash"))
    if duty in ("county_clerk", "county_leader"):
        groups.append(
            MenuGroup("数据导入", (MenuItem("在册名单导入", "/desk/register/", "upload"),), "upload")
        )
    if duty in (Duty.SECURITY_ADMIN, Duty.SYSTEM_ADMIN, Duty.AUDIT_ADMIN):
        groups.append(MenuGroup("系统管理", (MenuItem("人员与岗位", "/desk/staff/", "users"),), "users"))
    return groups
