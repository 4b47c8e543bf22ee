"""manage.py demo_logins: who can sign in to the demo, with the password and the code of the moment."""

import time
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yimen.demo.staff import LOGINS, PASSWORD
from yimen.network.models import Post

PERIOD = 30  # seconds a code lives


class Command(BaseCommand):
    help = "列出演示账号、密码和此刻的动态码（模拟）。"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SYNTHETIC:
            raise CommandError("这不是模拟数据库，没有演示账号。")
        names = [name for words in LOGINS.values() for name in words]
        posts = Post.objects.filter(user__username__in=names).select_related("user", "organisation")
        held = {post.user.username: post for post in posts}
        codes = self._codes([post.user_id for post in held.values()])
        self.stdout.write(f"演示账号（模拟，密码都是 {PASSWORD}；动态码每 {PERIOD} 秒更换）：")
        for name in names:
            if name in held:
                post = held[name]
                code = codes.get(post.user_id, "")
                self.stdout.write(
                    f"  {name:<12}{code:<8}{post.get_duty_display()}　{post.organisation.name}　{post.user.name}"
                )

    def _codes(self, users: list[int]) -> dict[int, str]:
        adapter, counter = get_adapter(), int(time.time()) // PERIOD
        found = Authenticator.objects.filter(user_id__in=users, type=Authenticator.Type.TOTP)
        return {
            row.user_id: format_hotp_value(hotp_value(adapter.decrypt(row.data["secret"]), counter))
            for row in found
        }
