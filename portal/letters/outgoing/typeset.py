"""The program that sets one letter: ``python -m portal.letters.outgoing.typeset``, in a process of its own.

It reads one line of JSON (template, letter, and what the process may use) and writes the PDF; nothing when the
typesetter refuses the letter.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from portal.bounded import confine


def main() -> None:
    """Set the letter that standard input holds."""
    asked: dict[str, Any] = json.loads(sys.stdin.readline())
    confine(memory=asked["memory"], cpu_seconds=asked["cpu_seconds"])
    # Loaded within the bounds, and in no other process of the portal.
    import typst

    # A sign that no font on this machine has fails the standard: a letter with a blank box is better than none.
    standards: tuple[list[Any], ...] = (["ua-1"], [])
    template = Path(asked["template"])
    for wanted in standards:
        try:
            made = typst.compile(
                str(template),
                root=str(template.parent),
                format="pdf",
                pdf_standards=wanted,
                sys_inputs={"letter": asked["letter"]},
            )
        except typst.TypstError:
            continue
        sys.stdout.buffer.write(bytes(made))
        return


if __name__ == "__main__":
    main()
