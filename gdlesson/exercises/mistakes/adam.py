"""Typical mistakes with Adam (`check_adam`): the rule, with one thing changed."""

from functools import partial

import numpy as np

from gdlesson.exercises.mistakes import Mistake

END = "End it with  return x, m, v"


def mean(m, g, beta):
    """Return the fading mean, with the new part in it."""
    return beta * m + (1 - beta) * g


def keras(x, g, t, m, v, a, b, c, e):
    """Return Adam's step, with ε beside the root of the v that is not corrected."""
    return a * np.sqrt(1 - c**t) / (1 - b**t) * m / (np.sqrt(v) + e)


def paper(x, g, t, m, v, a, b, c, e):
    """Return Adam's step in the form of the paper's algorithm 1, and PyTorch's: ε beside the corrected root."""
    return a * (m / (1 - b**t)) / (np.sqrt(v / (1 - c**t)) + e)


def rule(
    x,
    g,
    t,
    m=0.0,
    v=0.0,
    learning_rate=0.001,
    beta_1=0.9,
    beta_2=0.999,
    epsilon=1e-7,
    way=keras,
    first=mean,
    second=lambda v, g, beta: mean(v, g * g, beta),
    back=lambda x, m, v, old: (x, m, v),
):
    """Take a step of Adam, or of one with a mistake: in its step, in one of its means, in what it gives back."""
    old, m, v = (x, m, v), first(m, g, beta_1), second(v, g, beta_2)
    x = x - way(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon)
    return back(x, m, v, old)


def swapped(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, way=keras):
    """Take a step of Adam with β₁ and β₂ in each other's place."""
    return rule(x, g, t, m, v, learning_rate, beta_2, beta_1, epsilon, way=way)


def stale(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, way=keras, keep=""):
    """Take a step of Adam with the m or v (those in `keep`) that came in, and renew them afterward."""
    new_m, new_v = mean(m, g, beta_1), mean(v, g * g, beta_2)
    used = m if "m" in keep else new_m, v if "v" in keep else new_v
    return x - way(x, g, t, *used, learning_rate, beta_1, beta_2, epsilon), new_m, new_v


