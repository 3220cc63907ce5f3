"""The files of the project as they lie there, with or without git."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# In a second working tree of git, .git is a file.
_MADE = {
    ".git", ".venv", "var", "node_modules", "dist", "__pycache__", "en-XA", "ar-XB",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
}  # fmt: skip


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield every file under the folder that a person wrote, in a steady order."""
    for place, names, found in os.walk(folder):
        names[:] = sorted(name for name in names if name not in _MADE)
        written = (name for name in sorted(found) if name not in _MADE and not name.endswith((".mo", ".pyc")))
        yield from (Path(place) / name for name in written)


def export(target: Path) -> None:
    """Copy the project's files under `target`, with links to what was built from them."""
    for file in files():
        copy = target / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)
    for built in ("static/dist", "static/src/node_modules", "translations/en-XA", "translations/ar-XB"):
        if (ROOT / built).exists():
            (target / built).symlink_to(ROOT / built)
