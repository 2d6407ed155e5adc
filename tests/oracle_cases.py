"""Runs to try words on: landscapes × rules × rates, schedules, and bowls over many orders of magnitude.

A case is the line that makes its run, to be copied into a session in `tests` that begins with
`from oracle_landscapes import *; globals().update(names())`. All seeds are fixed.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from oracle_landscapes import ellipsoid_landscape, more_variables, names, one_variable, quadratic_landscape

from gdlesson.optimizers import RULES, gradient_descent
from gdlesson.schedules import as_schedule


@dataclass(frozen=True, eq=False)
class Case:
    """One run to make, as the line that makes it."""

    landscape: object
    start: object
    rate: str  # as it is written in the line: a number, or a schedule
    rule: object  # of gdlesson.optimizers
    plain: bool = True  # gradient descent without naming it
    tolerance: float = 1e-5
    cap: int = 100
    settings: dict = field(default_factory=dict)

    @property
    def call(self):
        parts = [self.landscape.source, repr(self.start), self.rate]
        if self.tolerance != 1e-5:
            parts.append(f"tolerance={self.tolerance}")
        parts.append(f"max_iterations={self.cap}")
        if not (self.rule is gradient_descent and self.plain):
            parts.append(f'optimizer="{self.rule.__name__}"')
        parts += [f"{name}={value}" for name, value in self.settings.items()]
        return f"descend({', '.join(parts)})"

    @property
    def group(self):
        """Cases of one group are continued side by side."""
        family = self.landscape.family or self.landscape.source
        return family, self.rule, self.cap, tuple(self.settings.items())

    def run(self):
        return eval(self.call, names())

    def schedule(self):
        return as_schedule(eval(self.rate, names()))


def cases(seed=0):
    """All cases: landscapes × rules × rates, schedules, and random quadratics in one, two and five dimensions."""
    rng = np.random.default_rng(seed)
    landscapes = one_variable() + more_variables()
    for landscape in landscapes:
        for rule in RULES:
            cap = int(rng.choice([60, 100, 160, 250]))
            for rate in rates(landscape, rule, rng):
                yield case(landscape, rate, rule, cap, rng)
    yield from scheduled(landscapes, rng)
    yield from quadratics(rng)
    yield from ellipsoids(rng)


def case(landscape, rate, rule, cap, rng, **settings):
    start = landscape.starts[rng.integers(len(landscape.starts))]
    tolerance = float(rng.choice([1e-5, 1e-5, 1e-5, 1e-3, 1e-8]))
    return Case(landscape, start, rate, rule, bool(rng.integers(3)), tolerance, cap, settings)


def rates(landscape, rule, rng):
    """Eight rates, from far too small to far too large, in the rule's own measure."""
    jitter = np.exp(rng.uniform(-0.1, 0.1, size=8))
    by_curvature = np.array([1e-6, 1e-3, 0.03, 0.25, 0.9, 1.45, 1.8, 3]) / landscape.steep
    by_distance = np.array([1e-8, 1e-4, 1e-2, 0.05, 0.2, 1, 5, 100]) * landscape.wide
    plain = rule.__name__ in ("gradient_descent", "momentum", "nesterov")
    return [f"{rate:.4g}" for rate in (by_curvature if plain else by_distance) * jitter]


def scheduled(landscapes, rng):
    """Rates that fall and rise, on twelve landscapes."""
    rules = [rule for rule in RULES if rule.__name__ in ("gradient_descent", "momentum", "adam", "rmsprop")]
    for landscape in [*landscapes[:6], *landscapes[12:17], landscapes[22]]:
        for rule in rules:
            plain = rule.__name__ in ("gradient_descent", "momentum")
            for factor in (0.02, 0.7, 1.7, 2.6) if plain else (0.003, 0.1, 3):
                rate = factor * (1 / landscape.steep if plain else landscape.wide) * np.exp(rng.uniform(-0.1, 0.1))
                for schedule in ("step_decay({}, 20)", "exponential_decay({}, 15)", "cosine_decay({}, 80)",
                                 "warm_up({}, 15)"):  # fmt: skip
                    yield case(landscape, schedule.format(f"{rate:.3g}"), rule, 80, rng)


