"""The words of our templates: {% load yimen_ui %}.

Numbers    {{ fen|yuan }} 1,234.56      {% money fen %} with unit, "未知" when open      {{ number|count }} 12,345
Masks      {{ number|masked_id }}  {{ name|masked_name }}  {{ phone|masked_phone }}  {{ account|masked_account }}
Days       {% due day %} traffic light   {{ day|cn_date }} 2026年11月22日   {{ moment|cn_moment }} 2026-11-22 09:05
States     {% tone "amber" %}待补正{% endtone %}   {% truth value %} 是 · 否 · 未明   {% answer "found" %} 有 · 无 · 未答复
Pieces     {% icon "home" %}  {% field form.name %}  {% m_field form.name %}  {% error_summary form formset %}
           {% pagination page %}  {% definitions pairs %}
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yimen.core.ids import mask_resident_id
from yimen.core.money import format_yuan
from yimen.web import shell_faults, shell_fields

register = template.Library()

TONES = ("blue", "green", "amber", "red", "grey", "violet")
UNKNOWN = "未知"
SOON_DAYS = 3
_ICON_LIST = Path(__file__).resolve().parents[1] / "icons.txt"
_ICONS = frozenset(line.split("#")[0].strip() for line in _ICON_LIST.read_text("utf-8").splitlines())


# Numbers ----------------------------------------------------------------------------------------------------------


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as "1,234.56"; an unknown amount is said to be unknown, never shown as zero."""
    return UNKNOWN if fen is None or fen == "" else format_yuan(fen)


@register.simple_tag
def money(fen: int | None, unit: str = "元") -> SafeString:
    """An amount with its unit, in figures of one width."""
    if fen is None or fen == "":
        return format_html('<span class="ym-open">{}</span>', UNKNOWN)
    return format_html('<span class="ym-num">{}</span> {}', format_yuan(fen), unit)


@register.filter
def count(number: int | None) -> str:
    """A number of things with thousands marks."""
    return UNKNOWN if number is None or number == "" else f"{number:,}"


# Masks ------------------------------------------------------------------------------------------------------------


@register.filter
def masked_id(number: str) -> str:
    """371311********1234."""
    return mask_resident_id(number or "")


@register.filter
def masked_name(name: str) -> str:
    """The surname and stars: 张*, 张*明."""
    if len(name or "") < 2:
        return "*" * len(name or "")
    return f"{name[0]}*" if len(name) == 2 else f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


@register.filter
def masked_phone(phone: str) -> str:
    """138****1234."""
    phone = phone or ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "*" * len(phone)


@register.filter
def masked_account(account: str) -> str:
    """**** 1234: the last four are what a person recognises."""
    return f"**** {account[-4:]}" if account and len(account) > 8 else "*" * len(account or "")


# Days -------------------------------------------------------------------------------------------------------------


@register.filter
def cn_date(day: date | datetime | None) -> str:
    """2026年11月22日."""
    if day is None or day == "":
        return "—"
    day = _local(day)
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def cn_moment(moment: datetime | None) -> str:
    """2026-11-22 09:05, in the time of the installation."""
    return "—" if moment is None or moment == "" else f"{_local(moment):%Y-%m-%d %H:%M}"


def _local(moment: Any) -> Any:
    return (
        timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment
    )


@register.simple_tag(takes_context=True)
def due(context: Context, day: date | None, left: int | None = None) -> SafeString:
    """The traffic light of a term: red when it has passed, amber from three days before, green earlier.

    ``left`` gives the days left where the term counts working days; without it calendar days are counted.
    No template of its own: a list shows fifty of them.
    """
    if day is None:
        return mark_safe('<span class="ym-due ym-grey"><span>不计时</span></span>')
    today = context["shell"].today
    if left is None:
        left = (day - today).days
    tone = "red" if left < 0 else "amber" if left <= SOON_DAYS else "green"
    words = f"逾期 {-left} 天" if left < 0 else "今天到期" if left == 0 else f"还剩 {left} 天"
    shown = f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"
    return format_html(
        '<span class="ym-due ym-{}"><time datetime="{}">{}</time> <span>{}</span></span>',
        tone, f"{day:%Y-%m-%d}", shown, words,
    )  # fmt: skip


