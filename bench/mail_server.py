"""A mail server that takes every letter and keeps it as a file, for a portal that sends by SMTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.process import HOST, free_port


class _Keeper:
    """Keeps each mail as NUMBER.eml; the file is there only once it is whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self._number += 1
        passing = self._folder / f"{self._number}.part"
        passing.write_bytes(envelope.original_content or b"")
        passing.replace(passing.with_suffix(".eml"))
        return "250 OK"


@contextmanager
def mail_server(folder: Path) -> Iterator[str]:
    """Take mail at the address that is given (``smtp://…``) and keep it in a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    server = Controller(_Keeper(folder), hostname=HOST, port=port)
    server.start()
    try:
        yield f"smtp://{HOST}:{port}"
    finally:
        server.stop()
