"""What the database cannot read."""

from __future__ import annotations

import pytest

from portal.sealed import DUMMY, CannotUnseal, key_id, keyed_hash, same, seal, unseal

KEY = "first key " * 4
OTHER = "second key" * 4


def test_what_was_sealed_comes_back_and_looks_different_each_time() -> None:
    one, two = seal(KEY, b"JBSWY3DP", "officers.totp_secret:1"), seal(KEY, b"JBSWY3DP", "officers.totp_secret:1")
    assert unseal(KEY, one, "officers.totp_secret:1") == b"JBSWY3DP"
    assert one != two
    assert b"JBSWY3DP" not in one


def test_a_sealed_value_opens_nowhere_else() -> None:
    sealed = seal(KEY, b"secret", "officers.totp_secret:1")
    with pytest.raises(CannotUnseal, match="moved"):
        unseal(KEY, sealed, "officers.totp_secret:2")
    with pytest.raises(CannotUnseal, match="another key"):
        unseal(OTHER, sealed, "officers.totp_secret:1")


@pytest.mark.parametrize("broken", [b"", b"\x01", b"plain words that were never sealed", b"\x02" + b"x" * 40])
def test_what_is_not_sealed_is_refused(broken: bytes) -> None:
    with pytest.raises(CannotUnseal):
        unseal(KEY, broken, "here")


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(seal(KEY, b"secret", "here"))
    sealed[-1] ^= 1
    with pytest.raises(CannotUnseal):
        unseal(KEY, bytes(sealed), "here")


def test_the_key_id_tells_keys_apart_and_nothing_else() -> None:
    assert key_id(KEY) == key_id(KEY) != key_id(OTHER)
    assert len(key_id(KEY)) == 4


def test_hashes_differ_by_key_purpose_and_text() -> None:
    hashes = {keyed_hash(k, p, t) for k in (KEY, OTHER) for p in ("code", "phone") for t in ("a", "b", "\ud800")}
    assert len(hashes) == 12
    assert all(len(found) == 64 for found in hashes)


def test_a_missing_secret_is_never_right() -> None:
    right = keyed_hash(KEY, "code", "BCDF")
    assert same(right, keyed_hash(KEY, "code", "BCDF"))
    assert not same(right, keyed_hash(KEY, "code", "BCDG"))
    assert not same(None, None)
    assert not same(None, DUMMY)
    assert not same(right, None)
