"""The field in which files are chosen, and taking in what was chosen: each file by itself, whatever the others are."""

from __future__ import annotations

from datetime import datetime

from babel.numbers import format_decimal
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage

from portal.files.intake import FileRefused, take_in
from portal.files.kinds import ACCEPT
from portal.files.store import Accepted
from portal.i18n import current_language, lazy, ngettext
from portal.i18n import gettext as _
from portal.web.forms import PortalForm
from portal.web.unit_of_work import settings


class UploadForm(PortalForm):
    """Several files at once."""

    files = MultipleFileField(lazy("Choose files"), render_kw={"accept": ACCEPT})

    def chosen(self) -> list[FileStorage]:
        """Return the files that were chosen; a browser sends one without a name when there are none."""
        return [one for one in self.files.data or () if isinstance(one, FileStorage) and one.filename]

    def require_some(self) -> bool:
        """Tell whether a file was chosen; when none was, say so at the field."""
        if not self.chosen():
            self.files.errors = [_("Choose a file")]
        return bool(self.chosen())

    def take_in(self, *, room: int, now: datetime) -> list[Accepted]:
        """Check and store what was chosen and return what is fit, at most ``room`` files.

        Why each of the others was refused stands at the field. Their rows are still to be written.
        """
        taken: list[Accepted] = []
        errors: list[str] = []
        chosen = self.chosen()
        for place, one in enumerate(chosen):
            if len(taken) >= room:
                errors.append(_too_many(len(chosen) - place))
                break
            try:
                taken.append(take_in(one.filename or "", one.stream, settings=settings(), now=now))
            except FileRefused as refused:
                errors.append(refused.words)
        self.files.errors = errors
        return taken


def limits_in_words() -> str:
    """Return how big a file may be and how many are taken at once, for the page that asks."""
    limits, locale = settings().limits, current_language().locale
    return _(
        "Each file can have up to %(most)s MB. You can send up to %(count)s files at once, of %(all)s MB together.",
        most=format_decimal(limits.file_bytes // 1_000_000, locale=locale),
        count=format_decimal(limits.files_at_once, locale=locale),
        all=format_decimal(limits.upload_bytes // 1_000_000, locale=locale),
    )


def size_in_words(size: int) -> str:
    """Return a size in bytes as people read it, in kB or MB."""
    locale = current_language().locale
    if size < 1_000_000:
        return _("%(size)s kB", size=format_decimal(max(1, round(size / 1_000)), locale=locale))
    return _("%(size)s MB", size=format_decimal(round(size / 1_000_000, 1), locale=locale))


def _too_many(left: int) -> str:
    return ngettext(
        "There was no room for %(count)s more file. It was not sent",
        "There was no room for %(count)s more files. They were not sent",
        left,
        count=format_decimal(left, locale=current_language().locale),
    )
