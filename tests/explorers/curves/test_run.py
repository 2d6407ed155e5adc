"""What a reading says about curves alone, about what else is known, and about what is no training."""

import numpy as np
import pytest
from trainings import made

from gdlesson import LiveCurves, Network, diagnose, train
from gdlesson.datasets import blobs, moons, penguins
from gdlesson.exercises.curves import made_with
from gdlesson.explorers.curves.facts import facts_of, guesses
from gdlesson.explorers.curves.faults import FAULTS
from gdlesson.explorers.curves.run import GUESSING
from gdlesson.networks.curves import best_epoch, history_of


@pytest.mark.parametrize("fault", ["healthy", *FAULTS])
def test_the_diagnosis_finds_how_a_training_of_the_exercise_was_made(fault):
    """Now and then shuffled labels do well in validation by luck, or a network overfits only a little."""
    found = [diagnose(made_with(fault, seed)).fault for seed in range(20)]
    right = {fault} | ({"stuck near guessing"} if fault == "shuffled labels" else set())
    assert sum(name in right for name in found) >= {"overfitting": 17, "shuffled labels": 14}.get(fault, 20), found


def test_tiny_differences_of_processors_do_not_change_it():
    for fault in ("healthy", "overfitting", "shuffled labels", "rate too small"):
        history = history_of(made_with(fault, 3))
        noise = 1 + 1e-9 * np.random.default_rng(0).normal(size=(4, 100))
        moved = {name: row * n for (name, row), n in zip(history.items(), noise, strict=True)}
        assert diagnose(moved).words == diagnose(history).words


E = np.arange(100.0)
SHAPES = {
    "healthy": {"loss": 0.1 + 0.6 * 0.9**E, "val_loss": 0.15 + 0.55 * 0.9**E},
    "overfitting": {"loss": 0.7 * 0.97**E, "val_loss": 0.3 + 0.4 * 0.8**E + 0.005 * E},
    "rate too large": {"loss": 0.4 + 0.3 * (-1) ** E, "val_loss": 0.4 - 0.3 * (-1) ** E},
    "rate too small": {"loss": 0.7 - 0.001 * E, "val_loss": 0.7 - 0.0009 * E},
    "dead start": {"loss": 0.693 + 0 * E, "val_loss": 0.693 + 0 * E},
    "shuffled labels": {"loss": 0.7 - 0.1 * (1 - 0.95**E), "val_loss": 0.7 + 0.001 * E},
}
RIGHT = {"accuracy": 0.5 + 0 * E, "val_accuracy": 0.5 + 0 * E}  # with these the loss is a cross-entropy


@pytest.mark.parametrize("more", [{}, RIGHT], ids=["loss only", "with accuracy"])
@pytest.mark.parametrize("fault", SHAPES)
def test_ideal_curves_are_told_apart_with_numbers_of_their_own(fault, more):
    reading = diagnose(SHAPES[fault] | more)
    assert reading.fault == fault and repr(reading) == reading.words
    assert reading.words.startswith(fault.capitalize())
    for other in SHAPES:
        against = reading.against(other)
        assert bool(against) == (other != fault)
        assert fault not in against or fault == "healthy"  # it does not give the right answer away


def test_numbers_in_the_words_are_those_of_the_curves():
    words = diagnose(SHAPES["overfitting"]).words
    row = SHAPES["overfitting"]["val_loss"]
    assert f"lowest after epoch {best_epoch(row)} ({row.min():.2g}) and ends near 0.77" in words
    jumps = int((np.diff(SHAPES["rate too large"]["loss"]) > 0.1 * GUESSING).sum())
    assert f"in {jumps} of 100 epochs" in diagnose(SHAPES["rate too large"]).words


def test_of_a_healthy_training_both_losses_are_told():
    told = "Healthy: in 100 epochs the training loss fell from 0.7 to 0.1"
    assert diagnose(SHAPES["healthy"]).words.startswith(f"{told}; the validation loss ends near 0.15.")
    alone = {"loss": SHAPES["healthy"]["loss"]}
    assert diagnose(alone).words.startswith(f"{told}. ")
    slow = dict.fromkeys(("loss", "val_loss"), 0.2 + 0.5 * 0.98**E)
    assert diagnose(slow).fault == "healthy" and "Both are still falling: more epochs may" in diagnose(slow).words


def test_a_loss_that_goes_uphill_may_go_the_wrong_way():
    reading = diagnose({"loss": 0.5 + 0.004 * E})
    assert reading.words.startswith("Rate too large: the training loss rises, from 0.5 to 0.88.")
    assert "check the sign" in reading.words
    assert all(reading.against(other) for other in SHAPES if other != "rate too large")


