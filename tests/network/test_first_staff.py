"""首次启用：the three administrators of an installation nobody can sign in to yet."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from yimen.guard import clock
from yimen.network.models import Duty, Post, User
from yimen.network.officers import officer_for

pytestmark = pytest.mark.django_db


def first_staff() -> str:
    out = StringIO()
    call_command("first_staff", "--bureau", "某区民政局", stdout=out)
    return out.getvalue()


def test_three_people_each_registered_by_another_with_a_password_for_once():
    told = first_staff()

    posts = Post.objects.select_related("user", "granted_by")
    assert {post.duty for post in posts} == {Duty.SECURITY_ADMIN, Duty.SYSTEM_ADMIN, Duty.AUDIT_ADMIN}
    assert all(post.granted_by_id != post.user_id for post in posts)
    for user in User.objects.all():
        assert user.password_is_first
        assert officer_for(user, clock.today()).scope.kind == "admin"
        password = next(
            line.split()[-1] for line in told.splitlines() if f" {user.username} " in line.replace("　", " ")
        )
        assert user.check_password(password)


def test_it_is_done_once():
    first_staff()
    with pytest.raises(CommandError, match="不能再次首次启用"):
        first_staff()
