"""What every check of an exercise needs: its answer in words, and a safe way to try what a learner wrote.

A check is a function marked with `exercise`. It returns the words for a right answer, and raises `NotYet` with the
words for any other; whatever else goes wrong becomes words as well, so that a notebook always runs to its end.
"""

import contextlib
import functools
import inspect
import io
import math
import reprlib
import textwrap
import traceback
import warnings
from dataclasses import dataclass

import numpy as np

from gdlesson.checks import as_numbers
from gdlesson.exercises.timelimit import TimeLimitError, limited, one_budget
from gdlesson.verdicts import count, number

QUOTED = ("accuracy", "binary_crossentropy", "adam", "rmsprop", "adagrad")
# What an error of Keras means: a part of its text, and the meaning.
OF_KERAS = [
    ("compile() got an unexpected keyword argument 'metric'", "it is called metrics, and takes a list"),
    ("compile() got an unexpected keyword argument 'opti", "it is called optimizer"),
    ("compile() got an unexpected keyword argument 'l", "it belongs into the brackets of the optimizer"),
    ("fit() got an unexpected keyword argument 'batch", "it is called batch_size"),
    ("fit() got an unexpected keyword argument '", "it takes, among others, batch_size and epochs"),
    ("None is not a valid value", "are the labels y missing?"),
    ("recognized: {'lr'", "it is called learning_rate"),
    ("`learning_rate` should be float", "write a whole number with a point, as 2.0, and no number as a text"),
    ("`momentum` must be a float", "write it with a point, as 0.9 or 0.0"),
    *[(f"name '{name}'", "Keras wants the name as a text, in quotation marks") for name in QUOTED],
    *[(f"name '{name}'", "Keras wants it as a text, or as keras.optimizers.SGD()") for name in ("sgd", "SGD")],
    ("loss identifier", "there is no loss of that name; this lesson needs 'binary_crossentropy'"),
    ("metric identifier", "there is no metric of that name; this lesson needs 'accuracy'"),
    ("identifier: <class", "write brackets behind the class, as in keras.optimizers.SGD()"),
    ("optimizer identifier: binary_cross", "write loss= and optimizer= before the two"),
    ("optimizer identifier: momentum", "in Keras it is keras.optimizers.SGD(momentum=0.9)"),
    ("optimizer identifier: nesterov", "in Keras it is keras.optimizers.SGD(momentum=0.9, nesterov=True)"),
    ("optimizer identifier: gradient", "in Keras it is 'sgd', or keras.optimizers.SGD()"),
    ("optimizer identifier", "it takes a name such as 'sgd', or an object such as keras.optimizers.SGD()"),
    ("`metrics` argument to be a list", "write square brackets around it"),
    ("'dict' object is not callable", "take the list out with square brackets, as in .history['loss']"),
    ("'History' object", "the numbers are in the dict that it has as its .history"),
    ("'keras.optimizers' has no", "its classes begin with a capital, as keras.optimizers.SGD"),
]
# What an error of Python means, for somebody who meets it for the first time: a part of its text, and the meaning.
HINTS = [
    *OF_KERAS,
    ("RecursionError", "it calls itself again and again, without end"),
    ("SystemExit", "leave exit() out: it ends the whole program"),
    ("for ^", "to square x, write x**2"),
    ("bitwise_xor", "to square x, write x**2"),
    ("'function'", "call it with brackets, as in gradient(x)"),
    ("'list' object is not callable", "write square brackets, as in a[2]"),
    ("'numpy.ndarray' object is not callable", "write square brackets, as in actual[0]"),
    ("object is not callable", "between a number and a bracket, write *"),
    *[(f"name '{name}'", f"write np.{name}") for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "pi")],
    ("name 'math'", "write import math in a line above"),
    ("name 'tolerance'", "it is not given here; write the number itself, such as 1e-5"),
    ("'ellipsis'", "put something in place of the dots"),
    ("math domain error", "there is no such root or logarithm; it needs a value for every x"),
    ("NameError", "that name is spelt differently elsewhere, or its cell has not been run"),
    ("UnboundLocalError", "give that name a value before it is used"),
    ("ZeroDivisionError", "it divides by 0"),
    ("truth value of an array", "an if, or a max(), needs one number, and this is an array of several"),
    ("mismatch in its core dimension", "rows and columns do not fit; perhaps one of the two needs .T"),
    ("OverflowError", "the numbers grow beyond all bounds"),
]


