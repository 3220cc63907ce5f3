"""A desk with an officer, as complaints' tests have it: what is counted is what it did."""

from tests.complaints.conftest import desk

__all__ = ["desk"]
