"""Taking a file in: its name, its size, what is in it, and its content into the store. No row is written yet."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from babel.numbers import format_decimal

from portal import bounded
from portal.config import Limits, Settings
from portal.errors import Refusal
from portal.files import store
from portal.files.bounds import Bounds, Unfit
from portal.files.kinds import PICTURES, Kind, kind_of_name
from portal.files.labels import label_of
from portal.files.store import Accepted
from portal.i18n import current_language, lazy
from portal.i18n import gettext as _
from portal.outage import is_full

_PIECE = 262_144
_AT_ONCE = threading.BoundedSemaphore(2)
_LONGEST_SECONDS = 20
_WHY = {
    "ending": lazy("We cannot take this type of file. Send a photo, a PDF, a Word file (DOCX), an ODT or a TXT file"),
    "empty": lazy("There is nothing in this file"),
    "not_what_it_says": lazy("This file is not the type that its name says. Save it again, or send a photo of it"),
    "two_in_one": lazy("There is something else hidden in this file. Save it again, or send a photo of it"),
    "macros": lazy("There are macros in this file, and macros can do harm. Save it without them"),
    "password": lazy("This file has a password. Save it without one"),
    "too_much_inside": lazy("This file unpacks to too much. Save it again, or send it in parts"),
    "too_many_pixels": lazy("This picture is too large. Make it smaller, or take it again"),
    "unreadable": lazy("We could not read this file. Save it again, or send a photo of it"),
    "no_room": lazy("There was no room for this file"),
}
log = logging.getLogger(__name__)


class FileRefused(Refusal):
    """A file that is not taken. ``label`` is its name, made safe; ``message`` says why and what to do."""

    def __init__(self, code: str, label: str, limits: Limits) -> None:
        super().__init__(code, why(code, limits), status=200)
        self.label = label

    @property
    def words(self) -> str:
        """The name and why, in one line; the name keeps its own reading direction."""
        return _("%(file)s: %(why)s", file=f"\u2068{self.label}\u2069", why=str(self.message))


def take_in(name: str, content: IO[bytes], *, settings: Settings, now: datetime) -> Accepted:
    """Check a file, make it anew when it is a picture, and put it into the store.

    Without a row by the end of an hour it is swept away again. Raises FileRefused.
    """
    label = label_of(name) or _("File")
    kind = kind_of_name(label)
    if kind is None:
        raise FileRefused("ending", label, settings.limits)
    # In the store's own folder, where what a kill leaves is swept away: it still holds the place of a photo (T21).
    with tempfile.TemporaryDirectory(prefix=store.INCOMING, dir=store.folder(settings)) as folder:
        source, target = Path(folder) / "given", Path(folder) / "made"
        try:
            _write(source, content, most=settings.limits.file_bytes)
            active = _examined(source, target, kind, settings.limits)
            sha256, size = store.put(settings, target if kind in PICTURES else source, now=now)
        except Unfit as unfit:
            raise FileRefused(unfit.code, label, settings.limits) from None
        except OSError as error:
            if not is_full(error):
                raise
            raise FileRefused("no_room", label, settings.limits) from None
    return Accepted(sha256, kind, size, label, active)


def why(code: str, limits: Limits) -> str:
    """Return in words why a file was refused, by the code it was refused with."""
    if code == "too_big":
        most = format_decimal(limits.file_bytes // 1_000_000, locale=current_language().locale)
        return _("This file is too big. It can have up to %(most)s MB", most=most)
    return str(_WHY.get(code, _WHY["unreadable"]))


def _write(path: Path, content: IO[bytes], *, most: int) -> None:
    size = 0
    with path.open("wb") as file:
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > most:
                raise Unfit("too_big")
            file.write(piece)
    if not size:
        raise Unfit("empty")


def _examined(source: Path, target: Path, kind: Kind, limits: Limits) -> bool:
    """Return whether the file is active, by a process of its own that may not use much. Raises Unfit."""
    bounds = Bounds(
        pixels=limits.picture_pixels,
        unpacked=limits.unpacked_bytes,
        ratio=limits.unpacked_ratio,
        entries=limits.pdf_objects if kind is Kind.PDF else limits.unpacked_files,
    )
    share = bounded.Share(limits.examine_bytes, limits.examine_seconds, _LONGEST_SECONDS)
    asked = {"source": str(source), "target": str(target), "kind": kind.value, "bounds": asdict(bounds)}
    try:
        with _AT_ONCE:
            said = bounded.run("portal.files.examine", asked, share)
        found: dict[str, Any] = json.loads(said)
    except (bounded.Overrun, ValueError) as error:
        # Killed by its bounds, or broken: the file is refused whatever it is.
        log.warning("a file of kind %s could not be examined: %s", kind.value, type(error).__name__)
        raise Unfit("unreadable") from None
    if "unfit" in found:
        raise Unfit(str(found["unfit"]))
    return bool(found["active"])
