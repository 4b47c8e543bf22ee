"""The office's own fonts are known before the first letter."""

from django.apps import AppConfig
from django.conf import settings

from yimen.documents.typeset import use_fonts


class DocumentsConfig(AppConfig):
    name = "yimen.documents"
    verbose_name = "文书和附件"

    def ready(self) -> None:
        use_fonts(settings.ENV.fonts)
