"""The picture of a race: curves that end at its edge, and racers told apart."""

import numpy as np

from gdlesson import bowl, explore_race
from gdlesson.explorers.race.picture import ended
from gdlesson.live.looks import LIGHT, looks, places
from gdlesson.live.palette import INK
from gdlesson.optimizers import RULES


def test_a_curve_that_leaves_the_view_ends_at_its_upper_edge():
    losses = np.array([np.inf, np.inf, 20.0, 3.0, 2.0, np.inf, np.inf])
    assert np.array_equal(ended(losses, 10.0), [np.nan, np.nan, 10, 3, 2, 10, np.nan], equal_nan=True)


def test_no_two_racers_look_alike_and_the_usual_ones_look_the_same_everywhere():
    numbers = places([rule.__name__ for rule in RULES] + [f"mine{n}" for n in range(20)])
    assert len(set(numbers)) == len(numbers) == len({looks(number) for number in numbers})
    assert places(["adam", "mine", "momentum"]) == [places(["adam"])[0], 6, places(["momentum"])[0]]
    lab = explore_race(bowl(), RULES)
    for line, rule in zip(lab.picture.panels[1].here, RULES, strict=True):
        color, marker, _ = looks(places([each.__name__ for each in RULES])[RULES.index(rule)])
        assert (line.get_color(), line.get_marker()) == (color, marker)
        assert (line.get_markeredgecolor() == INK) == (color in LIGHT)
