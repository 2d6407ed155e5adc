"""A race in words: a sentence on who is first or ahead, and below it a table of all racers."""

import numpy as np

from gdlesson.table import table
from gdlesson.words import count, number


def race_verdict(run):
    r"""Return in words who is first in a `Race`, and below it a table of all racers.

    Examples
    --------
    >>> from gdlesson import bowl, race
    >>> words = race_verdict(race(bowl(30), ["momentum", "gradient_descent"], starts=(3, 2), budget=100))
    >>> words.split("\n")[0]
    'gradient_descent is first: 100 gradients at its best rate end 4.2e-05 above the lowest loss.'
    """
    if not run.bounded:
        return unranked(run)
    order, tuned = run.order, all(racer.rate == racer.best for racer in run.racers)
    finals = [racer.final for racer in order]
    among = f" (median of {run.many} starts)" if run.many > 1 else ""
    header = ["rank", "optimizer", "loss left", "best rate" if tuned else "rate", "good rates", "width"]
    rows = []
    for racer, cells in zip(order, placed(run, order, finals), strict=True):
        cells[-1] = cells[-1] if racer.improves or not tuned else "none"
        rows.append([*cells, *good_cells(racer)])
    if run.many > 1:
        header, wins = [*header, "wins"], run.firsts()
        rows = [[*row, wins[racer.name]] for row, racer in zip(rows, order, strict=True)]
    words = first_words(run, order, finals) if any(racer.improves for racer in order) else nobody_words(run)
    return f"{words}{among}.\n{table(header, rows)}"


def unranked(run):
    """Return in words why nobody can be ranked on a landscape without a lowest loss."""
    return (
        f"No ranking: {run.function.name} has no known minimum, and a run falls far below all losses in the view. "
        "A race needs a lowest loss. If there is one, name where: Function(…, minima=[…])."
    )


def nobody_words(run):
    """Return in words that no racer gets lower with any of the rates that were tried, and why."""
    if run.racers[0].first <= run.floor:
        return "Nobody can get lower: the starts are at the lowest loss"
    large = (
        "All rates tried are too large: none" if all(racer.overshoots for racer in run.racers) else "No rate tried"
    )
    return f"{large} lowers the loss within {count(run.budget, 'gradient')}"


def first_words(run, order, finals):
    """Return in words who is first, and how close these racers get to the lowest loss."""
    first = [racer for racer, final in zip(order, finals, strict=True) if final == finals[0]]
    who, one = names_of(first), len(first) == 1
    used = f"{count(run.budget, 'gradient')} at {rate_words(run, first)}"
    if not np.isfinite(finals[0]):
        return f"{who} {'runs' if one else 'run'} away within {used}"
    ends = "ends" if run.budget == 1 else "end"
    return f"{who} {'is' if one else 'are'} first: {used} {ends} {left(run, finals[0])} above the lowest loss"


def rate_words(run, racers):
    """Return in words at which multiple of their best rates racers run, which is always a rate that was tried."""
    its = "its best rate" if len(racers) == 1 else "their best rates"
    if run.factor == 1:
        return its
    edges = [at_edge(racer) for racer in racers]
    if all(edges):
        return "the edge of the rates tried"
    if any(edges) or not all(racer.improves for racer in racers):
        return "the rate in the table" if len(racers) == 1 else "the rates in the table"
    wanted, (ran, *others) = number(run.factor, 3), {number(racer.rate / racer.best, 3) for racer in racers}
    if others:
        return f"the rates tried that are nearest to {wanted} × {its}"
    near = "" if ran == wanted else f" (of the rates tried, the nearest to {wanted} ×)"
    return f"{its if ran == '1' else f'{ran} × {its}'}{near}"


def step_words(run, step):
    """Return in words who is ahead after `step` steps from the start that is shown, and below it a table."""
    if not run.bounded:
        return unranked(run)
    losses = [float(run.left(racer.losses[step])) for racer in run.racers]
    pairs = sorted(zip(losses, run.racers, strict=True), key=lambda pair: pair[0])
    losses, order = zip(*pairs, strict=True)
    ahead = [racer for loss, racer in pairs if loss == pairs[0][0]]
    several, start = run.many > 1, f"start {run.shown + 1}"
    after = f"After {step} of {count(run.budget, 'gradient')}{f' from {start}' if several else ''}"
    if step == 0:
        words = f"{f'From {start}, all' if several else 'All'} begin {left(run, losses[0])} above the lowest loss"
    elif not np.isfinite(losses[0]):
        words = f"{after}, all have run away"
    else:
        is_ahead = "is ahead" if len(ahead) == 1 else "are ahead"
        words = f"{after}, {names_of(ahead)} {is_ahead}, {left(run, losses[0])} above the lowest loss"
    return f"{words}.\n{table(['rank', 'optimizer', 'loss left', 'rate'], placed(run, order, losses))}"


def names_of(racers):
    """Return in words who these racers are, or how many if there are more than two."""
    return " and ".join(racer.name for racer in racers) if len(racers) < 3 else f"{len(racers)} racers"


def placed(run, order, losses):
    """Return for each of the racers its place, its name, what is left of its loss, and its rate."""
    return [
        [1 + losses.index(loss), racer.name, left(run, loss), short(racer.rate) + " (edge)" * at_edge(racer)]
        for racer, loss in zip(order, losses, strict=True)
    ]


def at_edge(racer):
    """Return whether a racer runs at the smallest or the largest rate tried: a better one may lie beyond."""
    return bool(racer.rate in racer.rates[[0, -1]])


def left(run, loss):
    """Return in words how far a loss is above the lowest."""
    if not np.isfinite(loss):
        return "runs away"
    return f"at most {number(run.floor, 2)}" if loss <= run.floor else short(loss)


def good_cells(racer):
    """Return for which rates a racer does well, and how wide this interval is at least."""
    if racer.good is None:
        return "none", ""
    low, high = map(short, racer.good)
    wide = number(racer.width, 2) if racer.width < 2 else f"{racer.width:.0f}"
    return f"{low} to {high}", f"{'at least ' * racer.cut}×{wide}"


def short(x):
    """Return a number above 0 with two digits, or as a whole number: "0.056", "100"."""
    return f"{x:.0f}" if 10 <= x < 1e5 else number(x, 2)
