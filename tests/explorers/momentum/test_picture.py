"""The picture of momentum: the trace of the run, the map and its words."""

import numpy as np
import pytest

from gdlesson import explore_momentum, optimizers
from gdlesson.explorers.momentum.picture import COLUMNS, MOMENTUM_TILES, MomentumPicture, label
from gdlesson.explorers.momentum.run import DIVERGES, LOW_RATES, MOMENTA, REGIMES, STEPS, momentum_map
from gdlesson.explorers.momentum.valley import CONDITION
from gdlesson.live.drawing import new_figure


def last(line):
    """Return the last point of a line."""
    return np.asarray(line.get_xydata())[-1].tolist()


@pytest.mark.parametrize("step", [0, 12, None])
def test_three_balls_roll_through_one_valley_and_the_axes_stay(step):
    lab = explore_momentum()
    axes = lab.picture.figure.axes
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in axes]
    valley, distance = lab.picture.panels
    for name, rate, beta in [("momentum", 0.1, 0.9), ("momentum", 2.2, 0.0), ("nesterov", 2.2, 1.0)]:
        lab.set(optimizer=name, learning_rate=rate, momentum=beta)
        lab.step = step
        at = lab.run.last if step is None else step
        for trail, line, roll in zip(valley.trails, distance.lines, lab.run.rolls, strict=True):
            gone = trail.path.arrow.get_visible()
            assert trail.ball.get_visible() != gone and gone == (roll.distances[at] > 1e3 or not in_view(roll, at))
            assert gone or last(trail.ball) == roll.path[at].tolist()
            low, high = distance.ends
            assert last(line)[1] == np.clip(roll.distances[int(last(line)[0])], low, high)
            assert last(line)[0] == at or last(line)[1] == low
    assert limits == [(ax.get_xlim(), ax.get_ylim()) for ax in axes]


def test_names_stand_behind_the_lines_and_the_markers_at_the_lowest_place_are_whole():
    lab = explore_momentum(learning_rate=0.1, momentum=0.5)
    panel = lab.picture.panels[1]
    ax = panel.balls[0].axes
    for ball, name in zip(panel.balls, panel.names.artists, strict=True):
        (x, y), half = ax.transData.transform(last(ball)), 0.5 * ball.get_markersize() * ax.figure.dpi / 72
        assert y - half > ax.bbox.y0 and name.get_horizontalalignment() == "left"
        assert ax.transData.transform(name.get_position())[0] > x


def in_view(roll, step):
    return bool((abs(roll.path[step]) <= 10).all())


def test_both_directions_are_on_the_map_and_the_axis_is_logarithmic():
    lab = explore_momentum(learning_rate=0.1, momentum=0.8)
    panel = lab.picture.map_panel
    assert last(panel.across) == pytest.approx([-1, 0.8])
    assert last(panel.along) == pytest.approx([np.log10(0.1 / CONDITION), 0.8]) and panel.along.get_marker() == "o"
    lab.learning_rate = 0.02  # along the valley that is 0.0004, left of the map
    assert last(panel.along) == pytest.approx([-3, 0.8]) and panel.along.get_marker() == "<"
    lab.learning_rate = 0  # it can be typed
    assert last(panel.across) == pytest.approx([-3, 0.8]) and lab.error is None
    for place, tick in zip(lab.picture.map.get_xticks(), lab.picture.map.get_xticklabels(), strict=True):
        assert float(tick.get_text()) == 10.0**place
    assert ">0.001<" in lab.live.still.replace("> ", ">") and STEPS == 300


def test_the_words_on_the_map_stand_in_their_own_cloth():
    rules = [optimizers.gradient_descent, optimizers.momentum]
    picture = MomentumPicture(rules, lambda rule: momentum_map(8.0, rule, LOW_RATES), 8.0)
    cells, named = momentum_map(8.0, optimizers.momentum, LOW_RATES), 0
    for text in picture.map.texts:
        if text.get_text() in REGIMES:
            power, beta = text.get_position()
            named += 1
            cell = cells[np.abs(MOMENTA - beta).argmin(), np.abs(COLUMNS - power).argmin()]
            assert REGIMES[cell] == text.get_text()
    assert named >= 3 and list(MOMENTUM_TILES) == list(REGIMES)


def test_a_narrow_regime_is_named_by_the_key_alone():
    ax = new_figure(4, 3).add_subplot()
    for cells in (np.zeros((101, 111), dtype=bool), np.eye(101, 111, dtype=bool)):
        label(ax, cells, REGIMES[DIVERGES])
    assert not ax.texts
    label(ax, np.ones((101, 111), dtype=bool), REGIMES[DIVERGES])
    assert [text.get_text() for text in ax.texts] == ["diverges"]


def test_a_line_that_dips_below_the_axis_and_comes_back_goes_on():
    lab = explore_momentum()
    panel, low = lab.picture.panels[1], lab.picture.panels[1].ends[0]
    for line, roll in zip(panel.lines, lab.run.rolls, strict=True):
        steps, drawn = line.get_data()
        below = np.flatnonzero(roll.distances > low).max() + 1
        assert steps[-1] == min(below, len(roll.distances) - 1)
        np.testing.assert_allclose(drawn, np.clip(roll.distances[: len(drawn)], *panel.ends))
    dips = [
        (roll.distances <= low).any() and len(line.get_xdata()) == STEPS + 1
        for line, roll in zip(panel.lines, lab.run.rolls, strict=True)
    ]
    assert any(dips)


@pytest.mark.parametrize("beta", [0.0, 0.03, 0.06, 0.12])
@pytest.mark.parametrize("rule", ["momentum", "nesterov"])
def test_the_words_at_the_dots_stand_clear_of_those_on_the_limit(rule, beta):
    lab = explore_momentum(momentum=beta)
    for rate in (0.104, 1.7):
        lab.set(optimizer=rule, learning_rate=rate)
        renderer = lab.picture.figure.canvas.get_renderer()
        (limit,) = [text for text in lab.picture.map.texts if text.get_text().startswith("limit")]
        for word in lab.picture.map_panel.words:
            assert not word.get_window_extent(renderer).overlaps(limit.get_window_extent(renderer))