@dataclass(frozen=True)
class Feedback:
    """What a check says: whether the answer is right, and in words why or why not. It shows as its words."""

    right: bool
    words: str

    def __repr__(self):
        return "\n".join(textwrap.fill(line, 90, break_on_hyphens=False) for line in self.words.split("\n"))


class NotYet(Exception):  # noqa: N818 (not an error, but an answer)
    """An answer is not right yet; the words say why."""


def exercise(check):
    """Make a check of a function that returns the words for a right answer and raises `NotYet` for any other."""

    @functools.wraps(check)
    def checked(*arguments, **named):
        try:
            with quiet(), one_budget():
                return Feedback(True, f"Right: {check(*arguments, **named)}")
        except NotYet as reason:
            return Feedback(False, f"not yet: {reason}")
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # what nobody has thought of is no reason to stop a lesson
            return Feedback(False, f"not yet: this could not be checked, because of {in_words(error)}")

    return checked


@contextlib.contextmanager
def quiet():
    """Let no warning of a learner's function show."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


class Printed(io.TextIOBase):
    """Swallows what is printed, and remembers whether anything was."""

    anything = False

    def write(self, text):
        """Take a text and forget it."""
        self.anything = True
        return len(text)


def attempt(function, arguments, where, name, todo, written=None):
    """Return what a function of the learner's returns; nothing printed, no longer than the limit.

    Parameters
    ----------
    function : callable
        The learner's function, or one of ours that calls it.
    arguments : tuple
        What it is given: copies, which are compared with the originals afterwards.
    where : str
        The case in words, such as "for x = 2".
    name, todo : str
        How the learner's function is called in words, and what to do where it returns nothing.
    written : callable, optional
        The learner's function, where `function` is one of ours.

    Raises
    ------
    NotYet
        It raises, does not end, returns nothing, or changes its arguments.
    """
    given, printed = tuple(map(copy, arguments)), Printed()
    try:
        with contextlib.redirect_stdout(printed):
            answer = limited(function, *given)
    except (NotYet, KeyboardInterrupt):
        raise
    except TimeLimitError as late:
        advice = "Does its loop have an end, and does it come nearer to it?"
        if "slow" in str(late):
            advice = "Leave out what takes time, such as sleep."
        raise NotYet(f"{where} {name} {late}, so it was stopped. {advice}") from None
    except BaseException as error:
        line = in_line(error, written or function)
        raise NotYet(f"{where} {name} stops with {in_words(error)}.{line}") from None
    for before, after in zip(arguments, given, strict=True):
        if isinstance(before, (list, np.ndarray)) and not same(before, after):
            was = f"afterwards {listed(before)} has become {listed(after)}"
            if np.ndim(before) > 1:
                was = f"afterwards {listed(before)} has other numbers"
            raise NotYet(f"{name} changes what it is given: {was}. Work with a new name instead.")
    if answer is not None and answer is not ...:
        return answer
    if printed.anything:
        raise NotYet(f"{name} prints, but it does not return anything. Write return in place of print.")
    raise NotYet(f"{name} returns nothing {where}. {todo}")


def copy(value):
    """Return a copy of a list or an array, and anything else as it is."""
    return value.copy() if isinstance(value, (list, np.ndarray)) else value


def in_words(error):
    """Return an error as "the error NameError (name 'y' is not defined): …", with its meaning if it is common."""
    try:
        text = reprlib.Repr(maxother=200).repr(error) if not str(error) else str(error)[:250]
        text = text.split(". Did you mean")[0]  # which only newer versions of Python say
    except Exception:  # an error whose text is an error
        text = "of which no more is known"
    kind = type(error).__name__
    meaning = next((f": {hint}" for sign, hint in HINTS if sign in f"{kind} {text}"), "")
    return f"the error {kind} ({text}){meaning}"


def in_line(error, function):
    """Return " It happens in the line …" where the line of the learner's is known and short, else ""."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    lines = [frame.line for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f" It happens in the line  {lines[-1]}" if lines and 0 < len(lines[-1] or "") <= 70 else ""


