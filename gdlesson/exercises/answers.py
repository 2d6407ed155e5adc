"""What a learner may hand over: a function, a number, a row of numbers. Anything else is described and refused."""

import contextlib
import inspect
import math

import numpy as np

from gdlesson.checks import as_numbers
from gdlesson.descent import descend
from gdlesson.exercises.feedback import NotYet
from gdlesson.exercises.wording import kind
from gdlesson.verdicts import number


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


def walked(f, start, learning_rate):
    """Return the run, or say why there is none."""
    if learning_rate < 0:
        after = start - learning_rate * f.gradient(start)
        climb = f"the first step goes from {number(start)} to {number(after)}, and that is uphill"
        raise NotYet(f"{number(learning_rate)} is negative: {climb}. Take a learning rate above 0.")
    try:
        return descend(f, start, learning_rate)
    except ValueError:
        raise NotYet(f"from {number(start)} nothing can walk: the loss there is larger than any number.") from None
