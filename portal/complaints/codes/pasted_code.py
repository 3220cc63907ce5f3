"""Finding a private code that somebody pasted into their own words (threat T44)."""

from __future__ import annotations

import re
import unicodedata

from portal.complaints.grants import private_code
from portal.sealed import same

_RUN = re.compile(rf"(?=((?:[{private_code.ALPHABET}][ \-\u00a0]*){{{private_code.LENGTH}}}))")


def holds(words: str, code_hmac: str | None, key: str) -> bool:
    """Tell whether these words hold the code that is kept as this keyed hash, in groups or in one piece."""
    if code_hmac is None:
        return False
    return any(same(code_hmac, private_code.hash_of(code, key)) for code in _runs(words))


def looks_like_one(words: str) -> bool:
    """Tell whether these words hold what could be anybody's code; asks nobody, so it tells nothing about any."""
    return bool(_runs(words))


def _runs(words: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", words).upper()
    return {private_code.read(run) for run in _RUN.findall(plain)}
