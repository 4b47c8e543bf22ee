"""What axe finds on a page: WCAG 2.1 A and AA, and the rules on landmarks and headings."""

from functools import cache

from playwright.sync_api import Page

from yimen.config.frontend import installed_modules

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def axe_violations(page: Page) -> list[str]:
    """One sentence per finding: rule, what is wrong, and the first places. Empty when the page is well."""
    page.evaluate(_axe())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{each['id']}（{each['impact']}）{each['help']}：{_places(each['nodes'])}" for each in found]


@cache
def _axe() -> str:
    return (installed_modules() / "axe-core" / "axe.min.js").read_text("utf-8")


def _places(nodes: list[dict]) -> str:
    shown = [" ".join(map(str, node["target"])) for node in nodes[:3]]
    return "；".join(shown) + (f" 等 {len(nodes)} 处" if len(nodes) > 3 else "")
