"""A signed-in member of staff in the post they act in: what permissions ask and what the scope is made of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yimen.core.errors import YimenError
from yimen.guard.scope import Kind, Scope
from yimen.network.duties import ADMINISTRATORS
from yimen.network.models import Duty, Organisation, Post, User


class NoPost(YimenError):
    """The account is good, but holds no post today, so there is nothing it may see."""

    code = "no_post"


@dataclass(frozen=True)
class Officer:
    """Who acts, in which post. `area` is the organisation's division code (6, 9 or 12 digits; 4 for a city)."""

    user_id: int
    name: str
    post_id: int
    duty: str
    organisation_id: int
    organisation: str
    area: str
    counties: tuple[str, ...]

    @property
    def actor(self) -> str:
        return f"user:{self.user_id}"

    @property
    def post_name(self) -> str:
        return f"{self.organisation} {Duty(self.duty).label}"

    @property
    def title(self) -> str:
        return f"{self.name}（{self.post_name}）"

    @property
    def scope(self) -> Scope:
        """Casework staff see their area; the centre its verification tables; administrators no family at all."""
        if self.duty in ADMINISTRATORS:
            return Scope(kind="admin", actor=self.actor)
        towns = (self.area[:9],) if len(self.area) >= 9 else ()
        villages = (self.area,) if len(self.area) == 12 else ()
        kind: Kind = "centre" if self.duty == Duty.CENTRE_CLERK else "area"
        return Scope(kind=kind, actor=self.actor, counties=self.counties, towns=towns, villages=villages)

    def covers(self, code: str) -> bool:
        """Whether an area code lies in this post's area."""
        return code.startswith(self.area)


def posts_on(user_id: int, day: date) -> list[Post]:
    """The posts a person holds that day, the present ones only: a transfer takes effect with the next request."""
    return list(
        Post.objects.filter(held_on(day), user_id=user_id)
        .select_related("organisation", "user")
        .order_by("id")
    )


def held_on(day: date, post: str = "") -> Q:
    """Posts that stand on a day, as a filter; `post` leads to them from another model ("posts__")."""
    not_over = Q(**{f"{post}until__isnull": True}) | Q(**{f"{post}until__gte": day})
    not_ended = Q(**{f"{post}ended_at__isnull": True}) | Q(**{f"{post}ended_at__date__gt": day})
    return not_over & not_ended & Q(**{f"{post}since__lte": day})


def officer_for(user: User, day: date, post_id: int | None = None) -> Officer:
    """The officer in the chosen post, else in the first one held.

    Raises: NoPost.
    """
    posts = posts_on(user.pk, day)
    if not posts or not user.is_active:
        raise NoPost(
            f"{user.name} 目前没有任职，不能办理业务。请联系本单位的安全管理员登记岗位。", user=user.pk
        )
    post = next((p for p in posts if p.pk == post_id), posts[0])
    return officer_in(post)


def officer_in(post: Post) -> Officer:
    organisation = post.organisation
    return Officer(
        user_id=post.user_id,
        name=post.user.name,
        post_id=post.pk,
        duty=post.duty,
        organisation_id=organisation.pk,
        organisation=organisation.name,
        area=organisation.area,
        counties=_counties(organisation),
    )


def _counties(organisation: Organisation) -> tuple[str, ...]:
    if len(organisation.area) >= 6:
        return (organisation.area[:6],)
    counties = Organisation.objects.filter(kind=Organisation.Kind.BUREAU, area__startswith=organisation.area)
    return tuple(counties.order_by("area").values_list("area", flat=True))
