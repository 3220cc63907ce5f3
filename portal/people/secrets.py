"""How residents' secrets are kept: as keyed hashes, under the one rule of `portal.sealed`."""

from __future__ import annotations

from portal.sealed import DUMMY, keyed_hash, same

__all__ = ["DUMMY", "keyed_hash", "same"]
