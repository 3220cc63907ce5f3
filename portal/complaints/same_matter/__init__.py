"""Which matter of the same person a new text is about, if any."""

from portal.complaints.same_matter.finding import find
from portal.complaints.same_matter.reasons import say
from portal.complaints.same_matter.values import AGAINST, Candidate, Finding, Near, Ranked, Reason, Words

__all__ = ["AGAINST", "Candidate", "Finding", "Near", "Ranked", "Reason", "Words", "find", "say"]
