"""How hard words are to read: sentences, syllables and the Flesch-Kincaid grade."""

from __future__ import annotations

import re

import pyphen

LONGEST_SENTENCE = 20
_SYLLABLES = pyphen.Pyphen(lang="en_GB")
_ENDS = re.compile(r"(?<=[.!?:;])[\s”)]+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


def sentences(blocks: list[str]) -> list[list[str]]:
    """Return the words of each sentence; a block (heading, paragraph, line of a list) ends one."""
    parts = (part for block in blocks for part in _ENDS.split(block))
    return [words for words in (_WORD.findall(part) for part in parts) if words]


def grade(blocks: list[str]) -> float:
    """Return the Flesch-Kincaid grade: the school year in which somebody can read this."""
    found = sentences(blocks)
    words = [word for sentence in found for word in sentence]
    syllables = sum(len(_SYLLABLES.positions(word.lower())) + 1 for word in words)
    return 0.39 * len(words) / len(found) + 11.8 * syllables / len(words) - 15.59


def too_long(blocks: list[str]) -> list[str]:
    """Return the sentences with more words than people can hold."""
    return [" ".join(words) for words in sentences(blocks) if len(words) > LONGEST_SENTENCE]
