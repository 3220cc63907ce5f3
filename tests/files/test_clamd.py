"""What ClamAV's daemon is asked, and that nothing but its own word makes a file clean (T22)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from io import BytesIO

import pytest

from portal.files.clamd import CannotScan, NoScanner, is_clean
from tests.files.clamd_server import EICAR, FakeScanner, real_scanner


@pytest.fixture
def scanner() -> Iterator[FakeScanner]:
    fake = FakeScanner()
    yield fake
    fake.stop()


def clean(scanner: FakeScanner, content: bytes = b"Words.", *, seconds: float = 5) -> bool:
    return is_clean(BytesIO(content), address=scanner.address, seconds=seconds)


@pytest.mark.parametrize("size", [0, 1, 65_536, 300_000])
def test_the_whole_content_is_streamed(scanner: FakeScanner, size: int) -> None:
    content = bytes(range(256)) * (size // 256) or b"x" * size
    assert clean(scanner, content)
    assert scanner.given == [content]


def test_what_it_finds_is_not_clean(scanner: FakeScanner) -> None:
    scanner.answer = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
    assert not clean(scanner)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"OK\0",
        b"stream: OK FOUND? ERROR\0",
        b"stream: OK and more\0",
        b"stream: ok\0",
        b"stream: Can't allocate memory ERROR\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"HTTP/1.1 200 OK\r\n\r\nstream: OK",
        b"\xff\xfe\x00",
        b"stream: " + b"x" * 5_000,
    ],
)
def test_any_other_answer_makes_no_file_clean(scanner: FakeScanner, answer: bytes) -> None:
    scanner.answer = answer
    with pytest.raises(CannotScan) as said:
        clean(scanner)
    assert "stream" not in str(said.value)


def test_no_answer_is_waited_for_so_long_and_no_longer(scanner: FakeScanner) -> None:
    scanner.answer = None
    with pytest.raises(CannotScan):
        clean(scanner, seconds=0.05)


def test_a_file_beyond_its_limits_is_not_clean(scanner: FakeScanner) -> None:
    scanner.most = 1_000
    with pytest.raises(CannotScan):
        clean(scanner, b"x" * 5_000_000)


def test_nobody_there_is_said(scanner: FakeScanner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    for nobody in (address, "unix:/nowhere/clamd.ctl"):
        with pytest.raises(NoScanner):
            is_clean(BytesIO(b"Words."), address=nobody, seconds=1)


@pytest.mark.clamd
@pytest.mark.slow
def test_clamav_itself_finds_the_test_virus_and_nothing_else() -> None:
    with real_scanner() as address:
        assert is_clean(BytesIO(b"Words."), address=address, seconds=20)
        assert not is_clean(BytesIO(EICAR), address=address, seconds=20)
        with pytest.raises(CannotScan):
            is_clean(BytesIO(b"x" * 5_000_000), address=address, seconds=20)
