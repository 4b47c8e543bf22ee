"""Fetch the front-end files named in package-lock.json and lay out the few that the pages load.

Standard library only, so the launcher can run it before anything is installed:

    python src/yimen/config/frontend.py --cache DIR

``npm ci`` runs once per lock file, in ``DIR/<hash>``; the picked files are then copied into the ignored folder
``src/yimen/web/static/vendor``. Running it again takes a fraction of a second. The npm on the PATH is used.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
WEB = REPOSITORY / "src" / "yimen" / "web"
VENDOR = WEB / "static" / "vendor"
ICON_LIST = WEB / "icons.txt"
LOCKED = ("package.json", "package-lock.json", ".npmrc")

# Path in node_modules → path in static/vendor. Only single files: a whole package would break the manifest storage.
PICKED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler/tabler.min.js",
    "weui/dist/style/weui.min.css": "weui/weui.min.css",
    "@alpinejs/csp/dist/cdn.min.js": "alpine/alpine-csp.min.js",
    "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
}

SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+")
# A reference inside an embedded SVG: the manifest storage would take it for a file, unless its brackets are encoded.
FRAGMENT_URL = re.compile(r"url\((%23[^)\"']+)\)")
FILE_URL = re.compile(r"url\(\s*(['\"]?)(?!data:|['\"]|#|%23)[^)]*\)")
# WeUI fixes its letters in px; in rem they follow the root font size, which is how 大字版 works (static/shell/phone.css).
FIXED_LETTERS = re.compile(r"(font-size:)(\d+)px")
STEPS_LETTERS = "calc(1px * var(--weui-STEPS-FONT-SIZE))"
SVG_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
EMPTY_BOX = re.compile(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


class FrontendError(Exception):
    """The front-end files could not be had; the message is one Chinese sentence for the person at the console."""


def prepare(cache: Path) -> bool:
    """Make ``static/vendor`` agree with the lock file and the list of icons. True when something was done."""
    modules = modules_folder(cache)
    wanted = _stamp(modules)
    stamp = VENDOR / "stamp.json"
    if modules.is_dir() and stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return False
    if not modules.is_dir():
        _install(modules.parent)
    _lay_out(modules, wanted)
    return True


def modules_folder(cache: Path) -> Path:
    """Where ``npm ci`` put the packages of the present lock file."""
    return cache / _digest(*(REPOSITORY / name for name in LOCKED)) / "node_modules"


def installed_modules() -> Path:
    """The packages that the present ``static/vendor`` was made from (division data and axe are read there).

    Raises: FrontendError where nothing has been fetched yet.
    """
    stamp = VENDOR / "stamp.json"
    if not stamp.is_file():
        raise FrontendError("前端文件还没有取来。请先运行 ./yimen demo 或 ./yimen test。")
    return Path(json.loads(stamp.read_text("utf-8"))["modules"])


def icon_names() -> list[str]:
    """The icons listed in web/icons.txt, one a line; what follows a # is a remark."""
    lines = (line.split("#")[0].strip() for line in ICON_LIST.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def _digest(*files: Path) -> str:
    joined = b"\0".join(file.read_bytes() for file in files)
    return hashlib.sha256(joined).hexdigest()[:16]


def _stamp(modules: Path) -> str:
    return json.dumps({"modules": str(modules), "picked": _digest(Path(__file__), ICON_LIST)})


def _install(folder: Path) -> None:
    """Run ``npm ci`` beside its final place and move it there whole, so that a half-made folder is never used."""
    npm = shutil.which("npm")
    if npm is None:
        raise FrontendError(
            "没有找到 npm，无法取前端文件。请安装 Node.js（含 npm），或用 ./yimen 启动，它会自带一份。"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="npm-", dir=folder.parent) as name:
        work = Path(name) / "packages"
        work.mkdir()
        for locked in LOCKED:
            shutil.copy(REPOSITORY / locked, work / locked)
        _npm_ci(npm, work)
        if not folder.exists():
            work.rename(folder)


def _npm_ci(npm: str, work: Path) -> None:
    done = subprocess.run([npm, "ci", "--omit=dev"], cwd=work, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    said = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
    raise FrontendError(_reason(done.stderr) + "\n" + "\n".join(said[:8]))


def _reason(output: str) -> str:
    if "ENOSPC" in output:
        return "磁盘已满，前端文件没有取全。请腾出约 500 MB 空间后重试。"
    if "EINTEGRITY" in output:
        return "取到的前端文件与锁定的校验值不一致，已拒绝使用。请检查 npm 的软件源设置后重试。"
    if re.search(r"ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ERR_SOCKET", output):
        return "连不上 npm 软件源，前端文件没有取到。请检查网络或 npm 的软件源设置后重试。"
    return "npm ci 没有成功，前端文件没有取到。请看下面 npm 的说明，处理后重试。"


def _lay_out(modules: Path, stamp: str) -> None:
    """Write the vendor folder beside its place, then swap it in; the stamp comes with it."""
    scratch = REPOSITORY / ".cache"  # ignored, and on the same disk as the vendor folder
    for folder in (scratch, VENDOR.parent):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vendor-", dir=scratch) as name:
        made = Path(name) / "vendor"
        for source, target in PICKED.items():
            _copy(modules / source, made / target)
        (made / "icons.svg").write_text(sprite(modules / "@tabler" / "icons" / "icons"), "utf-8")
        (made / "stamp.json").write_text(stamp, "utf-8")
        if VENDOR.exists():
            VENDOR.rename(Path(name) / "before")
        made.rename(VENDOR)


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise FrontendError(f"前端包里没有 {source.name}。请核对 package.json 中的版本后重试。")
    target.parent.mkdir(parents=True, exist_ok=True)
    text = cleaned(source.read_text("utf-8"), css=source.suffix == ".css")
    target.write_text(growing(text) if source.name.startswith("weui") else text, "utf-8")


def cleaned(text: str, *, css: bool) -> str:
    """Without source maps and without references to files we do not copy."""
    text = SOURCE_MAP.sub("", text)
    if not css:
        return text
    return FILE_URL.sub('url("data:,")', FRAGMENT_URL.sub(r"url%28\1%29", text))


def growing(text: str) -> str:
    """WeUI's letters measured from the root font size instead of in fixed pixels (16 px = 1 rem)."""
    text = FIXED_LETTERS.sub(lambda found: f"{found[1]}{int(found[2]) / 16:g}rem", text)
    return text.replace(STEPS_LETTERS, STEPS_LETTERS.replace("1px", ".0625rem"))


def sprite(icons: Path) -> str:
    """One SVG file with a symbol per listed icon; pages refer to it as ``icons.svg#name``."""
    symbols = "\n".join(_symbol(icons, name) for name in icon_names())
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(icons: Path, name: str) -> str:
    file = icons / "outline" / f"{name}.svg"
    found = SVG_BODY.search(file.read_text("utf-8")) if file.is_file() else None
    if found is None:
        raise FrontendError(f"图标包里没有“{name}”。请改正 src/yimen/web/icons.txt 中的名称后重试。")
    body = re.sub(r"\s*\n\s*", "", EMPTY_BOX.sub("", found[1]))
    strokes = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {strokes}>{body}</symbol>'


def main(arguments: list[str] | None = None) -> int:
    """0 when the files are in place; 1 with one sentence on stderr when not."""
    parser = argparse.ArgumentParser(description="取前端文件并放到 static/vendor")
    parser.add_argument("--cache", type=Path, default=REPOSITORY / ".cache" / "frontend", metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        done = prepare(options.cache.resolve())
    except FrontendError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"前端文件没有放好：{problem}。请检查磁盘空间和文件夹权限后重试。", file=sys.stderr)
        return 1
    print("前端文件已取好。" if done else "前端文件已是最新。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