def test_a_rule_with_the_wrong_sign_is_found():
    def uphill(x, g, t, learning_rate=0.01):
        return (x + learning_rate * g,)

    run = train(Network((2, 8, 1)), *moons(), uphill, 0.003, epochs=30)
    assert diagnose(run).fault == "rate too large" and "check the sign" in diagnose(run).words


def with_bad(name, bad, begin):
    history = {key: np.array(row) for key, row in SHAPES["healthy"].items()}
    history[name][begin:] = bad
    return history


LOST = pytest.mark.parametrize(("bad", "what"), [(np.nan, "not a number"), (np.inf, "too large for a number")])


@LOST
def test_a_loss_that_is_lost_on_the_way_is_a_rate_too_large_and_warns_nobody(bad, what):
    reading = diagnose(with_bad("loss", bad, 40))
    assert reading.words.startswith(f"Rate too large: the loss is {what} from epoch 41 on.")
    assert "log of 0" in reading.words
    assert all(reading.against(other) for other in SHAPES if other != "rate too large")
    history = with_bad("loss", bad, 40)
    history["loss"][41:] = 0.5
    assert diagnose(history).words.startswith(f"Rate too large: the loss is {what} in epoch 41.")


@LOST
def test_a_loss_that_was_never_a_number_has_two_causes_that_look_the_same(bad, what):
    words = diagnose(with_bad("loss", bad, 0)).words
    assert words.startswith(f"Not a number: the loss is {what} from epoch 1 on.")
    assert "np.isnan(x).any()" in words and "rate is far too large" in words
    validation = diagnose(with_bad("val_loss", bad, 0)).words
    assert f"the validation loss is {what}" in validation and "in the validation examples" in validation
    x, y = moons(64)
    assert diagnose({"loss": [bad]}, x, y).fault == "rate too large"  # for the examples are without a gap
    x[3, 1] = np.nan
    assert "There is a nan" in diagnose({"loss": [bad]}, x, y).words


def test_without_validation_it_is_said_what_cannot_be_seen():
    for fault, history in SHAPES.items():
        reading = diagnose({"loss": history["loss"]})
        assert reading.fault == ("healthy" if fault in ("overfitting", "shuffled labels") else fault)
        assert ("Without validation examples" in reading.words) == (reading.fault in ("healthy", "rate too small"))
        assert "in validation" not in reading.words


@pytest.mark.parametrize("epochs", [1, 2, 9])
def test_few_epochs_tell_nothing(epochs):
    reading = diagnose({"loss": np.linspace(0.7, 0.5, epochs)})
    assert reading.fault == reading.trace == ""
    are = "1 epoch is" if epochs == 1 else f"{epochs} epochs are"
    so_far = "" if epochs == 1 else " So far the training loss went from 0.7 to 0.5."
    assert reading.words == f"{are} too few to tell: 10 are needed.{so_far}"


def test_no_epoch_and_what_is_no_array_of_examples_are_errors():
    with pytest.raises(ValueError, match="no epoch in this history yet"):
        diagnose({"loss": []})
    with pytest.raises(ValueError, match="y must have an entry for each example"):
        diagnose({"loss": [1.0]}, y=3)
    with pytest.raises(TypeError, match="x must be numbers"):
        diagnose({"loss": [1.0]}, x=["a", "b"])
    with pytest.raises(ValueError, match="x must have 2 columns, as the network, got 3"):
        diagnose(train(Network((2, 4, 1)), *moons(64), epochs=2), np.ones((5, 3)))


# the loss of guessing


@pytest.mark.parametrize("share", [0.5, 0.2, 0.05])
def test_guessing_is_the_best_that_a_network_without_inputs_can_do(share):
    y = (np.arange(400) < share * 400).astype(float)
    always = np.linspace(0.001, 0.999, 9981)
    losses = -share * np.log(always) - (1 - share) * np.log(1 - always)
    assert guesses(y, y)[0] == pytest.approx(losses.min(), abs=1e-6)


def test_guessing_in_validation_goes_by_the_frequencies_in_training():
    y, others = np.array([1.0, 0, 0, 0]), np.array([1.0, 1, 0, 0])
    assert guesses(y, others)[1] == pytest.approx(-(np.log(0.25) + np.log(0.75)) / 2)
    assert np.isfinite(guesses(y, np.array([2.0, 2.0]))[1])  # a label that training has not met


def test_labels_come_as_rows_columns_and_one_for_each_class():
    history = {"loss": [1.0] * 20, "accuracy": [0.4] * 20}
    y = np.array([0.0, 1, 2, 2])
    wanted = diagnose(history, y=y).facts.guessing
    assert wanted == pytest.approx(1.5 * np.log(2))
    for same in (y[:, None], np.eye(3)[y.astype(int)], y.tolist()):
        assert diagnose(history, y=same).facts.guessing == wanted


