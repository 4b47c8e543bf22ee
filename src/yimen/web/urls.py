"""Addresses of the surfaces."""

from django.urls import include, path

urlpatterns = [
    path("", include("yimen.web.public.urls")),
    path("desk/", include("yimen.web.staff.urls")),
    path("desk/", include("yimen.web.desk.urls")),
    path("m/", include("yimen.web.citizen.urls")),
    path("", include("yimen.web.shell_styles")),
]
