"""Examples: balanced, in a random order that a seed repeats, on their curves where there is no noise; penguins."""

import csv
import math
from importlib.resources import files

import numpy as np
import pytest

from gdlesson import datasets
from gdlesson.datasets import DATA_SETS, blobs, circles, moons, penguins, spiral

MADE = [moons, circles, spiral, blobs]
made = pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)


@made
@pytest.mark.parametrize("n", [2, 3, 50, 512])
def test_half_of_the_points_have_each_label(make, n):
    x, y = make(n, seed=3)
    assert x.shape == (n, 2) and y.shape == (n,) and np.isfinite(x).all()
    assert set(y) <= {0, 1} and y.sum() == n // 2


@made
def test_a_seed_repeats_the_points_and_another_one_does_not(make):
    x, y = make(seed=4)
    again, labels = make(seed=4)
    assert np.array_equal(x, again) and np.array_equal(y, labels)
    assert not np.array_equal(x, make(seed=5)[0]) and not np.array_equal(y, make(seed=5)[1])
    assert np.array_equal(make()[0], make(512, seed=0)[0])


@made
def test_the_order_is_random(make):
    _, y = make(512, seed=1)
    changes = np.count_nonzero(np.diff(y))  # 255.5 on average, give or take 11
    assert 200 < changes < 311 and 96 < y[:256].sum() < 160
    x, y = make(512, noise=0, seed=1)
    first = x[y == 0][:64]  # not the beginning of a curve: as wide as all
    assert np.ptp(first, axis=0) == pytest.approx(np.ptp(x[y == 0], axis=0), abs=0.5)


def on_moon(x, label):
    """Return how far points are from their half moon: a half circle around its middle, open below or above."""
    middle, side = ([-0.5, -0.25], 1) if label == 0 else ([0.5, 0.25], -1)
    away = x - middle
    assert (side * away[:, 1] > -1e-6).all()
    return np.hypot(*away.T) - 1


def on_circle(x, label):
    return np.hypot(*x.T) - (1.2 if label == 0 else 0.5)


def on_spiral(x, label):
    """Return how far points are from where the arm is that goes 5/4 of a turn to the radius 3."""
    radius = np.hypot(*x.T)
    angle = 2.5 * np.pi * radius / 3 + np.pi * label
    return np.hypot(*(x - np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])).T)


def on_middle(x, label):
    return np.hypot(*(x - ([-0.7, -0.5] if label == 0 else [0.7, 0.5])).T)


CURVES = [(moons, on_moon), (circles, on_circle), (spiral, on_spiral), (blobs, on_middle)]


@pytest.mark.parametrize(("make", "off"), CURVES, ids=lambda part: part.__name__)
def test_without_noise_points_lie_on_their_curve_and_with_it_around(make, off):
    x, y = make(400, noise=0)
    for label in (0, 1):
        assert np.abs(off(x[y == label], label)).max() < 1e-5
    if make is not blobs:
        assert len(np.unique(x, axis=0)) == 400  # all along it
    noisy, labels = make(4000, noise=0.02, seed=2)
    clear, same = make(4000, noise=0, seed=2)
    assert np.array_equal(labels, same)
    assert np.std(noisy - clear, axis=0) == pytest.approx([0.02, 0.02], rel=0.05)
    assert np.abs(np.mean(noisy - clear, axis=0)).max() < 0.002


def test_a_straight_line_separates_blobs_only():
    for make, line in [(moons, 0.9), (circles, 0.7), (spiral, 0.8), (blobs, 1.0)]:
        x, y = make(noise=0)
        best = 0
        for turn in np.linspace(0, np.pi, 60):
            along = np.sort(x @ [math.cos(turn), math.sin(turn)])
            for cut in along[::7]:
                right = np.mean((x @ [math.cos(turn), math.sin(turn)] > cut) == (y == 1))
                best = max(best, right, 1 - right)
        assert best == 1 if line == 1 else best < line


def test_numbers_are_rounded_so_that_they_are_the_same_everywhere():
    for make in DATA_SETS.values():
        x, _ = make()
        assert np.array_equal(x, x.round(6))


