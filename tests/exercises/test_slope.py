"""Lesson 2: the derivative of a cubic, and the numerical derivative."""

import math

import numpy as np
import pytest
from answers import applaud, cell, nearly, prints, say

from gdlesson.exercises import check_derivative, check_numerical
from gdlesson.exercises.mistakes import derivative, numerical

# ---- the derivative


def f(x, a):
    return a[3] * x**3 + a[2] * x**2 + a[1] * x + a[0]


@pytest.mark.parametrize(
    "my_derivative",
    [
        lambda x, a: 3 * a[3] * x**2 + 2 * a[2] * x + a[1],
        lambda x, a: float(a[1] + x * (2 * a[2] + x * 3 * a[3])),
        lambda x, a: np.dot([0, 1, 2 * x, 3 * x**2], a),
        lambda x, a: sum(k * c * x ** (k - 1) for k, c in enumerate(a) if k),
        lambda x, a: np.polyval(np.polyder(a[::-1]), x),
        lambda x, a: np.poly1d(a[::-1]).deriv()(x),
        lambda x, a: np.polynomial.Polynomial(a).deriv()(x),
        lambda x, coefficients: math.fsum([coefficients[1], 2 * coefficients[2] * x, 3 * coefficients[3] * x * x]),
        lambda x, a: np.array(a[1:]) @ np.array([1, 2 * x, 3 * math.pow(x, 2)]),
        lambda x, a: (a * np.array([0, 1, 2 * x, 3 * x * x])).sum(),
        lambda x, a=(0, 0, 0, 0): -(-3 * a[3] * x * x - 2 * a[2] * x - a[1]),
        lambda *both: 3 * both[1][3] * both[0] ** 2 + 2 * both[1][2] * both[0] + both[1][1],
        cell("""
        def my_derivative(x, a):
            a0, a1, a2, a3 = a
            slope = a1
            slope += 2 * a2 * x
            slope += 3 * a3 * x**2
            return slope
        """),
    ],
)
def test_a_derivative_is_right_in_any_form(my_derivative):
    words = applaud(check_derivative, my_derivative)
    assert "the slope is −1.5, 5.5" not in words and "numerical" not in words and "at x = −1, 0, 1" in words


@pytest.mark.parametrize("h", [1e-4, 1e-5])
def test_a_good_numerical_derivative_is_right(h):
    words = applaud(check_derivative, lambda x, a: (f(x + h, a) - f(x - h, a)) / (2 * h))
    assert "A good numerical derivative" in words


