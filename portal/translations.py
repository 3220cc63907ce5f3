"""Collects the portal's words, checks every catalogue against them, and builds what `portal.i18n` reads.

`python -m portal.translations` renews the template and builds; `--build` only builds, from the committed template;
`--check` writes nothing and fails when the template is stale or a translation is missing or broken.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portal.i18n import DOMAIN, ENGLISH, LANGUAGES, TRANSLATIONS, Language
from portal.pseudo import PSEUDO

ROOT = TRANSLATIONS.parent
TEMPLATE = TRANSLATIONS / f"{DOMAIN}.pot"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy": None}
_PLACE = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}|</?\w[^>]*>")


def extract(root: Path = ROOT) -> Catalog:
    """Return a catalogue of all words in the sources under `root`, as `babel.cfg` there says."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")  # type: ignore[no-untyped-call]
    catalog = Catalog(project="Complaints Portal", version="1", header_comment="# Words of the Complaints Portal.")
    found = extract_from_dir(root, methods, options, keywords=KEYWORDS, comment_tags=["Translators:"])
    for name, _line, message, comments, context in found:
        # Without line numbers, moving a sentence down a page leaves the template as it was.
        catalog.add(message, locations=[(Path(name).as_posix(), 0)], auto_comments=comments, context=context)
    return catalog


def extract_toml(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Iterable[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Find the words in a TOML file, for Babel: the strings under the keys that the option `keys` lists."""
    wanted = set(str(options["keys"]).split())
    for words in _under(tomllib.load(file), wanted):
        yield 0, "gettext", words, []


def _under(node: object, wanted: set[str], taken: bool = False) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _under(value, wanted, key in wanted)
    elif isinstance(node, list):
        for value in node:
            yield from _under(value, wanted, taken)
    elif isinstance(node, str) and taken and node:
        yield node


def words_of(catalog: Catalog) -> dict[tuple[str | None, tuple[str, ...]], tuple[str, ...]]:
    """Return what stands in a catalogue: (context, forms) → translated forms, without the header."""
    return {(entry.context, _forms(entry.id)): _forms(entry.string) for entry in catalog if entry.id}


def faults(catalog: Catalog, template: Catalog) -> list[str]:
    """Return one line for each entry of the template that a catalogue lacks or has broken.

    Broken means that a place to fill in or an HTML tag differs from the original, or a plural form is empty.
    """
    translated = words_of(catalog)
    lines = []
    for context, originals in words_of(template):
        forms = translated.get((context, originals), ())
        wanted = catalog.num_plurals if len(originals) > 1 else 1
        if len(forms) != wanted or not all(forms):
            lines.append(f"missing: {originals[0]!r}")
            continue
        # The singular may say "one day" where the plural counts, so each form may follow either.
        allowed = [sorted(_PLACE.findall(original)) for original in originals]
        lines += [
            f"places or tags differ: {originals[0]!r} → {form!r}"
            for form in forms
            if sorted(_PLACE.findall(form)) not in allowed
        ]
    return lines


def translate_pseudo(template: Catalog, language: Language) -> Catalog:
    """Return the catalogue of a pseudo-locale, made from the template."""
    change = PSEUDO[language.code]
    catalog = Catalog(language.locale, domain=DOMAIN, fuzzy=False)
    for entry in template:
        if not entry.id:
            continue
        originals = _forms(entry.id)
        if len(originals) == 1:
            catalog.add(entry.id, change(originals[0]), context=entry.context)
            continue
        one = language.locale.plural_form(1)
        tags = _plural_tags(language.locale)
        forms = tuple(change(originals[0] if tag == one else originals[1]) for tag in tags)
        catalog.add(entry.id, forms, context=entry.context)
    return catalog


def _plural_tags(locale: Locale) -> list[str]:
    """Name the plural forms in the order that gettext numbers them (CLDR's own order)."""
    known = locale.plural_form.tags | {"other"}
    return [tag for tag in ("zero", "one", "two", "few", "many", "other") if tag in known]


def _forms(words: object) -> tuple[str, ...]:
    if isinstance(words, str):
        return (words,) if words else ()
    return tuple(str(form) for form in words) if isinstance(words, (list, tuple)) else ()


def read_template(path: Path = TEMPLATE) -> Catalog:
    """Return the committed template. Raises FileNotFoundError when there is none yet."""
    with path.open("rb") as file:
        return read_po(file)


def _read_or_make(language: Language, template: Catalog) -> Catalog:
    if language.code in PSEUDO:
        return translate_pseudo(template, language)
    path = TRANSLATIONS / language.code / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.is_file():
        return Catalog(language.locale, domain=DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=language.babel_locale, domain=DOMAIN)


def renew_template() -> None:
    """Write the template anew when the words in the sources have changed."""
    fresh = extract()
    if TEMPLATE.is_file() and is_fresh(fresh, read_template()):
        return
    with TEMPLATE.open("wb") as file:
        write_po(file, fresh, width=120, sort_output=True, include_lineno=False)


def is_fresh(found: Catalog, committed: Catalog) -> bool:
    """Say whether the committed template has exactly the words found in the sources."""
    return words_of(found).keys() == words_of(committed).keys()


def build() -> None:
    """Compile every language's catalogue, those of the pseudo-locales generated, and renew committed ones."""
    template = read_template()
    for language in LANGUAGES:
        if language is ENGLISH:
            continue
        catalog = _read_or_make(language, template)
        folder = TRANSLATIONS / language.code / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        if language.code not in PSEUDO:
            catalog.update(template, no_fuzzy_matching=True)
            with (folder / f"{DOMAIN}.po").open("wb") as file:
                write_po(file, catalog, width=120, sort_output=True, include_lineno=False)
        # Written beside and moved, so that a portal that starts now reads a whole file.
        beside = folder / f"{DOMAIN}.mo.new"
        with beside.open("wb") as file:
            write_mo(file, catalog)
        beside.replace(folder / f"{DOMAIN}.mo")


def check() -> list[str]:
    """Return one line for each thing wrong with the template or a language."""
    if not TEMPLATE.is_file():
        return ["translations/messages.pot is missing. Run: make translations"]
    found, template = extract(), read_template()
    wrong = []
    if not is_fresh(found, template):
        wrong.append("translations/messages.pot is stale. Run: make translations")
        ours, theirs = words_of(found).keys(), words_of(template).keys()
        wrong += [f"  not yet in it: {forms[0]!r}" for _, forms in sorted(ours - theirs, key=str)]
        wrong += [f"  no longer used: {forms[0]!r}" for _, forms in sorted(theirs - ours, key=str)]
    for language in LANGUAGES:
        if language is not ENGLISH:
            wrong += [f"{language.code}: {line}" for line in faults(_read_or_make(language, template), template)]
    return wrong


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; return 0 when all is well and 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m portal.translations")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when something is stale or broken")
    parser.add_argument("--build", action="store_true", help="only compile, from the committed template")
    options = parser.parse_args(arguments)
    if options.build:
        build()
        return 0
    if not options.check:
        renew_template()
        build()
    wrong = check()
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
