"""What no module does: run words as a program, unpack objects, put SQL together, or go out by itself.

A module that must do such a thing stands here by name, with the reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.tree import ROOT, files

# What turns bytes or words into code or objects.
NEVER_IMPORTED = {"pickle", "cPickle", "dill", "marshal", "shelve", "yaml", "jsonpickle", "lxml", "xml"}
# What opens a connection. Everything that leaves goes by one of these modules and to an address from the settings.
GOES_OUT = {
    "socket", "ssl", "http", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "telnetlib",
    "smtplib", "imaplib", "poplib", "nntplib", "xmlrpc", "webbrowser",
}  # fmt: skip
MAY_IMPORT = {
    # Reads Word and OpenDocument files with the parser that loads nothing, and refuses a document type.
    "portal/files/check_archive.py": {"xml"},
    # The council's own mail server and mailbox.
    "portal/letters/outgoing/smtp.py": {"smtplib", "ssl"},
    "portal/letters/incoming/mailbox.py": {"imaplib", "ssl"},
    # The virus scanner, on this machine or one that nobody else can reach.
    "portal/files/clamd.py": {"socket"},
    # Looks for a free port of this machine.
    "portal/demo/starting.py": {"socket"},
}
PROGRAMS = {"eval", "exec", "compile", "__import__"}
# These start programs of the portal's own, with a list of words and no shell.
STARTS_PROGRAMS = {
    "portal/bounded.py", "portal/web/build.py", "portal/demo/starting.py",
}  # fmt: skip
SQL = {"text", "literal_column", "exec_driver_sql", "execute", "executemany", "order_by", "scalars"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in files(ROOT / "portal"):
        if file.suffix == ".py":
            yield name_of(file), ast.parse(file.read_text("utf-8"))


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(name: str, family: set[str]) -> set[str]:
    """Return the names of a family that an imported name is, or stands below."""
    return {one for one in family if name == one or name.startswith(f"{one}.")}


def imported_of(family: set[str]) -> set[tuple[str, str]]:
    return {
        (module, one)
        for module, tree in modules()
        for name in imported(tree)
        for one in within(name, family)
        if one not in MAY_IMPORT.get(module, set())
    }


def test_nothing_turns_bytes_into_objects_or_loads_what_xml_names() -> None:
    assert imported_of(NEVER_IMPORTED) == set()


def test_only_mail_and_the_virus_scanner_go_out() -> None:
    """No page, letter or job fetches an address: what somebody types can send the portal nowhere (T29)."""
    assert imported_of(GOES_OUT) == set()
    assert all((ROOT / module).is_file() for module in MAY_IMPORT)


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for module, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield module, node


def test_no_words_are_run_as_a_program() -> None:
    found = [
        f"{module}:{call.lineno}"
        for module, call in calls()
        if isinstance(call.func, ast.Name) and call.func.id in PROGRAMS
    ]
    assert found == []


def test_no_program_is_started_through_a_shell() -> None:
    starting = {module for module, tree in modules() if "subprocess" in imported(tree)}
    assert starting <= STARTS_PROGRAMS
    shells = [
        f"{module}:{call.lineno}"
        for module, call in calls()
        if any(word.arg == "shell" for word in call.keywords)
        or called(call) in {"system", "popen", "getoutput", "getstatusoutput"}
        or (
            called(call).startswith(("spawn", "exec"))
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "os"
        )
    ]
    assert shells == []


def is_put_together(node: ast.expr) -> bool:
    """Whether a text is made of pieces: an f-string with a value, `%`, `+` or `.format`."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add) and any(
            isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
            for side in ast.walk(node)
            if isinstance(side, ast.expr)
        )
    return isinstance(node, ast.Call) and called(node) == "format"


# Names of our own tables, columns and settings; nothing that anybody types.
PUT_TOGETHER = {"portal/db.py": 1, "portal/complaints/tracking/exchange_statement.py": 1}


def test_no_sql_is_put_together() -> None:
    found: dict[str, list[int]] = {}
    for module, call in calls():
        here = called(call) in SQL and not module.startswith("portal/migrations/")
        if here and any(is_put_together(argument) for argument in call.args[:1]):
            found.setdefault(module, []).append(call.lineno)
    assert {module: lines for module, lines in found.items() if len(lines) > PUT_TOGETHER.get(module, 0)} == {}


def test_each_of_these_is_seen() -> None:
    """The walk over the tree finds what it is for."""
    wrong = """
db.execute(f"SELECT {name}"); db.execute("SELECT %s" % name); db.execute("SELECT " + name); text("{}".format(name))
"""
    found = [node for node in ast.walk(ast.parse(wrong)) if isinstance(node, ast.Call) and called(node) in SQL]
    assert [is_put_together(call.args[0]) for call in found] == [True] * 4
    assert not any(is_put_together(one) for one in (ast.parse("a + b", mode="eval").body, ast.Constant("SELECT 1")))
    assert within("urllib.request.urlopen", GOES_OUT) == {"urllib.request"}
    assert within("urllib.parse", GOES_OUT) == within("sslcheck", GOES_OUT) == set()