@pytest.mark.parametrize(
    ("my_derivative", "words"),
    [
        (lambda x, a: -(3 * a[3] * x**2 + 2 * a[2] * x + a[1]), "The sign is wrong"),
        (f, "That is f itself"),
        (lambda x, a: 2 * a[2] * x + a[1], "That is the derivative of the parabola. The term with x³ is missing"),
        (lambda x, a: a[3] * x**2 + a[2] * x + a[1], "The factors 3 and 2 are missing"),
        (lambda x, a: 3 * a[3] * x**2 + 2 * a[2] * x + a[1] + a[0], "a[0] is still there"),
        (lambda x, a: 3 * a[3] * x**2 + 2 * a[2] * x, "a[1] is missing"),
        (lambda x, a: 3 * a[3] * x**3 + 2 * a[2] * x**2 + a[1] * x, "The powers should fall by one"),
        (lambda x, a: 6 * a[3] * x + 2 * a[2], "That is the second derivative"),
        (lambda x, a: 3 * a[0] * x**2 + 2 * a[1] * x + a[2], "a is used in the wrong order"),
        (lambda x, a: np.polyval(np.polyder(a), x), "a is used in the wrong order"),
        (lambda x, a: 1.5 * x**2 + 4 * x - 4, "It returns the same, whatever a is. Use a."),
        (lambda x, a: 3 * a(3) * x**2 + 2 * a(2) * x + a(1), "A list needs square brackets, as in a[2]"),
        (lambda x, a: 10.0, "It always returns the same. Use x and a."),
        (lambda x, a: 3 * a[3] * 4 + 2 * a[2] * 2 + a[1], "It returns the same, whatever x is. Use x."),
        (lambda x, a: (f(x + 0.01, a) - f(x, a)) / 0.01, "It looks one step of 0.01 to the right only"),
        (lambda x, a: (f(x, a) - f(x - 0.5, a)) / 0.5, "It looks one step of 0.5 to the left only"),
        (lambda x, a: (f(x + 1e-13, a) - f(x - 1e-13, a)) / 2e-13, "If it is a numerical derivative"),
        (lambda x, a: (f(x + 0.03, a) - f(x, a)) / 0.03, "If it is a numerical derivative"),
        (lambda x, a: (f(x + 1e-20, a) - f(x - 1e-20, a)) / 2e-20, "It is always 0. If this is a numerical"),
        (lambda x, a: round(3 * a[3] * x**2 + 2 * a[2] * x + a[1]), "round loses decimals"),
        (
            lambda x, a: (3 * a[3] * x**2 + 2 * a[2] * x + a[1]) * (1 + 3e-6),
            "should return 10, but it returns 10.00003",
        ),
        (lambda x, a: math.sin(x), "It returns the same, whatever a is"),
        (
            lambda x, a: [3 * a[3] * x**2 + 2 * a[2] * x + a[1]],
            "it returns the list [10]. The number is right, but it stands in a row",
        ),
        (lambda x, a: a[4], "Places are counted from 0"),
        (
            lambda a, x: 3 * a[3] * x**2 + 2 * a[2] * x + a[1],
            "the arguments come in another order: it should begin",
        ),
        (lambda x: 3 * x**2, "it should begin with  def my_derivative(x, a):"),
        (prints, "prints, but it does not return"),
    ],
)
def test_mistakes_with_a_derivative_are_named(my_derivative, words):
    assert words in say(check_derivative, my_derivative)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def my_derivative(x, a):\n    return 3 * a[3] * x^2 + 2 * a[2] * x + a[1]", "^ is no power in Python"),
        ("def my_derivative(x, b):\n    return 3 * a[3] * x**2 + 2 * a[2] * x + a[1]", "The name a is not among"),
        ("def my_derivative(x, a):\n    a[1] *= 2\n    return a[1]", "changes what it is given: afterward"),
        (
            "def my_derivative(x, a):\n    return gradient(x, a) + 3 * a[3] * 2**2",
            "The number 2 stands where x belongs.",
        ),
    ],
)
def test_mistakes_in_a_cell_with_a_derivative_are_named(source, words):
    around = {"a": [-3, -2, 3, 7], "gradient": lambda x, a: 2 * a[2] * x + a[1]}
    assert words in say(check_derivative, cell(source, **around))


@pytest.mark.parametrize("mistake", derivative.MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_known_mistake_with_a_derivative_is_named(mistake):
    feedback = check_derivative(lambda *case: mistake.wrong(*case))
    assert feedback.right or mistake.words in feedback.words
    assert not feedback.right or "one step of 1e-0" in mistake.words  # such a small step is good enough


# ---- the numerical derivative


@pytest.mark.parametrize(
    "my_slope",
    [
        lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
        lambda f, x, h: (f(x + h) / h - f(x - h) / h) / 2,
        lambda f, x, h: (f(x - h) - f(x + h)) / (-2 * h),
        lambda f, x, h: 0.5 * ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h),
        lambda g, here, step: (g(here + step) - g(here - step)) / step / 2,
        lambda f, x, h: (f(x + h) - f(x - h)) / ((x + h) - (x - h)),
        lambda f, x, h: np.diff([f(x - h), f(x + h)])[0] / (2 * h),
        lambda f, x, h: np.diff(f(np.array([x - h, x + h])))[0] / (2 * h),
        lambda f, x, h: float(f(x + h) - f(x - h)) * (1 / (2 * h)),
        lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / h * 0.5,
        lambda *given: (given[0](given[1] + given[2]) - given[0](given[1] - given[2])) / (2 * given[2]),
        cell("""
        def my_slope(f, x, h):
            right = f(x + h)
            left = f(x - h)
            rise, run = right - left, 2 * h
            return rise / run
        """),
    ],
)
def test_a_numerical_derivative_is_right_in_any_form(my_slope):
    assert "it does not take lowest" in nearly(check_numerical, my_slope)

    def with_an_edge(f, x, h, lowest=-np.inf):
        return (f(x + h) - f(x)) / h if x - h < lowest else my_slope(f, x, h)

    words = applaud(check_numerical, with_an_edge)
    assert "yours is off by 1 with h = 1, " in words and "e-09 with h = 1e-05, " in words


