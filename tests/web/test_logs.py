"""What stands in the log of the web server: events, and nothing that anybody typed."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_refused_request_is_one_event_without_what_was_looked_for(client, caplog):
    client.get("/no/such/page/", {"q": "371311199001010017"})
    said = [record.msg for record in caplog.records if record.name.startswith("django_structlog")]
    assert [line["request"] for line in said] == ["GET /no/such/page/"]


def test_a_request_that_went_well_is_no_event(client, caplog):
    client.get("/")
    assert [record for record in caplog.records if record.name.startswith("django_structlog")] == []
