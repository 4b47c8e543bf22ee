"""The connectors that come with the platform; importing this puts them into the registry (done once, by `config`)."""

from yimen.connectors import file_drop, silent

__all__ = ["file_drop", "silent"]
