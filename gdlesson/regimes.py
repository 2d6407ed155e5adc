"""What happened in a run: its regime, judged by loss and distance first, and by its steps last.

On a quadratic with curvature L, each step of plain descent multiplies the distance to the minimum by
1 − learning_rate·L: between 1 and 0 the run is steady, or slow where the steps allowed do not suffice; below 0 it
overshoots, at −1 it bounces forever, and below −1 it diverges. Elsewhere the run itself has to tell.
"""

from typing import NamedTuple

import numpy as np

from gdlesson.arrays import goes_on_falling, grows, highest, resting, sign_changes, swing, turns_back, vanishes
from gdlesson.calculus import (
    DIGITS,
    RADII,
    bowl_step,
    curvature,
    length,
    look_around,
    main_curvatures,
    minimum_near,
    slope_is_trusted,
)
from gdlesson.checks import or_nan


class Regime(NamedTuple):
    """How a regime is called and shown, everywhere: in verdicts, on buttons and maps, in exercises."""

    word: str
    color: str
    pattern: str  # one of those in live/tiles.py
    marker: str


REGIMES = {
    "slow": Regime("slow", "#E4E4E4", "--", "<"),
    "steady": Regime("steady", "#9CCBEB", "", "o"),
    "overshooting": Regime("overshoots", "#F5DE9B", "..", "s"),
    "bouncing": Regime("bounces", "#CBA6CC", "++", "D"),
    "diverging": Regime("diverges", "#EDAF85", "//", "^"),
    "still": Regime("does not move", "#FFFFFF", "|", "P"),
}
ZIGZAGS = REGIMES["overshooting"]._replace(word="zigzags", pattern="^")  # it overshoots again and again
LOOKS = {each.word: each for each in (*REGIMES.values(), ZIGZAGS)}  # by the words that learners read

FLAT = 1e-8  # a slope below this is next to nothing
ROUNDING = 1e-12  # moves below this fraction of the farthest point are rounding errors
WINDOW = 20  # the last turns, by which a swing is judged
ABOVE = 0.01  # a loss is well above the first one where it is higher by this fraction of its height
LONGEST = 1500  # steps by which a doubtful run is continued, at most


def judge(f, path, losses, ahead, stop, plain, tolerance, further=None):
    """Return the regime of a run, a key of `REGIMES`.

    Parameters
    ----------
    f : Function
        What was minimized.
    path : array of shape (n_points,) or (n_points, n)
        The points visited.
    losses : array of shape (n_points,)
        The loss at each of them.
    ahead : float or array of shape (n,)
        Where the next step would have led: it tells where a short path is heading.
    stop : str
        Why the run stopped.
    plain : bool
        Whether it was plain gradient descent with a constant learning rate.
    tolerance : float
        A run within 200 tolerances of a minimum has arrived there.
    further : callable
        Returns the points that would come next, and their losses; asked where a run is undecided at its cap.
    """
    if stop == "diverged":
        return "diverging"
    if not np.diff(path, axis=0).any():
        return "still"
    if stop != "max_iterations" and ends_above(f, losses) and not is_minimum(f, end(path)):
        return "diverging"  # it exploded, then froze
    if plain and path.ndim == 1:
        found = by_steps(path, losses, ahead, stop)
    elif stop == "max_iterations":
        found = by_losses(f, path, losses, further)
    else:
        found = "overshooting" if flips(f, path).any() else "steady"
    if found == "bouncing" and f.numerical and abs(losses[-1] - losses[-2]) <= DIGITS * abs(losses[-1]):
        return "overshooting"  # on the spot: it is only the last digits of the losses that make it move
    if found == "steady" and stop == "max_iterations":
        if not is_trusted(f, path):
            return "slow"
        settled = plain and not still_moves(path, ahead)
        return "steady" if settled or is_near(f, end(path), plain, 200 * tolerance) else "slow"
    return found


