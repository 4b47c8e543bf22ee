"""The jobs behind an upload. They carry its id, the county and the actor."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from yimen.guard import clock
from yimen.guard.scope import scope, system_scope
from yimen.register import checking, promoting, sweeping
from yimen.register.errors import RegisterMoved
from yimen.register.models import State, Upload

NOT_CHECKED = "检查没有完成：系统出错，文件没有问题。请点“重新检查”；仍不行请联系系统管理员。"
NOT_LET_IN = "没有入库：系统出错，数据没有任何变化。请重新批准入库；仍不行请联系系统管理员。"


@app.task(name="register.check", queue="register")
def check(upload: str, county: str, actor: str) -> None:
    """Read and judge the file; what went wrong with us is on the page too."""
    try:
        checking.check(UUID(upload), county, actor, clock.now)
    except Exception:
        _say_broken(UUID(upload), county, actor)
        raise


@app.task(name="register.promote", queue="register")
def promote(upload: str, county: str, actor: str) -> None:
    """Let the file in; where that is no longer possible, check it again."""
    try:
        promoting.promote(UUID(upload), county, actor, clock.now)
    except RegisterMoved as moved:
        with scope(system_scope((county,), actor=actor)):
            promoting.send_back(UUID(upload), State.RECEIVED, moved.message, clock.now())
            queue_check(UUID(upload), county, actor)
    except Exception:
        with scope(system_scope((county,), actor=actor)):
            promoting.send_back(UUID(upload), State.READY, NOT_LET_IN, clock.now())
        raise


@app.periodic(cron="40 3 * * *", periodic_id="register.sweep")
@app.task(name="register.sweep", queueing_lock="register.sweep")
def sweep(timestamp: int) -> None:
    """What nobody let in for thirty days is erased, and files left over."""
    sweeping.sweep(clock.now())


def queue_check(upload: UUID, county: str, actor: str) -> None:
    """One upload is worked on by one worker at a time."""
    _queue(check, f"register:{upload}", upload, county, actor)


def queue_promotion(upload: UUID, county: str, actor: str) -> None:
    _queue(promote, f"register:{upload}", upload, county, actor)


def _queue(task: object, lock: str, upload: UUID, county: str, actor: str) -> None:
    task.configure(lock=lock).defer(upload=str(upload), county=county, actor=actor)  # type: ignore[attr-defined]


def _say_broken(upload: UUID, county: str, actor: str) -> None:
    now: datetime = clock.now()
    with scope(system_scope((county,), actor=actor)):
        mine = Upload.objects.filter(pk=upload, state=State.CHECKING)
        mine.update(state=State.BROKEN, note=NOT_CHECKED, moved_at=now)
