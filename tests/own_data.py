"""Data as learners bring them, in any unit and of any kind: points for a line, and examples for a network."""

import numpy as np

from gdlesson.datasets import moons


class Column:
    """A column of a table, as pandas has it: an array only when asked, and numbered by labels."""

    def __init__(self, values):
        self.values = np.asarray(values)

    def __len__(self):
        return len(self.values)

    def __getitem__(self, label):
        raise KeyError(label)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype)


def noisy(x, slope, intercept, noise):
    return slope * x + intercept + noise * np.random.default_rng(0).normal(size=len(x))


MANY = np.random.default_rng(1).uniform(0, 100, 5000)
APART = np.concatenate([np.random.default_rng(2).normal(middle, 1, 30) for middle in (0, 1000)])
DAYS = np.arange(20.0)

POINTS = {
    "house prices": ([2104, 1600, 2400, 1416, 3000], [400000, 330000, 369000, 232000, 540000]),
    "temperatures": ([-12.5, -3.2, 0.4, 4.9, 11.3, 18.6, 25.1], [-8.1, -2.5, 1.9, 3.3, 9.7, 15.2, 21.4]),
    "years": (np.arange(1990, 2021), noisy(np.arange(31.0), -0.3, 15, 0.5)),
    "timestamps": (1.7e9 + 86400 * DAYS, noisy(DAYS, 0.02, 0.5, 0.05)),
    "around 1e-9": (1e-9 * np.arange(1, 8), 1e-9 * np.array([2, 2.4, 3.9, 4.1, 5.5, 5.9, 7.2])),
    "populations": (np.array([3e6, 8.1e7, 3.3e8, 1.4e9, 5e6]), np.array([60, 51, 77, 13, 90])),
    "5000 points": (MANY, noisy(MANY, 0.5, -20, 10)),
    "constant y": ([1, 2, 3, 4], [7, 7, 7, 7]),
    "y is 0": ([1, 2, 3, 4], [0, 0, 0, 0]),
    "y far from 0": ([1, 2, 3, 4], [1e6 + 0.1, 1e6 + 0.4, 1e6 + 0.2, 1e6 + 0.7]),
    "clusters far apart": (APART, noisy(APART, 2e-3, 1, 0.1)),
    "duplicates": ([1, 1, 1, 2, 2, 3, 3, 3], [2, 2, 3, 4, 4, 5, 5, 6]),
    "labels": ([1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 1, 0, 1, 1, 1]),
    "falling labels": ([10, 20, 30, 40], [True, True, False, False]),
    "huge": ([1e30, 2e30, 3e30], [1e35, 3e35, 2e35]),
    "two points": ([0, 1], [1, 3]),
    "columns of a table": (Column([3, 1, 2]), Column([30.0, 12, 19])),
    "column vectors": (np.array([[1], [2], [3]]), np.array([[10], [25], [31]])),
}

BAD_POINTS = {
    "text": (["a", "b"], [1, 2], r"x must be numbers, got \['a', 'b'\]"),
    "None": ([1, 2], [1, None], r"y must be numbers, got \[1, None\]"),
    "nan": ([1, np.nan], [1, 2], "x must be finite, got nan"),
    "inf": ([1, 2], [1, -np.inf], "y must be finite, got -inf"),
    "different lengths": ([1, 2, 3], [1, 2], "x and y must have the same length, got 3 and 2 numbers"),
    "one point": ([1], [1], "a line needs two points, got 1"),
    "empty": ([], [], "a line needs two points, got 0"),
    "one number": (3, 4, r"x must be a row of numbers, got the shape \(\): array\(3"),
    "three dimensions": (np.zeros((2, 2, 2)), [1, 2], r"x must be a row of numbers, got the shape \(2, 2, 2\)"),
    "constant x": (
        [3, 3],
        [1, 2],
        "x must have at least two different numbers to determine a line, but each is 3",
    ),
    "beyond pictures": ([1e41, 2], [1, 2], r"x and y must be below 1e40 in size, got 1e\+41"),
}

MOONS, LABELS = moons(200)
HOMES = np.column_stack([np.tile(np.linspace(900, 3500, 12), 5), np.repeat(np.arange(1, 6), 12)])

EXAMPLES = {
    "as they are": (MOONS, LABELS),
    "homes": (HOMES, HOMES[:, 0] + 600 * HOMES[:, 1] > 4000),
    "timestamps": (MOONS * [5e5, 0.02] + [1.7e9, 0], LABELS),
    "around 1e-9": (1e-9 * MOONS, LABELS),
    "clusters far apart": (np.column_stack([APART, -APART]), np.repeat([0, 1], 30)),
    "columns of a table": (MOONS.tolist(), Column(LABELS.astype(bool))),
    "a column of labels": (MOONS * 40 + 100, LABELS[:, None].astype(int)),
}

BAD_EXAMPLES = {
    "other labels": (MOONS, 2 * LABELS - 1, "each label in y must be 0 or 1, but one is -1"),
    "text": (MOONS, ["yes"] * 200, "y must be numbers, got"),
    "nan": (MOONS * np.nan, LABELS, "x must be finite, got nan"),
    "None": ([[1, 2], [None, 3]], [0, 1], r"x must be numbers, got"),
    "one coordinate": (MOONS[:, 0], LABELS, r"x must have the shape \(n, 2\), got \(200,\)"),
    "three dimensions": (np.zeros((4, 2, 2)), [0, 1, 0, 1], r"x must have the shape \(n, 2\), got \(4, 2, 2\)"),
    "different lengths": (MOONS, LABELS[1:], r"one label for each example in x, got the shapes \(199,\) and"),
    "empty": ([], [], "your examples must be at least one example, got none"),
}
