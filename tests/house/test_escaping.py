"""No way round escaping: not in templates, not in Python, not in scripts (T25)."""

from __future__ import annotations

import ast
import re

from jinja2 import Environment, nodes

from tests.tree import ROOT, files

# The macros put what is called html into the page as it comes, so it must be another macro's or a field's drawing.
DRAWN = {"field", "button", "hidden", "frame", "caller"}
SCRIPTS = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc")
STORAGE = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|serviceWorker|cookieStore")
PYTHON = re.compile(r"\|\s*safe\b|html_safe|mark_safe|autoescape\s*=\s*False|\.__html__|render_template_string")
# The frame is a template's own escaped output; the builder names no words.
MARKUP_OF_A_VALUE = {"portal/web/drawing.py": 1}
JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def _is_drawn(node: nodes.Node) -> bool:
    if isinstance(node, nodes.CondExpr):
        return _is_drawn(node.expr1) and (node.expr2 is None or _is_drawn(node.expr2))
    if isinstance(node, nodes.Const):
        return node.value is None
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        return node.node.name in DRAWN or node.node.name.startswith("govuk")
    return False


def test_templates_put_nothing_into_a_page_unescaped() -> None:
    wrong = []
    for file in files(ROOT / "templates"):
        if file.suffix != ".html":
            continue
        tree = JINJA.parse(file.read_text("utf-8"))
        name = file.relative_to(ROOT).as_posix()
        # `urlize` would make what somebody typed into a link that can be pressed.
        wrong += [
            f"{name}:{one.lineno} {one.name}" for one in tree.find_all(nodes.Filter) if one.name in {"safe", "urlize"}
        ]
        wrong += [f"{name}:{one.lineno} autoescape" for one in tree.find_all(nodes.ScopedEvalContextModifier)]
        wrong += [
            f"{name}:{call.lineno} Markup"
            for call in tree.find_all(nodes.Call)
            if isinstance(call.node, nodes.Name) and call.node.name == "Markup"
        ]
        wrong += [
            f"{name}:{pair.lineno} {pair.key.value}"
            for pair in tree.find_all(nodes.Pair)
            if isinstance(pair.key, nodes.Const)
            and re.search(r"(^h|H)tml$", str(pair.key.value))
            and not _is_drawn(pair.value)
            and not (name.startswith("templates/frame/") and pair.key.value == "logoHtml")
        ]
    assert wrong == []


def test_python_marks_only_its_own_words_as_markup() -> None:
    wrong = []
    for file in files(ROOT / "portal"):
        if file.suffix != ".py":
            continue
        name, source = file.relative_to(ROOT).as_posix(), file.read_text("utf-8")
        made_of_values = [
            call.lineno
            for call in ast.walk(ast.parse(source))
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id == "Markup"
            and call.args
            and not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
        ]
        if len(made_of_values) > MARKUP_OF_A_VALUE.get(name, 0):
            wrong.append(f"{name}:{made_of_values} Markup of something that is not its own words")
        wrong += [f"{name}: {found}" for found in PYTHON.findall(source)]
    assert wrong == []


def test_scripts_keep_nothing_in_the_browser() -> None:
    scripts = list(files(ROOT / "static" / "src" / "scripts"))
    assert [file.name for file in scripts if STORAGE.search(file.read_text("utf-8"))] == []


def test_scripts_write_text_and_no_markup() -> None:
    scripts = list(files(ROOT / "static" / "src" / "scripts"))
    assert scripts
    assert [file.name for file in scripts if SCRIPTS.search(file.read_text("utf-8"))] == []
