"""The badge of a verdict is that of its regime."""

import json

import numpy as np
import pytest

from gdlesson import Function, bowl, descend, quadratic, verdict
from gdlesson.explorers.momentum.picture import MOMENTUM_TILES
from gdlesson.live.badges import badges
from gdlesson.live.tiles import TILES
from gdlesson.regimes import REGIMES

F = quadratic([-3, -2, 3])
RUNS = {
    "slow": descend(F, 8, 0.001),
    "steady": descend(F, 8, 0.05),
    "overshooting": descend(F, 8, 0.3),
    "bouncing": descend(F, 8, 1 / 3),
    "diverging": descend(F, 8, 0.34),
    "still": descend(Function(lambda x: x**3, lambda x: 3 * x**2), 0, 0.1),
}


def badge_of(words):
    looks = json.loads(badges().removeprefix("const BADGES = ").rstrip().removesuffix(";"))
    return next(look for first, look in looks.items() if words.startswith(first))


@pytest.mark.parametrize("regime", REGIMES)
def test_the_first_words_of_a_verdict_have_the_badge_of_its_regime(regime):
    assert RUNS[regime].regime == regime
    assert badge_of(verdict(RUNS[regime]))[0] == REGIMES[regime].color


def test_zigzagging_is_overshooting_in_two_dimensions():
    run = descend(bowl(10, 30), (2, 1), 0.19)
    assert verdict(run).startswith("Zigzags") and badge_of(verdict(run))[0] == REGIMES["overshooting"].color


@pytest.mark.parametrize("tiles", [TILES, MOMENTUM_TILES], ids=["outcome map", "momentum"])
def test_the_tile_of_a_word_has_the_color_of_its_badge_and_a_pattern_of_its_own(tiles):
    words = [word for word in tiles if word != "no value"]
    assert [tiles[word][0] for word in words] == [badge_of(word.capitalize())[0] for word in words]
    patterns = [pattern(*np.ogrid[:56, :56]) for _, pattern in (tiles[word] for word in words)]
    assert len({np.broadcast_to(each, (56, 56)).tobytes() for each in patterns}) == len(words)


def test_each_regime_has_its_own_color_and_sign():
    looks = [tuple(badge_of(regime.word.capitalize())) for regime in REGIMES.values()]
    assert len(set(looks)) == len({sign for _, sign in looks}) == len(REGIMES)