def test_penguins_are_those_of_the_file():
    text = files("gdlesson.datasets").joinpath("penguins.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.reader(text.splitlines()) if not row[0].startswith("#")][1:]
    bills = np.array([row[1:] for row in rows], dtype=float)
    x, y = penguins()
    assert x.shape == (342, 2) and len(rows) == 342 and set(y) == {0, 1}
    assert sum(row[0] == "Chinstrap" for row in rows) == y.sum() == 68
    assert x.mean(axis=0) == pytest.approx([0, 0], abs=1e-6) and x.std(axis=0) == pytest.approx([1, 1], abs=1e-6)
    # Gorman, Williams and Fraser's bills: 43.92 ± 5.46 mm long, 17.15 ± 1.97 mm deep
    assert bills.mean(axis=0) == pytest.approx([43.92, 17.15], abs=0.01)
    back = x * bills.std(axis=0) + bills.mean(axis=0)
    found = sorted((*row, label) for row, label in zip(back.round(1).tolist(), y.tolist(), strict=True))
    assert found == sorted((float(a), float(b), float(kind == "Chinstrap")) for kind, a, b in rows)


def test_penguins_are_in_a_random_order_that_is_always_the_same():
    (x, y), (again, labels) = penguins(), penguins()
    assert np.array_equal(x, again) and np.array_equal(y, labels)
    assert 22 < y[:171].sum() < 46  # half of 68, give or take 4


def test_all_can_be_chosen_by_name():
    assert list(DATA_SETS.values()) == [*MADE, penguins]
    assert all(getattr(datasets, name) is make for name, make in DATA_SETS.items())


REFUSED = [
    ({"n": 1}, ValueError, "n must be a whole number from 2 to 1000000, got 1"),
    ({"n": 10**12}, ValueError, "n must be a whole number from 2 to 1000000, got 1000000000000"),
    ({"n": None}, TypeError, "n must be one number, got None"),
    ({"n": True}, TypeError, "n must be one number, got True"),
    ({"n": np.inf}, ValueError, "n must be a whole number from 2 to 1000000, got inf"),
    ({"noise": 1e300}, ValueError, r"noise must be from 0 to 1e9, got 1e\+300"),
    ({"noise": None}, TypeError, "noise must be one number, got None"),
    ({"seed": 1.5}, ValueError, "seed must be a whole number, 0 or more, got 1.5"),
    ({"n": 2.5}, ValueError, "n must be a whole number"),
    ({"n": "many"}, TypeError, "n must be one number"),
    ({"n": [4]}, TypeError, "n must be one number"),
    ({"noise": -0.1}, ValueError, "noise must be a finite number, 0 or more, got -0.1"),
    ({"noise": np.nan}, ValueError, "noise must be a finite number"),
    ({"noise": np.inf}, ValueError, "noise must be a finite number"),
    ({"noise": "none"}, TypeError, "noise must be one number"),
    ({"seed": -1}, ValueError, "seed must be a whole number"),
    ({"seed": None}, TypeError, "seed must be one number"),
]


@made
@pytest.mark.parametrize(("change", "error", "words"), REFUSED, ids=lambda part: str(part)[:20])
def test_what_cannot_be_made_is_told(make, change, error, words):
    with pytest.raises(error, match=words):
        make(**change)


def test_species_are_those_of_the_file_and_in_the_order_of_the_penguins():
    text = files("gdlesson.datasets").joinpath("penguins.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    (x, species, names), (bills, chinstrap) = datasets.penguin_species(), penguins()
    assert np.array_equal(x, bills) and np.array_equal(species == 1, chinstrap == 1)
    for k, name in enumerate(["Adelie", "Chinstrap", "Gentoo"]):
        mine = [float(row["bill_length_mm"]) for row in rows if row["species"] == name]
        assert names[k].lower().replace("é", "e") == name.lower()
        everyone = np.array([float(row["bill_length_mm"]) for row in rows])
        standardized = np.sort((mine - everyone.mean()) / everyone.std()).round(6)
        assert np.array_equal(np.sort(x[species == k, 0]), standardized)


def test_no_line_separates_the_twelve_students():
    hours, passed = datasets.exam()
    assert hours.shape == passed.shape == (12,) and set(passed) == {0, 1}
    assert hours[passed == 0].max() > hours[passed == 1].min()
