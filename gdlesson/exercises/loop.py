"""Exercises of lesson 3: a learning rate found, and the whole loop written."""

from dataclasses import replace

import numpy as np

from gdlesson.exercises.answers import a_number, a_run
from gdlesson.exercises.attempt import given
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.mistakes.descent import ENOUGH, EXAMPLE, MISTAKES, OTHER, loop
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.tasks import Task, ask, judge
from gdlesson.exercises.timelimit import TimeLimitError
from gdlesson.exercises.wording import kind, listed, numbers_of, two_apart
from gdlesson.functions import polynomial, quadratic
from gdlesson.verdicts import verdict
from gdlesson.words import apart, count, number

QUICK = 20  # steps, fewer than which are asked for


@exercise
def check_rate(my_rate):
    """Check a learning rate that should bring the running example to its end quickly (lesson 3).

    Parameters
    ----------
    my_rate : float
        Right if the run on 3x² − 2x − 3 from 8 stops by tolerance after fewer than 20 steps, and never jumps over
        the minimum.

    Returns
    -------
    Feedback
        Correct, or what the run did instead.

    Examples
    --------
    >>> check_rate(0.05)
    ✗ Not yet: with 0.05 it takes 35 steps, but it should take fewer than 20. Take a larger
    learning rate.
    """
    rate = a_number(my_rate, "my_rate")
    run = a_run(EXAMPLE, 8, rate)
    jumps = bool(np.any(np.array(run.path) < 1 / 3 - 1e-12))
    if run.success and not jumps and run.nit < QUICK:
        return verdict(run)
    if jumps or run.stop == "diverged":
        after = apart(8 - rate * EXAMPLE.gradient(8), 1 / 3)
        what = f"it jumps over the minimum, from 8 to {after}"
        what += {"bouncing": ", and bounces forever", "diverging": ", and diverges"}.get(run.regime, "")
    elif run.success:
        what = f"it takes {count(run.nit, 'step')}, but it should take fewer than {QUICK}"
    else:
        at = f"it {'is' if run.nit else 'stops'} at {number(run.x)}"
        what = f"it does not arrive: after {count(run.nit, 'step')} {at}"
    larger = "smaller" if jumps or run.stop == "diverged" else "larger"
    raise NotYet(f"with {apart(rate, 1 / 6)} {what}.", f"Take a {larger} learning rate.")


def random_runs(rng, n):
    """Yield runs on random parabolas, from both sides, with rates on both sides of 1/L."""
    for side, pace in zip(rng.choice([-1, 1], n), rng.uniform(0.3, 1.6, n), strict=True):
        a = [*rng.uniform(-4, 4, 2).round(1).tolist(), round(rng.uniform(0.3, 3), 1)]
        start = -a[1] / (2 * a[2]) + side * rng.uniform(2, 9)
        yield quadratic(a), round(float(start), 1), round(float(pace / (2 * a[2])), 3), 1e-5, 100


def limited_slope(f):
    """Return the slope of f as a function that ends a run which calls it more often than any cap allows."""
    calls = iter(range(ENOUGH))

    def gradient(x):
        if next(calls, None) is None:
            raise TimeLimitError(f"does not come to an end: it has taken more than {ENOUGH:,} steps")
        return f.gradient(x)

    return given("gradient", gradient)


def case_in_words(f, x, learning_rate, tolerance, cap):
    """Return a case in words."""
    slope = polynomial([f.gradient(0), f.gradient(1) - f.gradient(0), 0])
    settings = f"learning_rate = {number(learning_rate)}, tolerance = {number(tolerance)}"
    return f"for the gradient {slope}, x = {number(x)}, {settings} and max_iterations = {cap}"


def show_paths(one, other):
    """Describe two paths, with enough digits to look different."""
    if not np.size(one) or not np.size(other):
        return tuple(listed(path, 3, "point") if np.size(path) else "an empty path" for path in (one, other))
    return two_apart(one, other, 3, "point")


def first_difference(function, answers, truths):
    """Say where the first wrong path leaves the right one."""
    for answer, truth in zip(answers, truths, strict=True):
        shared = min(len(answer), len(truth))
        close = np.isclose(answer[:shared], truth[:shared], rtol=1e-9, atol=1e-12, equal_nan=True)
        if not close.all():
            k = int(np.argmin(close))
            mine, right = two_apart(answer[k], truth[k])
            return f"After {count(k, 'step')} it is at {mine}, and should be at {right}."
        if len(answer) != len(truth):
            more = f"too {'many' if len(answer) > len(truth) else 'few'}"
            steps = count(abs(len(answer) - len(truth)), "step")
            return f"Everything is right but the end: it takes {steps} {more}."
    return ""