def corrected_back(x, g, t, m=0.0, v=0.0, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Take a step of Adam, and give back the corrected means."""
    x, m, v = rule(x, g, t, m, v, learning_rate, beta_1, beta_2, epsilon, way=paper)
    return x, m / (1 - beta_1**t), v / (1 - beta_2**t)


FROM_ONE = "t counts from 1 already. Take beta_1**t and beta_2**t as they are."
ROOT = "The root is missing: divide by the square root of v, np.sqrt(v)."
INSIDE = "epsilon stands inside the root. Add it afterward: np.sqrt(v) + epsilon."
USUAL = {"learning_rate": [0.001], "beta_1": [0.9], "beta_2": [0.999], "epsilon": [1e-7, 1e-8]}
MISTAKES = [
    Mistake(
        partial(rule, way=lambda x, g, t, m, v, a, b, c, e: a * m / (np.sqrt(v) + e)),
        "The bias correction is missing: the factor √(1 − β₂ᵗ) / (1 − β₁ᵗ).",
    ),
    Mistake(
        partial(rule, way=lambda x, g, t, m, v, a, b, c, e: a * m / (1 - b**t) / (np.sqrt(v) + e)),
        "Only m is corrected. v begins at 0 as well: the factor √(1 − β₂ᵗ) is missing.",
    ),
    Mistake(
        partial(rule, way=lambda x, g, t, m, v, a, b, c, e: a * m * np.sqrt(1 - c**t) / (np.sqrt(v) + e)),
        "Only v is corrected. m begins at 0 as well: divide by 1 − β₁ᵗ.",
    ),
    Mistake(
        partial(rule, way=lambda x, g, t, m, v, a, b, c, e: a * m / (np.sqrt(v / (1 - c**t)) + e)),
        "Only v is corrected. m begins at 0 as well: divide by 1 − β₁ᵗ.",
    ),
    *[
        mistake
        for way in (keras, paper)
        for mistake in (
            Mistake(
                partial(rule, way=lambda x, g, t, *rest, way=way: way(x, g, t - 1, *rest)),
                f"The correction is that of the step before, so the first one divides by 0. {FROM_ONE}",
            ),
            Mistake(
                partial(rule, way=lambda x, g, t, *rest, way=way: way(x, g, t + 1, *rest)),
                f"The correction is that of the next step. {FROM_ONE}",
            ),
            Mistake(
                partial(rule, way=lambda *case, way=way: -way(*case)),
                "It climbs. Go against m: x − learning_rate · …",
            ),
            Mistake(
                partial(rule, way=lambda x, *case, way=way: x + way(x, *case)),
                "It puts the step in place of x. Take the step from where it is: x − …",
            ),
            Mistake(
                partial(rule, way=lambda x, g, t, m, v, a, *rest, way=way: way(x, g, t, m, v, 1.0, *rest)),
                "The learning rate is missing.",
            ),
            Mistake(
                partial(rule, way=lambda x, g, t, m, v, *rest, way=way: way(x, g, t, m, v, *rest[:-1], 0.0)),
                "epsilon is missing: √v + ε, so that it never divides by 0.",
            ),
            Mistake(
                partial(rule, way=lambda x, g, t, m, *rest, way=way: way(x, g, t, g, *rest)),
                "The step uses the slope g. Use its mean, m.",
            ),
            Mistake(
                partial(rule, way=way, second=lambda v, g, beta: mean(v, g, beta)),
                "v is a mean of the slopes, not of their squares: (1 − β₂) · g².",
            ),
            Mistake(
                partial(rule, way=way, second=lambda v, g, beta: mean(v, abs(g), beta)),
                "v is a mean of |g|. Square the slopes: (1 − β₂) · g².",
            ),
            Mistake(
                partial(rule, way=way, second=lambda v, g, beta: beta * v + ((1 - beta) * g) ** 2),
                "In v the 1 − β₂ is squared as well. Square g only: (1 − β₂) · g².",
            ),
            Mistake(
                partial(rule, way=way, first=lambda m, g, beta: beta * m + g),
                "m adds the slopes up. For a mean the new one counts 1 − β₁: m = β₁·m + (1 − β₁)·g.",
            ),
            Mistake(
                partial(rule, way=way, second=lambda v, g, beta: beta * v + g * g),
                "v adds the squares up. For a mean the new one counts 1 − β₂: v = β₂·v + (1 − β₂)·g².",
            ),
            Mistake(
                partial(
                    rule,
                    way=way,
                    first=lambda m, g, beta: beta * m + g,
                    second=lambda v, g, beta: beta * v + g * g,
                ),
                "m and v are sums. For means the new part counts 1 − β: m = β₁·m + (1 − β₁)·g, and likewise v.",
            ),
            Mistake(
                partial(
                    rule,
                    way=way,
                    first=lambda m, g, beta: mean(m, g, 1 - beta),
                    second=lambda v, g, beta: mean(v, g * g, 1 - beta),
                ),
                "β and 1 − β are swapped: the old mean counts β, the new part 1 − β.",
            ),
            Mistake(partial(swapped, way=way), "β₁ and β₂ are swapped: β₁ belongs to m, β₂ to v."),
            *[
                Mistake(
                    partial(stale, way=way, keep=keep),
                    f"The step is taken with the {' and '.join(keep)} that came in. Renew m and v first.",
                )
                for keep in ("m", "v", "mv")
            ],
            Mistake(
                partial(rule, way=way, back=lambda x, m, v, old: (x, *old[1:])),
                "It returns the m and v that came in, so it forgets. Return the new ones.",
            ),
            Mistake(
                partial(rule, way=way, back=lambda x, m, v, old: (old[0], m, v)),
                "x stays where it is. Return the new x.",
            ),
            Mistake(
                partial(rule, way=way, back=lambda x, m, v, old: (x, v, m)),
                f"m and v are returned in the wrong order. {END}.",
            ),
        )
    ],
    Mistake(
        corrected_back,
        "It returns the corrected m and v, and the next step corrects them again. Give the corrected ones other "
        "names, and return m and v themselves.",
    ),
    *[
        Mistake(partial(rule, way=lambda *case, way=way: way(*case)), words)
        for words, ways in {
            ROOT: [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c**t) / (1 - b**t) * m / (v + e),
                lambda x, g, t, m, v, a, b, c, e: a * (1 - c**t) / (1 - b**t) * m / (v + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b**t)) / (v / (1 - c**t) + e),
            ],
            INSIDE: [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c**t) / (1 - b**t) * m / np.sqrt(v + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b**t)) / np.sqrt(v / (1 - c**t) + e),
            ],
            "In the correction 1 − β₂ᵗ needs a root as well: √(1 − β₂ᵗ) / (1 − β₁ᵗ).": [
                lambda x, g, t, m, v, a, b, c, e: a * (1 - c**t) / (1 - b**t) * m / (np.sqrt(v) + e),
            ],
            "The correction is upside down: √(1 − β₂ᵗ) / (1 − β₁ᵗ).": [
                lambda x, g, t, m, v, a, b, c, e: a * (1 - b**t) / np.sqrt(1 - c**t) * m / (np.sqrt(v) + e),
            ],
            "In the correction β₁ and β₂ are swapped: √(1 − β₂ᵗ) / (1 − β₁ᵗ).": [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - b**t) / (1 - c**t) * m / (np.sqrt(v) + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - c**t)) / (np.sqrt(v / (1 - b**t)) + e),
            ],
            "The correction takes β itself. Take its power: beta_1**t and beta_2**t.": [
                lambda x, g, t, m, v, a, b, c, e: keras(x, g, 1, m, v, a, b, c, e),
                lambda x, g, t, m, v, a, b, c, e: paper(x, g, 1, m, v, a, b, c, e),
            ],
            "The correction takes β times t. Take its power: beta_1**t and beta_2**t.": [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c * t) / (1 - b * t) * m / (np.sqrt(v) + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b * t)) / (np.sqrt(v / (1 - c * t)) + e),
            ],
            "epsilon is added to the whole step. Put parentheses there: / (np.sqrt(v) + epsilon).": [
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c**t) / (1 - b**t) * m / np.sqrt(v) + e,
                lambda x, g, t, m, v, a, b, c, e: a * np.sqrt(1 - c**t) / (1 - b**t) * m / np.sqrt(v) - e,
                lambda x, g, t, m, v, a, b, c, e: a * (np.sqrt(1 - c**t) / (1 - b**t) * m / np.sqrt(v) + e),
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b**t)) / np.sqrt(v / (1 - c**t)) + e,
                lambda x, g, t, m, v, a, b, c, e: a * (m / (1 - b**t)) / np.sqrt(v / (1 - c**t)) - e,
            ],
        }.items()
        for way in ways
    ],
    *[
        Mistake(
            lambda *state, way=way, name=name, usual=usual, **settings: rule(
                *state, **(settings | {name: usual}), way=way
            ),
            f"{name} is always {usual:g}. Use the {name} that is given.",
        )
        for way in (keras, paper)
        for name, values in USUAL.items()
        for usual in values
    ],
]
