"""Pages as a person without scripts has them."""

from __future__ import annotations

import pytest

from bench.page import NotOnPage, Page

_HTML = """
<h1>What  happened?</h1>
<form method="post" action="/complain/1/send?x=1">
<input type="hidden" name="csrf_token" value="a&amp;b">
<textarea name="words">
 two
lines</textarea>
<input type="radio" name="urgent" value="yes"><input type="radio" name="urgent" value="no" checked>
<input type="checkbox" name="large_print" value="y">
<select name="to"><option value="1">One</option><option value="2" selected>Two</option></select>
<input name="off" value="x" disabled>
<button name="how" value="later">Later</button>
</form>
<div class="portal-words" dir="auto"> as typed
&lt;b&gt; </div>
"""


@pytest.fixture
def page() -> Page:
    return Page("http://127.0.0.1:1/complain/1/what-happened", 200, _HTML)


def test_an_untouched_form_is_sent_as_it_stands(page: Page) -> None:
    form = page.form_with("words")
    assert form.action == "http://127.0.0.1:1/complain/1/send?x=1"
    assert form.filled({}) == [
        ("csrf_token", "a&b"),
        ("words", " two\r\nlines"),
        ("urgent", "no"),
        ("to", "2"),
    ]


def test_answers_take_the_place_of_what_stood_there(page: Page) -> None:
    answers = {"words": "new\nwords", "urgent": "yes", "large_print": "y", "to": "1"}
    assert dict(page.form_with("words").filled(answers, button="how")) == {
        "csrf_token": "a&b",
        "words": "new\r\nwords",
        "urgent": "yes",
        "large_print": "y",
        "to": "1",
        "how": "later",
    }


@pytest.mark.parametrize("answers", [{"nothing": "x"}, {"urgent": "perhaps"}, {"off": "x"}])
def test_what_is_not_on_the_page_cannot_be_answered(page: Page, answers: dict[str, str]) -> None:
    with pytest.raises(NotOnPage):
        page.form_with("words").filled(answers)


def test_words_are_read_exactly_and_headings_squeezed(page: Page) -> None:
    assert page.words == [" as typed\n<b> "]
    assert page.heading == "What happened?"
