"""Visitors who hold a server up: they begin a request and do not end it, or ask and do not read."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from bench.real_portal import RealPortal

_SMALL = 4096


@contextmanager
def half_open(own: RealPortal, number: int, *, source: str, sent: bytes) -> Iterator[list[http.client.HTTPConnection]]:
    """Hold so many connections that have sent this much of a request and say nothing more."""
    held: list[http.client.HTTPConnection] = []
    try:
        for _number in range(number):
            connection = own.connection(source)
            held.append(connection)
            connection.connect()
            connection.sock.sendall(sent)
        yield held
    finally:
        for connection in held:
            connection.close()


@contextmanager
def silent(own: RealPortal, number: int, *, source: str) -> Iterator[list[socket.socket]]:
    """Hold so many connections that say nothing at all, not even how they would encrypt."""
    held: list[socket.socket] = []
    try:
        address = ("127.0.0.1", own.port)
        held.extend(socket.create_connection(address, source_address=(source, 0)) for _number in range(number))
        yield held
    finally:
        for one in held:
            one.close()


@contextmanager
def slow_readers(own: RealPortal, number: int, *, source: str, path: str) -> Iterator[list[http.client.HTTPConnection]]:
    """Hold so many connections that have asked for a page many times over and read none of it."""
    held: list[http.client.HTTPConnection] = []
    asked = f"GET {path} HTTP/1.1\r\nHost: {own.host}\r\n\r\n".encode() * 3
    try:
        for _number in range(number):
            connection = own.connection(source)
            held.append(connection)
            connection.connect()
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
            connection.sock.sendall(asked)
        yield held
    finally:
        for connection in held:
            connection.close()
