"""Addresses of the register's import, under /desk/register/."""

from django.urls import path

from yimen.web.desk import register

urlpatterns = [
    path("", register.uploads),
    path("template/", register.template),
    path("<uuid:upload_id>/", register.upload),
    path("<uuid:upload_id>/progress/", register.progress),
    path("<uuid:upload_id>/families/", register.families),
    path("<uuid:upload_id>/remarks/", register.remarks),
    path("<uuid:upload_id>/check/", register.check_again),
    path("<uuid:upload_id>/let-in/", register.let_in),
    path("<uuid:upload_id>/withdraw/", register.withdraw),
]
