"""What stands in the frame of the phone pages."""

from django.http import HttpRequest

from yimen.people.accounts import CITIZEN_SESSION
from yimen.web import shell
from yimen.web.shell import Frame

HOME = "/m/"


@shell.frame("m")
def phone_frame(request: HttpRequest) -> Frame:
    signed_in = bool(request.session.get(CITIZEN_SESSION))
    return Frame(
        home_url=HOME, person="本人" if signed_in else "", sign_out_url="/m/sign-out/" if signed_in else ""
    )
