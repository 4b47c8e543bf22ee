"""The connectors that come with the platform are known before the first question is put."""

from django.apps import AppConfig

from yimen.connectors import catalogue

CONNECTORS = catalogue.__all__  # importing the catalogue filled the registry


class VerificationConfig(AppConfig):
    name = "yimen.verification"
    verbose_name = "经济状况核对"
