"""manage.py first_staff: the bureau and its three administrators, on an installation where nobody can sign in yet.

Their passwords are printed once and changed at sign-in; all other staff is then registered on the pages under
/desk/staff/. Each of the three is registered by another, for nobody grants themselves.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from yimen.guard import clock
from yimen.guard.scope import Scope, scope
from yimen.network.actions import first_password
from yimen.network.models import Duty, Organisation, Post, User

THREE = {
    Duty.SECURITY_ADMIN: ("security", Duty.SYSTEM_ADMIN),
    Duty.SYSTEM_ADMIN: ("system", Duty.SECURITY_ADMIN),
    Duty.AUDIT_ADMIN: ("audit", Duty.SECURITY_ADMIN),
}
"""Duty: the login, and whose name stands as the one who granted it."""


class Command(BaseCommand):
    help = "首次启用：登记民政局与三名管理员（安全、系统、审计），显示一次性初始密码。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bureau", required=True, help="县级民政部门的全称")
        parser.add_argument("--reason", default="系统启用", help="任职依据，例如任命文件文号")

    def handle(self, *args: Any, bureau: str, reason: str, **options: Any) -> None:
        with scope(Scope(kind="admin", actor="installation")):
            if Post.objects.exists():
                raise CommandError(
                    "已经登记过人员，不能再次首次启用。新增人员请由安全管理员在“人员与岗位”办理。"
                )
            printed = register_three(bureau, reason)
        self.stdout.write("请当面交给三位管理员，首次登录时须修改密码并绑定动态码：")
        for duty, username, password in printed:
            self.stdout.write(f"  {Duty(duty).label}　登录名 {username}　初始密码 {password}")


@transaction.atomic
def register_three(bureau: str, reason: str) -> list[tuple[str, str, str]]:
    """Duty, login and first password of each."""
    office, _ = Organisation.objects.get_or_create(
        code=f"bureau-{settings.ENV.county}",
        defaults={"name": bureau, "kind": Organisation.Kind.BUREAU, "area": settings.ENV.county},
    )
    passwords = {duty: first_password() for duty in THREE}
    users = {duty: _user(username, duty, passwords[duty]) for duty, (username, _) in THREE.items()}
    for duty, (_, granter) in THREE.items():
        Post.objects.create(
            user=users[duty],
            organisation=office,
            duty=duty,
            since=clock.today(),
            reason=reason,
            granted_by=users[granter],
        )
    return [(duty, users[duty].username, passwords[duty]) for duty in THREE]


def _user(username: str, duty: str, password: str) -> User:
    name = Duty(duty).label
    user = User.objects.create_user(username, name, password)
    user.password_is_first = True
    user.save(update_fields=["password_is_first"])
    return user
