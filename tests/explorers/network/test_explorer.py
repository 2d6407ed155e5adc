"""The explorer of networks in training without a browser: its run, words, picture, own examples, errors."""

import sys
import threading
import warnings
from xml.etree import ElementTree

import numpy as np
import pytest

from gdlesson import Network, explore_network, train
from gdlesson.datasets import blobs, moons
from gdlesson.explorers.network.run import training_verdict
from gdlesson.live.panels import moving_svg
from gdlesson.table import parted
from gdlesson.words import count

QUICK = {"epochs": 6, "units": 4}


@pytest.fixture(scope="module")
def shared():
    return explore_network(**QUICK)


@pytest.fixture
def lab(shared):
    shared.set(data="moons", optimizer="gradient_descent", learning_rate=0.1, units=4, batch_size="32", epochs=6)
    return shared


def said_yes(panel, points):
    """Return whether each point is shaded as yes."""
    columns, rows = (
        np.abs(ends - each[:, None]).argmin(axis=1)
        for ends, each in zip((panel.xs, panel.ys), points.T, strict=True)
    )
    return panel.shades.values[rows, columns] > 0.5


def test_the_run_is_the_training_of_its_controls(lab):
    lab.set(data="circles", optimizer="adam", learning_rate=0.03, units=5, batch_size="64", epochs=9)
    x, y = lab.sets["circles"]
    wanted = train(Network((2, 5, 5, 1)), x, y, "adam", 0.03, batch_size=64, epochs=9)
    assert (lab.run.training.p[0] == wanted.p).all() and lab.run.training.epochs == 9
    loss, accuracy = wanted.network.measure(wanted.p, x, y)
    assert f"the loss is {loss:.2g}, and {round(accuracy * 512)} of 512" in lab.verdict
    assert "adam on circles, batches of 64, learning rate 0.03. After 9 epochs, 72 steps" in lab.verdict


def test_all_optimizers_together_are_each_its_own_training(lab):
    lab.set(optimizer="all 6", epochs=4)
    x, y = lab.sets["moons"]
    for name, p in zip(lab.run.optimizers, lab.run.training.p, strict=True):
        assert (p == train(Network((2, 4, 4, 1)), x, y, name, epochs=4).p).all()
    lines = lab.picture.curves[0].lines
    assert len({(line.get_color(), line.get_linestyle()) for line in lines}) == 6
    assert all(len(line.get_xdata()) == 4 for line in lines)
    panel = lab.picture.field
    assert not panel.shades.image.get_visible()  # six shadings would hide one another
    assert len(panel.border.get_xdata()) == 0 and "blue for yes" in lab.live.description


def test_the_words_of_an_epoch_under_way_and_of_a_network_that_learns_nothing(lab):
    lab.set(learning_rate=0, epochs=2)
    right = round(512 * lab.run.scores[1][0])
    assert right < 256 and lab.verdict.endswith("Always giving the same answer would get 256 right.")
    one_sided = explore_network((moons()[0], np.zeros(512)), learning_rate=1, **QUICK)
    assert (
        "would get 512 right, too. All labels are 0: to learn a line" in one_sided.verdict
        and "512 of 512 examples are right" in one_sided.verdict
    )
    assert training_verdict(lab.run).count("After 2 epochs") == 1
    partial = next(lab.train("moons", ("adam",), 0.1, 4, 32, 9))
    assert "Epoch 0 of 9, 0 steps: the loss is" in training_verdict(partial)


def test_a_relu_network_that_leaves_all_bounds_is_said_to_diverge():
    lab = explore_network(blobs(), "gradient_descent", learning_rate=0.1, activation="relu", **QUICK)
    lab.learning_rate = 1e200
    assert (
        "it diverges: its numbers become too large to store" in lab.verdict
        and np.isfinite(lab.run.training.p).all()
    )
    moving_svg(lab.picture.figure, lab.picture.artists)


