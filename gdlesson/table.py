"""Results as a table in plain text: a verdict with many numbers is a sentence and, below it, such a table."""

import re

GAP = "  "  # between columns; inside a cell, there is never more than one space
NOTHING = "–"  # for an empty cell: with spaces, the columns after it would move to the left
# words.js tells numbers from names in the same way
NUMBER = re.compile(r"(at least |at most |about )?[−+×≥≤<>±-]*[\d.,]+(e[+−-]?\d+)?( ?%)?|∞")


def table(header, rows):
    """Return rows of results as plain text with aligned columns; those that hold numbers are aligned on the right.

    Parameters
    ----------
    header : sequence of str
        The names of the columns.
    rows : sequence of sequences of str or int
        The cells, as many in each row as there are columns.

    Returns
    -------
    str
        The header and the rows, a line each, with at least two spaces between columns.

    Raises
    ------
    ValueError
        A row has more or fewer cells than the header.

    Examples
    --------
    >>> print(table(["", "optimizer", "loss left"], [[1, "adam", "0.012"], [2, "momentum", "3"]]))
    –  optimizer  loss left
    1  adam           0.012
    2  momentum           3
    """
    lines = [[" ".join(str(cell).split()) or NOTHING for cell in row] for row in [header, *rows]]
    if any(len(line) != len(header) for line in lines):
        raise ValueError(f"each row must have {len(header)} cells, got {[len(line) for line in lines[1:]]}")
    columns = [aligned(*column) for column in zip(*lines, strict=True)]
    return "\n".join(GAP.join(line).rstrip() for line in zip(*columns, strict=True))


def aligned(name, *cells):
    """Return the cells of a column with their name, all of one length."""
    side = str.rjust if any(map(NUMBER.fullmatch, cells)) else str.ljust
    width = max(map(len, [name, *cells]))
    return [side(cell, width) for cell in [name, *cells]]


def parted(words):
    r"""Return the sentence and the table of a verdict; the table is "" if there is none.

    Examples
    --------
    >>> parted("Two finish.\nrank  name\n   1  adam")
    ('Two finish.', 'rank  name\n   1  adam')
    """
    sentence, _, rest = words.partition("\n")
    sizes = [len(re.split(r" {2,}", line.strip())) for line in rest.split("\n")]
    is_table = len(sizes) > 1 and min(sizes) == max(sizes) > 1
    return (sentence, rest) if is_table else (words, "")
