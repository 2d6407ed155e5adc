"""The explorer of one training in Keras and in our network, without a browser."""

import subprocess
import sys

import numpy as np
import pytest

from gdlesson import Network, explore_keras
from gdlesson.datasets import circles, moons
from gdlesson.explorers.keras_twin.explorer import LONGEST, OPTIMIZERS

pytestmark = pytest.mark.slow

FIRST = {"optimizer": "gradient_descent", "learning_rate": 0.1, "epochs": 4}


@pytest.fixture(scope="module")
def shared():
    return explore_keras(epochs=4)


@pytest.fixture
def lab(shared):
    shared.set(**FIRST)
    assert shared.run.complete  # it was awaited
    return shared


def test_ours_is_shown_before_keras_has_begun(lab):
    said = []
    lab.live.observe(lambda change: said.append(change["new"]), "words")
    lab.set(optimizer="adam", learning_rate=0.01, epochs=40)
    words = lab.verdict
    assert "Keras is preparing its training step …" in said[0] and said[-1] == words and len(said) >= 2
    assert "After 40 epochs both have a loss of" in words


def test_one_line_lies_on_the_other_and_below_it_says_how_well_they_agree(lab):
    run, panel = lab.run, lab.picture.loss
    assert run.complete and panel.ours.get_xdata().tolist() == [1, 2, 3, 4]
    assert np.abs(panel.ours.get_ydata() - panel.theirs.get_ydata()).max() < 1e-5
    assert panel.theirs.get_ydata().tolist() == run.theirs["loss"].tolist()
    assert lab.picture.accuracy.theirs.get_ydata().tolist() == run.theirs["accuracy"].tolist()
    drawn = lab.picture.agreement.theirs.get_ydata()
    assert drawn == pytest.approx(-np.log10(run.apart())) and (drawn > 5).all()
    assert lab.picture.agreement.nudged.get_ydata() == pytest.approx(-np.log10(run.spread()))


def test_the_plane_shows_what_our_network_answers_after_each_epoch(lab):
    field, x, y = lab.picture.field, lab.trainer.x, lab.trainer.y
    for step in (0, 2, 4):
        lab.step = step
        p = lab.run.weights[step]
        assert field.shades.values.ravel() == pytest.approx(lab.trainer.network.predict(p, field.grid))
        right = np.mean((lab.trainer.network.logits(p, x) > 0) == (y == 1))
        assert len(field.wrong.get_xdata()) == round((1 - right) * len(y))
    assert len(lab.run.weights) == 5 and (lab.run.weights[-1] == lab.run.ours.p[0]).all()
    assert "Right: what our network answers" in lab.picture.description


def test_without_two_coordinates_there_is_no_plane():
    x = np.random.default_rng(0).normal(size=(40, 3))
    lab = explore_keras((x, (x[:, 0] > 0) * 1), Network((3, 4, 1)), epochs=2)
    assert lab.run.complete and lab.picture.field is None and "network answers" not in lab.picture.description


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_is_shown_and_agrees(lab, optimizer):
    lab.set(optimizer=optimizer, learning_rate=0.02, epochs=6)
    assert lab.error is None and lab.run.rule == optimizer and lab.run.apart().max() < 1e-5
    assert lab.verdict.startswith(f"{optimizer} at a learning rate of 0.02, in Keras and in our network.")


def test_the_axes_fit_stay_while_it_is_played_and_little_travels(lab):
    lab.set(epochs=LONGEST)
    assert lab.error is None and len(lab.live.moving) < 20_000
    lab.set(optimizer="momentum", learning_rate=10.0)  # chaotic: each kind of processor has its own wrong answers
    assert lab.error is None and len(lab.live.moving) < 30_000
    still, ends = lab.live.still, lab.picture.axes[0].get_xlim()
    assert LONGEST <= ends[1] < LONGEST + 20 and "as dark dots over it" in lab.live.description
    lab.step = 3
    assert lab.live.still == still
    lab.set(**FIRST)
    assert lab.live.still != still and lab.picture.axes[0].get_xlim()[1] < 15


def test_it_is_played_without_a_new_training(lab, monkeypatch):
    run = lab.run
    monkeypatch.setattr(lab.trainer, "train", None)
    lab.step = 2
    loss, theirs = run.ours.history["loss"][1, 0], run.theirs["loss"][1]
    digits = int(-np.log10(abs(loss - theirs)))
    assert lab.live.words == (
        f"gradient_descent, epoch 2 of 4: the loss is {loss:.8f} in our network and {theirs:.8f} in Keras; "
        f"they agree to {digits} decimals."
    )
    assert len(lab.picture.loss.ours.get_xdata()) == len(lab.picture.agreement.theirs.get_xdata()) == 2
    lab.step = 0
    assert lab.run is run and "both begin with the same weights" in lab.live.words


def test_only_the_last_of_many_moves_counts(lab):
    for rate in (0.2, 0.3, 0.4, 0.5):
        lab.learning_rate = rate
    assert lab.run.learning_rate == 0.5 and "at a learning rate of 0.5" in lab.verdict == lab.live.words
    wanted = explore_keras(learning_rate=0.5, epochs=4)
    assert np.array_equal(lab.run.theirs["loss"], wanted.run.theirs["loss"])


def test_what_lies_beyond_the_axes_is_drawn_at_their_edges(lab):
    lab.set(optimizer="momentum", learning_rate=1e30)
    low, high = lab.picture.figure.axes[0].get_ylim()
    assert lab.error is None and (lab.picture.loss.ours.get_ydata() == high).all()
    lab.set(learning_rate=1e300)
    assert lab.error is None and "become too large to store" in lab.verdict
    lab.set(learning_rate=0.0)
    assert lab.error is None and "the accuracy is equal" in lab.verdict


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"optimizer": "sgd"}, "optimizer must be one of gradient_descent, momentum"),
        ({"epochs": 41}, "epochs must be between 2 and 40"),
        ({"epochs": 2.5}, "epochs must be a whole number"),
        ({"learning_rate": -0.1}, "learning_rate must be"),
        ({"seed": -1}, "seed must be between 0"),
        ({"data": ([[1.0, 2.0]], [3])}, "each label in y"),
        ({"data": ([1.0, 2.0], [0, 1])}, "x must have the shape"),
        ({"data": 5}, "a pair of points and labels"),
        ({"data": moons(), "network": Network((3, 1))}, "x must have the shape"),
        ({"network": 3}, "network must be a Network"),
        ({"network": 0}, "network must be a Network, .* got 0"),
        ({"network": []}, r"network must be a Network, .* got \[\]"),
    ],
)
def test_bad_beginnings_are_told(arguments, words):
    with pytest.raises((TypeError, ValueError), match=words):
        explore_keras(**arguments)


def test_own_examples_and_an_own_network():
    lab = explore_keras(circles(20), Network((2, 3, 1), "sigmoid"), "adam", 0.05, 3, seed=2)
    assert lab.run.apart().max() < 1e-5 and lab.trainer.batch_size == 20
    assert lab.run.ours.network.parameters == 13


IN_THE_MIDDLE = """
import gdlesson
lab = gdlesson.explore_keras(epochs=40)
lab.optimizer = "adam"
assert lab.worker.is_alive()
"""


def test_python_can_end_while_keras_is_under_way():
    done = subprocess.run([sys.executable, "-c", IN_THE_MIDDLE], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