def by_steps(path, losses, ahead, stop):
    """Return the regime of plain descent on a curve, where every step is a multiple of the slope."""
    moves, lengths = real_moves(np.append(np.diff(path), ahead - path[-1])[:, None], path)
    turns = np.sum(moves[1:] * moves[:-1], axis=1) < 0
    lately = turns[-WINDOW:]
    if not turns.any():
        return "diverging" if runs_away(path, lengths) else "steady"
    if stop != "max_iterations" or not lately.any():
        return "overshooting"
    grows, shrinks = swing(lengths[-WINDOW:], lately)
    if grows:
        return "diverging" if losses[-1] > losses[0] else "bouncing"
    return "overshooting" if shrinks else "bouncing"


def real_moves(steps, path):
    """Return the steps that are more than rounding errors, as rows, and their lengths."""
    lengths = np.linalg.norm(steps, axis=1)
    real = lengths > ROUNDING * np.max(np.abs(path))
    return steps[real], lengths[real]


def runs_away(path, lengths):
    """Tell whether the run goes one way with ever longer steps, far beyond where it began."""
    far = np.linalg.norm(path[-1] - path[0]) > 1000 * (1 + np.linalg.norm(path[0]))
    return bool(far and len(lengths) > 2 and (lengths[-3:-1] < lengths[-2:]).all())


