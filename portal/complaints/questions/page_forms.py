"""Every question with a page of its own before sending, and the form on that page."""

from __future__ import annotations

from portal.complaints.questions import forms
from portal.complaints.questions.affected_forms import AffectedForm, TheirContactForm, TheirNeedsForm
from portal.complaints.questions.order import Page
from portal.complaints.questions.who_forms import AboutForm, AdvocateForm, PartForm, RoleForm, TogetherForm, WhoseForm

FORMS: dict[Page, type[forms.Question]] = {
    Page.ABOUT: AboutForm,
    Page.ROLE: RoleForm,
    Page.PART: PartForm,
    Page.AFFECTED: AffectedForm,
    Page.TOGETHER: TogetherForm,
    Page.ADVOCATE: AdvocateForm,
    Page.WORDS: forms.WordsForm,
    Page.URGENT: forms.UrgentForm,
    Page.WHEN: forms.WhenForm,
    Page.WHERE: forms.WhereForm,
    Page.WANTED: forms.WantedForm,
    Page.NOT_TO_TELL: forms.NotToTellForm,
    Page.NAME: forms.NameForm,
    Page.CONTACT: forms.ContactForm,
    Page.WHOSE: WhoseForm,
    Page.REACHING: forms.ReachingForm,
    Page.NEEDS: forms.NeedsForm,
    Page.THEIR_CONTACT: TheirContactForm,
    Page.THEIR_NEEDS: TheirNeedsForm,
}
