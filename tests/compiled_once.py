"""What every test's own application and engines compile alike is compiled once for a test process.

Templates, statements and the addresses of routes: compiling them takes longer than most tests.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule

_Build = Callable[..., tuple[str, str]]

_TEMPLATES: dict[tuple[str, str], CodeType] = {}
_STATEMENTS: dict[Any, Any] = {}
_BUILDERS: dict[tuple[object, ...], _Build] = {}


def compile_once() -> None:
    """Let all applications and engines that this process makes from now on share what they compile."""
    Flask.jinja_options = {"bytecode_cache": _Templates()}
    Flask.url_rule_class = _Rule
    registry.register("sqlite", __name__, _SQLite.__name__)
    registry.register("postgresql.psycopg", __name__, _PostgreSQL.__name__)


class _Templates(BytecodeCache):
    """Keeps templates by file and text; applications that share a template must share its extensions too."""

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _TEMPLATES.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        _TEMPLATES[bucket.key, bucket.checksum] = bucket.code


class _Rule(Rule):
    """Keeps the functions that put addresses together, which know of a rule only what it looks like."""

    def _compile_builder(self, append_unknown: bool = True) -> _Build:
        key = (*self._trace, *(self.defaults or {}).items(), append_unknown)
        if key not in _BUILDERS:
            _BUILDERS[key] = super()._compile_builder(append_unknown)
        return _BUILDERS[key]


class _LikeAnyOther:
    """A dialect as good as any other of its kind: statements are kept by the dialect they were compiled for."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_STATEMENTS)


class _SQLite(_LikeAnyOther, SQLiteDialect_pysqlite):
    supports_statement_cache = True


class _PostgreSQL(_LikeAnyOther, PGDialect_psycopg):
    supports_statement_cache = True
