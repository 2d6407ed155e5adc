"""Fair races: each racer is what `descend` makes of it, budgets are gradients, and what is unfair is refused."""

import re

import numpy as np
import pytest

from gdlesson import Function, beale, bowl, descend, himmelblau, hubble, quadratic, rosenbrock, saddle
from gdlesson.explorers.race.run import FLOOR, GOOD, above, race, read_race
from gdlesson.explorers.race.telling import race_verdict, step_words
from gdlesson.explorers.race.tuning import RATES, random_starts, sensitivity, try_rates, tuned
from gdlesson.optimizers import RULES, adam, gradient_descent, momentum


def rows_of(words):
    """Return the cells of the table in a verdict, row by row without the header, each as a dict by column."""
    header, *lines = [re.split(" {2,}", line.strip()) for line in words.split("\n")[1:]]
    return [dict(zip(header, line, strict=True)) for line in lines]


SURFACES = [bowl(30, 20), rosenbrock, beale, himmelblau, saddle, hubble]
SIX = ["gradient_descent", "momentum", "nesterov", "rmsprop", "adagrad", "adam"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_run_of_a_sensitivity_is_the_descent_of_that_rate_and_start(rule):
    starts, rates = np.array([(2.0, 1.0), (-1.0, 2.0)]).T, [0.001, 0.01, 0.03]
    losses = sensitivity(bowl(10, 20), rule, starts, rates, 40)
    for k, rate in enumerate(rates):
        for n, start in enumerate(starts.T):
            run = descend(bowl(10, 20), start, rate, tolerance=0, max_iterations=40, optimizer=rule)
            assert losses[k, n] == pytest.approx(run.fun, rel=1e-9)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_budget_is_the_number_of_gradients_that_a_run_asks_for(rule):
    asked = []

    def gradient(p):
        asked.append(np.shape(p))
        return bowl(3).gradient(p)

    f = Function(bowl(3), gradient, view=bowl(3).view)
    starts = random_starts(f, 1, 2)
    try_rates(f, rule, starts, [0.01, 0.1, 1.0], 1)
    asked.clear()
    try_rates(f, rule, starts, [0.01, 0.1, 1.0], 25)
    assert asked.count((2, 6)) == 25  # all runs side by side, one gradient each in a step
    assert len(asked) <= 26  # and at most one look at the first start beforehand


def test_a_single_start_gives_a_row_and_several_a_table():
    assert sensitivity(bowl(3), "adam", (1, 2), [0.1, 0.2], 5).shape == (2,)
    assert sensitivity(bowl(3), "adam", np.ones((2, 4)), [0.1, 0.2], 5).shape == (2, 4)
    assert sensitivity(quadratic([0, 0, 1]), "adam", 3, [0.1, 0.2], 5).shape == (2,)
    assert sensitivity(quadratic([0, 0, 1]), "adam", [3, 4, 5], [0.1, 0.2], 5).shape == (2, 3)


def test_runs_that_leave_the_range_of_numbers_end_at_inf():
    losses = sensitivity(rosenbrock, momentum, (-1.2, 1), [0.001, 0.01, 100], 500)
    assert np.isfinite(losses[0]) and losses[1:].tolist() == [np.inf, np.inf]


@pytest.mark.parametrize(
    ("losses", "best"),
    [
        ([3, 1, 2, 5, 9], 2),
        ([3, 1, 1, 1, 9], 3),  # of equal ones the middle one
        ([1, 1, 5, 5, 5], 1),
        ([np.inf, np.inf, 7, np.inf, np.inf], 3),
        ([[1, 9], [2, 3], [4, 5], [9, 9], [9, 9]], 2),  # of several starts the median
    ],
)
def test_tuned_takes_the_smallest_loss_and_of_equal_ones_the_middle(losses, best):
    assert tuned([1, 2, 3, 4, 5], losses) == best


@pytest.mark.parametrize(
    ("rates", "losses", "words"),
    [
        ([1, 2], [1], "each rate needs its losses"),
        ([], [], "each rate needs its losses"),
        ([1, 2], [np.inf, np.inf], "try smaller ones"),
        (1, 1, "each rate needs its losses"),
    ],
)
def test_tuned_refuses_what_has_no_best(rates, losses, words):
    with pytest.raises(ValueError, match=words):
        tuned(rates, losses)


@pytest.mark.parametrize("f", SURFACES, ids=lambda f: f.name)
def test_a_race_is_fair_and_every_short_race_is_the_beginning_of_a_long_one(f):
    starts = random_starts(f, 3)
    trials = [try_rates(f, rule, starts, RATES, 60) for rule in SIX]
    for budget in (0, 1, 20, 60):
        run, direct = read_race(f, starts, trials, budget), race(f, SIX, starts, budget)
        for racer, other in zip(run.racers, direct.racers, strict=True):
            assert (racer.name, racer.best, racer.good) == (other.name, other.best, other.good)
            assert np.array_equal(racer.finals, other.finals) and np.array_equal(racer.path, other.path, True)
            assert np.array_equal(racer.path[0], starts[:, 0]) and racer.path.shape == (budget + 1, 2)
            assert racer.finals.shape == (len(RATES), 5) and racer.rate == racer.best
            losses = f.on(racer.path.T)
            assert np.array_equal(racer.losses, np.where(np.isfinite(losses), losses, np.inf))


def test_the_best_rate_is_the_best_and_good_rates_leave_a_hundredth():
    f, starts = bowl(30, 20), random_starts(bowl(30, 20), 1)
    first = np.median(above(f.on(starts), 0.0))
    for racer in race(f, SIX, starts, 100).racers:
        assert racer.final == racer.medians.min() and racer.best in RATES
        low, high = (list(RATES).index(rate) for rate in racer.good)
        assert (racer.medians[low : high + 1] <= GOOD * first).all()
        beside = [place for place in (low - 1, high + 1) if 0 <= place < len(RATES)]
        assert (racer.medians[beside] > GOOD * first).all()
        assert racer.width == racer.good[1] / racer.good[0]


def test_nobody_is_good_in_one_step_and_an_edge_is_told():
    run = race(rosenbrock, ["adam"], (-1.2, 1), 1, [1e-6, 1e-5])
    assert run.racers[0].good is None and run.racers[0].width == 0 and run.racers[0].at_edge
    (row,) = rows_of(race_verdict(run))
    assert (row["best rate"], row["good rates"], row["width"]) == ("1e-05 (edge)", "none", "–")
    assert race_verdict(run).startswith(
        "adam is first: 1 gradient at its best rate ends 24 above the lowest loss."
    )
    assert not race(bowl(), ["momentum"], (3, 2)).racers[0].at_edge


def test_a_width_that_the_edge_of_the_rates_cuts_off_is_a_lower_bound():
    starts = random_starts(bowl(30, 20), 2)
    run, beyond = (race(bowl(30, 20), ["adagrad"], starts, rates=np.logspace(-6, top, 97)) for top in (2, 8))
    racer, other = run.racers[0], beyond.racers[0]
    assert racer.cut and not other.cut and other.width > 1000 * racer.width
    (row,) = rows_of(race_verdict(run))
    assert (row["good rates"], row["width"]) == ("0.18 to 100", "at least ×562")
    assert "least" not in race_verdict(beyond)


def test_a_rate_moved_to_the_edge_is_told_to_be_there():
    trials = [try_rates(bowl(), "momentum", (3, 2), RATES, 30)]
    run = read_race(bowl(), np.array([[3.0], [2.0]]), trials, 30, 1e-300)
    assert rows_of(race_verdict(run))[0]["rate"] == "1e-06 (edge)"
    assert race_verdict(run).startswith("momentum is first: 30 gradients at the edge of the rates tried end ")


@pytest.mark.parametrize(
    ("factor", "step"), [(1, 0), (10, 12), (0.1, -12), (1.2, 1), (1e300, None), (1e-300, None)]
)
def test_a_factor_leads_from_each_best_rate_to_the_nearest_that_was_tried(factor, step):
    trials = [try_rates(bowl(), rule, (3, 2), RATES, 30) for rule in SIX]
    run = read_race(bowl(), np.array([[3.0], [2.0]]), trials, 30, factor)
    for racer in run.racers:
        places = [list(RATES).index(rate) for rate in (racer.best, racer.rate)]
        edge = 0 if factor < 1 else len(RATES) - 1
        assert places[1] == (edge if step is None else min(max(places[0] + step, 0), len(RATES) - 1))
        assert racer.final == racer.medians[places[1]]


def test_firsts_share_ties_and_leave_out_who_ran_away():
    starts = random_starts(bowl(3), 1)
    run = race(bowl(3), ["gradient_descent", "nesterov"], starts, 500)
    assert run.firsts() == {"gradient_descent": 5, "nesterov": 5}
    assert all(racer.final == FLOOR for racer in run.racers)
    words = race_verdict(run)
    assert words.startswith(
        "gradient_descent and nesterov are first: 500 gradients at their best rates end at most 1e-12"
    )
    assert [(row["rank"], row["loss left"], row["wins"]) for row in rows_of(words)] == [
        ("1", "at most 1e-12", "5")
    ] * 2
    gone = race(rosenbrock, ["momentum"], (-1.2, 1), 500, [1.0])
    assert gone.firsts() == {"momentum": 0}
    assert race_verdict(gone).startswith(
        "All rates tried are too large: none lowers the loss within 500 gradients."
    )
    assert rows_of(race_verdict(gone))[0]["loss left"] == "runs away"


def test_the_verdict_tells_the_numbers_of_the_race():
    run = race(bowl(30, 20), ["momentum", "gradient_descent"], random_starts(bowl(), 2), 100)
    words, first = race_verdict(run), run.order[0]
    assert words.startswith(f"{first.name} is first: 100 gradients at its best rate end {first.final:.2g} above")
    assert "(median of 5 starts)" in words
    for place, (racer, row) in enumerate(zip(run.order, rows_of(words), strict=True), start=1):
        assert (row["rank"], row["optimizer"], row["wins"]) == (
            str(place),
            racer.name,
            str(run.firsts()[racer.name]),
        )
        assert (row["loss left"], row["best rate"]) == (f"{racer.final:.2g}", f"{racer.best:.2g}")
        assert row["width"] == f"×{racer.width:.0f}"
    assert run.order[0].final <= run.order[1].final


def test_a_race_in_one_dimension_and_on_a_landscape_whose_minimum_nobody_knows():
    run = race(quadratic([-3, -2, 3]), ["gradient_descent", "adam"], [8, -2, 3.5], 50)
    assert run.racers[0].path.shape == (51,) and run.lowest == pytest.approx(-10 / 3)
    own = Function(lambda p: (p[0] - 1) ** 2 + 2 * p[1] ** 2 + 5, name="own", view=((-3, 3), (-3, 3)))
    run = race(own, SIX, random_starts(own, 1), 50)
    assert 5 <= run.lowest < 5.001 and run.lowest == min(racer.finals.min() for racer in run.racers)


def test_seeds_draw_starts_in_the_view():
    for f in SURFACES:
        starts = random_starts(f, 4, 50)
        (left, right), (bottom, top) = f.view
        assert starts.shape == (2, 50) and np.array_equal(starts, random_starts(f, 4, 50))
        assert (left < starts[0]).all() and (starts[0] < right).all()
        assert (bottom < starts[1]).all() and (starts[1] < top).all()
        assert not np.array_equal(starts, random_starts(f, 5, 50))
    assert random_starts(quadratic([0, 0, 1]), 1).shape == (5,)


def mine(x, g, t, velocity=0.0, learning_rate=0.01):
    velocity = 0.8 * velocity - learning_rate * g / (1 + np.hypot(*g))
    return x + velocity, velocity


def still(x, g, t, learning_rate=0.01):
    return (x - 0 * g,)


def lump(x, g, t, learning_rate=0.01):
    return (np.sum(x),)


def forgetful(x, g, t, velocity=0.0, learning_rate=0.01):
    return (x - learning_rate * g,)


def mixing(x, g, t, learning_rate=0.01):
    return (x - learning_rate * g / (1 + np.linalg.norm(g)),)


def one_rate(x, g, t, learning_rate=0.01):
    return (x - min(learning_rate, 0.5) * g,)


def named(name, rule):
    def other(x, g, t, learning_rate=0.01):
        return rule(x, g, t, learning_rate=learning_rate)

    other.__name__ = name
    return other


def test_a_rule_of_ones_own_races_like_a_built_in_one():
    starts = random_starts(rosenbrock, 2)
    run = race(rosenbrock, [momentum, mine], starts, 50)
    racer = run.racers[1]
    alone = descend(rosenbrock, starts[:, 0], racer.best, tolerance=0, max_iterations=50, optimizer=mine)
    assert racer.name == "mine" and racer.path == pytest.approx(alone.path)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([still], "still does not move"),
        ([lump], "lump must return an x of the old shape"),
        ([forgetful], "forgetful forgets its memory"),
        ([mixing], "mixing mixes runs that go side by side"),
        ([one_rate], "one_rate fails where runs go side by side"),
        ([adam, "adam"], "two optimizers are called adam"),
        (
            [gradient_descent, named("gradient_descent", gradient_descent)],
            "two optimizers are called gradient_descent",
        ),
        ([], "at least one optimizer"),
        (["quick"], "optimizer must be one of"),
        ([3], "must be a function"),
    ],
)
def test_what_cannot_race_is_told_why(rules, words):
    with pytest.raises((TypeError, ValueError), match=words):
        race(bowl(), rules, (3, 2), 10)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rates": []}, "rates must be"),
        ({"rates": [0.1, -1]}, "rates must be"),
        ({"rates": [0.1, np.nan]}, "rates must be"),
        ({"rates": "fast"}, "rates must be"),
        ({"rates": [[0.1]]}, "rates must be"),
        ({"budget": -1}, "budget must be"),
        ({"budget": 2.5}, "budget must be"),
        ({"budget": "long"}, "budget must be"),
        ({"starts": 3}, "starts must be"),
        ({"starts": (1, 2, 3)}, "starts must be"),
        ({"starts": (1, np.inf)}, "starts must be"),
        ({"starts": "here"}, "starts must be"),
        ({"starts": np.ones((2, 0))}, "starts must be"),
        ({"starts": np.ones((2, 2, 2))}, "starts must be"),
        ({"f": Function(lambda p: np.log(p[0]), view=((1, 2), (1, 2))), "starts": (-1, 1)}, "no finite value"),
    ],
)
def test_bad_arguments_are_refused(changed, words):
    with pytest.raises((TypeError, ValueError), match=words):
        race(**{"f": bowl(), "optimizers": ["adam"], "starts": (3, 2), "budget": 10} | changed)


