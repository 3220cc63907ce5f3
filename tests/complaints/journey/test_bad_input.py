"""Nothing typed is lost, and nothing typed does harm."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.complaints.drafts.models import Draft
from portal.complaints.matter.models import Complaint
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.db import Base, Database
from portal.people.models import Person
from tests.complaints.walking import begin, code_shown, to_check, to_contact, to_when
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def kept_words(database: Database) -> str:
    with database.session() as db:
        return str(db.scalars(select(Draft.answers)).one()["words"])


def test_a_hundred_thousand_characters_come_back_whole(client: InspectingClient, settings: Settings) -> None:
    begin(client)
    words = "Straße 🙂 \n" * 10_000
    client.post_form(words=words)
    assert client.errors == ["Use 20,000 characters or fewer. You used 100,000."]
    assert client.page.values()["words"] == words


def test_exactly_the_most_is_fine(client: InspectingClient, database: Database) -> None:
    begin(client)
    client.post_form(words="ж" * 20_000)
    assert kept_words(database) == "ж" * 20_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (b"a%00b", "ab"),
        (b"%ED%A0%80", "%ED%A0%80"),
        (b"a%E2%80%AEb%E2%81%A6c", "abc"),
        (b"%FF%FE", "%FF%FE"),
        (b"%F0%9F%91%A9%F0%9F%8F%BD%E2%80%8D%F0%9F%A6%BD", "👩🏽\u200d🦽"),
        ("سلام دنیا".encode(), "سلام دنیا"),
        (b"one%0D%0Atwo%0Dthree", "one\ntwo\nthree"),
    ],
)
def test_strange_characters(client: InspectingClient, database: Database, typed: bytes, kept: str) -> None:
    draft_id = begin(client)
    token = str(client.page.one("input[name=csrf_token]")["value"])
    body = b"csrf_token=" + token.encode() + b"&words=" + typed
    kind = "application/x-www-form-urlencoded"
    client.post(f"/complain/{draft_id}/what-happened", body, content_type=kind)
    assert kept_words(database) == kept


def test_only_spaces_are_no_words(client: InspectingClient) -> None:
    begin(client)
    client.post_form(words=" \n\t ")
    assert client.errors == ["Tell us what happened"]


@pytest.mark.parametrize(
    ("day", "month", "year", "error"),
    [
        ("31", "2", "2026", "Enter a real date, such as 27 3 2026"),
        ("1", "13", "2026", "Enter a real date, such as 27 3 2026"),
        ("1", "", "2026", "The date must include a month"),
        ("1", "5", "26", "The year must have 4 numbers"),
        ("٣", "<b>", "2026", "Enter a real date, such as 27 3 2026"),
    ],
)
def test_an_impossible_date_keeps_what_was_typed(
    client: InspectingClient, day: str, month: str, year: str, error: str
) -> None:
    to_when(client)
    typed = {"happened_on-day": day, "happened_on-month": month, "happened_on-year": year}
    client.post_form({**typed, "happened_words": "or about then"})
    assert client.errors == [error]
    assert client.page.values() | typed | {"happened_words": "or about then"} == client.page.values()


def test_an_unknown_service_says_so(client: InspectingClient, database: Database) -> None:
    draft_id = begin(client)
    client.post_form(words="Bins")
    client.post_form(urgent="no")
    for page in ("service", "service/all"):
        client.get(f"/complain/{draft_id}/{page}")
        client.post_form(forged={"service": "../../etc/passwd"})
        assert client.errors == [
            "That service is not in our list any more. Choose another one, or choose “I am not sure”"
        ]
    with database.session() as db:
        assert db.scalars(select(Draft.answers)).one()["service"] is None


@pytest.mark.parametrize(("page", "field"), [("about", "about"), ("urgent", "urgent"), ("contact", "contact")])
def test_an_answer_that_was_not_offered_is_refused(client: InspectingClient, page: str, field: str) -> None:
    draft_id = to_contact(client)
    client.get(f"/complain/{draft_id}/{page}")
    client.post_form(forged={field: "anything"})
    assert client.errors


def test_a_stale_token_loses_no_words(client: InspectingClient, database: Database) -> None:
    begin(client)
    client.client.delete_cookie("resident")
    client.post_form(words="Typed for an hour")
    assert "Your words are still here" in client.errors[0]
    assert client.page.values()["words"] == "Typed for an hour"
    client.post_form()
    assert kept_words(database) == "Typed for an hour"


def test_a_stale_token_at_send_sends_at_the_second_press(client: InspectingClient, database: Database) -> None:
    to_check(client)
    client.client.delete_cookie("resident")
    client.post_form()
    assert client.page.h1 == "Check your answers"
    assert client.errors
    client.post_form()
    assert client.page.h1 == "We have your complaint"


def test_three_hundred_thousand_fields_are_refused_early(client: InspectingClient) -> None:
    draft_id = begin(client)
    body = b"a=1&" * 300_000
    client.post(
        f"/complain/{draft_id}/what-happened", body, status=413, content_type="application/x-www-form-urlencoded"
    )
    assert "Your words are not lost" in client.text


def test_more_than_two_megabytes_are_refused_with_a_page(client: InspectingClient, settings: Settings) -> None:
    draft_id = begin(client)
    client.post(f"/complain/{draft_id}/what-happened", {"words": "x" * (settings.limits.page_bytes + 1)}, status=413)
    assert "Nothing was sent" in client.text


def test_the_private_code_in_the_words_is_refused_with_the_words_kept(
    client: InspectingClient, database: Database
) -> None:
    draft_id = begin(client)
    client.get(f"/complain/{draft_id}/later")
    code = code_shown(client)
    client.get(f"/complain/{draft_id}/what-happened")
    words = f"My code is {code.lower()} and the bins are full"
    client.post_form(words=words)
    assert client.errors == ["Your private code is in this box. Take it out, so that nobody else can read it"]
    assert client.page.values()["words"] == words
    assert kept_words(database) == ""
    client.get(f"/complain/{draft_id}/where")
    client.post_form(place=code.replace(" ", "-"))
    assert client.errors


def columns() -> set[str]:
    """Every column of every table of ours, and the answers that are not on the page."""
    tables = Base.metadata.tables.values()
    return {column.name for table in tables for column in table.columns} | set(Answers().kept())


def test_columns_of_the_database_are_not_taken_from_a_form(client: InspectingClient, database: Database) -> None:
    draft_id = to_check(client)
    assert {"channel", "received_at", "urgent_words", "proven", "complaint_id"} <= columns()
    forged: dict[str, str | list[str] | None] = {}
    for name in sorted(columns() - {"name", "csrf_token"}):
        forged |= {name: "forged", f"answers.{name}": "forged", f"draft[{name}]": "forged"}
    with database.session() as db:
        before = db.execute(select(Draft.__table__)).mappings().one()
    client.get(f"/complain/{draft_id}/name")
    client.post_form({"name": "Kofi"}, forged=forged)
    with database.session() as db:
        after = db.execute(select(Draft.__table__)).mappings().one()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"answers", "saved_at"}
    assert after["answers"] == before["answers"] | {"name": "Kofi"}
    client.get(f"/complain/{draft_id}/check")
    client.post_form(forged=dict.fromkeys(columns(), "forged"))
    with database.session() as db:
        for table in (Complaint, Person):
            for row in db.execute(select(*table.__table__.columns)):
                assert "forged" not in map(str, row)


def test_a_field_sent_twice_is_one_answer(client: InspectingClient, database: Database, settings: Settings) -> None:
    """What is checked is what is kept: the first of them, and the other is read by nobody."""
    begin(client)
    client.post_form(forged={"words": ["First.", "x" * (settings.limits.words + 1)]})
    assert kept_words(database) == "First."
    client.post_form(forged={"urgent": ["no", "yes"]})
    with database.session() as db:
        assert db.scalars(select(Draft.answers)).one()["urgent"] is False


def test_what_is_typed_is_decoded_once(client: InspectingClient, database: Database) -> None:
    typed = "%3Cb%3E &lt;b&gt; \\u003cb\\u003e +%2B"
    draft_id = to_check(client, words=typed)
    client.get(f"/complain/{draft_id}/check")
    assert client.page.answer("What happened") == typed
    assert kept_words(database) == typed


def test_a_json_body_is_no_form(client: InspectingClient, database: Database) -> None:
    draft_id = begin(client)
    client.post(f"/complain/{draft_id}/what-happened", None, json={"words": "forged"})
    assert client.errors
    assert kept_words(database) == ""


def test_markup_is_shown_as_it_was_typed(client: InspectingClient) -> None:
    draft_id = to_check(client, words="<script>alert(1)</script> {{ 7 * 7 }} %(name)s &amp;")
    client.get(f"/complain/{draft_id}/check")
    assert client.page.answer("What happened") == "<script>alert(1)</script> {{ 7 * 7 }} %(name)s &amp;"
    assert not client.select("main script")
