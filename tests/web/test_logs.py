"""What stands in the log of the web server: events, and nothing that anybody typed."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_refused_request_leaves_no_trace_of_what_was_looked_for(client, caplog, capfd):
    client.get("/no/such/page/", {"q": "371311199001010017"})
    printed = capfd.readouterr()
    said = caplog.text + printed.out + printed.err
    assert "/no/such/page/" in said
    assert "371311199001010017" not in said


def test_a_request_that_went_well_is_no_event(client, caplog):
    client.get("/")
    assert [record for record in caplog.records if record.name.startswith("django_structlog")] == []
