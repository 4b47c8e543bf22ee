"""低保审核确认, the county's ordinary route (D57 = 最低生活保障审核确认办法; policy §2.3)."""

from yimen.core.law import D57, N2022, R649
from yimen.core.processes.steps import CONFIRMER, OPEN, Clock, Need, Procedure, State, Step

TOWN = ("town_clerk", "town_leader")
S = State

SURVEY_START = Clock("C1", "启动调查", "dibao_survey_start_days", True, D57.article(15))
CHECK_START = Clock("C2", "启动核对", "dibao_check_start_days", True, D57.article(17))
PUBLICITY = Clock("C3", "公示期", "dibao_publicity_days", False, D57.article(19))
COUNTY_DECISION = Clock("C4", "县级审核确认", "dibao_county_days", True, D57.article(20))
REFUSAL_NOTICE = Clock("C5", "送达不予确认通知", "dibao_refusal_notice_days", True, D57.article(21))
WHOLE = Clock("C6", "全程办理", "dibao_total_days", True, D57.article(22))
CORRECTION = Clock("C0", "补正材料", "correction_days", True, D57.article(10))

STEPS = (
    Step("ask_correction", "一次性告知", frozenset({S.SUBMITTED}), S.CORRECTING, TOWN, D57.article(10),
         needs=(Need.MISSING_LIST,), starts=("C0",), kind="plain"),
    Step("correct", "补正提交", frozenset({S.CORRECTING}), S.SUBMITTED, ("family", *TOWN), D57.article(10),
         stops=("C0",)),
    Step("accept", "受理", frozenset({S.SUBMITTED}), S.INVESTIGATING, TOWN, D57.article(11),
         needs=(Need.COMPLETE, Need.AUTHORISED), starts=("C6", "C1")),
    Step("first_review", "提出初审意见：符合", frozenset({S.INVESTIGATING}), S.REVIEWED, TOWN, D57.article(19),
         needs=(Need.SURVEY, Need.REPORT, Need.HEARD, Need.NOTHING_OPEN, Need.ELIGIBLE, Need.OPINION)),
    Step("first_review_against", "提出初审意见：不符合", frozenset({S.INVESTIGATING}), S.AWAITING, TOWN, D57.article(19),
         needs=(Need.SURVEY, Need.REPORT, Need.HEARD, Need.NOTHING_OPEN, Need.NOT_ELIGIBLE, Need.OPINION),
         starts=("C4",), kind="negative"),
    Step("publicise", "公示", frozenset({S.REVIEWED}), S.PUBLICISED, TOWN, D57.article(19), starts=("C3",)),
    Step("close_publicity", "公示结束，报县级", frozenset({S.PUBLICISED}), S.AWAITING, TOWN, D57.article(19),
         needs=(Need.PUBLICITY_OVER, Need.BOARD_PHOTOS, Need.NO_OBJECTION), starts=("C4",), stops=("C3",)),
    Step("take_up_objection", "异议复查", frozenset({S.PUBLICISED}), S.OBJECTED, TOWN, D57.article(19),
         stops=("C3",), kind="plain"),
    Step("review_after_objection", "复查后意见：符合，报县级", frozenset({S.OBJECTED}), S.AWAITING, TOWN, D57.article(19),
         needs=(Need.OBJECTION_HANDLED, Need.NOTHING_OPEN, Need.ELIGIBLE, Need.OPINION), starts=("C4",)),
    Step("review_against_after_objection", "复查后意见：不符合，报县级", frozenset({S.OBJECTED}), S.AWAITING, TOWN,
         D57.article(19), needs=(Need.OBJECTION_HANDLED, Need.NOTHING_OPEN, Need.NOT_ELIGIBLE, Need.OPINION),
         starts=("C4",), kind="negative"),
    Step("confirm", "确认", frozenset({S.AWAITING}), S.CONFIRMED, (CONFIRMER,), D57.article(21),
         needs=(Need.NOTHING_OPEN, Need.ELIGIBLE, Need.COUNTY_VISIT, Need.NO_OBJECTION), stops=("C4", "C6")),
    Step("refuse", "不予确认", frozenset({S.AWAITING}), S.REFUSED, (CONFIRMER,), D57.article(21),
         needs=(Need.NOTHING_OPEN, Need.NOT_ELIGIBLE, Need.COUNTY_VISIT, Need.REASONS), starts=("C5",), stops=("C4", "C6"),
         kind="negative"),
    Step("send_back", "退回重新调查", frozenset({S.AWAITING}), S.INVESTIGATING, ("county_clerk", CONFIRMER), D57.article(20),
         needs=(Need.REASONS,), stops=("C4",), kind="plain"),
    Step("withdraw", "撤回申请", frozenset(set(OPEN)), S.WITHDRAWN, ("family", *TOWN), R649.article(11),
         needs=(Need.REASONS,), stops=("C0", "C1", "C3", "C4", "C6"), kind="ending"),
    Step("terminate", "终止办理", frozenset({S.CORRECTING, S.INVESTIGATING, S.OBJECTED}), S.TERMINATED, TOWN, D57.article(29),
         needs=(Need.REASONS,), stops=("C0", "C1", "C3", "C6"), kind="ending"),
)  # fmt: skip

PROCEDURE = Procedure(
    "dibao",
    "最低生活保障",
    STEPS,
    (CORRECTION, SURVEY_START, CHECK_START, PUBLICITY, COUNTY_DECISION, REFUSAL_NOTICE, WHOLE),
)
TOTAL_EXTENDED = N2022.article(4)
