"""消息随业务事务入队，提交后发送，只发一次。"""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from yimen.guard.scope import public_scope, scope
from yimen.notifications import actions, tasks
from yimen.notifications.channel import CHANNELS, ChannelFault, NoChannel, Simulated, channel
from yimen.notifications.models import Message
from yimen.notifications.queries import outbox

NOW = timezone.make_aware(datetime(2026, 11, 22, 9, 0))  # noqa: DTZ001
PHONE = "13800001234"


class Gateway:
    """A fake SMS gateway that may be down."""

    label = "测试网关"

    def __init__(self, down: bool = False) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.down = down

    def send(self, phone: str, text: str, *, key: str) -> None:
        assert not transaction.get_connection().in_atomic_block, "a call goes out inside a transaction"
        if self.down:
            raise ChannelFault(why="网关没有答复")
        self.sent.append((phone, text, key))


def queue(key: str = "case:1:accepted", text: str = "您的申请已受理。") -> None:
    with scope(public_scope()):
        actions.queue_message(key, PHONE, text, NOW)


def work(attempts: int = 0) -> None:
    """Do the queued jobs in this thread, as the worker would."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT args->>'message' FROM procrastinate_jobs ORDER BY id")
        waiting = [row[0] for row in cursor.fetchall()]
    for message in waiting:
        tasks.deliver(SimpleNamespace(job=SimpleNamespace(attempts=attempts)), message=message)


def states() -> list[str]:
    with scope(actions.DELIVERY):
        return list(Message.objects.order_by("pk").values_list("state", flat=True))


def message_id():
    with scope(actions.DELIVERY):
        return Message.objects.get().pk


def test_a_message_of_a_rolled_back_change_never_exists(committed):
    with scope(public_scope()):
        actions.queue_message("k", PHONE, "text", NOW)
        transaction.set_rollback(True)
    assert states() == []


def test_the_same_key_is_one_message(committed):
    queue()
    queue(text="改过的文字")
    assert [m.text for m in outbox()] == ["您的申请已受理。"]


def test_a_job_delivers_and_carries_no_name_or_number(committed):
    queue()
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        args = cursor.fetchone()[0]
    assert PHONE not in args
    work()
    assert states() == ["sent"]


def test_a_message_goes_out_once(committed):
    queue()
    gateway = Gateway()
    assert actions.send(message_id(), gateway, NOW) is True
    assert actions.send(message_id(), gateway, NOW) is False
    assert gateway.sent == [(PHONE, "您的申请已受理。", "case:1:accepted")]


def test_a_gateway_that_is_down_leaves_it_waiting(committed):
    queue()
    with pytest.raises(ChannelFault, match="网关没有答复"):
        actions.send(message_id(), Gateway(down=True), NOW)
    assert states() == ["waiting"]
    assert actions.waiting(NOW) == [message_id()]


def test_old_news_is_not_sent_any_more(committed):
    queue()
    assert actions.waiting(NOW + timedelta(days=4)) == []


@pytest.mark.parametrize(
    ("attempts", "state"),
    [pytest.param(0, "waiting", id="第一次失败还会再试"), pytest.param(7, "failed", id="第八次失败不再试")],
)
def test_a_message_that_cannot_be_sent_is_marked_in_the_end(committed, monkeypatch, attempts, state):
    monkeypatch.setattr(tasks, "channel", lambda: Gateway(down=True))
    queue()
    with pytest.raises(ChannelFault):
        work(attempts)
    assert states() == [state]


def test_a_synthetic_installation_simulates(db):
    assert isinstance(channel(), Simulated)


def test_a_real_one_without_connector_sends_nothing(db, settings):
    settings.SYNTHETIC = False
    assert channel() is None
    assert actions.waiting(NOW) == []


def test_a_configured_connector_is_used_and_an_unknown_one_named(db, settings, monkeypatch):
    gateway = Gateway()
    monkeypatch.setitem(CHANNELS, "fake", lambda: gateway)
    settings.ENV = settings.ENV.model_copy(update={"sms": "fake"})
    assert channel() is gateway
    settings.ENV = settings.ENV.model_copy(update={"sms": "nobody"})
    with pytest.raises(NoChannel, match=r"nobody.*没有安装"):
        channel()


def test_what_is_over_is_erased_and_nothing_else(db):
    from yimen.guard.scope import Scope
    from yimen.notifications import codes
    from yimen.notifications.models import OneTimeCode

    today = timezone.now()
    for days in (0, 1, 3, 200):
        codes.issue(PHONE, f"use:{days}", "登录", address="10.0.0.1", now=today - timedelta(days=days))

    actions.erase_old()

    with scope(Scope(kind="signin", actor="t")):
        assert set(OneTimeCode.objects.values_list("purpose", flat=True)) == {"use:0", "use:1"}
    assert len(outbox()) == 3
