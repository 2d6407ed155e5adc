"""The picture of curves: its frames, its signs, what lies beyond it."""

import itertools

import pytest

from gdlesson import Network, train
from gdlesson.datasets import moons
from gdlesson.explorers.curves.picture import CurvesPicture, draw_side_by_side, frame_of
from gdlesson.live.field import NO, YES
from gdlesson.live.palette import BLUE, GREEN, PURPLE, VERMILION


def learn(epochs, **settings):
    return train(Network((2, 8, 1)), *moons(64), epochs=epochs, validation=moons(64, seed=1), **settings)


def test_one_frame_for_a_whole_training_that_goes_well():
    picture = CurvesPicture(progress=True)
    history = learn(50, optimizer="adam", learning_rate=0.01).history
    frames = {picture.show({name: row[:n] for name, row in history.items()}, 50) for n in range(1, 51)}
    assert len(frames) == 1


def test_an_accuracy_that_is_never_below_one_half_has_the_whole_axis():
    losses, high, low = [0.7, 0.5], [0.6, 0.9], [0.4, 0.9]
    assert frame_of({"loss": losses, "accuracy": high}).values == (0.5, 1.0)
    assert frame_of({"loss": losses, "accuracy": high, "val_accuracy": low}).values == (0.0, 1.0)
    assert frame_of({"loss": losses, "mae": high}).values == (0.0, 1.0)


def test_lines_are_told_apart_without_color():
    picture = CurvesPicture()
    picture.show(learn(30))
    for panel in picture.panels:
        assert len({line.get_linestyle() for line in panel.lines}) == 2
        assert len({marks.get_marker() for marks in panel.marks}) == 2


def test_training_and_validation_have_none_of_the_colors_of_yes_and_no():
    drawn = draw_side_by_side({"a run": learn(3).history}).axes[0].lines
    for lines in (drawn, *(panel.lines for panel in CurvesPicture().panels)):
        colors = [line.get_color() for line in lines]
        assert colors == [PURPLE, GREEN] and not {*colors} & {YES, NO, BLUE, VERMILION}


def test_lines_carry_their_names_and_the_star_its_epoch():
    picture = CurvesPicture()
    picture.show({"loss": [3.0, 2, 1, 0.5], "val_loss": [3.0, 1, 2, 3]})
    names = picture.panels[0].ends.labels.artists
    assert [name.get_text() for name in names if name.get_visible()] == ["training", "validation"]
    heights = [name.get_position()[1] for name in names]
    assert heights[1] > heights[0] and all(name.get_position()[0] > 4 for name in names)
    assert [words.get_text() for words in picture.panels[0].words] == ["", "lowest validation: epoch 2"]
    picture.show({"loss": [0.5, 0.4, 1e6, 0.3]})
    assert [name.get_visible() for name in names] == [True, False]
    assert [words.get_text() for words in picture.panels[0].words] == ["too large for the axis", ""]


def test_values_above_the_picture_are_marked_at_its_edge():
    picture = CurvesPicture()
    picture.show({"loss": [0.5, 0.4, 1e6, 0.3]})
    loss = picture.panels[0]
    assert loss.beyond.get_xdata().tolist() == [3] and loss.lines[0].get_ydata().max() <= loss.high


def test_the_lowest_validation_loss_has_the_star():
    picture = CurvesPicture()
    picture.show({"loss": [3.0, 2, 1, 0], "val_loss": [3.0, 1, 2, 3]})
    assert picture.panels[0].best.get_xdata().tolist() == [2]
    picture.show({"loss": [3.0, 2, 1, 0]})
    assert picture.panels[0].best.get_xdata().tolist() == []


@pytest.mark.parametrize(("rule", "rate"), [("adam", 0.01), ("adam", 0.5), ("momentum", 3.0)])
def test_what_stays_is_seldom_sent_anew(rule, rate):
    history = learn(100, optimizer=rule, learning_rate=rate).history
    frames = [frame_of({name: row[:n] for name, row in history.items()}, 100) for n in range(101)]
    assert sum(a != b for a, b in itertools.pairwise(frames)) <= 4