def test_rates_are_put_in_order():
    assert try_rates(bowl(), "adam", (3, 2), [1, 0.1, 0.5], 3).rates.tolist() == [0.1, 0.5, 1]


@pytest.mark.parametrize("step", [1, 20, 60])
def test_on_the_way_the_words_tell_who_is_ahead_from_the_start_that_is_shown(step):
    starts = random_starts(rosenbrock, 1)
    trials = [try_rates(rosenbrock, rule, starts, RATES, 60) for rule in SIX]
    run = read_race(rosenbrock, starts, trials, 60, 1.0, 3)
    words, losses = step_words(run, step), {racer.name: racer.losses[step] for racer in run.racers}
    order = sorted(losses, key=losses.get)
    assert words.startswith(
        f"After {step} of 60 gradients from start 4, {order[0]} is ahead, {losses[order[0]]:.2g} above the lowest"
    )
    assert [row["optimizer"] for row in rows_of(words)] == order


def test_at_the_start_nobody_is_ahead_and_who_ran_away_is_last():
    starts = np.array([[-1.2], [1.0]])
    trials = [
        try_rates(rosenbrock, rule, starts, [rate], 50) for rule, rate in [("momentum", 1.0), ("adam", 0.01)]
    ]
    run = read_race(rosenbrock, starts, trials, 50)
    assert step_words(run, 0).startswith("All begin 24 above the lowest loss.")
    assert [row["rank"] for row in rows_of(step_words(run, 0))] == ["1", "1"]
    last = rows_of(step_words(run, 50))[1]
    assert (last["optimizer"], last["loss left"]) == ("momentum", "runs away")
    alone = read_race(rosenbrock, starts, trials[:1], 50)
    assert step_words(alone, 50).startswith("After 50 of 50 gradients, all have run away.")


