"""What belongs together is handed on as one value: no function of the portal takes a long row of arguments."""

import ast
from collections.abc import Iterator

from tests.tree import ROOT, files

MOST, MOST_BY_POSITION = 8, 4
LONG, MOST_LONG = 7, 15


def functions() -> Iterator[tuple[str, int, int]]:
    """Yield each function with how many arguments it takes, and how many of them by position."""
    for file in files(ROOT / "portal"):
        if file.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(file.read_bytes(), str(file))):
            if isinstance(node, ast.FunctionDef):
                by_position = [
                    one for one in (*node.args.posonlyargs, *node.args.args) if one.arg not in {"self", "cls"}
                ]
                name = f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
                yield name, len(by_position) + len(node.args.kwonlyargs), len(by_position)


def test_no_function_takes_a_long_row_of_arguments() -> None:
    found = list(functions())
    assert [name for name, all_of_them, _by_position in found if all_of_them > MOST] == []
    assert [name for name, _all, by_position in found if by_position > MOST_BY_POSITION] == []
    long = [name for name, all_of_them, _by_position in found if all_of_them >= LONG]
    assert len(long) <= MOST_LONG, long
