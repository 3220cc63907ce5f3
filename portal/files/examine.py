"""The program that looks into one file: ``python -m portal.files.examine``, in a process that may not use much.

It reads one line of JSON (source, target, kind, bounds, memory, cpu_seconds) and writes one: ``active``, or ``unfit``
with why. A picture is written anew to ``target``; nothing else is written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from portal.bounded import confine
from portal.files.bounds import Bounds, Unfit
from portal.files.kinds import PICTURES, Kind


def examine(source: Path, target: Path, kind: Kind, bounds: Bounds) -> bool:
    """Check a file and, when it is a picture, write it anew to ``target``; return whether it is active.

    Raises Unfit.
    """
    # What parses files is loaded within the bounds, and in no other process of the portal.
    from portal.files.check import check

    active = check(source, kind, bounds)
    if kind in PICTURES:
        from portal.files.clean import clean

        clean(source, target, kind, pixels=bounds.pixels)
    return active


def main() -> None:
    """Look into the file that standard input names."""
    asked: dict[str, Any] = json.loads(sys.stdin.readline())
    confine(memory=asked["memory"], cpu_seconds=asked["cpu_seconds"])
    bounds = Bounds(**asked["bounds"])
    found: dict[str, object]
    try:
        found = {"active": examine(Path(asked["source"]), Path(asked["target"]), Kind(asked["kind"]), bounds)}
    except Unfit as unfit:
        found = {"unfit": unfit.code}
    except MemoryError:
        found = {"unfit": "too_much_inside"}
    except Exception:
        # Fail closed, and say nothing of what stands in the file.
        found = {"unfit": "unreadable"}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
