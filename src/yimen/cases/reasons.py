"""From a finding to the words of a letter: the arithmetic of an amount, the conditions that failed."""

from yimen.core.book import Finding, because
from yimen.documents.forms import Reason


def arithmetic(finding: Finding) -> list[str]:
    """The sentences of the amount, each with its numbers."""
    return because(finding, finding.programme.amount or finding.programme.eligible)


def refusal_reasons(finding: Finding, written: str) -> list[Reason]:
    """Each condition that failed, with both numbers and its article; then the officer's own words."""
    reasons = [Reason(f.label, because(finding, f.name)[0], str(f.source)) for f in finding.failed]
    return [*reasons, Reason("审核意见", written, "")] if written else reasons
