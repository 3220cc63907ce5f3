"""A mailbox for tests: as much of an IMAP server, on a free port, as reading mail needs."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """Messages by their number, with the flags they were given; ``asked`` is every command but the password."""

    messages: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    password: str = "right"
    port: int = 0

    @property
    def url(self) -> str:
        return f"imap://portal:{self.password}@127.0.0.1:{self.port}/INBOX"

    def unseen(self) -> list[int]:
        return [number for number in sorted(self.messages) if r"\Seen" not in self.flags.get(number, set())]

    def answer(self, command: str) -> list[bytes]:
        """Return the lines that answer a command, without its last one."""
        self.asked.append(command)
        if command == "CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1"]
        if command.startswith("SELECT"):
            return [b"* %d EXISTS" % len(self.messages)]
        if command.startswith("UID SEARCH"):
            return [b"* SEARCH " + " ".join(map(str, self.unseen())).encode()]
        found = re.match(r"UID (FETCH|STORE) (\d+) (.*)", command)
        if found is None:
            return [b"* BYE"] if command == "LOGOUT" else []
        number = int(found[2])
        return self.store(number, found[3]) if found[1] == "STORE" else self.fetch(number, found[3])

    def store(self, number: int, what: str) -> list[bytes]:
        self.flags.setdefault(number, set()).update(re.findall(r"\\\w+", what))
        return []

    def fetch(self, number: int, what: str) -> list[bytes]:
        content = self.messages[number]
        if "SIZE" in what:
            size, day = self.sizes.get(number, len(content)), b'"16-Nov-2026 08:30:00 +0000"'
            return [b"* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE %s)" % (number, number, size, day)]
        if "HEADER" in what:
            content = content.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"
        name = what.strip("()").replace(".PEEK", "").encode()
        return [b"* %d FETCH (UID %d %s {%d}\r\n" % (number, number, name, len(content)) + content + b")"]


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, command = line.decode("ascii").strip().partition(" ")
            if command.startswith("LOGIN"):
                right = command.endswith(f'"{box.password}"')
                self.wfile.write(f"{tag} {'OK' if right else 'NO'} login\r\n".encode())
                continue
            for answer in box.answer(command):
                self.wfile.write(answer + b"\r\n")
            self.wfile.write(f"{tag} OK done\r\n".encode())
            if command == "LOGOUT":
                return


@contextmanager
def serving(box: Mailbox) -> Iterator[Mailbox]:
    """Serve a mailbox on a free port of this machine."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        server.box = box  # type: ignore[attr-defined]
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