ENDLESS = Function(lambda p: p[0] ** 2 - p[1] ** 2, name="x² − y²", view=((-3, 3), (-3, 3)))
SLOPING = Function(lambda p: p[0] + 0 * p[1], name="a slope", view=((-3, 3), (-3, 3)))
TINY = Function(lambda p: 1e-14 * (p[0] ** 2 + 5 * p[1] ** 2), name="tiny", view=((-3, 3), (-3, 3)))


@pytest.mark.parametrize(
    ("factor", "rate"),
    [
        (1.1, "its best rate (of the rates tried, the nearest to 1.1 ×)"),
        (0.95, "its best rate (of the rates tried, the nearest to 0.95 ×)"),
        (1.15, "1.21 × its best rate (of the rates tried, the nearest to 1.15 ×)"),
        (2, "2.15 × its best rate (of the rates tried, the nearest to 2 ×)"),
        (10, "10 × its best rate"),
        (RATES[1] / RATES[0], "1.21 × its best rate"),
    ],
)
def test_the_words_name_the_multiple_that_is_run_not_the_one_asked_for(factor, rate):
    f, starts = bowl(30, 20), random_starts(bowl(30, 20), 2)
    run = read_race(
        f, starts, [try_rates(f, rule, starts, RATES, 60) for rule in ("momentum", "adam")], 60, factor
    )
    assert f": 60 gradients at {rate} end " in race_verdict(run)
    first = run.order[0]
    ratio = 1.0 if rate.startswith("its") else float(rate.split(" ")[0])
    assert first.rate / first.best == pytest.approx(ratio, abs=0.006)
    assert ("best rate" in rows_of(race_verdict(run))[0]) == rate.startswith("its")