def test_own_examples_and_an_own_optimizer():
    def mine(x, g, t, velocity=0.0, learning_rate=0.01):
        velocity = 0.8 * velocity - learning_rate * g
        return x + velocity, velocity

    x, y = moons(40)
    lab = explore_network((x.tolist(), y.tolist()), ["adam", mine], "mine", hidden_layers=1, **QUICK)
    assert lab.run.optimizers == ("mine",) and "mine on your examples, batches of 32" in lab.verdict
    lab.optimizer = "all 2"
    assert lab.run.optimizers == ("adam", "mine")
    lab.batch_size = "all"
    assert lab.run.batch_size == 40 and "all examples at a time" in lab.verdict
    single = explore_network({"a": (x, y), "b": moons}, mine, "mine", **QUICK)
    assert list(single.controls["optimizer"].options) == ["mine"]
    single.data = "b"
    assert len(single.run.y) == 512


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"data": {}}, "at least one set of examples"),
        ({"data": 3}, "must be a pair of points and labels"),
        ({"data": ([[1, 2, 3]], [1])}, "x must have the shape"),
        ({"data": ([[1, 2]], [2])}, "label"),
        ({"optimizers": []}, "at least one optimizer"),
        ({"optimizers": ["adm"]}, "optimizer must be one of"),
        ({"optimizer": "lion"}, "optimizer must be one of gradient_descent"),
        ({"learning_rate": -1}, "learning_rate must be a finite number"),
        ({"learning_rate": "fast"}, "learning_rate must be one number"),
        ({"units": 33}, "units must be between 1 and 32"),
        ({"units": 2.5}, "units must be a whole number"),
        ({"epochs": 0}, "epochs must be between 1 and 120"),
        ({"batch_size": 5}, "batch_size must be one of 1"),
        ({"hidden_layers": 9}, "hidden_layers must be between 1 and 4"),
        ({"activation": "swish"}, "activation must be one of"),
        ({"seed": -1}, "seed must be between"),
    ],
)
def test_bad_arguments_are_told(arguments, words):
    with pytest.raises((TypeError, ValueError), match=words):
        explore_network(**QUICK | arguments)


def test_the_border_lies_where_the_network_is_undecided(lab):
    lab.set(optimizer="adam", learning_rate=0.05, epochs=30)
    panel, network, p = lab.picture.field, lab.run.training.network, lab.run.training.p
    points = panel.border.get_xydata()[np.isfinite(panel.border.get_xydata()).all(axis=1)]
    assert len(points) > 20 and np.abs(network.predict(p, points) - 0.5).max() < 0.08
    assert panel.shades.values.ravel() == pytest.approx(network.predict(p, panel.grid)[0])
    wrong = np.column_stack(panel.wrong.get_data())
    assert len(wrong) == np.sum((network.logits(p, panel.x)[0] > 0) != panel.y)


def test_the_moving_part_is_well_formed_and_small(lab):
    lab.set(data="spiral", optimizer="adam", learning_rate=0.03, units=16, epochs=40)
    assert len(lab.run.training.history["loss"]) == 40
    root = ElementTree.fromstring(f"<both>{lab.live.moving}</both>")
    images = root.findall(".//{http://www.w3.org/2000/svg}image")
    assert len(images) == 1 + 2 + 8 + 8 + 1 and len(lab.live.moving) < 40_000  # the plane, and a map for each unit


def test_other_examples_appear_also_where_the_training_takes_long(lab):
    lab.set(batch_size="1", epochs=40)
    still = lab.live.still
    lab.data = "spiral"
    assert lab.live.still != still and "the examples of spiral" in lab.live.description
    assert lab.run.training.epochs == 40 and lab.live.words == training_verdict(lab.run)


def test_the_newest_of_moves_from_several_threads_is_the_one_that_is_shown(lab):
    for _ in range(20):
        moves = [threading.Thread(target=setattr, args=(lab, "learning_rate", rate)) for rate in (0.01, 0.1, 1.0)]
        for move in moves:
            move.start()
        for move in moves:
            move.join(20)
        assert lab.run.learning_rate == lab.learning_rate


