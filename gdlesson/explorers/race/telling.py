"""A race in words: a sentence on who is first or ahead, and below it a table of all racers."""

import numpy as np

from gdlesson.explorers.race.run import FLOOR, above
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
    order = run.order
    finals = [racer.final for racer in order]
    among = f" (median of {run.many} starts)" if run.many > 1 else ""
    header = ["rank", "optimizer", "loss left", "best rate" if run.factor == 1 else "rate", "good rates", "width"]
    rows = [[*place, *good_cells(racer)] for place, racer in zip(placed(order, finals), order, strict=True)]
    if run.many > 1:
        header, wins = [*header, "wins"], run.firsts()
        rows = [[*row, wins[racer.name]] for row, racer in zip(rows, order, strict=True)]
    return f"{first_words(run, order, finals)}{among}.\n{table(header, rows)}"


def first_words(run, order, finals):
    """Return in words who is first, and how close these racers get to the lowest loss."""
    first = [racer for racer, final in zip(order, finals, strict=True) if final == finals[0]]
    who, one = names_of(first), len(first) == 1
    at = "its best rate" if one else "their best rates"
    if run.factor != 1:
        clipped = any(racer.rate in racer.rates[[0, -1]] for racer in first)
        at = "the edge of the rates tried" if clipped else f"{number(run.factor, 3)} × {at}"
    used = f"{count(run.budget, 'gradient')} at {at}"
    if not np.isfinite(finals[0]):
        return f"{who} {'runs' if one else 'run'} away within {used}"
    ends = "ends" if run.budget == 1 else "end"
    return f"{who} {'is' if one else 'are'} first: {used} {ends} {left(finals[0])} above the lowest loss"


def step_words(run, step):
    """Return in words who is ahead after `step` steps from the start that is shown, and below it a table."""
    losses = [float(above(racer.losses[step], run.lowest)) for racer in run.racers]
    pairs = sorted(zip(losses, run.racers, strict=True), key=lambda pair: pair[0])
    losses, order = zip(*pairs, strict=True)
    ahead = [racer for loss, racer in pairs if loss == pairs[0][0]]
    after = f"after {step} of {count(run.budget, 'gradient')}"
    if step == 0:
        words = f"All begin {left(losses[0])} above the lowest loss"
    elif not np.isfinite(losses[0]):
        words = f"All have run away {after}"
    else:
        is_ahead = "is ahead" if len(ahead) == 1 else "are ahead"
        words = f"{names_of(ahead)} {is_ahead}, {left(losses[0])} above the lowest loss {after}"
    begin = f" from start {run.shown + 1}" if run.many > 1 else ""
    return f"{words}{begin}.\n{table(['rank', 'optimizer', 'loss left', 'rate'], placed(order, losses))}"


def names_of(racers):
    """Return in words who these racers are, or how many if there are more than two."""
    return " and ".join(racer.name for racer in racers) if len(racers) < 3 else f"{len(racers)} racers"


def placed(order, losses):
    """Return for each of the racers its place, its name, what is left of its loss, and its rate."""
    edges = [
        " (edge)" if racer.rate in racer.rates[[0, -1]] else "" for racer in order
    ]  # a better one may lie beyond
    return [
        [1 + losses.index(loss), racer.name, left(loss), short(racer.rate) + edge]
        for racer, loss, edge in zip(order, losses, edges, strict=True)
    ]


def left(loss):
    """Return in words how far a loss is above the lowest."""
    if not np.isfinite(loss):
        return "runs away"
    return f"at most {FLOOR:g}" if loss <= FLOOR else short(loss)


def good_cells(racer):
    """Return for which rates a racer does well, and how wide this interval is at least."""
    if racer.good is None:
        return "none", ""
    low, high = map(short, racer.good)
    return f"{low} to {high}", f"{'at least ' * racer.cut}×{racer.width:.0f}"


def short(x):
    """Return a number above 0 with two digits, or as a whole number: "0.056", "100"."""
    return f"{x:.0f}" if 10 <= x < 1e5 else number(x, 2)
