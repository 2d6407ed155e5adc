"""An exercise of lesson 20: examples split into three sets, of which none knows another."""

import numpy as np

from gdlesson.exercises.answers import read_numbers
from gdlesson.exercises.attempt import attempt
from gdlesson.exercises.feedback import exercise
from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind
from gdlesson.words import count

SETS = ("training", "validation", "test")
SHARES = (0.6, 0.2, 0.2)
CASES = [10, 50, 100, 23, 512]
SEEDS = range(4)
TODO = "End it with  return training, validation, test."


@exercise("my_split(n, rng)")
def check_split(my_split):
    """Check a function that splits examples into sets for training, validation and the test (lesson 20).

    Parameters
    ----------
    my_split : callable
        my_split(n, rng) returns three rows of whole numbers: of the rows 0 to n − 1 it puts 60 % into the first
        set, 20 % into the second, and the others into the third, each once, at random, drawn with rng. Where n
        does not come out even, a set may be one row larger or smaller.

    Returns
    -------
    Feedback
        Correct, or the mistake in words.

    Examples
    --------
    >>> check_split(lambda n, rng: (range(6 * n // 10), range(6 * n // 10, 8 * n // 10), range(8 * n // 10, n)))
    ✗ Not yet: the training set always has the first rows, 0, 1, 2, … Data often come in some
    order, so shuffle before you cut: rng.permutation(n).
    """
    for n in CASES:
        sets = one_split(my_split, n, np.random.default_rng(0))
        check_range(sets, n)
        check_disjoint(sets, n)
        check_complete(sets, n)
        check_shares(sets, n)
    check_chance(my_split)
    sizes = ", ".join(map(str, map(len, sets)))
    return f"each of the n rows is in one set only, drawn at random. For n = {n} the sets have {sizes} rows."


def one_split(my_split, n, rng):
    """Return the three sets that a learner's function makes, lists of whole numbers."""
    where = f"for n = {n}"

    def made():
        return my_split(n, rng)

    answer = attempt(made, (), where, "my_split", TODO, my_split)
    if not isinstance(answer, (list, tuple, np.ndarray)) or length(answer) != 3:
        seen = f"{where}, my_split should return three sets of rows, but it returns {kind(answer)}."
        if isinstance(answer, (list, tuple)) and len(answer) == 2:
            seen = f"{where}, my_split returns two things, but there should be three sets."
        raise NotYet(seen, TODO)
    return [whole_numbers(rows, name, where) for rows, name in zip(answer, SETS, strict=True)]


def length(answer):
    """Return how many things are in a list, a tuple or an array; in an array of no axes there are none."""
    return 0 if isinstance(answer, np.ndarray) and not answer.ndim else len(answer)


def whole_numbers(rows, name, where):
    """Return the rows of a set as a list of whole numbers, or say what they are."""
    complaint = f"{where}, the {name} set should be a row of whole numbers, but it is"
    rows = list(rows) if isinstance(rows, (range, set)) else rows
    values = np.asarray(read_numbers(rows, complaint))
    if values.ndim != 1:
        advice = "Cut it out of all rows with order[begin:end]." if values.ndim == 0 else ""
        raise NotYet(f"{complaint} {kind(rows)}.", advice)
    made_of = np.asarray(rows).dtype.kind if len(values) else "i"
    if made_of == "b":
        raise NotYet(f"{complaint} a row of True and False.", "Give the numbers of the rows: np.flatnonzero.")
    if made_of == "f":
        raise NotYet(f"{complaint} made of floats.", "Whole numbers can take rows out of the data: x[rows].")
    return values.astype(int).tolist()


def check_range(sets, n):
    """Raise `NotYet` if there is a row that the data don't have."""
    odd = [row for rows in sets for row in rows if not 0 <= row < n]
    if odd:
        advice = "Begin at 0." if odd == [n] else ""
        raise NotYet(f"for n = {n}, there is a row {odd[0]}, but they are counted from 0 to {n - 1}.", advice)