def a_function(value, name, arguments):
    """Check that a learner has given a function of these arguments, and return it."""
    wanted = f"{name}({', '.join(arguments)})"
    if value is None or value is ...:
        raise NotYet(f"write the function {wanted}, and give its name to the check.")
    if not callable(value):
        raise NotYet(f"a function {wanted} is expected, not {kind(value)}. Give its name without brackets.")
    with contextlib.suppress(ValueError):  # some functions do not tell what they take
        signature = inspect.signature(value)
        try:
            signature.bind(*arguments)
        except TypeError:
            taken = f"{name}({', '.join(signature.parameters)})"
            raise NotYet(f"it should begin with  def {wanted}:  but yours begins with  def {taken}:") from None
    return value


def a_number(value, name, todo):
    """Check that a learner has given one finite number, and return it as a float."""
    if value is None or value is ...:
        raise NotYet(todo)
    if isinstance(value, str):
        raise NotYet(f"{name} is {kind(value)}, and a number is expected: leave the quotation marks out.")
    complaint = f"{name} should be one number, but it is"
    answer = read_numbers(value, complaint)
    if np.ndim(answer) != 0 or isinstance(value, (bool, np.bool_)):
        raise NotYet(f"{complaint} {kind(value)}.")
    if not math.isfinite(answer):
        raise NotYet(f"{name} should be a finite number, but it is {number(answer)}.")
    return answer


def read_numbers(value, complaint):
    """Return what a learner gave as a float or an array of floats; else complain of what it is."""
    try:
        return as_numbers(value)
    except OverflowError:
        raise NotYet(f"{complaint} a number too large for Python to work with.") from None
    except Exception:  # whatever it is, it is no number
        raise NotYet(f"{complaint} {kind(value)}.") from None


def same(one, other, digits=9):
    """Tell whether two answers have the same shape and, to so many digits, the same numbers."""
    try:
        one, other = as_numbers(one), as_numbers(other)
    except Exception:  # one of them is no number
        return False
    return np.shape(one) == np.shape(other) and np.allclose(one, other, 10.0**-digits, 1e-12, equal_nan=True)


def kind(value):
    """Return what a value is, in words: "the text 'abc'", "the list [1, 2]", "a function"."""
    name = type(value).__name__
    if value is None or value is ...:
        return "nothing"
    if isinstance(value, (str, complex, bool, np.bool_)):
        return f"{'the text ' if isinstance(value, str) else ''}{reprlib.repr(value)}"
    if isinstance(value, (int, float, np.number)):
        with contextlib.suppress(OverflowError):
            return f"the number {number(value)}"
    if isinstance(value, (list, tuple, np.ndarray)):
        with contextlib.suppress(Exception):
            return f"the {'array' if name == 'ndarray' else name} {listed(as_numbers(value))}"
    if isinstance(value, type) or callable(value):
        return "a class" if isinstance(value, type) else "a function"
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def apart(value, border, digits=5):
    """Return a number with so many digits that it does not look like another one, which it is not."""
    shown = (number(value, d) for d in range(digits, 18) if number(value, d) != number(border, d))
    return next(shown, number(value, digits))


def listed(values, most=6, noun="number"):
    """Return numbers as "[1, 2, 3]"; of a long row its beginning and how many there are; one number as it is."""
    if np.ndim(values) == 0:
        return number(values)
    if np.ndim(values) > 1:
        return f"an array of the shape {np.shape(values)}"
    shown = ", ".join(number(value, 6) for value in values[:most])
    return f"[{shown}]" if len(values) <= most else f"[{shown}, …] ({count(len(values), noun)})"
