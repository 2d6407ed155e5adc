"""An oracle for what happens in a run: it runs the same rule on, and measures from minima that are known.

It shares nothing with `gdlesson.regimes` and `gdlesson.verdicts`. Runs on one family of landscapes by one rule are
continued side by side, `FURTHER` times as long as they were allowed, from formulas of `oracle_landscapes`. What
cannot be told apart, such as a factor just at a limit, has more than one allowed answer, or is `unsure`.
"""

from dataclasses import dataclass, replace

import numpy as np
from oracle_cases import groups_of

FURTHER = 20
BOUND = 200  # so many tolerances from a minimum is arrived
ANY = frozenset(["slow", "steady", "overshooting", "bouncing", "diverging", "still"])
EPS = np.finfo(float).eps


@dataclass(frozen=True)
class Truth:
    """What is true of a run."""

    regimes: frozenset  # the words that are true of it; one, where the oracle is sure
    why: str
    distance: float = np.nan  # from where it ended to the nearest local minimum
    arrived: bool = False  # within the bound
    agrees: bool = True  # whether the oracle's own steps are those of the run
    settles: bool | None = None  # whether it comes to rest at a minimum when it is run on; None: not known
    passes: str = "perhaps"  # whether some main direction changes the sign of its error

    @property
    def unsure(self):
        return len(self.regimes) > 4


# The same runs, continued


def continued(cases):
    """Run cases of one group side by side, far beyond their cap; return points of shape (steps + 1, n, runs)."""
    first = cases[0]
    steps = FURTHER * first.cap
    parameters = stacked(cases)
    x = np.stack([np.ravel(case.start).astype(float) for case in cases], axis=-1)
    schedules = [case.schedule() for case in cases]
    constant = not any("(" in case.rate for case in cases)
    rate, memory, path = np.array([schedule(0) for schedule in schedules]), (), [x]
    with np.errstate(all="ignore"):
        for t in range(1, steps + 1):
            if not constant:
                rate = np.array([schedule(t - 1) for schedule in schedules])
            g = first.landscape.slope(x, *parameters)
            x, *memory = first.rule(x, g, t, *memory, learning_rate=rate, **first.settings)
            path.append(x)
            if t % 200 == 0 and at_rest(path[-20:]):
                break
    return np.concatenate([path, np.broadcast_to(path[-1], (steps + 1 - len(path), *x.shape))])


def stacked(cases):
    """The numbers that the formulas of these landscapes take, those of all runs side by side."""
    return [np.stack(part, axis=-1) for part in zip(*[case.landscape.parameters for case in cases], strict=True)]


def at_rest(points):
    """Whether nothing moves any more: each run has left the numbers, or stays where it is."""
    points = np.array(points)
    return bool(np.all(~np.isfinite(points[-1]) | (points == points[-1]).all(axis=0)))


def judged(cases):
    """Yield each case with its run and the truth about it."""
    for group in groups_of(cases):
        for column, case in zip(np.moveaxis(continued(group), -1, 0), group, strict=True):
            run = case.run()
            with np.errstate(all="ignore"):
                yield case, run, judge(case, run, column)


# What is true of them


def judge(case, run, xs):
    """The truth about a run, from its path and from where the same steps lead later on."""
    landscape = case.landscape
    path = run.path.reshape(run.nit + 1, landscape.n)
    distance = float(landscape.apart(path[-1]))
    facts = {"distance": distance, "arrived": distance <= BOUND * case.tolerance, "agrees": agree(path, xs)}
    longest = np.linalg.norm(np.diff(path, axis=0), axis=1).max(initial=0)
    rounding = 4 * EPS * np.abs(path).max()
    if run.stop == "diverged":
        far = run.nit + 1 < len(xs) and hopeless(landscape, *xs[run.nit : run.nit + 2])
        return Truth(frozenset(["diverging"]) if far else ANY, "leaves the numbers", **facts)
    if longest <= rounding:
        return Truth(frozenset(["still"]), "no step", **facts)
    if longest <= 25 * rounding:
        return Truth(ANY, "steps near rounding", **facts)
    if landscape.floor == -np.inf:
        return Truth(
            ANY - {"still", "bouncing"} - ({"overshooting"} if landscape.n == 1 else set()), "no bottom", **facts
        )
    if not facts["agrees"]:
        return chaotic(landscape, path, xs, facts)
    future = future_of(landscape, path, xs)
    risen = rises(landscape, path, future)
    if risen is not None:
        return Truth(frozenset(risen), "well above its first loss", **facts)
    bouncing, why = bounces(case, run, path, future)
    if bouncing == "yes":
        grows = future.apart[-1] > 1.2 * future.apart[0] or at_the_limit(case)
        return Truth(frozenset(["bouncing", "diverging"] if grows else ["bouncing"]), why, **facts)
    truth = sides(case, run, path, future, facts)
    if at_the_limit(case):
        return replace(truth, regimes=truth.regimes | {"bouncing", "diverging"})
    if bouncing == "perhaps":
        return replace(truth, regimes=truth.regimes | {"bouncing"}, why=f"{why}; {truth.why}")
    return truth