@pytest.mark.parametrize("metric", ["mae", "mean_squared_error", "root_mean_squared_error"])
def test_nothing_is_said_of_guessing_where_the_loss_is_no_cross_entropy(metric):
    for history in SHAPES.values():
        words = diagnose(history | {metric: history["loss"]}, y=[1.5, 2.25, 3.0]).words
        assert "guess" not in words and "base rate" not in words
    good = diagnose(SHAPES["healthy"] | {metric: E}).words
    assert "compare it with the loss of a constant prediction" in good


def test_labels_that_are_all_the_same_are_told():
    x, y = moons(64)
    run = train(Network((2, 8, 1)), x, np.ones_like(y), "adam", epochs=20)
    assert (
        diagnose(run).words
        == "Only one label: all training labels are the same, so there is nothing to tell apart."
    )


def test_where_nobody_gives_the_labels_it_is_said_when_they_matter():
    run, _ = made(labels="shuffled", data="penguins", n=80, hidden=(32, 32), rate=0.02, seed=1)
    x, y, _ = run.examples
    assert diagnose(run).fault == "shuffled labels"
    told = diagnose(run.history)
    assert "of the labels are the same, that is no better than guessing: diagnose(fit, x, y)" in told.words
    assert diagnose(run.history, x, y).fault == "shuffled labels"
    clear = train(Network((2, 16, 1)), *blobs(256), "adam", 0.01, epochs=60, validation=blobs(256, seed=1))
    assert "diagnose(fit, x, y)" not in diagnose(clear.history).words


def test_an_accuracy_that_stands_still_gives_the_frequency_of_the_labels_away():
    x, y = penguins()
    network = Network((2, 16, 1))
    run = train(network, x, y, "adam", 0.03, epochs=60, start=np.zeros(network.parameters))
    facts = facts_of(run.history, history_of(run.history))
    assert not facts.counted and facts.guessing == pytest.approx(diagnose(run).facts.guessing, rel=1e-3)
    assert diagnose(run.history).fault in ("dead start", "stuck near guessing")


# examples of the findings of the second round


def test_two_lines_that_are_equal_are_not_called_shuffled_labels():
    validation = moons(256, seed=1)
    slow = train(Network((2, 16, 16, 1), "sigmoid"), *moons(256), "gradient_descent", 0.01, validation=validation)
    assert diagnose(slow).fault == "rate too small"
    noisy = train(Network((2, 1)), *blobs(256, 3), "adam", 0.03, validation=blobs(256, 3, seed=1))
    assert diagnose(noisy).fault == "stuck near guessing" and "noise" in diagnose(noisy).words


def test_what_an_output_bias_learns_is_not_called_healthy():
    x, y = penguins()
    network = Network((2, 16, 1))
    run = train(network, x, y, "adam", 0.01, epochs=100, start=np.zeros(network.parameters))
    reading = diagnose(run)
    assert (
        reading.fault == "dead start"
        and "16 units of hidden layer 1 have the same weights, so they act as one" in reading.words
    )
    assert round(reading.facts.guessing, 2) == 0.5 and round(run.history["loss"][0], 1) == 0.7


@pytest.mark.parametrize("rate", [0.001, 0.01, 0.1])
def test_weights_of_zero_never_begin_whatever_the_output_does_about_each_batch(rate):
    network = Network((2, 16, 1))
    start, validation = np.zeros(network.parameters), moons(256, seed=1)
    run = train(network, *moons(256), "adam", rate, start=start, validation=validation)
    assert diagnose(run).fault == "dead start"


@pytest.mark.parametrize("seed", range(6))
def test_mixed_labels_are_named_also_where_a_small_network_learns_none_by_heart(seed):
    x, y = moons(256, seed=1)
    mixed = np.random.default_rng(seed).permutation(y)
    run = train(Network((2, 16, 1)), x, mixed, "adam", 0.01, epochs=100, validation=moons(256, seed=2))
    reading = diagnose(run)
    assert reading.fault in ("shuffled labels", "stuck near guessing") and "labels" in reading.words


def test_a_rate_of_0_is_named():
    run = train(Network((2, 8, 1)), *moons(), learning_rate=0.0, epochs=20, validation=moons(64, seed=1))
    assert diagnose(run).fault == "dead start" and "the rate is probably 0" in diagnose(run).words


def test_curves_that_are_drawn_live_take_the_examples_too():
    x, y = moons(256)
    curves, network = LiveCurves(epochs=30), Network((2, 16, 1))
    train(network, 1000 * x, y, "adam", 0.01, epochs=30, validation=(1000 * x, y), callbacks=[curves])
    assert diagnose(curves, 1000 * x, y).fault == "inputs not scaled"


def test_the_exercise_of_lesson_14_has_five_faults():
    assert list(FAULTS) == ["rate too large", "dead start", "rate too small", "shuffled labels", "overfitting"]
