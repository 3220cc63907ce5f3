"""A resident walking through the pages, for tests: every step is a form filled and sent."""

from __future__ import annotations

from collections.abc import Mapping

from tests.inspecting_client import InspectingClient

WORDS = "The bins in our street were not emptied for three weeks.\nNobody rang me back."


def begin(client: InspectingClient, about: str = "me") -> str:
    """Answer the first question and return the draft's id."""
    client.get("/complain")
    client.post_form(about=about)
    return client.page.path.split("/")[2]


def to_when(client: InspectingClient, *, words: str = WORDS, service: str = "missed-collection") -> str:
    """Walk to "When did it happen?" and return the draft's id."""
    draft_id = begin(client)
    client.post_form(words=words)
    client.post_form(urgent="no")
    if client.select(f'input[name=service][value="{service}"]'):
        client.post_form(service=service)
    else:
        client.post_form(service="browse")
        client.post_form(service=service)
    return draft_id


def to_contact(client: InspectingClient, *, words: str = WORDS) -> str:
    """Walk to "How should we reach you?" and return the draft's id."""
    draft_id = to_when(client, words=words)
    client.post_form()
    client.post_form(place="Mill Lane", postcode="ex1 1ex")
    client.post_form(wanted="Empty them.")
    client.post_form()
    client.post_form(name="Ama Mensah")
    return draft_id


def to_check(client: InspectingClient, *, words: str = WORDS) -> str:
    """Walk to "Check your answers", with an e-mail address to be proven later, and return the draft's id."""
    draft_id = to_contact(client, words=words)
    client.post_form(contact="email", email="ama@example.com")
    client.post_form()
    client.post_form()
    client.post_form(how="later")
    return draft_id


def sent(client: InspectingClient, *, words: str = WORDS) -> str:
    """Walk to the confirmation and return the draft's id."""
    draft_id = to_check(client, words=words)
    client.post_form()
    return draft_id


def reference_shown(client: InspectingClient) -> str:
    """Return the twelve digits on the confirmation."""
    return client.page.one(".portal-reference").get_text().replace(" ", "")


def code_shown(client: InspectingClient) -> str:
    """Return the private code on the page, in its groups."""
    return client.page.one(".portal-code").get_text()


def all_the_way(client: InspectingClient, answers: Mapping[str, str], *, to: str = "sent") -> str:
    """Answer every question whose fields are in ``answers``, leave the others, stop at ``to``; the draft's id."""
    client.get("/complain")
    for _page in range(40):
        if client.page.path.endswith(f"/{to}"):
            return client.page.path.split("/")[2]
        forms = client.select("main form")
        if not forms:
            client.get(str(client.page.one("main a.govuk-button")["href"]))
            continue
        here = {str(one["name"]) for one in forms[0].select("[name]")}
        client.post_form({name: value for name, value in answers.items() if name in here})
        assert not client.errors, f"{client.page.path}: {client.errors}"
    raise AssertionError(f"{client.page.path} does not lead to {to}")