def test_coarse_rates_are_named_as_they_are_run():
    f, starts = bowl(30, 20), random_starts(bowl(30, 20), 2)
    run = read_race(f, starts, [try_rates(f, "adam", starts, RATES[::6], 60)], 60, 2)
    assert "at 3.16 × its best rate (of the rates tried, the nearest to 2 ×)" in race_verdict(run)


@pytest.mark.parametrize("budget", [10, 500])  # losses grow, and overflow
@pytest.mark.parametrize("rules", [["momentum"], ["momentum", "gradient_descent"]])
def test_where_all_rates_are_too_large_there_is_no_best_one(budget, rules):
    run = race(bowl(10), rules, random_starts(bowl(10), 1), budget, [1.0, 2.0, 3.0])
    words = race_verdict(run)
    assert words.startswith(
        f"All rates tried are too large: none lowers the loss within {budget} gradients (median of 5 starts)."
    )
    assert not any(racer.improves for racer in run.racers) and "first" not in words
    assert [racer.best for racer in run.racers] == [1.0] * len(rules)
    assert all((row["best rate"], row["good rates"]) == ("none", "none") for row in rows_of(words))


def test_a_racer_without_a_best_rate_has_none_beside_others_that_have_one():
    run = race(bowl(10), ["gradient_descent", "adam"], random_starts(bowl(10), 1), 100, [0.3, 0.4, 0.5])
    words = race_verdict(run)
    assert words.startswith("adam is first")
    assert [row["best rate"] == "none" for row in rows_of(words)] == [False, True]


