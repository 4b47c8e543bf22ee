"""Putting the questions of a request to the sources, one after another.

Each question takes three steps: a short transaction that looks whether it may still be put and notes that it is; the
source, outside any transaction; a short transaction that keeps the answer. A worker that dies between two of them
leaves every answer it kept, so the next one asks only what is still open (promises 21, 39).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from yimen.audit.trail import Trail, follow, wrote
from yimen.connectors.base import Answer, NoAnswer, Query, Subject, TryLater
from yimen.core.errors import YimenError
from yimen.guard.scope import Scope, current_scope, scope, system_scope
from yimen.verification.asked import why_not
from yimen.verification.comparing import Outcome
from yimen.verification.models import CheckReport, SourceQuery
from yimen.verification.replies import as_text
from yimen.verification.reporting import issue_report
from yimen.verification.sources import Source, ask

log = structlog.get_logger("yimen.verification")

MOST_ATTEMPTS = 5
LONGEST_WAIT = timedelta(hours=1)
Now = Callable[[], datetime]


class AskedInsideTransaction(YimenError):
    """A source is slow or hangs; a transaction that waits for it holds its rows against everybody else."""

    code = "verification.asked_inside"
    sentence = "不能在数据库事务之内询问外部来源。请在事务之外运行核对任务。"


@dataclass(frozen=True)
class Question:
    """One query that may be put now."""

    id: UUID
    source: Source
    query: Query
    attempt: int


@dataclass(frozen=True)
class Checker:
    """Who asks, where, of which sources; `now` is read anew for each step, because a source may take its time."""

    county: str
    actor: str
    sources: Mapping[str, Source]
    now: Now

    def run(self, request: UUID) -> CheckReport | timedelta:
        """Ask all that is open, then report; or say after how long to come again for a source that asked for time.

        Raises: AskedInsideTransaction.
        """
        if current_scope() is not None:
            raise AskedInsideTransaction()
        waits = [wait for query in self._open_queries(request) if (wait := self._put(query)) is not None]
        if waits:
            return min(max(waits), LONGEST_WAIT)
        with self._noted("核对：出具报告"):
            return issue_report(request, by=self.actor, now=self.now())

    def _put(self, query: UUID) -> timedelta | None:
        question = self._prepare(query)
        if question is None:
            return None
        try:
            answer = ask(question.source, question.query)
        except NoAnswer as silence:
            self._give_up(query, silence.reason)
        except TryLater as later:
            return self._postpone(question, later.after)
        else:
            self._keep(query, answer)
        return None

    # The short transactions -----------------------------------------------------------------------------------------

    def _open_queries(self, request: UUID) -> list[UUID]:
        """Source by source in the order of the settings, so that quick ones are not kept waiting by slow ones."""
        turn = {key: place for place, key in enumerate(self.sources)}
        with scope(self._scope):
            waiting = SourceQuery.objects.filter(request_id=request, outcome=Outcome.WAITING)
            found = waiting.order_by("pk").values_list("pk", "source")
            return [pk for pk, source in sorted(found, key=lambda row: turn.get(row[1], len(turn)))]

    def _prepare(self, query_id: UUID) -> Question | None:
        """The question, noted as put, with its audit row; None where it must not be put any more."""
        with self._noted("核对：询问来源") as trail:
            query = self._locked(query_id)
            if query is None:
                return None
            trail.action = f"核对：向{query.source_label}查询"
            trail.actor_name = f"{query.request.asked_by.name}（系统代为询问）"
            wrote(query.household_id, f"{query.request.number} {query.request.purpose}")
            refusal = self._refusal(query)
            if refusal is not None:
                query.outcome, query.reason, query.answered_at = Outcome.NO_ANSWER, refusal, self.now()
                query.save(update_fields=["outcome", "reason", "answered_at"])
                return None
            # The database looks at the authorisation once more, as of this moment.
            query.asked_at, query.attempts = self.now(), query.attempts + 1
            query.save(update_fields=["asked_at", "attempts"])
            return Question(query_id, self.sources[query.source], _worded(query), query.attempts)

    def _refusal(self, query: SourceQuery) -> str | None:
        """Why this question is not put: the reason that stands in the report."""
        fault = why_not(query.authorisation, query.request.purpose, self.now())
        if fault:
            return f"{fault}，没有询问"
        if query.source not in self.sources:
            return "该来源已停用，没有询问"
        if not query.person.id_number:
            return "没有身份证号码，无法向该来源查询"
        if query.attempts >= MOST_ATTEMPTS:
            return f"询问 {query.attempts} 次都没有得到答复"
        return None

    def _keep(self, query_id: UUID, answer: Answer) -> None:
        with scope(self._scope):
            query = self._locked(query_id)
            if query is None:
                return
            query.outcome, query.as_of = str(answer.outcome), answer.as_of
            query.reply = as_text(answer)  # type: ignore[assignment]
            query.reason, query.answered_at = "", self.now()
            query.save(update_fields=["outcome", "as_of", "reply", "answered_at", "reason"])
        log.info("check.answered", query=str(query_id), outcome=str(answer.outcome))

    def _give_up(self, query_id: UUID, reason: str) -> None:
        with scope(self._scope):
            query = self._locked(query_id)
            if query is None:
                return
            query.outcome, query.reason, query.answered_at = Outcome.NO_ANSWER, reason[:200], self.now()
            query.save(update_fields=["outcome", "reason", "answered_at"])
        log.warning("check.silent", query=str(query_id))

    def _postpone(self, question: Question, after: timedelta) -> timedelta | None:
        if question.attempt >= MOST_ATTEMPTS:
            self._give_up(question.id, f"来源 {question.attempt} 次要求稍后再试")
            return None
        with scope(self._scope):
            SourceQuery.objects.filter(pk=question.id, outcome=Outcome.WAITING).update(
                reason=f"来源要求稍后再试，已询问 {question.attempt} 次"
            )
        return after

    def _locked(self, query_id: UUID) -> SourceQuery | None:
        queries = SourceQuery.objects.select_related("request__asked_by", "person", "authorisation")
        return queries.select_for_update(of=("self",)).filter(pk=query_id, outcome=Outcome.WAITING).first()

    @property
    def _scope(self) -> Scope:
        return system_scope((self.county,), actor=self.actor)

    @contextmanager
    def _noted(self, action: str) -> Iterator[Trail]:
        """A transaction with its audit row: what leaves the platform about a family is on record before it leaves."""
        trail = Trail(self.actor, action, self.now(), actor_name="核对任务", county=self.county)
        with follow(trail), scope(self._scope):
            yield trail
            if trail.worth_recording:
                trail.save()


def _worded(query: SourceQuery) -> Query:
    """The question as the source gets it."""
    return Query(
        subject=Subject(query.person.name, query.person.id_number or ""),
        categories=tuple(query.categories),
        asked_at=query.asked_at,
        purpose=query.request.purpose,
        authorisation=query.authorisation.number,
        reference=query.request.number,
    )
