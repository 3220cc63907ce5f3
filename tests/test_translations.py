"""Catalogues are complete, and a stale template or a broken entry is found."""

import unicodedata
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from portal.i18n import languages
from portal.pseudo import PSEUDO, accent, arabise
from portal.translations import extract, faults, is_fresh, translate_pseudo, words_of

PIECES = st.sampled_from(["Your ", "name", "%(num)s", " days", "<b>", "</b>", "%%", "&nbsp;", "?", "\n", "é"])
WORDS = st.lists(PIECES, min_size=1).map("".join)


def template(*entries: str | tuple[str, str]) -> Catalog:
    catalog = Catalog()
    for entry in entries:
        catalog.add(entry)
    return catalog


@given(WORDS)
def test_pseudo_words_keep_places_and_tags(words: str) -> None:
    wanted = template(words) if words.strip() else template("x")
    for language in languages(pseudo=True):
        if language.code in PSEUDO:
            assert faults(translate_pseudo(wanted, language), wanted) == []


def test_accented_words_are_about_two_fifths_longer() -> None:
    words = "You can add to your complaint at any time, until it is closed."
    assert 1.3 <= len(accent(words)) / len(words) <= 1.5
    assert accent("Continue") == "Çöñţîñûéçöñţ"
    assert not set("aeiouAEIOU") & set(accent(words))


def test_right_to_left_words_are_truly_so() -> None:
    words = arabise("Your complaint")
    assert {unicodedata.bidirectional(letter) for letter in words if letter.isalpha()} == {"AL"}


def test_every_arabic_plural_form_is_filled() -> None:
    arabic = languages(pseudo=True)[-1]
    made = words_of(translate_pseudo(template(("one day", "%(num)s days")), arabic))
    (forms,) = made.values()
    assert len(forms) == 6
    assert [("%(num)s" in form) for form in forms] == [True, False, True, True, True, True]


@pytest.mark.parametrize(
    ("original", "translated", "says"),
    [
        ("Hello %(name)s", "Hello", "places"),
        ("Hello %(name)s", "Hello %(nmae)s", "places"),
        ("Read <b>this</b>", "Read <b>this", "places"),
        ("Hello", "", "missing"),
        (("%(num)s day", "%(num)s days"), ("%(num)s day", ""), "missing"),
    ],
)
def test_a_broken_entry_is_found(original: str | tuple[str, str], translated: str | tuple[str, str], says: str) -> None:
    broken = Catalog("en")
    broken.add(original, translated)
    (line,) = faults(broken, template(original))
    assert line.startswith(says)


def test_words_in_pages_modules_and_rules_are_found(tmp_path: Path) -> None:
    for folder in ("portal", "templates"):
        (tmp_path / folder).mkdir()
    (tmp_path / "portal" / "views.py").write_text('label = lazy("Your name")\n')
    (tmp_path / "portal" / "rules.toml").write_text('id = "stage-1"\n[[stages]]\nname = "First answer"\n')
    (tmp_path / "templates" / "page.html").write_text("{% trans n=3 %}One\n  line{% endtrans %}{{ _('Back') }}")
    (tmp_path / "babel.cfg").write_text(
        "[extractors]\ntoml = portal.translations:extract_toml\n"
        "[python: portal/**.py]\n[jinja2: templates/**.html]\ntrimmed = true\n[toml: portal/**.toml]\nkeys = name\n"
    )
    found = extract(tmp_path)
    assert {forms[0] for _, forms in words_of(found)} == {"Your name", "First answer", "One line", "Back"}
    assert not is_fresh(found, template("Back"))
    assert is_fresh(found, extract(tmp_path))
