"""Logs are events with fields, one JSON line each; ids stand in them, never names or numbers of people."""

from typing import Any

import structlog
from structlog.typing import EventDict

FORMATTER: dict[str, Any] = {
    "()": structlog.stdlib.ProcessorFormatter,
    "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
}


def without_words_typed(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The address of a request up to its question mark: behind it stand names and ID numbers that people look for."""
    if isinstance(asked := event.get("request"), str):
        event["request"] = asked.partition("?")[0]
    return event


def configure() -> None:
    """Events go through Python's logging, which drops those below the level of their logger before they are made."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            without_words_typed,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