def by_losses(f, path, losses, further):
    """Return the regime of a run with a memory, a schedule or more dimensions that met its cap.

    One that turned lately, or ends above its first loss, is continued for a while, and for longer where that does
    not bring it to rest.
    """
    above, turns = ends_above(f, losses), flips(f, path)
    if above and not still_moves(path, 2 * path[-1] - path[-2]):
        return "diverging"
    third = -(-len(losses) // 3)
    if not above and not turns[-third:].any():
        return "overshooting" if turns.any() else "steady"
    steps = max(60, 3 * len(path))
    for more in (steps, 3 * steps):
        points, later = further(more)
        if not np.isfinite(later).all():
            return "diverging"
        if len(later) < 6:  # the schedule ends with the run, so the run itself has to do
            points, later = np.array([*path, *points]), np.append(losses, later)
        found, surely = outlook(f, losses, points, later, above)
        if surely:
            break
    return found if turns.any() or found != "overshooting" else "steady"


def outlook(f, losses, points, later, above):
    """Return the regime of a run with these losses, judged by what comes later, and whether that decides it.

    The highest losses of three and of six stretches tell whether it comes nearer, moves away, or does neither.
    """
    goal, lowest = goal_of(f, end(points[[later.argmin()]]))[0], floor(f, losses)
    least = 1e-14 * abs(later).max()
    bottom = lowest if goal is None else f(goal)
    tops, height = highest(later, 6) - bottom, losses.max() - bottom
    if grows(tops, (1.05 if above else 4) * height):
        return "diverging", False
    rests, fall = resting(points, later)
    nearer = vanishes(highest(later, 3) - bottom - least) or tops.max() <= ROUNDING * height
    rests = rests or goal is not None and nearer
    high = above and ends_above(f, np.array([losses[0], later.min(), later[-1]]))
    if rests or high and fall <= 0.1:  # it may have exploded, and stay where it is
        return "diverging" if high and not is_minimum(f, end(points)) else "overshooting", True
    if not goes_on_falling(tops - least, least, goal is None):
        return "bouncing", False
    far = above and later.min() - lowest > max(10 * (losses[0] - lowest), 0.1 * (losses[-1] - lowest))
    return "overshooting" if not far else "diverging" if fall <= 0.5 else "bouncing", not above


def floor(f, losses):
    """Return the lowest loss that is known: at a minimum of f, or on the way."""
    known = [] if f.known_minima is None else [f(x) for x in f.known_minima]
    return min(losses.min(), *known) if known else losses.min()


def ends_above(f, losses):
    """Tell whether a run ends with a loss well above its first one."""
    rise = losses[-1] - losses[0]
    height = losses[0] - floor(f, losses) if f.known_minima is not None else abs(losses[0])
    return bool(rise > 0 and rise > ABOVE * height + 1e-9 * abs(losses[0]))


def still_moves(path, ahead):
    """Tell whether the next step is more than a rounding error."""
    return bool(length(ahead - path[-1]) > ROUNDING * np.max(np.abs(path)))


def flips(f, path):
    """Tell for each step whether it passes the minimum along one of the main directions.

    The main directions are those of the curvature at the minimum. Where none can be found from the end of the run,
    the components of the steps have to do, and in more dimensions these must turn three times.
    """
    points, noise = path.reshape(len(path), -1), ROUNDING * np.max(np.abs(path))
    goal, directions = goal_of(f, end(path))
    if goal is None:
        turned = sign_changes(np.diff(points, axis=0) @ directions, noise).any(axis=1)
        return np.append(turned & (turned.sum() > (0 if path.ndim == 1 else 2)), False)
    off = bowl_step(f, goal, *main_curvatures(f, goal))
    noise += 0.0 if off is None else 100 * length(off)
    passes = sign_changes((points - np.reshape(goal, -1)) @ directions, noise).any(axis=1)
    return passes | turns_back(points, noise)


def goal_of(f, x):
    """Return the minimum that a run is heading for, None where nobody can tell, and the main directions there."""
    known = [] if f.known_minima is None else [m for m in f.known_minima if np.shape(m) == np.shape(x)]
    near = min(known, key=lambda m: length(m - x), default=x)
    found = minimum_near(f, near)
    goal = found if found is not None else near if known else None
    return goal, main_curvatures(f, near if goal is None else goal)[1]


def is_near(f, x, plain, bound):
    """Tell whether a minimum is within such a bound of x; of a plain run on a curve, slope and curvature tell."""
    if plain and np.ndim(x) == 0:
        bend = curvature(f, x)
        return bool(bend > 0 and abs(f.gradient(x)) <= bound * bend)
    return distance_left(f, x) <= bound


def is_minimum(f, x):
    """Tell whether a run that ends at x has arrived at a minimum, or very near to one."""
    return distance_left(f, x) < 0.01 * max(1.0, length(x))


def arrived(f, path, tolerance):
    """Tell whether a run ends at a minimum: within 200 tolerances, with a hundredth of the way left at most.

    Where the slope is found numerically, it must be right along the way, and the losses must tell places apart.
    """
    left = distance_left(f, end(path))
    near = left <= 200 * tolerance and left <= tolerance + 0.01 * length(path[-1] - path[0])
    if not (near and f.numerical):
        return bool(near)
    return is_trusted(f, path) and resolution(f, end(path)) <= max(200 * tolerance, 1e-6)


def is_trusted(f, path, places=5):
    """Tell whether the slope can be trusted at some points of a path, the first and the last among them."""
    if not f.numerical:
        return True
    some = path[np.unique(np.linspace(0, len(path) - 1, places).astype(int))]
    # At a corner such as that of |x|, no slope can be trusted, but the losses show a minimum.
    return all(slope_is_trusted(f, x) or look_around(f, x)[0] == "minimum" for x in map(end, some[:, None]))


def end(path):
    """Return the last point of a path as a float or a vector."""
    return path[-1] if path.ndim > 1 else float(path[-1])


def resolution(f, x):
    """Return how far to go from x, along any axis, until the loss differs by more than its last digits.

    A loss of exactly 0 has digits to spare: around it, nothing hides in them.
    """
    here, scale = f(x), max(1.0, float(np.max(np.abs(x))))
    axes = [1.0] if np.ndim(x) == 0 else np.eye(len(x))

    def differs(side):
        loss = or_nan(f, x + side)
        return abs(loss - here) > DIGITS * max(abs(here), abs(loss))

    seen = [next((r for r in RADII * scale if differs(r * axis) or differs(-r * axis)), np.inf) for axis in axes]
    return float(max(seen)) if here else 0.0


def distance_left(f, x):
    """Return about how far the nearest minimum is from x; inf where none can be seen."""
    minimum = minimum_near(f, x)
    if minimum is not None:
        return length(minimum - x)
    left = look_around(f, x)[1]
    if 0 < left < np.inf and np.ndim(x) and f.known_minima is not None:  # a valley may go on, beside all rays
        return float(min(length(m - x) for m in f.known_minima))
    return left
