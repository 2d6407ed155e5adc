"""The explorer of descent on samples without a browser."""

import numpy as np
import pytest

from gdlesson import explore_samples, hubble_data
from gdlesson.explorers.samples.run import descend_on_samples, fate

X, Y = hubble_data()


@pytest.fixture
def lab():
    return explore_samples(X, Y)


def test_the_run_is_that_of_the_package_and_the_other_one_has_no_noise(lab):
    lab.set(batch_size=6, learning_rate=0.08, epochs=10, seed=3)
    run, whole = lab.run
    assert np.array_equal(run.path, descend_on_samples(X, Y, (0, 0), 0.08, 6, 10, 3).path)
    assert whole.batch_size == 24 and whole.gradients[-1] == run.gradients[-1] == 240


def test_the_still_part_stays_and_so_do_the_axes(lab):
    still, axes = lab.live.still, lab.picture.figure.axes
    ends = [ax.get_xlim() + ax.get_ylim() for ax in axes]
    for settings in ({"learning_rate": 10.0}, {"learning_rate": 0.0}, {"batch_size": 1, "epochs": 50}):
        lab.set(**settings)
        assert lab.error is None and lab.live.still == still
        assert [ax.get_xlim() + ax.get_ylim() for ax in axes] == ends


def test_what_travels_stays_small(lab):
    lab.set(batch_size=1, epochs=50, learning_rate=0.1)
    assert lab.run[0].nit == 1200 and len(lab.live.moving) < 42_000


@pytest.mark.parametrize(
    ("settings", "kind", "seen"),
    [
        ({}, "noisy", True),
        ({"batch_size": 24}, "smooth", False),
        ({"schedule": "exponential", "learning_rate": 0.2}, "falling", False),
        ({"epochs": 1, "batch_size": 1, "learning_rate": 0.01}, "coming down", False),
        ({"epochs": 50, "batch_size": 1, "learning_rate": 0.6}, "diverged", False),
    ],
)
def test_the_floor_is_drawn_where_there_is_one_and_at_its_height(lab, settings, kind, seen):
    lab.set(**settings)
    panel, run = lab.picture.loss, lab.run[0]
    assert fate(run) == kind and panel.level.get_visible() == panel.words.get_visible() == seen
    if seen:
        assert panel.level.get_ydata()[0] == run.level and f"{run.level:.2g}" in panel.words.get_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"x": X[1:]}, "x and y must have the same length"),
        ({"x": np.arange(1e5 + 1), "y": np.arange(1e5 + 1)}, "100000 numbers each at most"),
        ({"start": (np.inf, 0)}, "start must be finite"),
        ({"batch_size": 30}, "batch_size must be a whole number from 1 to 24"),
        ({"epochs": 0}, "epochs must be a whole number from 1"),
        ({"learning_rate": -1}, "learning_rate must be"),
    ],
)
def test_bad_beginnings_are_told(arguments, words):
    with pytest.raises(ValueError, match=words):
        explore_samples(**{"x": X, "y": Y} | arguments)


def test_other_data_start_at_the_lowest_point_and_few_samples():
    rng = np.random.default_rng(0)
    many = rng.normal(size=500)
    assert explore_samples(many, 3 * many + rng.normal(size=500), epochs=1).error is None
    lab = explore_samples([0, 1], [1, 3], start=(2, 1), batch_size=1)
    assert lab.error is None and lab.run[0].above.max() < 1e-20
    lab.sweep()
