"""Typical mistakes with a stopping rule (`check_rule`), each with a tolerance t."""

from gdlesson.exercises.mistakes import Mistake


def small(value, tolerance):
    """Tell whether something is nearer to 0 than the tolerance."""
    return bool(abs(value) < tolerance)


def below(value, tolerance):
    """Tell whether something is below the tolerance: what `small` is without abs."""
    return bool(value < tolerance)


FORGOTTEN = "abs is missing: a negative number is below the tolerance, however large it is."
LOSS = "That is the change of the loss. In a bounce it is 0. Ask for a short step and a small slope."
MISTAKES = [
    Mistake(
        lambda x, new, gradient, t: small(new - x, t),
        "That is the step alone. With a small learning rate every step is short. Ask for a small slope as well.",
    ),
    Mistake(
        lambda x, new, gradient, t: small(gradient(x), t),
        "That is the slope alone. In other units every slope is small. Ask for a short step as well.",
    ),
    Mistake(
        lambda x, new, gradient, t: small(gradient(new), t),
        "That is the slope alone. In other units every slope is small. Ask for a short step as well.",
    ),
    Mistake(
        lambda x, new, gradient, t: small(new - x, t) or small(gradient(x), t),
        "With or, one of the two is enough. Both are needed: write and.",
    ),
    *[
        Mistake(wrong, FORGOTTEN)
        for wrong in (
            lambda x, new, gradient, t: below(new - x, t),
            lambda x, new, gradient, t: below(x - new, t),
            lambda x, new, gradient, t: below(gradient(x), t),
            lambda x, new, gradient, t: below(new - x, t) and small(gradient(x), t),
            lambda x, new, gradient, t: below(x - new, t) and small(gradient(x), t),
            lambda x, new, gradient, t: small(new - x, t) and below(gradient(x), t),
            lambda x, new, gradient, t: below(new - x, t) and below(gradient(x), t),
            lambda x, new, gradient, t: below(x - new, t) and below(gradient(x), t),
        )
    ],
    Mistake(lambda x, new, gradient, t: False, "It never says True. When may a run stop?"),
    Mistake(lambda x, new, gradient, t: True, "It always says True. When may a run not stop yet?"),
    Mistake(
        lambda x, new, gradient, t: not (small(new - x, t) and small(gradient(x), t)),
        "True and False are swapped.",
    ),
    Mistake(
        lambda x, new, gradient, t: not small(new - x, t) and not small(gradient(x), t),
        "The signs are the wrong way round: a run may stop where both numbers are below the tolerance.",
    ),
    Mistake(
        lambda x, new, gradient, t: small(abs(gradient(new)) - abs(gradient(x)), t),
        "That asks whether the slope still changes its size. In a bounce it never does. Ask whether it is small.",
    ),
    Mistake(
        lambda x, new, gradient, t: small(gradient(new) - gradient(x), t),
        "That asks whether the slope still changes, and with short steps it hardly does. Ask whether it is small.",
    ),
    Mistake(lambda x, new, gradient, t: small(new * new - x * x, t), LOSS),
    *[
        Mistake(
            wrong,
            "That asks whether x is small, so it knows only minima at 0. Ask for the step, new − x, and for the "
            "slope, gradient(x).",
        )
        for wrong in (
            lambda x, new, gradient, t: small(x, t),
            lambda x, new, gradient, t: small(new, t),
            lambda x, new, gradient, t: small(new - x, t) and small(x, t),
            lambda x, new, gradient, t: small(new - x, t) and small(new, t),
            lambda x, new, gradient, t: small(new - x, t) and small(2 * x, t),
        )
    ],
]
