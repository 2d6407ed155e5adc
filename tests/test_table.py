"""Results as a table in plain text."""

import re

import pytest

from gdlesson.table import parted, table

ROWS = [[1, "adam", "2.1e-08", "at least ×562"], [12, "gradient_descent  2", "runs away", ""]]


def test_columns_align_numbers_on_the_right_and_no_cell_breaks_the_columns():
    header, *lines = table(["rank", "optimizer", "loss left", "width"], ROWS).split("\n")
    cells = [re.split(" {2,}", line.strip()) for line in [header, *lines]]
    assert cells[1:] == [["1", "adam", "2.1e-08", "at least ×562"], ["12", "gradient_descent 2", "runs away", "–"]]
    assert {len(line) for line in [header, *lines]} == {len(header)}
    assert len({line.index(row[1]) for line, row in zip([header, *lines], cells, strict=True)}) == 1
    assert len({line.index(row[2]) + len(row[2]) for line, row in zip([header, *lines], cells, strict=True)}) == 1


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match=r"3 cells, got \[2\]"):
        table(["a", "b", "c"], [[1, 2]])


@pytest.mark.parametrize("words", ["One line.", "It happens in the line  x = 1", "Two\nlines", "a\nb  c\nd"])
def test_what_is_no_table_stays_a_sentence(words):
    assert parted(words) == (words, "")


def test_a_verdict_comes_apart_into_sentence_and_table():
    rows = table(["rank", "optimizer", "loss left", "width"], ROWS)
    assert parted(f"One wins.\n{rows}") == ("One wins.", rows)