def check_disjoint(sets, n):
    """Raise `NotYet` if a row is in a set twice, or in two sets."""
    for name, rows in zip(SETS, sets, strict=True):
        if len(set(rows)) < len(rows):
            twice = next(row for row in rows if rows.count(row) > 1)
            seen = f"for n = {n}, the row {twice} is in the {name} set {rows.count(twice)} times."
            raise NotYet(seen, "Draw each only once: shuffle all of them, rng.permutation(n), then cut.")
    for first, second in [(0, 1), (0, 2), (1, 2)]:
        both = len(set(sets[first]) & set(sets[second]))
        if both:
            are = f"{count(both, 'row')} {'is' if both == 1 else 'are'}"
            seen = f"for n = {n}, {are} in the {SETS[first]} set and in the {SETS[second]} set."
            raise NotYet(seen, leak(sets, first, second, n))


def leak(sets, first, second, n):
    """Return why two sets may have rows in common."""
    if set(sets[first]) == set(sets[second]):
        return "They are the same set. Let the second begin where the first one ends."
    if len(sets[first]) == n:
        return "The first one has all rows. Cut it off: order[:begin]."
    if sum(map(len, sets)) == n + 1:
        return "In Python order[a:b] ends before b, so the next slice begins at b."
    return "Shuffle once, and cut that one order into three parts: the next begins where the one before ends."


def check_complete(sets, n):
    """Raise `NotYet` if rows are in no set."""
    lost = n - sum(map(len, sets))
    if not lost:
        return
    seen = f"for n = {n}, {count(lost, 'row')} {'is' if lost == 1 else 'are'} in no set."
    empty = [name for name, rows in zip(SETS, sets, strict=True) if not rows]
    if empty:
        raise NotYet(seen, f"The {empty[0]} set is empty.")
    raise NotYet(seen, "Let the next set begin where the one before ends, and the last one go to the end.")


def check_shares(sets, n):
    """Raise `NotYet` if the sets are not as large as they should be."""
    made = [len(rows) for rows in sets]
    off = [abs(size - share * n) for size, share in zip(made, SHARES, strict=True)]
    if max(off) < (1.5 if n % 10 else 0.5):
        return
    wanted = [round(share * n) for share in SHARES]
    wanted[2] = n - wanted[0] - wanted[1]
    sizes, right = (", ".join(map(str, each)) for each in (made, wanted))
    order = made != wanted and sorted(made) == sorted(wanted)
    words = "They come in this order: training, validation, test." if order else ""
    raise NotYet(f"for n = {n}, the sets have {sizes} rows, and should have {right}.", words)


def check_chance(my_split):
    """Raise `NotYet` if the sets are not drawn at random, with rng and nothing else."""
    n = 100
    firsts, again = (
        [[frozenset(rows) for rows in one_split(my_split, n, np.random.default_rng(seed))] for seed in SEEDS]
        for _ in range(2)
    )
    training = [sets[0] for sets in firsts]
    shuffle = "Data often come in some order, so shuffle before you cut: rng.permutation(n)."
    if all(rows == frozenset(range(len(rows))) for rows in training):
        raise NotYet("the training set always has the first rows, 0, 1, 2, …", shuffle)
    if firsts != again:
        raise NotYet("an rng with the same seed gives other sets.", "Draw with the rng that is given, only.")
    if len({*training}) == 1:
        seen = "whatever rng is, the training set has the same rows."
        raise NotYet(seen, "Draw with the rng that is given: rng.permutation(n).")
    mixed = {name: [sets[k] for sets in firsts] for k, name in enumerate(SETS)}
    still = [name for name, sets in mixed.items() if len({*sets}) == 1]
    if still:
        raise NotYet(f"whatever rng is, the {still[0]} set has the same rows.", shuffle)
    if any(all(map(neighbors, sets)) for sets in mixed.values()):
        raise NotYet("a set has only rows that are neighbors.", shuffle)


def neighbors(rows):
    """Tell whether rows follow one another without a gap."""
    return max(rows) - min(rows) == len(rows) - 1
