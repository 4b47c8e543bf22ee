"""Every template is used, and every template that is used exists."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.files import SOURCE, TEMPLATES, modules, tracked

USED_IN_TEMPLATES = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.S)
BASES = {"m/step.html"}
"""Frames that pages yet to come are made from; remove a line when its first page is there."""


def templates() -> set[str]:
    return {str(path.relative_to(TEMPLATES)) for path in files()}


def files() -> list[Path]:
    return [path for path in tracked() if TEMPLATES in path.parents]


def named_in_templates() -> set[str]:
    return {
        name
        for path in files()
        for name in USED_IN_TEMPLATES.findall(COMMENT.sub("", path.read_text(encoding="utf-8")))
    }


def named_in_code() -> Iterator[re.Pattern[str]]:
    """Texts that name a template; an f-string names all that fit it: errors/{skin}.html."""
    for _, tree in modules(SOURCE):
        inside = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else "[^/]+" for p in node.values]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                parts = [re.escape(node.value)]
            else:
                continue
            if parts and "".join(parts).endswith((r"\.html", r"\.txt", r"\.js", r"\.svg")):
                yield re.compile("".join(parts))


def test_every_template_is_used():
    patterns = list(named_in_code())
    unused = {
        name
        for name in templates() - named_in_templates() - BASES
        if not any(pattern.fullmatch(name) for pattern in patterns)
    }
    assert sorted(unused) == []


def test_every_template_named_is_there():
    assert sorted(named_in_templates() - templates()) == []
    whole = {
        p.pattern.replace("\\", "") for p in named_in_code() if "[^/]+" not in p.pattern and "/" in p.pattern
    }
    pages = {name for name in whole if name.endswith(".html") and re.fullmatch(r"[a-z_/]+\.html", name)}
    assert sorted(pages - templates()) == []


def test_no_page_carries_script_or_style_in_itself():
    """The content security policy would refuse it; better that a test does."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=\"|\sstyle=\"|<style", re.I)
    wrong = [
        str(path.relative_to(TEMPLATES))
        for path in files()
        if inline.search(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert wrong == []
