"""What the project's pages name is there: files, commands, numbers, rooms; and nothing names a page that is not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import cli
from portal.config import KEYS, Limits
from portal.files.kinds import Kind
from tests.tree import ROOT, files

PAGES = [file for file in files() if file.suffix == ".md"]
NUMBER = re.compile(r"(?<![\w-])[TP]\d{1,2}(?![\w-])")
SPAN = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^(?: {4}|```[a-z]*\n)(.*?)(?=\n\S|\n```|\Z)", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# What is made when the portal runs or is built, and what a council names itself.
MADE = ("var/", "static/dist")
KNOWN_BY_NAME = {file.name for file in files()}
ELSEWHERE = re.compile(r"[\w./-]+\.md\b")
THREATS = [f"T{number}" for number in range(1, 46)]
PROMISES = [f"P{number}" for number in range(1, 11)]
LINES = [str(number) for number in range(1, 81)]
CHECKLIST = "docs/security-checklist.md"
# What a row says instead of a test, or beside it.
WITHOUT_A_TEST = re.compile(r"\b(Does not apply|Not yet): \w+ \w+")


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def code_in(page: Path) -> Iterator[str]:
    """Yield what a page sets as code: spans, and the lines of blocks."""
    text = page.read_text("utf-8")
    yield from SPAN.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    for block in BLOCK.findall(text):
        yield from block.splitlines()


def rows_of(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table under a heading, without its head."""
    text = (ROOT / page).read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def is_there(named: str) -> bool:
    """Whether a path that a page names exists: from the top, or a module or folder from `portal/` on."""
    if "*" in named:
        return any(ROOT.glob(named))
    places = (named, f"portal/{named}", f"portal/{named}.py")
    return any((ROOT / place).exists() for place in places)


def paths_in(page: Path) -> Iterator[str]:
    """Yield the paths and file names that a page sets as code."""
    subjects = "|".join(sorted(one.name for one in (ROOT / "portal").iterdir() if one.is_dir()))
    top = "portal|docs|tests|templates|bench|static|translations|.ci"
    path = re.compile(rf"(?:{top}|{subjects})/[\w./*-]+|[\w./-]+\.(?:py|toml|html|jinja|typ)")
    for span in code_in(page):
        for word in span.split():
            named = word.strip("“”(),;").partition("::")[0]
            if path.fullmatch(named) and not named.startswith(MADE):
                yield named


def test_every_number_that_is_cited_stands_in_the_table() -> None:
    explained = {row[0] for heading in ("Threats", "Promises") for row in rows_of("docs/security.md", heading)}
    cited = {
        (name_of(file), number)
        for folder in ("portal", "templates", "tests", "bench", "docs")
        for file in files(ROOT / folder)
        if file.suffix in {".py", ".html", ".txt", ".md"}
        for number in NUMBER.findall(file.read_text("utf-8"))
    }
    assert len(explained) > 40
    assert [f"{file} cites {number}" for file, number in sorted(cited) if number not in explained] == []


def numbered() -> list[tuple[str, list[str]]]:
    """The rows of the threats, the promises and the checklist: where each stands, and its cells."""
    text = (ROOT / CHECKLIST).read_text("utf-8")
    found = [("docs/security.md", row) for part in ("Threats", "Promises") for row in rows_of("docs/security.md", part)]
    for heading in re.findall(r"^## (.+)$", text, re.MULTILINE):
        found += [(CHECKLIST, row) for row in rows_of(CHECKLIST, heading) if row[0].isdecimal()]
    return found


def test_every_threat_promise_and_line_of_the_checklist_has_one_row() -> None:
    assert [row[0] for _page, row in numbered()] == [*THREATS, *PROMISES, *LINES]


def test_no_row_is_empty() -> None:
    """Each has its words, and a test or why there is none."""
    empty = [row[0] for _page, row in numbered() if not all(len(cell) > 1 for cell in row[1:]) or len(row) < 3]
    unmet = [row[0] for _page, row in numbered() if not named_tests(row[-1]) and not WITHOUT_A_TEST.search(row[-1])]
    assert (empty, unmet) == ([], [])


def named_tests(cell: str) -> list[str]:
    return re.findall(r"`(tests/[\w./]+::\w+)`", cell)


def test_every_test_that_a_page_names_is_there() -> None:
    """As a function that pytest collects, and not only as a file."""
    missing = []
    for page in PAGES:
        for named in sorted(set(re.findall(r"(tests/[\w./]+)::(\w+)", page.read_text("utf-8")))):
            file, name = ROOT / named[0], named[1]
            tree = ast.parse(file.read_text("utf-8")) if file.is_file() else ast.Module([], [])
            names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            if name not in names or not name.startswith("test_"):
                missing.append(f"{name_of(page)} names {named[0]}::{name}")
    assert missing == []


