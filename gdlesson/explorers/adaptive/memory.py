"""What an optimizer remembers, in the form in which it goes into the step, for each point of a run."""

import numpy as np

from gdlesson.explorers.adaptive.run import has_correction, settings_of

PARTS = ["slope", "mean", "size", "step"]


def remembered(run):
    """Return slope, mean of slopes, size of slopes and step at each point of a run in the plane.

    Parameters
    ----------
    run : Adaptation
        A run of a function of points (x, y).

    Returns
    -------
    dict of str to array of shape (n + 1, 2)
        Mean and size are divided by their bias corrections, if the rule does that; nan if the rule has none.
    """
    for_mean, for_size = corrections(run)
    parts = run.slopes, run.mean, run.size, run.steps
    factors = 1.0, for_mean, for_size, 1.0
    none = np.full(run.path.shape, np.nan)
    with np.errstate(all="ignore"):
        return {
            name: none if part is None else np.broadcast_to(part.T, none.T.shape).T * factor
            for name, part, factor in zip(PARTS, parts, factors, strict=True)
        }


def corrections(run):
    """Return the factors of m and √v, of shape (n + 1, 1) or numbers, that make up for their beginning at 0."""
    settings = settings_of(run.rule) | run.settings
    if not (run.corrected and has_correction(run.rule, run.settings)):
        return 1.0, 1.0
    t = np.arange(1, len(run.path) + 1)[:, None]
    weights = [settings.get(name, 0.0) for name in ("beta_1", "beta_2")]
    missing = [1 - np.power(weight, t, dtype=float) for weight in weights]
    return 1 / missing[0], 1 / np.sqrt(missing[1]) if "v" in run.memories else 1.0


def window(run, parts, coordinate, count):
    """Return the last `count` values of each part along a coordinate, up to the current point."""
    first = max(0, run.at + 1 - count)
    return {name: part[first : run.at + 1, coordinate] for name, part in parts.items()}


def ratio(parts):
    """Return what a rule divides by √v, "m" or "g", and the ratio at the last point, which is nan without √v."""
    above = "g" if np.isnan(parts["mean"][-1]) else "m"
    with np.errstate(all="ignore"):
        return above, float(parts["slope" if above == "g" else "mean"][-1] / parts["size"][-1])


def scale_of(vectors, reach, usual=0.0):
    """Return the one scale at which the vectors of a run are drawn: a round number, so that lengths compare.

    Parameters
    ----------
    vectors : array of shape (n, 2)
        Those of the run.
    reach : float
        The length at which a vector is cut short; at this scale 19 of 20 are shorter.
    usual : float
        A length that fits, and sets the scale while most vectors are at most twice as long: so runs compare, too.

    Returns
    -------
    float
        1, 2 or 5 times a power of ten; 1 if there is nothing to draw.
    """
    with np.errstate(all="ignore"):
        lengths = np.hypot(*vectors.T)
    lengths = lengths[np.isfinite(lengths) & (lengths < 1e100)]
    longest = float(np.quantile(lengths, 0.95)) if lengths.size else 0.0
    longest = usual if longest <= 2 * usual else longest
    return round_down(reach / longest) if longest > 1e-100 else 1.0


def round_down(value):
    """Return the largest 1, 2 or 5 times a power of ten that is at most this value."""
    power = 10.0 ** np.floor(np.log10(value))
    return power * max(part for part in (1, 2, 5) if part * power <= value * (1 + 1e-9))
