"""Claims of the lessons that depend on chance, tried over more seeds than a learner should wait for."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

LESSONS = Path(__file__).parents[2] / "notebooks"
SEEDS = range(20)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lesson_20():
    """Return the names that lesson 20 has defined when it asks its question."""
    names = {}
    for cell in nbformat.read(LESSONS / "20-make-it-general.ipynb", 4).cells:
        if cell.id in ("c20-2", "c20-4", "c20-5"):
            exec(cell.source, names)
    return names


def test_what_helps_against_overfitting(lesson_20):
    loss, cures = lesson_20["validation_loss"], lesson_20["cures"]
    ends = np.array([[loss(seed, **cure) for cure in cures.values()] for seed in SEEDS])
    assert list(cures)[0].startswith("stop when") and list(cures)[-1].startswith("train for 200 epochs")
    blocks = ends.reshape(-1, 5, len(cures)).mean(axis=1)  # five seeds are what the lesson asks
    assert (blocks.argmin(axis=1) == 0).all() and (blocks.argmax(axis=1) == 3).all()
    assert ((ends[:, :3] < ends[:, 3:]).sum(axis=0) >= 18).all()


def test_more_examples_are_harder_to_learn_by_heart(lesson_20):
    loss = lesson_20["validation_loss"]
    few, many = (np.array([loss(seed, n=n) for seed in SEEDS]) for n in (48, 384))
    assert (many < few).sum() >= 18 and many.mean() < 0.75 * few.mean()


def test_the_best_of_many_guessers_looks_good_only_where_it_was_chosen(lesson_20):
    network, examples = lesson_20["Network"]((2, 8, 1)), lesson_20["examples"]
    starts = [5 * network.start(seed) for seed in range(50)]
    chosen, anew = [], []
    for seed in SEEDS:
        coin, other = np.random.default_rng(seed).integers(2, size=(2, 40))
        answers = [network.predict(start, examples(40, seed=300 + seed)[0]) > 0.5 for start in starts]
        best = max(answers, key=lambda answer: np.mean(answer == coin))
        chosen.append(np.mean(best == coin))
        anew.append(np.mean(best == other))
    assert min(chosen) > 0.5 and np.median(chosen) >= 0.6
    assert abs(np.mean(anew) - 0.5) < 0.06
