"""Inside a subject imports go one way: views → forms | guards → services → models; pages stay at the edge."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.tree import ROOT, files

PORTAL = ROOT / "portal"
EDGE = ("flask", "flask_wtf", "flask_login", "flask_limiter", "wtforms", "werkzeug")
# Who opens a transaction, or a session in a browser, stands at the edge as much as who reads a request.
OPENS = ("portal.web.unit_of_work", "portal.web.sessions")
# What demo mode is started with and filled for the bench stands beside the commands.
AT_THE_EDGE = {"web", "__init__.py", "cli.py", "demo"}
# An officer's row is what Flask-Login calls a user.
EXPECTED = {(("accounts", "models.py"), "flask_login")}
RANK = {"views": 3, "forms": 2, "guards": 2, "guard": 2, "services": 1, "models": 0}


def room(module: str) -> str:
    """Return the room a module belongs to by its name: `tracking_views` is one of the views."""
    for name in RANK:
        if module == name or module.endswith(f"_{name}"):
            return name
    return "services"


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Yield the modules that a file imports, also inside functions, each with its line."""
    for node in ast.walk(ast.parse(file.read_bytes(), str(file))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}:{node.lineno} imports relatively"
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def modules() -> list[Path]:
    return [file for file in files(PORTAL) if file.suffix == ".py"]


def upward_imports(root: Path) -> list[str]:
    """Return the imports inside a subject, in whichever of its rooms, that lead to a higher kind of module."""
    wrong = []
    for file in (file for file in files(root / "portal") if file.suffix == ".py"):
        parts = file.relative_to(root).with_suffix("").parts
        if len(parts) < 3 or file.stem == "__init__" or parts[1] in {"web", "migrations"}:
            continue
        here = RANK[room(file.stem)]
        for imported, line in imports(file):
            there = imported.split(".")
            if tuple(there[:2]) != parts[:2] or not root.joinpath(*there).with_suffix(".py").is_file():
                continue
            rank = RANK[room(there[-1])]
            if rank > here or (here == RANK["models"] < rank):
                wrong.append(f"{file.relative_to(root)}:{line} imports {imported}")
    return wrong


def test_rooms_import_only_downwards() -> None:
    assert upward_imports(ROOT) == []


def test_an_upward_import_is_seen_in_a_room_of_a_room(tmp_path: Path) -> None:
    room_of_a_room, other = tmp_path / "portal/matters/reading", tmp_path / "portal/matters/asking"
    for folder in (room_of_a_room, other):
        folder.mkdir(parents=True)
    (other / "views.py").write_text("")
    (other / "words.py").write_text("")
    (room_of_a_room / "models.py").write_text("from portal.matters.asking import words\n")
    (room_of_a_room / "service.py").write_text("def late():\n    from portal.matters.asking.views import show\n")
    (room_of_a_room / "views.py").write_text("from portal.matters.asking import views, words\n")
    assert upward_imports(tmp_path) == [
        "portal/matters/reading/models.py:1 imports portal.matters.asking.words",
        "portal/matters/reading/service.py:2 imports portal.matters.asking.views",
    ]


def edge_imports(root: Path) -> list[str]:
    """Return the imports of HTTP, transactions and browser sessions in modules that do not stand at the edge."""
    wrong = []
    for file in (file for file in files(root / "portal") if file.suffix == ".py"):
        parts = file.relative_to(root / "portal").parts
        if parts[0] in AT_THE_EDGE or file.stem == "__init__" or RANK[room(file.stem)] > RANK["services"]:
            continue
        wrong += [
            f"{file.relative_to(root)}:{line} imports {imported}"
            for imported, line in imports(file)
            if (imported.split(".")[0] in EDGE and (parts, imported.split(".")[0]) not in EXPECTED) or imported in OPENS
        ]
    return wrong


def test_only_the_edge_knows_http_and_opens_transactions() -> None:
    assert edge_imports(ROOT) == []


def test_a_transaction_opened_behind_the_edge_is_seen(tmp_path: Path) -> None:
    room_of_a_room = tmp_path / "portal/matters/reading"
    room_of_a_room.mkdir(parents=True)
    (room_of_a_room / "guards.py").write_text("from portal.web.unit_of_work import changes\n")
    (room_of_a_room / "service.py").write_text("from portal.web import session_rows, sessions\n")
    (room_of_a_room / "other.py").write_text("def late():\n    from portal.web.unit_of_work import changes\n")
    assert edge_imports(tmp_path) == [
        "portal/matters/reading/other.py:2 imports portal.web.unit_of_work",
        "portal/matters/reading/service.py:1 imports portal.web.sessions",
    ]


def test_the_rules_load_neither_pages_nor_the_database() -> None:
    code = "import sys, portal.procedures; print(*sorted({'flask', 'sqlalchemy', 'wtforms'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert loaded.split() == []


def test_services_never_commit() -> None:
    """The edge opens and commits; a service that did so could acknowledge half of what it does."""
    allowed = {"web/unit_of_work.py", "db.py", "jobs.py", "cli.py"}
    wrong = []
    for file in modules():
        name = file.relative_to(PORTAL).as_posix()
        if name in allowed or name.startswith("migrations/"):
            continue
        wrong += [
            f"{name}:{node.lineno}"
            for node in ast.walk(ast.parse(file.read_bytes(), str(file)))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
        ]
    assert wrong == []
