"""Addresses anyone may open."""

from django.urls import path

from yimen.web.public import notices

urlpatterns = [
    path("notices/<str:code>/", notices.area),
    path("notices/object/<uuid:notice_id>/", notices.object_to),
]
