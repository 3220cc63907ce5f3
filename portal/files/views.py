"""How a file is served: as something to save, never as something to open in the portal's name."""

from __future__ import annotations

from flask import send_file
from werkzeug.wrappers import Response

from portal.files import store
from portal.files.kinds import KINDS, Kind
from portal.files.models import StoredFile
from portal.web.unit_of_work import settings

_POLICY = "default-src 'none'; sandbox"


def attachment(stored: StoredFile) -> Response:
    """Return a file's content to be saved under its own name.

    Who may have it was decided before; so was its state. Raises NotFound when the content is not there.
    """
    answer = send_file(
        store.open_content(settings(), stored),
        mimetype=KINDS[Kind(stored.kind)].mime,
        as_attachment=True,
        download_name=stored.label,
        conditional=False,
        etag=False,
    )
    answer.content_length = stored.size
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
