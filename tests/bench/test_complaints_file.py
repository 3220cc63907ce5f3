"""Files of complaints that other people made."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import complaints_file, replay
from bench.complaints_file import NotAComplaintsFile


def test_rows_keep_their_words_and_their_number_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.write_text('\ufeffcategory_path,complaint_text\nBins,"One, “two”\n three "\nTax,  \nTax,Four\n', "utf-8")

    rows = complaints_file.read(file)

    assert [(row.number, row.words, row.category) for row in rows] == [
        (1, "One, “two”\n three ", "Bins"),
        (3, "Four", "Tax"),
    ]


@pytest.mark.parametrize("content", ["", "words\nOne\n", "complaint_text\n", "complaint_text\n\xff"])
def test_a_file_without_complaints_is_refused_in_words(tmp_path: Path, content: str) -> None:
    file = tmp_path / "some.csv"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(NotAComplaintsFile, match=r"some\.csv"):
        complaints_file.read(file)


@pytest.mark.parametrize(("number", "expected"), [(55, (33, 11, 3)), (3, (2, 1, 1)), (1, (1, 1, 1))])
def test_how_many_are_answered_and_taken_further(number: int, expected: tuple[int, int, int]) -> None:
    assert replay.targets(number) == expected