# States -----------------------------------------------------------------------------------------------------------


@register.tag("tone")
def tone_tag(parser: Any, token: Any) -> template.Node:
    """{% tone "green" %}已确认{% endtone %}: a state in its colour. The words carry the meaning, the colour helps."""
    _, expression = token.split_contents()
    inner = parser.parse(("endtone",))
    parser.delete_first_token()
    return _Tone(parser.compile_filter(expression), inner)


class _Tone(template.Node):
    def __init__(self, colour: Any, inner: template.NodeList) -> None:
        self.colour, self.inner = colour, inner

    def render(self, context: Context) -> SafeString:
        return _badge(self.colour.resolve(context), self.inner.render(context))


def _badge(tone: str, words: str) -> SafeString:
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"没有“{tone}”这种颜色，可用：{'、'.join(TONES)}。")
    return format_html('<span class="ym-badge ym-{}">{}</span>', tone, words)


_TRUTHS = {True: ("green", "是"), False: ("grey", "否"), None: ("amber", "未明")}
_ANSWERS = {"found": ("blue", "有记录"), "none": ("grey", "无记录"), "no_answer": ("amber", "未答复")}


@register.simple_tag
def truth(value: bool | None, yes: str = "", no: str = "") -> SafeString:
    """是 · 否 · 未明; a question nobody has answered is shown open."""
    tone, words = _TRUTHS[value]
    return _badge(tone, (yes if value else no if value is False else "") or words)


@register.simple_tag
def answer(value: str) -> SafeString:
    """What a source said: found, none, or no_answer, which is never the same as none."""
    return _badge(*_ANSWERS[value])


@register.simple_tag(takes_context=True)
def page_title(context: Context) -> SafeString:
    """The words of the block ``title`` once more, for the heading and the breadcrumb of a base page."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block("title")
    return block.nodelist.render(context)


# Pieces -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of web/icons.txt. Without a label it is an ornament and screen readers pass over it."""
    if name not in _ICONS:
        raise template.TemplateSyntaxError(
            f"图标“{name}”不在 web/icons.txt 中，请先加入一行再运行 frontend.py。"
        )
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ym-icon {}" {} focusable="false"><use href="{}#{}"></use></svg>',
        css, spoken, static("vendor/icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def fault_words(status: int) -> shell_faults.Words:
    """{% fault_words status as words %}: title, what, next."""
    return shell_faults.words_for(status)


@register.inclusion_tag("partials/desk/_field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A field on the desk: label, control, help and errors, tied together.

    Options: ``col`` (grid class, default none), ``prefix`` and ``suffix`` (text beside the control, "元/月"),
    ``placeholder``, ``label`` (instead of the form's), ``rows`` (of a text area).
    """
    return shell_fields.prepared(bound, shell_fields.DESK, options)


@register.inclusion_tag("partials/m/_field.html")
def m_field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A field on the phone, as a WeUI cell. Options as for ``field``."""
    return shell_fields.prepared(bound, shell_fields.PHONE, options)


@register.inclusion_tag("partials/_error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet | None) -> dict[str, Any]:
    """All that must be put right, at once, each line a jump to its field. Shows nothing when there is nothing."""
    return {"problems": [problem for form in forms if form for problem in shell_fields.problems(form)]}


@register.inclusion_tag("partials/desk/_pagination.html", takes_context=True)
def pagination(context: Context, page: Page, unit: str = "条") -> dict[str, Any]:
    """Page links that keep the filters of the address, and how many there are in all."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    kept = query.urlencode()
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": numbers, "kept": f"{kept}&" if kept else "", "unit": unit}


@register.inclusion_tag("partials/_definitions.html")
def definitions(pairs: Iterable[tuple[str, Any]] | Mapping[str, Any], columns: int = 3) -> dict[str, Any]:
    """Labels and values in a bordered grid; None is shown as not recorded."""
    rows = pairs.items() if isinstance(pairs, Mapping) else pairs
    return {"pairs": list(rows), "columns": columns}
