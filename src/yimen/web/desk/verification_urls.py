"""Addresses of the check, below /desk/."""

from django.urls import path

from yimen.web.desk import verification

urlpatterns = [
    path("checks/", verification.queue),
    path("checks/<uuid:request_id>/", verification.check),
    path("checks/<uuid:request_id>/answers/", verification.answers),
    path("checks/reports/<uuid:report_id>/", verification.report),
    path("checks/reports/<uuid:report_id>/pdf/", verification.pdf),
    path("checks/reports/<uuid:report_id>/again/", verification.again),
]
