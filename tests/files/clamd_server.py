"""Virus scanners for tests: one that answers what it is told to, and ClamAV's own on a signature of the test's."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from pathlib import Path

NONE_FOUND = "No clamd found, so tests marked `clamd` are left out. Install Debian's clamav-daemon."
# In two parts, so that no scanner takes this file for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def clamd_path() -> str | None:
    """Return the path of ClamAV's daemon, None where there is none."""
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


class FakeScanner:
    """Takes a stream, keeps what was in it, and says ``answer``; None hears everything and says nothing."""

    def __init__(self, answer: bytes | None = b"stream: OK\0", *, most: int = 10**9) -> None:
        self.answer, self.most = answer, most
        self.given: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        # Closing alone does not wake who waits in accept.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as said:
                self._hear(connection, said.read(10), said)  # type: ignore[arg-type]

    def _hear(self, connection: socket.socket, command: bytes, said: socket.SocketIO) -> None:
        assert command == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", said.read(4) or b"\0\0\0\0")[0]:
            content += said.read(length) or b""
            if len(content) > self.most:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.given.append(content)
        if self.answer is None:
            said.read(1)
        else:
            connection.sendall(self.answer)


@contextmanager
def real_scanner() -> Iterator[str]:
    """ClamAV's own daemon, which knows one signature, the EICAR file's; its address."""
    program = clamd_path()
    assert program is not None
    # A socket's path may have a hundred letters only.
    with tempfile.TemporaryDirectory(prefix="clamd-") as name:
        folder = Path(name)
        (folder / "eicar.hdb").write_text(f"{md5(EICAR, usedforsecurity=False).hexdigest()}:{len(EICAR)}:Eicar-Test\n")
        configuration = folder / "clamd.conf"
        configuration.write_text(
            f"LocalSocket {folder}/clamd.ctl\nDatabaseDirectory {folder}\nForeground yes\nStreamMaxLength 2M\n"
            f"LogFile {folder}/log\n"
        )
        scanner = subprocess.Popen([program, "--config-file", str(configuration)], stdout=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 30
            while not (folder / "clamd.ctl").exists():
                assert scanner.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < until
                time.sleep(0.05)
            yield f"unix:{folder}/clamd.ctl"
        finally:
            scanner.kill()
            scanner.wait()