def quadratics(rng, count=900):
    """Parabolas whose curvature and offset are spread over many orders of magnitude; a third of them numerical."""
    few = [rule for rule in RULES if rule.__name__ in ("gradient_descent", "momentum", "nesterov", "adam")]
    for k in range(count):
        a2 = 10 ** rng.uniform(-10, 10) * rng.choice([1, 1, 1, 1, 1, 1, 1, 1, 1, -1])
        lowest = round(rng.choice([0, 0, rng.normal(), 100 * rng.normal()]), 4)
        a0 = float(rng.choice([0, rng.normal(), 10 ** rng.uniform(0, 8)]))
        a = [float(f"{c:.6g}") for c in (a0 + a2 * lowest**2, -2 * a2 * lowest, a2)]
        start = float(f"{lowest + 10 ** rng.uniform(-2, 3) * rng.choice([-1, 1]):.6g}")
        landscape = quadratic_landscape(a, [start], *written(a, k % 3 == 0))
        rule = few[0] if k % 2 else few[rng.integers(len(few))]
        factor = float(rng.choice([1e-8, 1e-3, 0.1, 0.5, 0.9, 1.0, 1.3, 1.7, 1.9, 2.0, 2.2, 4.0]))
        exact = factor in (1.0, 2.0)
        rate = factor * (1 if exact else np.exp(rng.uniform(-0.05, 0.05))) / landscape.steep
        rate = f"{rate}" if exact else f"{rate:.5g}"
        if rule.__name__ == "adam":
            rate = f"{factor * abs(start - lowest) / 10:.4g}"
        yield case(landscape, rate, rule, 60 if k % 4 else 200, rng)


def written(a, numerical):
    """The source of a parabola, and whether its slope is to be found numerically."""
    return f"lambda x: {a[2]} * x**2 + {a[1]} * x + {a[0]}" if numerical else f"quadratic({a})", numerical


def ellipsoids(rng, count=450):
    """Bowls in two and five dimensions with condition numbers up to a million, along the axes or turned."""
    few = [
        rule for rule in RULES if rule.__name__ in ("gradient_descent", "momentum", "nesterov", "adam", "rmsprop")
    ]
    for k in range(count):
        n = 2 if k % 2 else 5
        spread = 10 ** rng.uniform(0, rng.choice([1, 2, 6]))
        size = 10 ** rng.uniform(-5, 5)
        curvatures = [float(f"{size * spread**p:.4g}") for p in (0, 1, *rng.uniform(size=n - 2))]
        lowest = [0.0] * n if k % 3 else [round(float(c), 3) for c in rng.normal(size=n)]
        start = tuple(round(float(c), 3) for c in np.array(lowest) + rng.normal(size=n) * rng.choice([0.1, 3, 30]))
        landscape = ellipsoid_landscape(curvatures, lowest, [start], k % 4 if k % 4 else None)
        rule = few[0] if k % 5 < 3 else few[rng.integers(len(few))]
        factor = float(rng.choice([1e-6, 0.02, 0.5, 0.9, 1.1, 1.5, 1.9, 2.2, 3])) * np.exp(
            rng.uniform(-0.03, 0.03)
        )
        rate = factor / landscape.steep
        if rule.__name__ in ("adam", "rmsprop"):
            rate = factor * landscape.wide / 20
        yield case(landscape, f"{rate:.4g}", rule, 60 if k % 4 else 200, rng)


def groups_of(cases):
    groups = defaultdict(list)
    for case in cases:
        groups[case.group].append(case)
    return list(groups.values())


def sample(count, seed=1):
    """About so many of all cases: a few of each group by plain descent, more from other groups drawn at random.

    Whole groups are cheap to continue side by side.
    """
    groups = groups_of(cases())
    chosen = [case for group in groups if group[0].rule is gradient_descent for case in group[:4]]
    for k in np.random.default_rng(seed).permutation(len(groups)):
        if len(chosen) < count and groups[k][0].rule is not gradient_descent:
            chosen += groups[k][:8]
    return chosen