def test_lines_of_the_checklist_that_are_cited_stand_there() -> None:
    cited = {
        (name_of(file), number)
        for file in files()
        if file.suffix in {".py", ".html", ".md", ".txt"} and file != Path(__file__)
        for number in re.findall(r"\bchecklist (\d+)", file.read_text("utf-8"))
    }
    assert [one for one in cited if one[1] not in LINES] == []


def test_every_key_is_explained() -> None:
    explained = {row[0].strip("`") for row in rows_of("docs/security.md", "Keys")}
    assert explained == {f"PORTAL_{name.upper()}" for name in KEYS}


def test_the_numbers_of_files_are_the_limits() -> None:
    limits, said = Limits(), {row[0]: row[1] for row in rows_of("docs/security.md", "Files")}
    for number in (
        f"{limits.file_bytes // 1_000_000} MB each",
        f"{limits.files_at_once} at once",
        f"{limits.upload_bytes // 1_000_000} MB together",
        f"{limits.files_per_complaint} for a complaint",
    ):
        assert number in said["taken"]
    for number in (
        f"{limits.examine_bytes // 1_000_000} MB,",
        f"{limits.picture_pixels // 1_000_000} million pixels",
        f"{limits.unpacked_bytes // 1_000_000} MB unpacked",
        f"{limits.unpacked_files:,} entries",
    ):
        assert number in said["bounded"]
    assert {kind.value for kind in Kind} == {"jpeg", "png", "webp", "pdf", "docx", "odt", "txt"}
    assert all(kind.value.upper() in said["taken"].upper() for kind in Kind)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        if link.startswith(("https:", "mailto:")):
            continue
        named, _, heading = link.partition("#")
        there = (page.parent / named).resolve() if named else page
        assert there.exists(), link
        assert not heading or heading in anchors(there), link


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    missing = [named for named in paths_in(page) if not (is_there(named) if "/" in named else named in KNOWN_BY_NAME)]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_modules_that_a_page_names_are_there(page: Path) -> None:
    """`portal.x.y.NAME` is a module, or a name in one; in a path it is a file, and so is the database."""
    module_name = re.compile(r"(?<![\w/-])portal(?!\.(?:sqlite3|env)\b)(?:\.\w+)+")
    for named in {word for span in code_in(page) for word in module_name.findall(span)}:
        place, *more = named.split(".")
        while more and (ROOT / place / more[0]).is_dir():
            place += f"/{more.pop(0)}"
        module = ROOT / place / f"{more[0]}.py" if more else ROOT / place / "__init__.py"
        assert module.is_file(), named
        assert all(re.search(rf"\b{name}\b", module.read_text("utf-8")) for name in more[1:]), named


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_that_a_page_names_are_there(page: Path) -> None:
    app = Flask("portal")
    cli.wire(app)
    said = "\n".join(code_in(page))
    assert {
        one for line in re.findall(r"\bmake((?: [a-z][a-z-]*)+)", said) for one in line.split()
    } - targets() == set()
    assert set(re.findall(r"\bflask ([a-z][a-z-]*)", said)) - set(app.cli.commands) == set()


def test_the_readme_names_what_make_help_lists() -> None:
    listed = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    said = list(code_in(ROOT / "README.md"))
    named = set(said) | set(re.findall(r"\bmake ([a-z-]+)", "\n".join(said)))
    assert listed - named == set()


def test_nothing_cites_a_page_that_is_not_in_the_project() -> None:
    names = {file.name for file in PAGES} | {name_of(file) for file in PAGES}
    found = {
        (name_of(file), cited)
        for file in files()
        if file.suffix in {".py", ".html", ".txt", ".toml", ".md", ".mjs", ".js", ".scss", ".patch", ""}
        if file != Path(__file__)
        for cited in ELSEWHERE.findall(file.read_text("utf-8"))
        if cited not in names and not (file.parent / cited).is_file()
    }
    assert found == set()


def test_every_room_is_on_the_map_in_its_own_words() -> None:
    """docs/architecture.md prints the first line of each room's docstring, and no room that is not there."""
    rooms = {
        name_of(file.parent): (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").partition("\n")[0]
        for file in files(ROOT / "portal")
        if file.name == "__init__.py" and len(file.relative_to(ROOT).parts) == 4
    }
    written = {row[0].strip("`"): row[1] for row in rows_of("docs/architecture.md", "Rooms")}
    assert len(rooms) > 20
    assert written == rooms