def test_what_is_left_out_is_the_first_optimizer_and_few_examples_are_one_batch():
    def mine(x, g, t, learning_rate=0.01):
        return (x - learning_rate * g,)

    lab = explore_network(moons(20), [mine, "adam"], **QUICK)
    assert lab.run.optimizers == ("mine",) and lab.run.batch_size == 20 and "all examples at a time" in lab.verdict
    assert explore_network(moons(20), ["adam", mine], mine, **QUICK).run.optimizers == ("mine",)
    assert explore_network(moons(20), batch_size=np.int64(16), **QUICK).run.batch_size == 16
    mixed = explore_network({"few": moons(20), "many": moons(64)}, **QUICK)
    assert mixed.run.batch_size == 20
    mixed.data = "many"
    assert mixed.run.batch_size == 32


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([[0, 0]], [1]),
        ([[0, 0], [1, 1]], [0, 1]),
        ([[0, 1], [0, 2], [0, -1]], [0, 1, 1]),
        ([[3, 4]] * 8, [0, 1] * 4),
        (moons()[0], np.ones(512)),
        (1e6 + moons()[0], moons()[1]),
        (1e-9 * moons()[0], moons()[1]),
        (1e300 * moons()[0], moons()[1]),
        (moons()[0] * [20, 1e5], moons()[1]),
    ],
)
def test_odd_examples_are_all_in_view(x, y):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lab = explore_network((x, y), **QUICK)
        assert lab.error is None and f"of {count(len(y), 'example')}" in lab.verdict
        ElementTree.fromstring(f"<both>{lab.live.moving}</both>")
    panel = lab.picture.field
    for values, ends in zip(np.transpose(x), (panel.xs, panel.ys), strict=True):
        assert ends[0] < np.min(values) and np.max(values) < ends[-1]
        assert np.ptp(values) == 0 or np.ptp(values) > 0.9 * np.ptp(ends)


def test_numbers_beyond_bounds_have_true_words_and_a_picture_that_says_the_same():
    lab = explore_network(blobs(), learning_rate=0.1, activation="relu", batch_size=512, units=16, epochs=2)
    lab.learning_rate = 1e120  # after one step z is as large as no number, the weights are not yet
    assert (
        "In epoch 2 it diverges: its numbers become too large to store. Before that the loss is too large"
        in lab.verdict
    )
    panel = lab.picture.field
    right = 512 - len(panel.wrong.get_xdata())
    assert f"and {right} of 512 examples are right" in lab.verdict
    assert np.mean(said_yes(panel, panel.x) == lab.run.y) == pytest.approx(right / 512, abs=0.03)


def test_of_several_the_one_that_diverges_is_said_to():
    def breaks(x, g, t, learning_rate=0.01):
        return (x - learning_rate * g * (np.nan if t > 50 else 1),)

    lab = explore_network(moons(), [breaks, "adam", "momentum"], "all 3", units=4, epochs=9)
    sentence, header, *rows = lab.verdict.split("\n")
    assert sentence.endswith(": adam has the lowest loss.") and header.split()[0] == "rank"
    assert [row.split()[0] for row in rows] == ["1", "2", "–"]
    assert rows[-1].split()[1:] == ["breaks", "diverges", "–"]
    lab.optimizer = "breaks"
    assert "In epoch 4 it diverges" in lab.verdict and len(lab.run.training.history["loss"]) == 4


def test_where_every_one_diverges_nobody_is_first():
    def breaks(x, g, t, learning_rate=0.01):
        return (x - learning_rate * g * (np.nan if t > 50 else 1),)

    def explodes(x, g, t, learning_rate=0.01):
        return (x - (np.inf if t > 50 else learning_rate) * g,)

    lab = explore_network(moons(), [breaks, explodes], "all 2", units=4, epochs=9)
    sentence, table = parted(lab.verdict)
    assert sentence.endswith(": every loss is too large to store.") and table.count("diverges") == 2


def test_several_networks_are_ranked_in_a_table_at_the_end_and_at_each_step(lab):
    lab.set(optimizer="all 6", epochs=4)
    for step in (4, 2):
        lab.step = step
        run = lab.run.at(step)
        sentence, table = parted(lab.live.words)
        ranked = sorted(zip(run.scores[0], run.optimizers, run.scores[1], strict=True))
        rows = [line.split() for line in table.split("\n")[1:]]
        wanted = [
            [str(rank), name, f"{loss:.2g}", f"{right:.1%}"] for rank, (loss, name, right) in enumerate(ranked, 1)
        ]
        assert rows == wanted
        begin = {4: "After 4 epochs, 64 steps", 2: "Epoch 2 of 4, 32 steps"}[step]
        made_with = "on moons, batches of 32, learning rate 0.1"
        assert sentence == f"{begin} {made_with}: {ranked[0][1]} has the lowest loss."
    lab.step = 0  # all begin with the same weights
    sentence, table = parted(lab.live.words)
    assert sentence.endswith(": all 6 have the same loss.")
    assert [row.split()[0] for row in table.split("\n")[1:]] == ["1"] * 6


