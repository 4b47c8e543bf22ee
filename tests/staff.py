"""A browser of the test client with a member of staff signed in, both factors shown."""

from django.test import Client
from django.utils import timezone

from yimen.network.models import User
from yimen.network.officers import Officer
from yimen.web.staff.session import open_session


def sign_in(client: Client, who: Officer | User, post_id: int | None = None) -> Client:
    """As after /desk/sign-in/: in the officer's own post, or for a User in the first one or the one given."""
    if isinstance(who, Officer):
        user, post_id = User.objects.get(pk=who.user_id), who.post_id
    else:
        user = who
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    class Request:
        session = client.session

    open_session(Request, post_id, timezone.now())  # type: ignore[arg-type]
    Request.session.save()
    return client
