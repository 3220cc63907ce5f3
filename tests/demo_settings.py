"""Settings for tests: demo mode, cheap hashing, no waiting for the disk."""

from __future__ import annotations

from pathlib import Path

from portal.config import Settings


def demo_settings(database_url: str, var: Path, *, base_url: str = "http://localhost") -> Settings:
    """Return settings on this database; the keys are as good as any, since nothing outlives the test."""
    return Settings(
        demo=True,
        testing=True,
        database_url=database_url,
        base_url=base_url,
        var=var,
        secret_key="k1" * 20,
        code_key="k2" * 20,
        event_key="k3" * 20,
        data_key="k4" * 20,
        equality_key="k5" * 20,
        sqlite_synchronous="OFF",
        argon2_memory_kib=8,
        argon2_time=1,
    )