def test_an_optimizer_that_fails_in_the_middle_is_told_and_the_next_move_goes_on():
    def fails(x, g, t, learning_rate=0.01):
        if t > 50:
            sys.exit("enough")
        return (x - learning_rate * g,)

    lab = explore_network(moons(), [fails, "adam"], **QUICK)
    assert lab.run is None and lab.verdict == "SystemExit: enough" == lab.live.words and lab.live.failed
    lab.optimizer = "adam"
    assert lab.run.optimizers == ("adam",) and not lab.live.failed


def test_the_lines_of_several_networks_have_markers_too(lab):
    lab.set(optimizer="all 6", epochs=4)
    panel = lab.picture.field
    assert all(len(mark.get_xdata()) for mark in panel.marks)
    assert len({mark.get_marker() for mark in panel.marks}) == 6
    for mark, line in zip(panel.marks, panel.lines, strict=True):
        assert set(map(tuple, mark.get_xydata())) <= set(map(tuple, line.get_xydata()))
    lab.optimizer = "adam"
    assert not any(len(mark.get_xdata()) for mark in lab.picture.field.marks)


def test_the_run_is_played_without_a_new_training(lab, monkeypatch):
    lab.set(optimizer="adam", epochs=9)
    run, last = lab.run, lab.live.moving
    monkeypatch.setattr(lab, "train", None)
    lab.step = 3
    assert lab.run is run and "Epoch 3 of 9, 48 steps: the loss is" in lab.live.words
    assert lab.live.words == training_verdict(run.at(3)) and lab.verdict == training_verdict(run)
    assert len(lab.picture.curves[0].lines[5].get_xdata()) == 3
    x, y = lab.sets["moons"]
    early = train(Network((2, 4, 4, 1)), x, y, "adam", epochs=3).predict(lab.picture.field.grid)
    assert lab.picture.field.shades.values.ravel() == pytest.approx(early)
    lab.step = None
    assert lab.live.moving == last and lab.live.words == lab.verdict


def test_another_training_is_shown_to_its_end(lab):
    lab.step = 2
    lab.learning_rate = 0.2
    lab.wait()
    assert lab.step == 6 and lab.live.words == lab.verdict


def test_of_several_each_has_its_map_with_name_and_accuracy(lab):
    lab.set(optimizer="all 6", epochs=4)
    racers = lab.picture.racers
    assert [words.get_text() for words in racers.words] == list(lab.run.optimizers)
    assert [words.get_text() for words in racers.scores] == [f"{part:.1%}" for part in lab.run.scores[1]]
    assert all(line.get_visible() is False for line in lab.picture.diagram.weights.values())
    lab.optimizer = "adam"
    assert not any(words.get_visible() for words in racers.words) and not racers.frames.get_visible()


def test_widths_and_dashes_of_the_drawn_lines_are_the_weights(lab):
    lab.set(learning_rate=1.0, epochs=6)
    W = lab.run.training.network.layers(lab.run.training.p[0])[1][0]
    drawn = {key: len(line.get_xdata()) // 3 for key, line in lab.picture.diagram.weights.items()}
    sizes = np.concatenate([W.ravel() for W, _ in lab.run.training.network.layers(lab.run.training.p[0])])
    assert sum(drawn.values()) == np.sum(np.abs(sizes) >= 0.1) and W.shape == (4, 4)
    for (sign, least), line in lab.picture.diagram.weights.items():
        assert line.get_linestyle() == ("-" if sign > 0 else "--")
        assert sum(count for key, count in drawn.items() if key[0] == sign and key[1] >= least) == np.sum(
            sign * sizes >= least
        )


def test_axes_fit_the_training_and_do_not_move_while_it_is_played(lab):
    lab.set(epochs=6)
    assert 20 <= lab.picture.loss.get_xlim()[1] < 23 and lab.picture.loss.get_ylim() == (0.01, 1)
    lab.set(optimizer="adam", epochs=60, learning_rate=0.05)
    low, high = lab.picture.loss.get_ylim()
    losses = lab.run.training.history["loss"]
    assert low <= losses.min() < 10 * low and high == 1 and 60 <= lab.picture.loss.get_xlim()[1] < 66
    still = lab.live.still
    for step in (0, 1, 30, 59):
        lab.step = step
        assert lab.live.still == still
