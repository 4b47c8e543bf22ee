"""Addresses of the surfaces."""

urlpatterns: list = []
