"""Where the launcher keeps things. Everything it writes lies in the project, in folders git ignores."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[4]
SOURCE = PROJECT / "src"
REQUIREMENTS = PROJECT / "requirements"
VENV = PROJECT / ".venv"
CACHE = Path(os.environ.get("YIMEN_CACHE") or PROJECT / ".cache").absolute()
