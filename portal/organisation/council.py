"""Reads a council from its files: one TOML file, or a folder of them read as one."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from portal.organisation.checks import faults_between
from portal.organisation.model import Council
from portal.organisation.reading import CouncilFileError, TableReader

EXAMPLE_BOROUGH = Path(__file__).parent / "council" / "example-borough"


def load(path: Path | None = None) -> Council:
    """The council in `path` (a TOML file or a folder of them), or the fictional Example Borough.

    Checked as a whole, and read once for each path. Raises CouncilFileError naming every fault found.
    """
    return _load_once(path or EXAMPLE_BOROUGH)


@lru_cache(maxsize=8)
def _load_once(path: Path) -> Council:
    return read_council(_read_files(path))


def _read_files(path: Path) -> dict[str, object]:
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise CouncilFileError([f"there is no .toml file in {path.name}"])
    whole: dict[str, object] = {}
    for file in files:
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CouncilFileError([f"{file.name}: {error}"]) from error
        twice = sorted(whole.keys() & content.keys())
        if twice:
            raise CouncilFileError([f"{file.name}: “{key}” stands in another file too" for key in twice])
        whole |= content
    return whole


def read_council(content: Mapping[str, object]) -> Council:
    """The council described by the tables of its files. Raises CouncilFileError naming every fault found."""
    faults: list[str] = []
    services = content.get("services")
    if isinstance(services, list):
        # What a service does not say of itself.
        otherwise = {"procedure": content.get("default_procedure", ""), "ombudsman": "council"}
        whole = [{**otherwise, **one} if isinstance(one, Mapping) else one for one in services]
        content = {**content, "services": whole}
    council = TableReader(content, where="the council", faults=faults).read(Council)
    faults += faults_between(council)
    if faults:
        raise CouncilFileError(list(dict.fromkeys(faults)))
    return council
