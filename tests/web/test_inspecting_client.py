"""The inspecting client finds what is wrong with a page, and fills forms as a person would."""

from __future__ import annotations

import base64
import hashlib

import pytest
from flask import Flask, Response, make_response, redirect, request

from tests.inspecting_client import InspectingClient

GOOD = """<!DOCTYPE html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Hello – Complaints</title></head>
<body><main><h1>Hello</h1>{}</main></body></html>"""
TOKEN = '<input type="hidden" name="csrf_token" value="t">'
SUMMARY = (
    '<div class="govuk-error-summary"><h2>Problem</h2><ul class="govuk-error-summary__list">'
    '<li><a href="#{}">Enter it</a></li></ul></div>'
)


def client_for(html: str, *, headers: dict[str, str] | None = None, path: str = "/") -> InspectingClient:
    app = Flask("broken", static_folder=None)
    app.add_url_rule(path, "page", lambda: Response(html, mimetype="text/html", headers=headers))
    return InspectingClient(app)


def test_a_sound_page_passes() -> None:
    page = client_for(GOOD.format("<p>There.</p>")).get("/")
    assert (page.h1, page.text) == ("Hello", "Hello There.")


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        (GOOD.format("<p><div></p>"), "not valid HTML"),
        (GOOD.format('<p class="a" class="b">x</p>'), "not valid HTML"),
        (GOOD.format("<h1>Again</h1>"), "2 h1"),
        (GOOD.replace("<h1>Hello</h1>", "").format(""), "0 h1"),
        (GOOD.replace("<title>Hello", "<title>Bye").format(""), "does not start with the h1"),
        (GOOD.format("<h3>Deep</h3>"), "h3 “Deep” follows h1"),
        (GOOD.format(SUMMARY.format("x") + '<p id="x">x</p>'), "is not “Error:”"),
        (GOOD.replace("<title>", "<title>Error: ").format(SUMMARY.format("gone")), "points at '#gone'"),
        (GOOD.replace(' lang="en"', "").format(""), "no lang"),
        (GOOD.replace(' dir="ltr"', "").format(""), "no dir"),
        (GOOD.format("<p>Hello %(name)s</p>"), "unfilled words"),
        (GOOD.format('<p id="a">x</p><p id="a">y</p>'), "'a' stands 2 times"),
        (GOOD.format('<p aria-describedby="gone">x</p>'), "aria-describedby points at 'gone'"),
        (GOOD.format('<label for="b">B</label>'), "for points at 'b'"),
        (GOOD.format('<input name="b">'), "no label for 'b'"),
        (GOOD.format('<input type="radio" name="r" aria-label="R">'), "no fieldset with a legend"),
        (GOOD.format('<a href="/x"></a>'), "a without words"),
        (GOOD.format('<img src="/x.png">'), "picture without alt"),
        (GOOD.format('<p style="color:red">x</p>'), "style attribute"),
        (GOOD.format('<p onclick="x()">x</p>'), "onclick attribute"),
        (GOOD.format("<script>x()</script>"), "inline script"),
        (GOOD.format('<form method="post" novalidate><p>x</p></form>'), "0 CSRF tokens"),
        (GOOD.format(f'<form method="post">{TOKEN}</form>'), "without novalidate"),
        (GOOD.format(f"<form>{TOKEN}</form>"), "into the address"),
        (GOOD.format('<a href="next">x</a>'), "not a whole path"),
        (GOOD.format('<a href="javascript:x()">x</a>'), "scheme 'javascript'"),
        (GOOD.format('<a href="">x</a>'), "href of <a> is ''"),
        (GOOD.format('<img alt="" src="https://elsewhere.example/x.png">'), "leads to another site"),
        (GOOD.format('<img alt="" src="/static/x.png">'), "static file without its hash"),
        (GOOD.format('<p class="govuk-error-message">Enter it</p>'), "'Enter it' is not in the summary"),
    ],
)
def test_each_fault_is_found(html: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=r"has faults") as caught:
        client_for(html).get("/")
    assert fault in str(caught.value)


def test_an_inline_script_passes_with_its_hash_in_the_policy() -> None:
    digest = base64.b64encode(hashlib.sha256(b"x()").digest()).decode()
    policy = f"script-src 'self' 'sha256-{digest}'"
    html = GOOD.format("<script>x()</script>")
    with pytest.raises(AssertionError, match="inline script"):
        client_for(html, headers={"Content-Security-Policy": policy.replace(digest, "other")}).get("/")
    client_for(html, headers={"Content-Security-Policy": policy}).get("/")


def test_a_personal_page_must_not_be_stored() -> None:
    with pytest.raises(AssertionError, match="no-store"):
        client_for(GOOD.format(""), path="/track").get("/track")
    client_for(GOOD.format(""), path="/track", headers={"Cache-Control": "no-store"}).get("/track")


def test_an_unexpected_status_fails() -> None:
    with pytest.raises(AssertionError, match="answered 200, not 404"):
        client_for(GOOD.format("")).get("/", status=404)


FORM = f"""<form method="post" novalidate>{TOKEN}<input type="hidden" name="step" value="3">
<label for="w">W</label><textarea id="w" name="w">
was here</textarea>
<fieldset><legend>R</legend><input type="radio" name="r" id="r" value="a"><label for="r">A</label></fieldset>
<label for="c">C</label><input type="checkbox" name="c" id="c" value="y" checked>
<button name="do" value="send">Send</button><button name="do" value="keep">Keep</button></form>"""


@pytest.fixture
def form_client() -> InspectingClient:
    app = Flask("form", static_folder=None)

    @app.route("/", methods=["GET", "POST"])
    def page() -> Response | str:
        if request.method == "GET":
            return GOOD.format(FORM)
        if request.form.get("w") == "stay":
            return GOOD.format(FORM)
        app.config["GOT"] = request.form.to_dict(flat=False)
        return make_response(redirect("/next"))

    app.add_url_rule(
        "/next", "next", lambda: GOOD.format('<p class="portal-words"> as\n typed</p><a href="/">Back</a>')
    )
    return InspectingClient(app)


def test_a_form_is_sent_with_what_it_holds_and_what_is_filled_in(form_client: InspectingClient) -> None:
    form_client.get("/")
    page = form_client.post_form({"r": "a"}, w="one\ntwo", button="Keep")
    assert page.path == "/next"
    assert page.words == [" as\n typed"]
    assert form_client.app.config["GOT"] == {
        "csrf_token": ["t"], "step": ["3"], "w": ["one\r\ntwo"], "r": ["a"], "c": ["y"], "do": ["keep"],
    }  # fmt: skip
    form_client.click("Back")
    assert form_client.page.values() == {"csrf_token": "t", "step": "3", "w": "was here", "c": ["y"]}


def test_a_form_cannot_be_filled_with_what_it_does_not_have(form_client: InspectingClient) -> None:
    form_client.get("/")
    with pytest.raises(AssertionError, match="0 forms"):
        form_client.post_form(nobody="x", button="Send")
    with pytest.raises(AssertionError, match="offers"):
        form_client.post_form(r="z", button="Send")
    with pytest.raises(AssertionError, match="2 buttons"):
        form_client.post_form(w="x")
    form_client.post_form(forged={"r": "z", "c": None}, button="Send")
    assert form_client.app.config["GOT"]["r"] == ["z"]
    assert "c" not in form_client.app.config["GOT"]


def test_a_post_must_redirect_or_show_its_errors(form_client: InspectingClient) -> None:
    form_client.get("/")
    with pytest.raises(AssertionError, match="must redirect"):
        form_client.post_form(w="stay", button="Send")
