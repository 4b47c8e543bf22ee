"""The sign-ins a synthetic installation shows to anybody: invented people, one password, the code of the moment."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings

from yimen.core.errors import YimenError
from yimen.network import second_factor
from yimen.network.models import Duty, Post
from yimen.network.officers import held_on

PASSWORD = "yimen-demo-2026"
MANY = 30


class NotSynthetic(YimenError):
    code = "not_synthetic"
    sentence = "这不是模拟数据库，不能显示任何人的动态码。"


@dataclass(frozen=True)
class Login:
    username: str
    password: str
    code: str
    duty: str
    office: str
    name: str


def logins(day: date) -> list[Login]:
    """Everybody of the demo who has a second factor, by duty.  Raises: NotSynthetic."""
    if not settings.SYNTHETIC:
        raise NotSynthetic()
    enrolled = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values("user_id")
    posts = (
        Post.objects.filter(
            held_on(day), user__in=enrolled, user__is_active=True, user__password_is_first=False
        )
        .select_related("user", "organisation")
        .order_by("id")
    )
    order = list(Duty.values)
    return [_login(post) for post in sorted(posts, key=lambda p: order.index(p.duty))[:MANY]]


def _login(post: Post) -> Login:
    return Login(
        post.user.username,
        PASSWORD,
        second_factor.code_of_the_moment(post.user_id),
        Duty(post.duty).label,
        post.organisation.name,
        post.user.name,
    )