@pytest.mark.parametrize(
    ("my_slope", "words"),
    [
        (lambda f, x, h: (f(x + h) - f(x)) / h, "return 12.01, but it returns 12.61. It looks to the right only"),
        (lambda f, x, h: (f(x) - f(x - h)) / h, "It looks to the left only"),
        (lambda f, x, h: (f(x + h) - f(x - h)) / h, "That is twice as much"),
        (lambda f, x, h: f(x + h) - f(x - h), "That is the rise alone. Divide it by 2h."),
        (lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "The sign is wrong"),
        (lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h), "The two are added"),
        (lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2, "That is the second difference"),
        (lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h, "That is the second difference"),
        (lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5, "It returns the same, whatever h is. Use h."),
        (lambda f, x, h: ((x + h) ** 3 - (x - h) ** 3) / (2 * h), "the same, whatever f is. Use f."),
        (lambda f, x, h: (f(2 + h) - f(2 - h)) / (2 * h), "The number 2 stands where x belongs"),
        (lambda f, x, h: 12.01, "It always returns the same"),
        (lambda f, x, h: f(x + h, h), "f takes one number here, but it is called with 2."),
        (lambda f, x, h: f(), "f takes one number here, but it is called with none."),
        (lambda f, x, h: f(x=x), "f takes one number here"),
        (lambda f, x, h: f + h, "A function is used like a number. Call it, as in f(x)."),
        (lambda f, x, h: f.gradient(x), "the error AttributeError"),
        (lambda x, h, f: (f(x + h) - f(x - h)) / (2 * h), "the arguments come in another order"),
        (lambda x, h: h, "it should begin with  def my_slope(f, x, h, lowest=-np.inf):"),
        (lambda f, x, h: round((f(x + h) - f(x - h)) / (2 * h), 3), "round loses decimals"),
        (lambda f, x, h: ((f(x + h) - f(x - h)) / (2 * h), h), "should return 12.01, but it returns [12.01, 0.1]"),
        (prints, "prints, but it does not return"),
    ],
)
def test_mistakes_with_a_numerical_derivative_are_named(my_slope, words):
    assert words in say(check_numerical, my_slope)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("(f(x + h) - f(x - h)) // (2 * h)", "// cuts off the decimals. Write /."),
        ("(f(x + h) - f(x - h)) / 2 * h", "Parentheses are missing: (f(x + h) - f(x - h)) / 2 * h should be"),
        ("f(x + h) - f(x - h) / (2 * h)", "Parentheses are missing"),
        ("(f(x + h, a) - f(x - h, a)) / (2 * h)", "Write only one number in the parentheses: f(…)."),
        ("(cube(x + h) - cube(x - h)) / (2 * h)", "It returns the same, whatever f is. Use f."),
        ("(f(8 + h) - f(8 - h)) / (2 * h)", "The number 8 stands where x belongs."),
        ("(f(x + eps) - f(x - eps)) / (2 * eps)", "The name eps is not among the arguments of my_slope. Write h."),
        ("(f(x + 0.1) - f(x - 0.1)) / (2 * 0.1)", "The number 0.1 stands where h belongs."),
        ("(f(x + step) - f(x - step)) / (2 * step)", "The name step is not known here. Write h."),
        ("(f(x + h) - f(x - h)) / (2h)", None),
    ],
)
def test_mistakes_in_a_cell_with_a_numerical_derivative_are_named(formula, words):
    source = f"def my_slope(f, x, h):\n    return {formula}"
    if words is None:
        pytest.raises(SyntaxError, cell, source)
        return
    assert words in say(check_numerical, cell(source, a=[-3, -2, 3], cube=lambda x: x**3, eps=1e-3))


@pytest.mark.parametrize("mistake", numerical.MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_known_mistake_with_a_numerical_derivative_is_named(mistake):
    assert mistake.words in say(check_numerical, lambda *case: mistake.wrong(*case))


@pytest.mark.parametrize(
    ("test", "there", "words"),
    [
        (
            "False",
            "0",
            "f is called at −0.05, but it begins at lowest = 0. Where x − h is below lowest, take the forward",
        ),
        ("x < lowest", "0", "f is called at −0.05"),
        ("x - h <= lowest", "(f(x + h) - f(x)) / h", "for f = sin x, x = 2 and h = 0.5, with lowest = 1.5"),
        ("lowest > -np.inf", "(f(x + h) - f(x)) / h", "Away from lowest, look to both sides as before."),
        ("x - h < lowest", "(f(x + h) - f(x)) / (2 * h)", "From x to x + h it is only h: there, divide by h."),
        ("x - h < lowest", "(f(x + h) - f(lowest)) / (2 * h)", "The left end has moved"),
        ("x - h < lowest", "(f(x + h) - f(lowest)) / (x + h - lowest)", "Go from x to x + h."),
    ],
)
def test_what_is_wrong_at_the_edge_is_named(test, there, words):
    source = f"""
    def my_slope(f, x, h, lowest=-np.inf):
        return {there} if {test} else (f(x + h) - f(x - h)) / (2 * h)
    """
    assert words in nearly(check_numerical, cell(source))
