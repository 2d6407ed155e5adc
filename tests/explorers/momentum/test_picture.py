"""The picture of momentum: the trace of the run, the map and its words."""

import numpy as np

from gdlesson import explore_momentum, optimizers
from gdlesson.explorers.momentum.picture import MOMENTUM_TILES, SHOWN, MomentumPicture, label
from gdlesson.explorers.momentum.run import DIVERGES, MOMENTA, NEAR, RATES, REGIMES, momentum_map
from gdlesson.live.drawing import new_figure


def test_the_picture_shows_the_run_and_its_axes_stay():
    lab = explore_momentum()
    axes = lab.picture.figure.axes
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in axes]
    panel = lab.picture.panel
    for name, rate, beta in [("momentum", 0.1, 0.9), ("momentum", 2.2, 0.0), ("nesterov", 2.2, 1.0)]:
        lab.set(optimizer=name, learning_rate=rate, momentum=beta)
        xs, far = panel.line.get_data()
        low, high = panel.ends
        assert len(xs) == len(lab.run.path) and np.isfinite(far).all() and low <= far.min() <= far.max() <= high
        leaves = abs(np.nan_to_num(lab.run.path[SHOWN], nan=np.inf)) > 16
        assert panel.path.arrow.get_visible() == leaves and panel.arrival.get_visible() == lab.run.arrives
        if lab.run.arrives:
            assert panel.arrival.get_data() == ([lab.run.arrival], [NEAR])
            assert np.array_equal(panel.path.line.get_ydata(), lab.run.path[: SHOWN + 1])
    assert limits == [(ax.get_xlim(), ax.get_ylim()) for ax in axes]


def test_the_words_on_the_map_stand_in_their_own_cloth():
    picture = MomentumPicture(optimizers.momentum, lambda rule: momentum_map(8.0, rule), 8.0)
    cells, named = momentum_map(8.0, optimizers.momentum), 0
    for text in picture.map.texts:
        if text.get_text() in REGIMES:
            rate, beta = text.get_position()
            named += 1
            cell = cells[np.abs(MOMENTA - beta).argmin(), np.abs(RATES - rate).argmin()]
            assert REGIMES[cell] == text.get_text()
    assert named >= 3 and list(MOMENTUM_TILES) == list(REGIMES)


def test_a_narrow_regime_is_named_by_the_key_alone():
    ax = new_figure(4, 3).add_subplot()
    for cells in (np.zeros((101, 111), dtype=bool), np.eye(101, 111, dtype=bool)):
        label(ax, cells, REGIMES[DIVERGES])
    assert not ax.texts
    label(ax, np.ones((101, 111), dtype=bool), REGIMES[DIVERGES])
    assert [text.get_text() for text in ax.texts] == ["diverges"]
