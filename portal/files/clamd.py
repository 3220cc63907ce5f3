"""Asking ClamAV's daemon about one file: the content is streamed to it, and nothing is handed over by its path.

The command is INSTREAM of `man clamd`: pieces, each with its length before it, the last one empty.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from typing import BinaryIO

_PIECE = 65_536
_LONGEST_ANSWER = 1_000
_FOUND = re.compile(r"stream: .+ FOUND")


class NoScanner(Exception):
    """Nobody answers at the scanner's address."""


class CannotScan(Exception):
    """The scanner did not say whether this file is clean. The message holds nothing of the file, nor of the answer."""


def is_clean(content: BinaryIO, *, address: str, seconds: float) -> bool:
    """Return whether the scanner finds nothing in a file; ``seconds`` is for all of it.

    ``address`` is ``unix:/path`` or ``host:port``. Clean is what the scanner calls so in its own words, and nothing
    else. Raises NoScanner, and CannotScan for any other answer, for none in time, and for a file beyond its limits.
    """
    until = time.monotonic() + seconds
    try:
        scanner = _connect(address, seconds)
    except OSError as error:
        raise NoScanner(type(error).__name__) from None
    with scanner:
        try:
            _stream(scanner, content, until)
        except TimeoutError:
            raise CannotScan("it took too long") from None
        except OSError:
            # It stops listening when a file is too large for it, and says so.
            pass
        try:
            said = _answer(scanner, until)
        except OSError as error:
            raise CannotScan(f"it did not answer: {type(error).__name__}") from None
    if said == "stream: OK":
        return True
    if _FOUND.fullmatch(said):
        return False
    raise CannotScan("it said something else")


def _connect(address: str, seconds: float) -> socket.socket:
    scheme, _colon, path = address.partition(":")
    if scheme != "unix":
        host, _colon, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    scanner = socket.socket(socket.AF_UNIX)
    try:
        scanner.settimeout(seconds)
        scanner.connect(path)
    except OSError:
        scanner.close()
        raise
    return scanner


def _stream(scanner: socket.socket, content: BinaryIO, until: float) -> None:
    scanner.sendall(b"zINSTREAM\0")
    while piece := content.read(_PIECE):
        scanner.settimeout(_left(until))
        scanner.sendall(struct.pack("!L", len(piece)) + piece)
    scanner.sendall(struct.pack("!L", 0))


def _answer(scanner: socket.socket, until: float) -> str:
    """Return the one line that is answered, or how it begins when it is too long to be one."""
    said = b""
    while len(said) < _LONGEST_ANSWER and not said.endswith((b"\0", b"\n")):
        scanner.settimeout(_left(until))
        more = scanner.recv(_LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _left(until: float) -> float:
    """Return the seconds that are left. Raises TimeoutError when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
