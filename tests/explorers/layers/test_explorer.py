"""The explorer of layers without a browser: its picture shows what its run holds."""

import numpy as np
import pytest

from gdlesson import explore_layers


@pytest.fixture(scope="module")
def lab():
    return explore_layers()


def area(bar):
    x, y = bar.get_path().vertices.T
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


def test_each_layer_has_its_histogram_and_its_dot(lab):
    for hidden in (1, 3, 5):
        lab.set(start="Glorot", activation="tanh", hidden_layers=hidden, units=8)
        histograms, varies = lab.picture.histograms, lab.picture.varies
        assert len(histograms.bars) == hidden + 2 and all(area(bar) > 0 for bar in histograms.bars)
        np.testing.assert_allclose(varies.dots.get_ydata(), lab.run.varies)
        assert [text.get_text() for text in histograms.words[1]] == ["−1", "1"]


def test_a_histogram_counts_the_outputs(lab):
    lab.set(start="too large", activation="tanh", hidden_layers=2, units=8)
    heights = lab.picture.histograms.bars[2].get_path().vertices[1:-1:2, 1]
    counts, _ = np.histogram(lab.run.outputs[2], 21, (-1, 1))
    np.testing.assert_allclose((heights - heights.min()) / np.ptp(heights) * np.ptp(counts), counts - counts.min())


def test_a_relu_has_the_end_that_its_outputs_have(lab):
    lab.set(start="He", activation="relu", hidden_layers=1, units=8)
    low, high = (text.get_text() for text in lab.picture.histograms.words[1])
    assert low == "0" and float(high) == pytest.approx(lab.run.outputs[1].max(), rel=0.05)
    lab.start = "all 0"
    assert [text.get_text() for text in lab.picture.histograms.words[1]] == ["0", "1"]
    assert lab.picture.varies.dots.get_ydata()[1] > 0 and lab.picture.varies.words[0].get_text() == "0"


def test_the_player_trains_and_another_move_goes_back_to_the_start(lab):
    lab.set(start="Glorot", activation="tanh", hidden_layers=2, units=8)
    first = lab.run.p
    lab.step = 30
    assert lab.run.epochs == 30 and lab.verdict.startswith("After 30 epochs: loss ")
    lab.units = 4
    assert lab.step == 0 and lab.run.epochs == 0
    lab.units = 8
    assert np.array_equal(lab.run.p, first)


def test_equal_units_have_equal_maps(lab):
    lab.set(start="all equal", activation="tanh", hidden_layers=2, units=4)
    lab.step = 30
    for column in lab.picture.diagram.maps[1:3]:
        shown = [shades.values for shades in column if shades.image.get_visible()]
        assert len(shown) == 4 and all(np.allclose(each, shown[0]) for each in shown)


def test_names_at_the_dots_stay_apart_and_in_view(lab):
    for start in ("too small", "Glorot", "too large", "all 0"):
        lab.set(start=start, activation="relu", hidden_layers=5, units=16)
        for text in lab.picture.varies.words:
            x, y = text.get_position()
            (low, high), (left, right) = text.axes.get_ylim(), text.axes.get_xlim()
            assert low < y < high and left < x < right


def test_bad_arguments_are_refused_at_once():
    with pytest.raises(ValueError, match="start must be one of all 0, all equal, too small, Glorot"):
        explore_layers("xavier")
    with pytest.raises(ValueError, match="activation must be one of tanh, relu, sigmoid, got 'linear'"):
        explore_layers(activation="linear")
    with pytest.raises(ValueError, match="hidden_layers must be between 1 and 5, got 6"):
        explore_layers(hidden_layers=6)
    with pytest.raises(ValueError, match="units must be a whole number"):
        explore_layers(units=2.5)
    with pytest.raises(TypeError, match="seed must be one number"):
        explore_layers(seed=None)
