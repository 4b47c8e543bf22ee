"""How messages leave the platform: the SMS connector of the installation, or the 模拟 outbox of a synthetic one."""

from collections.abc import Callable
from typing import Protocol

from django.conf import settings

from yimen.core.errors import YimenError


class NoChannel(YimenError):
    """Electronic authorisation and sign-in by code are off until an SMS connector is configured."""

    code = "no_channel"
    sentence = (
        "本系统还没有接通短信平台，手机验证码和电子授权暂不能使用。"
        "请到乡镇（街道）窗口办理，或下载纸质授权书签字后拍照上传。"
    )


class ChannelFault(YimenError):
    """The message was not taken; delivering again later may work."""

    code = "channel_fault"
    sentence = "短信没有发出：{why}。系统稍后会再试。"


class Channel(Protocol):
    """Where a message goes. `key` names the message, so that a gateway asked twice sends it once."""

    label: str

    def send(self, phone: str, text: str, *, key: str) -> None:
        """Raises: ChannelFault."""


class Simulated:
    """Nothing leaves; the text is read on the page 模拟短信."""

    label = "模拟短信"

    def send(self, phone: str, text: str, *, key: str) -> None:
        return None


CHANNELS: dict[str, Callable[[], Channel]] = {}
"""SMS connectors by the key that YIMEN_SMS names; a connector registers its maker here."""


def channel() -> Channel | None:
    """The way out of this installation; None where none is configured.  Raises: NoChannel for an unknown key."""
    key = settings.ENV.sms
    if not key:
        return Simulated() if settings.SYNTHETIC else None
    if key not in CHANNELS:
        raise NoChannel(
            f"设置 YIMEN_SMS 写的短信连接器“{key}”没有安装，现有：{'、'.join(CHANNELS) or '无'}。"
        )
    return CHANNELS[key]()


def require_channel() -> Channel:
    """Raises: NoChannel."""
    found = channel()
    if found is None:
        raise NoChannel
    return found