def test_starts_that_no_step_leaves_are_not_said_to_have_too_large_rates():
    at_the_top = race(saddle, ["gradient_descent"], (0, 0), 20)
    assert race_verdict(at_the_top).startswith("No rate tried lowers the loss within 20 gradients.")
    arrived = race(bowl(3), ["momentum", "adam"], (0, 0), 20)
    assert race_verdict(arrived).startswith("Nobody can get lower: the starts are at the lowest loss.")


@pytest.mark.parametrize("scale", [1e-6, 1e-12, 1e-14, 1e-60])
def test_small_losses_count_as_reached_by_what_was_there_at_first(scale):
    def small(p):
        return scale * bowl(30).value(p)

    f = Function(small, lambda p: scale * bowl(30).gradient(p), "small", ((-3, 3), (-3, 3)), [np.zeros(2)])
    starts, rates = random_starts(f, 2), np.logspace(-4, 0, 25)
    run = race(f, ["gradient_descent", "momentum"], starts, 100, rates / scale)
    large = race(bowl(30), ["gradient_descent", "momentum"], starts, 100, rates)
    assert run.floor == pytest.approx(FLOOR * np.median(f.on(starts)))
    assert [racer.name for racer in run.order] == [racer.name for racer in large.order]
    for racer, other in zip(run.racers, large.racers, strict=True):
        assert racer.final == pytest.approx(scale * other.final, rel=1e-6) and racer.final > run.floor
        assert racer.good == pytest.approx(tuple(rate / scale for rate in other.good))
    arrived = race(f, ["gradient_descent"], starts, 3000, rates / scale)
    assert arrived.racers[0].final == arrived.floor
    assert f"end at most {arrived.floor:.2g} above" in race_verdict(arrived)


