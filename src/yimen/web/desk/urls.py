"""Addresses of the desk."""

from django.urls import include, path

from yimen.web.desk import case_page, day, files, frame, inbox, notices, payments, steps

urlpatterns = [
    path("", inbox.home),
    path("cases/", inbox.cases),
    path("day/", day.day),
    path("search/", inbox.search),
    path("awards/", inbox.awards),
    path("letters/", inbox.letters),
    path("cases/<uuid:case_id>/", case_page.case),
    path("cases/<uuid:case_id>/basis/", case_page.basis),
    path("cases/<uuid:case_id>/survey/", steps.survey),
    path("cases/<uuid:case_id>/check/", steps.check),
    path("cases/<uuid:case_id>/authorise/", steps.authorise),
    path("cases/<uuid:case_id>/tell/", steps.tell),
    path("cases/<uuid:case_id>/hearing/<uuid:hearing_id>/", steps.hearing),
    path("cases/<uuid:case_id>/question/<int:index>/", steps.close_question),
    path("cases/<uuid:case_id>/board/<uuid:posting_id>/", steps.board_photos),
    path("cases/<uuid:case_id>/objection/<uuid:objection_id>/", steps.objection),
    path("cases/<uuid:case_id>/serve/<uuid:letter_id>/", steps.serve_letter),
    path("cases/<uuid:case_id>/<slug:key>/", steps.step),
    path("files/<uuid:file_id>/", files.download),
    path("files/<uuid:file_id>/small/", files.small),
    path("notices/<uuid:posting_id>/print/", notices.printable),
    path("", include("yimen.web.desk.verification_urls")),
    path("register/", include("yimen.web.desk.register_urls")),
    path("payments/", payments.lists),
    path("payments/<uuid:list_id>/", payments.pay_list),
    path("payments/<uuid:list_id>/xlsx/", payments.workbook),
]

__all__ = ["frame", "include", "urlpatterns"]