def at_the_limit(case):
    """Whether rounding decides: a factor of −1 to within what a numerical slope can tell."""
    landscape = case.landscape
    if not (landscape.family and landscape.numerical) or "(" in case.rate or case.rule.__name__ == "adam":
        return False
    return abs(float(case.rate) * landscape.steep - 2) < 0.02


def agree(path, xs):
    """Whether the run took the steps that the oracle took."""
    scale = np.abs(path).max() + EPS
    return bool(np.abs(path - xs[: len(path)]).max() <= 1e-6 * scale)


def hopeless(landscape, before, after):
    """Whether a step leaves the numbers, or is so long that it never comes back."""
    finite = np.isfinite(after).all() and np.isfinite(landscape.at(after))
    return not finite or np.linalg.norm(after - before) > 1e9 * (1 + np.linalg.norm(before))


def chaotic(landscape, path, xs, facts):
    """The oracle's steps came apart from the run's: then only what holds of both can be said."""
    excess = landscape.at(path.T) - landscape.floor
    if excess[-1] > 4 * excess[0] and not np.isfinite(xs[-1]).all():
        return Truth(frozenset(["diverging"]), "both explode", **facts)
    return Truth(ANY, "the paths came apart", **facts)


@dataclass(frozen=True)
class Future:
    """Where a run goes from its end on, seen in stretches of half its length: at least 20 points each."""

    points: np.ndarray
    soon: int  # so many stretches are three times as long as the run
    losses: np.ndarray  # above the lowest one, the highest in each stretch
    apart: np.ndarray  # the largest distance to a minimum in each stretch
    steps: np.ndarray  # the longest step in each stretch
    first: float  # the loss of the start
    last: float  # the loss at the end of the run
    frozen: bool  # whether it hardly moves any more, far from a minimum

    def stretch(self, k):
        length = len(self.points) // len(self.steps)
        start = k % len(self.steps) * length
        return self.points[start : start + length]

    @property
    def grows(self):
        """Whether it is soon much higher than now, and than it was at first, or has left the numbers."""
        soon = self.losses[: self.soon].max()
        return not soon < np.inf or (soon > 4 * self.losses[0] and soon > 10 * self.first)

    @property
    def grows_later(self):
        return not self.losses.max() < np.inf or (self.losses[-1] > 4 * self.losses[0] > 4 * self.first)


