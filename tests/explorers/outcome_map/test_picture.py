"""The picture of the outcome map: each outcome has a look of its own."""

import numpy as np

from gdlesson import double_well, quadratic
from gdlesson.explorers.outcome_map.picture import map_image, other_valley
from gdlesson.explorers.outcome_map.run import outcome_map
from gdlesson.live.tiles import TILES

SQUARE = quadratic([0, 0, 1])


def test_each_regime_has_a_color_and_a_pattern_of_its_own():
    looks = []
    for number in range(len(TILES)):
        cells = np.full((6, 6), number)
        found = outcome_map(SQUARE, [0.1], [1.0])
        found = type(found)(**(vars(found) | {"regimes": cells, "capped": cells == 0}))
        looks.append(map_image(found, pixels=8))
    flat = {tuple(look.mean(axis=(0, 1)).round(3)) for look in looks}
    patterns = {(look.sum(axis=2) < look.sum(axis=2).max() - 1e-9).tobytes() for look in looks[:6]}
    assert len(flat) == len(TILES) and len(patterns) == 6


def test_valleys_alternate_in_shade():
    found = outcome_map(double_well, [0.05], [-1.5, 1.5])
    assert other_valley(found).tolist() == [[False], [True]]
