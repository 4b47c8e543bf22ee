"""The project's own files: what a commit holds, apart from what set-up fetches or makes."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "yimen"
TEMPLATES = SOURCE / "web" / "templates"
MADE = {
    ".git",
    ".venv",
    ".cache",
    ".data",
    "node_modules",
    "vendor",
    "__pycache__",
    "staticfiles",
    "test-artifacts",
}


@cache
def tracked() -> tuple[Path, ...]:
    """As git lists them; in a copy without git, all files but those that set-up makes."""
    if (PROJECT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True
        ).stdout
        paths = [PROJECT / name for name in listed.decode().split("\0") if name]
    else:
        paths = list(_walk(PROJECT))
    return tuple(sorted(path for path in paths if path.is_file() and not path.is_symlink()))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if (
            path.is_dir()
            and not path.is_symlink()
            and path.name not in MADE
            and not path.name.endswith("_cache")
        ):
            yield from _walk(path)
        elif path.is_file():
            yield path


def text_of(path: Path) -> str:
    """The text; '' for pictures and the like."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode(errors="replace")


def modules(folder: Path = SOURCE) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python module of our own source, parsed; migrations are not ours to shape."""
    for path in tracked():
        if path.suffix == ".py" and folder in path.parents and "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def dotted(path: Path) -> str:
    """yimen.cases.actions for src/yimen/cases/actions.py."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported; relative ones resolved, `from a import b` as a.b."""
    package = dotted(path).split(".")
    package = package if path.name == "__init__.py" else package[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            yield from ((node.lineno, f"{module}.{name.name}") for name in node.names)


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(PROJECT)}:{line}"