def test_losses_that_begin_at_1_or_more_keep_their_floor():
    for f in SURFACES:
        run = race(f, ["adam"], random_starts(f, 1), 5, [0.01, 0.1])
        assert run.floor == FLOOR


@pytest.mark.parametrize("f", [ENDLESS, SLOPING], ids=lambda f: f.name)
@pytest.mark.parametrize("budget", [10, 60])
def test_nobody_is_ranked_where_there_is_no_lowest_loss(f, budget):
    run = race(f, ["momentum", "adam"], random_starts(f, 1), budget)
    assert not run.bounded and run.firsts() == {"momentum": 0, "adam": 0}
    assert [racer.name for racer in run.order] == ["momentum", "adam"]
    assert not any(racer.good or racer.improves for racer in run.racers)
    for words in (race_verdict(run), step_words(run, 5)):
        assert words.startswith(f"No ranking: {f.name} has no known minimum, and a run falls far below all losses")
        assert "first" not in words and "rank  " not in words and len(words) <= 220


def test_a_lowest_loss_that_nobody_knows_is_still_one():
    for depth in (0.0, -1e3):
        own = Function(lambda p, low=depth: p[0] ** 2 + 3 * p[1] ** 2 + low, view=((-3, 3), (-3, 3)))
        run = race(own, ["momentum", "adam"], random_starts(own, 1), 60)
        assert run.bounded and " first: 60 gradients" in race_verdict(run)
    beside = Function(lambda p: (p[0] - 20) ** 2 + p[1] ** 2, view=((-3, 3), (-3, 3)))
    assert race(beside, ["momentum"], random_starts(beside, 1), 60).bounded
    assert race(Function(lambda x: -x, view=(-3, 3)), ["momentum"], [1.0, 2.0], 60).lowest == -np.inf
