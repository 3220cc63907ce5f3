"""Draws who imports whom into docs/imports.md: `python -m docs.draw_imports`.

The floors are those of the layers contracts in pyproject.toml; the imports are read by grimp, which import-linter
stands on. Ends with 1 when an import leads up or to a neighbour on the same floor, and then writes nothing.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grimp

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "imports.md"
Arrows = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class House:
    """One layers contract: its name, the package whose rooms it orders, and its floors from the top."""

    name: str
    package: str
    floors: tuple[tuple[str, ...], ...]


def houses(pyproject: Mapping[str, Any]) -> list[House]:
    """Return every layers contract, in the order of the file."""
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    return [
        House(one["name"], package, tuple(map(floor, one["layers"])))
        for one in contracts
        if one["type"] == "layers"
        for package in one["containers"]
    ]


def floor(layer: str) -> tuple[str, ...]:
    """Return the rooms of one line of a contract; brackets mark those that need not be there."""
    return tuple(name.strip(" ()") for name in layer.split("|"))


def imports() -> list[tuple[str, str]]:
    """Return every import inside the portal: the module that imports and the one imported."""
    graph = grimp.build_graph("portal", cache_dir=None)
    return [(one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)]


def room(module: str, package: str) -> str:
    """Return the room of a package that a module stands in, "" when it stands outside or is the package itself."""
    inside = module.removeprefix(f"{package}.")
    return "" if inside == module else inside.partition(".")[0]


def arrows(found: Iterable[tuple[str, str]], house: House) -> dict[str, frozenset[str]]:
    """Return each room there is, with the other rooms of this house that it imports."""
    drawn: dict[str, set[str]] = {}
    for one, other in found:
        here, there = room(one, house.package), room(other, house.package)
        for name in filter(None, (here, there)):
            drawn.setdefault(name, set())
        if here and there and here != there:
            drawn[here].add(there)
    return {name: frozenset(drawn[name]) for name in sorted(drawn)}


def astray(found: Iterable[tuple[str, str]], house: House) -> list[str]:
    """Return the imports that do not lead down, and those of rooms that stand on no floor."""
    depth = {name: place for place, names in enumerate(house.floors) for name in names}
    wrong = []
    for one, other in found:
        here, there = room(one, house.package), room(other, house.package)
        placed = here in depth and there in depth
        if here and there and here != there and not (placed and depth[here] < depth[there]):
            wrong.append(f"{one} imports {other}")
    return sorted(wrong)


def fewest(drawn: Arrows) -> list[tuple[str, str]]:
    """Return the arrows from which all others follow: one that can also be walked over a third room is left out."""
    below: dict[str, frozenset[str]] = {}

    def reach(name: str) -> frozenset[str]:
        if name not in below:
            below[name] = drawn[name].union(*(reach(other) for other in drawn[name]))
        return below[name]

    return [
        (name, other)
        for name in drawn
        for other in sorted(drawn[name])
        if not any(other in reach(third) for third in drawn[name] - {other})
    ]


def section(house: House, drawn: Arrows) -> list[str]:
    """Return the drawing of one house and its list, floor by floor."""
    there = [names for names in (tuple(name for name in line if name in drawn) for line in house.floors) if names]
    numbered = [(len(there) - place, names) for place, names in enumerate(there)]
    lines = [f"## `{house.package}`", "", f"{house.name}.", "", "```mermaid", "flowchart TD"]
    for number, names in numbered:
        lines += [f'  subgraph floor{number}["floor {number}"]', *(f"    {name}" for name in names), "  end"]
    lines += [f"  {one} --> {other}" for one, other in fewest(drawn)]
    lines += ["```", ""]
    for number, names in numbered:
        lines += [f"- floor {number}"]
        lines += [f"  - **{name}** imports {', '.join(sorted(drawn[name])) or 'none of them'}" for name in names]
    return [*lines, ""]


def page(found: Iterable[tuple[str, str]], every: Iterable[House]) -> str:
    """Return docs/imports.md."""
    lines = [
        "# Who imports whom",
        "",
        "Drawn by `make drawing` from the imports in `portal/` and the floors in `pyproject.toml`; a test keeps it",
        "fresh. An arrow means that a module of the one imports a module of the other. Arrows that follow from others",
        "are left out of the drawings and stand in the lists. `portal/__init__.py` puts the house together and is not",
        "drawn.",
        "",
        "0 arrows up: no module imports one of a higher floor, or of another room on its own.",
        "",
    ]
    known = list(found)
    for house in every:
        lines += section(house, arrows(known, house))
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Draw the page and return 0; return 1 with the imports that do not lead down, if there is one."""
    found = imports()
    every = houses(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8")))
    wrong = [line for house in every for line in astray(found, house)]
    if wrong:
        print(*wrong, sep="\n", file=sys.stderr)
        print(f"{len(wrong)} arrows up. docs/imports.md was not drawn.", file=sys.stderr)
        return 1
    PAGE.write_text(page(found, every), "utf-8")
    print("0 arrows up. docs/imports.md is drawn.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