def future_of(landscape, path, xs):
    nit = len(path) - 1
    length = max(20, nit // 2)
    points = xs[nit:]
    count = len(points) // length
    losses, distances = above(landscape, points), np.nan_to_num(landscape.apart(points), nan=np.inf)
    steps = np.linalg.norm(np.diff(points, axis=0, append=points[-1:]), axis=1)
    stretches = [part[: count * length].reshape(count, length).max(axis=1) for part in (losses, distances, steps)]
    first, last = above(landscape, path[[0, -1]])
    frozen = bool(steps.sum() <= 1e-2 * distances[0])
    return Future(points, max(1, 3 * nit // length), *stretches, first, last, frozen)


def above(landscape, points):
    """How far the losses at points of shape (steps, n) lie above the lowest one; inf beyond the numbers."""
    losses = landscape.at(points.T) - landscape.floor
    return np.where(np.isfinite(losses), np.maximum(losses, 0), np.inf)


def rises(landscape, path, future):
    """The regimes of a run that ended above its first loss, or None."""
    grows = future.grows or future.grows_later
    if future.last <= 1.5 * future.first:
        return ANY if future.grows else None
    if future.last <= 10 * future.first:
        if future.grows_later:
            return ANY
        return ["diverging", "overshooting", "slow", "bouncing"] if grows or future.frozen else None
    with np.errstate(divide="ignore"):
        orders = np.log10(np.array([future.losses.min(), future.losses[0]]) / future.first)
    comes_back = orders[0] < min(1, 0.5 * orders[1])
    if future.frozen or (orders[0] > 0.5 * orders[1] and dies_out(future)) or (grows and not comes_back):
        wanders = (
            future.losses.max() < np.inf and future.losses.min() < 0.5 * future.losses[0] and not future.frozen
        )
        return ["diverging", "bouncing"] if wanders and not dies_out(future) else ["diverging"]
    if not (lasts(future.steps) and returns(future.points[: 3 * len(path)])):
        return ["diverging", "overshooting", "slow", "bouncing"]
    quarter = max(2, len(path) // 4)
    before, end = (above(landscape, part).max() for part in (path[-2 * quarter : -quarter], path[-quarter:]))
    return ["diverging", "bouncing"] if end > 1.02 * before else ["bouncing"]


def dies_out(future):
    """Whether the steps die out."""
    return future.steps[-1] < 0.1 * future.steps[0]


def bounces(case, run, path, future):
    """Whether a run keeps coming back to the same heights: "yes", "no" or "perhaps", and why."""
    so_far, on = returns(path[-max(8, run.nit // 3) :]), returns(future.points[: 3 * run.nit])
    across = swings_across(case.landscape, future)
    if run.stop != "max_iterations" or future.frozen or not (so_far or on or across):
        return "no", ""
    soon = future.soon - 1
    if max(future.apart[0], future.apart[soon]) <= BOUND * case.tolerance and not shrinks(
        future.steps[: soon + 1]
    ):
        return "perhaps", "arrived, and moves on the spot"
    if lasts(future.apart) and lasts(future.steps) and so_far and on:
        return "yes", "comes back to the same heights"
    lasting = future.steps[-1] >= 0.9 * np.median(future.steps) and future.steps[-1] > 1e-6 * future.apart[0]
    slowly = not shrinks(future.steps[: soon + 1]) and returns(future.stretch(soon))
    third = np.linalg.norm(np.diff(path[len(path) // 3 : 2 * len(path) // 3], axis=0), axis=1).max(initial=0)
    now = so_far and returns(future.stretch(0)) and future.steps[0] > 0.7 * third
    if (lasting and returns(future.stretch(-1))) or slowly or across or now:
        return "perhaps", "bounces later or across, or approaches after very long"
    return "no", ""


def swings_across(landscape, future):
    """Whether steps along some main direction turn back and forth, and late ones hardly less than now."""
    if landscape.n == 1:
        return False
    columns = np.linalg.eigh(landscape.hessian(landscape.near(future.points[0])))[1]
    now, late = (np.diff(future.stretch(k), axis=0) @ columns for k in (0, -1))
    turning = np.mean(late[1:] * late[:-1] < 0, axis=0) > 0.5
    large = np.abs(late).max(axis=0) > 0.5 * np.abs(now).max(axis=0)
    return bool((turning & large & (np.abs(late).max(axis=0) > 1e-6 * future.apart[0])).any())


def shrinks(sizes):
    return bool(sizes[-1] < 0.7 * sizes[0])


def lasts(sizes):
    """Whether a size stays what it is now, through all stretches."""
    return bool(sizes.min() > 0.5 * sizes[0] and 0.9 * sizes[0] <= sizes[-1] and sizes.max() < 4 * sizes[0])


def returns(points):
    """Whether a path turns back again and again, and gets nowhere: it covers far more ground than it gains."""
    steps = np.diff(points, axis=0)
    turns = np.sum(steps[1:] * steps[:-1], axis=1) < 0
    covered = np.linalg.norm(steps, axis=1).sum()
    return bool(turns.sum() >= 2 and np.linalg.norm(points[-1] - points[0]) < 0.4 * covered)


def sides(case, run, path, future, facts):
    """It approaches, or is on its way: from one side, or passing over the minimum."""
    landscape = case.landscape
    goal, settles, same = goal_of(landscape, path, future)
    facts |= {"settles": settles}
    passes = "perhaps" if not same else crossings(landscape, path, goal, case)
    facts |= {"passes": passes}
    if passes == "yes" and not approaches(landscape, path, future):
        return Truth(ANY, "passes over a minimum, and does not approach", **facts)
    if passes == "yes":
        return Truth(frozenset(["overshooting"]), "its error changes sign", **facts)
    if future.last > future.first and facts["distance"] > landscape.apart(path[0]) and not facts["arrived"]:
        return Truth(ANY, "leaves, and not far enough to tell", **facts)
    one_sided, why = pace(case, run, path, facts["distance"])
    if passes == "no":
        return Truth(frozenset(one_sided), f"from one side, {why}", **facts)
    return Truth(frozenset([*one_sided, "overshooting"]), f"perhaps from one side, {why}", **facts)


def approaches(landscape, path, future):
    first, last = landscape.apart(path[[0, -1]])
    lower = future.last < 0.95 * future.first
    return lower or last < 0.95 * first or future.apart.min() < 0.95 * min(first, last)


def pace(case, run, path, distance):
    """Slow or steady, for a run from one side."""
    bound = BOUND * case.tolerance
    start = np.linalg.norm(path[0] - case.landscape.near(path[-1]))
    if run.stop != "max_iterations":
        return (("steady",), "arrived") if distance <= bound else (("steady", "slow"), "stopped before it arrived")
    if distance <= case.tolerance:
        return ("steady",), "at the minimum when the cap came"
    if distance <= 2 * bound or distance < 0.1 * start:
        return ("steady", "slow"), "near when the cap came"
    return ("slow",), "on its way when the cap came"


def goal_of(landscape, path, future):
    """The minimum that a run approaches, whether it settles there, and whether all its points belong to it."""
    best = int(np.argmin(future.apart[: max(future.soon, 1)] if future.grows_later else future.apart))
    rest = future.stretch(best)[0]
    end, later = landscape.near(path[-1]), landscape.near(rest)
    settles = bool(future.apart[best] < 1e-2 * np.linalg.norm(path[0] - later) + 1e-9)
    if landscape.source == "hinge" or (landscape.nearest is None and landscape.minima.shape[1] < 2):
        return later, settles, True
    if landscape.n > 1:
        return later, settles, settles
    return (later if settles else end), settles, len(np.unique(landscape.near(path).round(9))) == 1


def crossings(landscape, path, goal, case):
    """Whether the error along some main direction changes its sign: "yes", "no", or "perhaps"."""
    errors = path - (np.maximum(path, 1) if landscape.source == "hinge" else goal)
    if landscape.n == 1:
        values, columns = np.ones(1) if landscape.corner else landscape.hessian(goal)[0] + 1e-300, np.eye(1)
    else:
        values, columns = np.linalg.eigh(landscape.hessian(goal))
    keep = values > 1e-9 * values[-1]
    along = errors @ columns[:, keep]
    crossing = along[:-1] * along[1:] < 0
    size = np.minimum(np.abs(along[:-1]), np.abs(along[1:]))
    noise = rounding_of(landscape, path, goal, values[keep])
    sure = crossing & (size > np.maximum(100 * noise, 1e-6 * np.abs(errors).max()))
    if landscape.source == "hinge" and not sure.any() and (np.diff(path[:, 0]) < 0).any():
        return "perhaps"
    quadratic = (
        landscape.n == 1 or landscape.family or landscape.source.startswith(("bowl", "hubble", "least", "house"))
    )
    if quadratic:
        visible = crossing & (size > 16 * EPS * (np.abs(path).max() + np.abs(goal).max()))
        return "yes" if sure.any() else "perhaps" if visible.any() else "no"
    slopes = landscape.slope_at(path.T).T @ columns[:, keep]
    alike = np.abs(slopes - values[keep] * along) <= 0.5 * np.abs(values[keep] * along)
    large = size > 1e-2 * np.linalg.norm(errors[:-1], axis=1, keepdims=True)
    if (sure & large & alike[:-1] & alike[1:]).any():
        return "yes"
    return "perhaps" if crossing.any() or turns_back(landscape, path) else "no"


def rounding_of(landscape, path, goal, values):
    """What rounding can do to the error along each direction; more where the slope is found from values."""
    scale = np.abs(path).max() + np.abs(goal).max()
    noise = 4 * EPS * scale * np.sqrt(values[-1] / values)
    if landscape.numerical:
        h = 6e-6 * np.maximum(1, np.abs(path).max())
        noise = noise + 2 * EPS * np.abs(landscape.at(path.T)).max() / h / values + (h if landscape.corner else 0)
    return noise


def turns_back(landscape, path):
    """Whether the loss rises, or steps turn around along a main direction of the curvature where the run ended."""
    steps = np.diff(path, axis=0) @ np.linalg.eigh(landscape.hessian(path[-1]))[1]
    turns = (steps[:-1] * steps[1:] < 0) & (
        np.minimum(abs(steps[:-1]), abs(steps[1:])) > 1e-3 * abs(steps).max(axis=0)
    )
    return bool(turns.any() or (np.diff(landscape.at(path.T)) > 0).any())
