"""All addresses. Every view states who may (`web/requests.py`); a house test walks them."""

from django.urls import include, path

from yimen.web import health

urlpatterns = [
    path("healthz", health.healthz),
    path("", include("yimen.web.urls")),
]
handler400 = "yimen.web.errors.bad_request"
handler403 = "yimen.web.errors.forbidden"
handler404 = "yimen.web.errors.not_found"
handler500 = "yimen.web.errors.server_error"
