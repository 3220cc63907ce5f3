"""How hard words are to read: sentences, syllables and the Flesch-Kincaid grade."""

from __future__ import annotations

import re

LONGEST_SENTENCE = 20
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^laeiouy])e$|(?<=[aeiouy]l)e$|(?<=[^aeioutdsxzcg])e[ds]$")
_ENDS = re.compile(r"(?<=[.!?:;])[\s”)]+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


def syllables(word: str) -> int:
    """Return how many syllables an English word has, by its groups of vowels without a silent e: near enough."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.lower()))))


def sentences(blocks: list[str]) -> list[list[str]]:
    """Return the words of each sentence; a block (heading, paragraph, line of a list) ends one."""
    parts = (part for block in blocks for part in _ENDS.split(block))
    return [words for words in (_WORD.findall(part) for part in parts) if words]


def grade(blocks: list[str]) -> float:
    """Return the Flesch-Kincaid grade: the school year in which somebody can read this."""
    found = sentences(blocks)
    words = [word for sentence in found for word in sentence]
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(found) + 11.8 * spoken / len(words) - 15.59


def too_long(blocks: list[str]) -> list[str]:
    """Return the sentences with more words than people can hold."""
    return [" ".join(words) for words in sentences(blocks) if len(words) > LONGEST_SENTENCE]
