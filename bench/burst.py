"""The load: many connections from one process, light enough not to be what is measured."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

Script = Generator[bytes, bytes, None]
"""One client: yields a whole request, is sent the whole answer, and so on; ends when it has nothing more to ask."""

_CHUNK = 1 << 18


@dataclass(slots=True)
class Burst:
    """What came of one burst: how long each request took, in seconds, and how long the whole took."""

    took: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rps(self) -> float:
        """Requests answered per second."""
        return len(self.took) / self.seconds if self.seconds else 0.0


@dataclass(slots=True)
class _Asked:
    script: Script
    connection: socket.socket
    began: float
    parts: list[bytes] = field(default_factory=list)


def send(address: tuple[str, int], scripts: Sequence[Script], *, seconds: float) -> Burst:
    """Run each script on connections of its own until the time is over or it ends; what is under way is finished.

    Every request has a connection of its own, as behind gunicorn's sync workers there is no other way.
    """
    waiting = selectors.DefaultSelector()
    burst = Burst()
    began = time.perf_counter()
    until = began + seconds
    for script in scripts:
        _ask(waiting, address, script, None)
    while waiting.get_map():
        for key, _events in waiting.select():
            asked: _Asked = key.data
            part = asked.connection.recv(_CHUNK)
            if part:
                asked.parts.append(part)
                continue
            waiting.unregister(asked.connection)
            asked.connection.close()
            ended = time.perf_counter()
            burst.took.append(ended - asked.began)
            burst.seconds = ended - began
            if ended < until:
                _ask(waiting, address, asked.script, b"".join(asked.parts))
            else:
                _tell(asked.script, b"".join(asked.parts))
    waiting.close()
    return burst


def once(address: tuple[str, int], request: bytes) -> tuple[float, bytes]:
    """Send one request and return how long its answer took, in seconds, and the answer."""
    parts: list[bytes] = []
    began = time.perf_counter()
    with socket.create_connection(address) as connection:
        connection.sendall(request)
        while part := connection.recv(_CHUNK):
            parts.append(part)
    return time.perf_counter() - began, b"".join(parts)


def _ask(waiting: selectors.BaseSelector, address: tuple[str, int], script: Script, answer: bytes | None) -> None:
    try:
        request = next(script) if answer is None else script.send(answer)
    except StopIteration:
        return
    began = time.perf_counter()
    connection = socket.create_connection(address)
    connection.sendall(request)
    waiting.register(connection, selectors.EVENT_READ, _Asked(script, connection, began))


def _tell(script: Script, answer: bytes) -> None:
    """Let the script look at its last answer; what it would ask next is not asked any more."""
    try:
        script.send(answer)
    except StopIteration:
        return
    script.close()