def read_descent(answer, reasons):
    """Return the path that a learner's function returned; put the reason that came with it among the reasons."""
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    if pair and isinstance(answer[0], str):
        raise NotYet("the reason comes first.", "The path comes first, then the reason: return path, reason.")
    if not pair or isinstance(answer, list) and not np.ndim(answer[0]):
        only = "only the path" if np.ndim(points(answer)) == 1 else kind(answer)
        raise NotYet(f"my_descent returns {only}.", "Return the path and the reason: return path, reason.")
    path = points(answer[0])
    if np.ndim(path) != 1:
        wrong = f"it has the shape {np.shape(path)}" if np.ndim(path) else f"it is {kind(answer[0])}"
        raise NotYet(f"the path should be a list with one number for each point, but {wrong}.")
    reasons.append(answer[1])
    return path


def points(path):
    """Return a path as an array of numbers, or 0 where it is none."""
    try:
        return numbers_of(path)
    except Exception:  # whatever it is, it is no path
        return 0.0


DESCENT = Task(
    head="my_descent(gradient, x, learning_rate, tolerance, max_iterations)",
    todo="Copy the loop from above, and end with two things: return path, reason.",
    truth=loop,
    mistakes=MISTAKES,
    cases=[
        (EXAMPLE, 8, 0.05, 1e-5, 500),
        (OTHER, 8, 0.05, 1e-5, 500),
        (EXAMPLE, -4, 0.05, 1e-5, 500),
        (EXAMPLE, 8, 0.25, 1e-5, 500),
        (EXAMPLE, 8, 0.05, 0.1, 500),
        (EXAMPLE, 8, 0.05, 1e-5, 5),
        *random_runs(np.random.default_rng(4), 6),
        (OTHER, -4, 0.1, 1e-5, 500),
        (EXAMPLE, 8, 1 / 3, 1e-5, 50),
        (EXAMPLE, 8, 0.05, 1e-9, 500),
        (EXAMPLE, 8, 0.4, 1e-5, 30),
        (OTHER, -4, 0.1, 0, 5),
        (EXAMPLE, 8.0, 0.05, 1e-5, 0),  # the last one: what only fails here is a detail
    ],
    where=case_in_words,
    hand=lambda f, *rest: (limited_slope(f), *rest),
    show=show_paths,
    otherwise=first_difference,
)


def right_reason(f, x, learning_rate, tolerance, cap):
    """Return why a run ends: one that the cap ends has taken all its steps."""
    return "max_iterations" if len(loop(f, x, learning_rate, tolerance, cap)) > cap else "tolerance"


def check_reasons(reasons):
    """Raise `NotYet` if a reason is not right."""
    wanted = [right_reason(*case) for case in DESCENT.cases[: len(reasons)]]
    other = {"tolerance": "max_iterations", "max_iterations": "tolerance"}
    for case, reason, right in zip(DESCENT.cases, reasons, wanted, strict=False):
        if isinstance(reason, str) and reason == right:
            continue
        came = f"{DESCENT.where(*case)}, the path is right, but the reason should be {right!r}, and yours is"
        if reason is None:
            raise NotYet(f"{came} None.", "Before each way out of the loop, say what the reason is.")
        if not isinstance(reason, str):
            raise NotYet(f"{came} {kind(reason)}.", "The reason is a text.")
        if reason in other:
            swapped = "The two are swapped." if reasons == [other[right] for right in wanted] else ""
            raise NotYet(f"{came} {reason!r}.", swapped)
        raise NotYet(f"{came} {kind(reason)}.", "Write it letter by letter as it stands here.")


@exercise(DESCENT.head)
def check_descent(my_descent):
    """Check the whole loop that a learner wrote (lesson 3).

    Parameters
    ----------
    my_descent : callable
        my_descent(gradient, x, learning_rate, tolerance, max_iterations) returns the path, start included, without
        the step that is shorter than the tolerance, and the reason, "tolerance" or "max_iterations".

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> def my_descent(gradient, x, learning_rate, tolerance, max_iterations):
    ...     path = [x]
    ...     for n in range(max_iterations):
    ...         x = x - learning_rate * gradient(x)
    ...         path.append(x)
    ...     return path, "max_iterations"
    >>> check_descent(my_descent)
    ✗ Not yet: for the gradient 6x − 2, x = 8, learning_rate = 0.05, tolerance = 1e-05 and
    max_iterations = 500, my_descent should return [8, 5.7, 4.09, …] (36 points), but it
    returns [8, 5.7, 4.09, …] (501 points). It does not look at the tolerance, and always goes
    on to the cap.
    """
    reasons = []
    task = replace(
        DESCENT,
        read=lambda answer, complaint: read_descent(answer, reasons),
        meanwhile=lambda: check_reasons(reasons),
    )
    judge(task, my_descent)
    check_reasons(reasons)
    path = ask(task, my_descent, EXAMPLE, 8, 0.001, 1e-5, 500)
    return (
        f"path and reason, in {count(len(DESCENT.cases), 'run')}. With the learning rate 0.001 yours is at "
        f"{number(path[-1])} after {count(len(path) - 1, 'step')}, and now it says why: {reasons[-1]!r}."
    )
