"""Addresses anyone may open."""

from django.urls import path

from yimen.web.public import home, notices

urlpatterns = [
    path("", home.home),
    path("notices/<str:code>/", notices.area),
    path("notices/object/<uuid:notice_id>/", notices.object_to),
]
