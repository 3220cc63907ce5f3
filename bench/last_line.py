"""The result: one line of JSON, the very last of stdout and stderr together."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping


def last_line(result: Mapping[str, object]) -> None:
    """Print the result once everything else has been said."""
    sys.stderr.flush()
    print(json.dumps(result, ensure_ascii=False), flush=True)
