"""Typical mistakes with momentum (`check_momentum`): the rule, with one thing changed."""

from functools import partial

from gdlesson.exercises.mistakes import Mistake
from gdlesson.optimizers import momentum, nesterov

END = "End it with  return x, velocity"


def rule(
    x,
    g,
    t,
    velocity=0.0,
    learning_rate=0.01,
    momentum=0.9,
    roll=lambda v, g, rate, beta: beta * v - rate * g,
    move=lambda x, v, old, rate: x + v,
    back=lambda x, v, before: (x, v),
):
    """Take a step of momentum, or of one with a mistake: in its velocity, its move, or what it gives back."""
    new = roll(velocity, g, learning_rate, momentum)
    return back(move(x, new, velocity, learning_rate), new, (x, velocity))


def pytorch(x, g, t, velocity=0.0, learning_rate=0.01, momentum=0.9, share=lambda beta: 1.0):
    """Take a step of momentum in PyTorch's convention, the new slope counted by a share: v ← β·v + g, x − η·v."""
    velocity = momentum * velocity + share(momentum) * g
    return x - learning_rate * velocity, velocity


damped = partial(pytorch, share=lambda beta: 1 - beta)

DAMPED = "The new slope counts only 1 − β. That is the damped convention. Here it counts in full: β·v − η·g."
CLIMBS = "It climbs. The velocity grows against the slope: β·v − η·g."
MISTAKES = [
    Mistake(
        partial(rule, roll=lambda v, g, a, b: b * v + a * g, move=lambda x, v, old, a: x - v),
        "x is right at every step, but your velocity points uphill and is subtracted. Here it points the way that "
        "x goes: v ← β·v − η·g, then x + v.",
    ),
    Mistake(
        pytorch,
        "That is PyTorch's convention, v ← β·v + g and x − η·v. Here the learning rate is inside the velocity: "
        "v ← β·v − η·g, then x + v.",
    ),
    Mistake(damped, DAMPED),
    Mistake(partial(rule, roll=lambda v, g, a, b: b * v - (1 - b) * a * g), DAMPED),
    Mistake(
        nesterov,
        "That is Nesterov's rule, which looks ahead. For the heavy ball the step is the velocity itself: x + v.",
    ),
    Mistake(partial(rule, roll=lambda v, g, a, b: b * v + a * g), CLIMBS),
    Mistake(partial(rule, move=lambda x, v, old, a: x - v), "It climbs. The velocity is added: x + velocity."),
    Mistake(partial(rule, roll=lambda v, g, a, b: -a * g), "It forgets its velocity: β·v is missing."),
    Mistake(
        partial(rule, roll=lambda v, g, a, b: v - a * g), "β is missing. Without it nothing is ever forgotten."
    ),
    Mistake(
        partial(rule, roll=lambda v, g, a, b: v - b * a * g),
        "β stands with the slope. It belongs to the old velocity: β·v − η·g.",
    ),
    Mistake(
        partial(rule, roll=lambda v, g, a, b: b * (v - a * g)),
        "β multiplies the slope as well. It belongs to the old velocity only: β·v − η·g, without parentheses.",
    ),
    Mistake(
        partial(rule, roll=lambda v, g, a, b: (1 - b) * v - b * a * g),
        "β and 1 − β are mixed up. The old velocity counts β, and the new slope in full.",
    ),
    Mistake(
        partial(rule, roll=lambda v, g, a, b: (1 - b) * v - a * g),
        "The old velocity counts 1 − β. It should count β.",
    ),
    Mistake(partial(rule, roll=lambda v, g, a, b: a * v - b * g), "η and β are swapped: β·v − η·g."),
    Mistake(partial(rule, roll=lambda v, g, a, b: b * v - g), "The learning rate is missing: β·v − η·g."),
    Mistake(
        partial(rule, move=lambda x, v, old, a: x + a * v),
        "The learning rate counts twice. It is in the velocity already: x + velocity.",
    ),
    Mistake(
        partial(rule, roll=lambda v, g, a, b: b * v + g, move=lambda x, v, old, a: x + v),
        "The learning rate is missing, and it climbs: β·v − η·g.",
    ),
    Mistake(
        partial(rule, move=lambda x, v, old, a: x + old),
        "x moves by the old velocity. Update it first, then move by the new one.",
    ),
    Mistake(
        partial(rule, move=lambda x, v, old, a: v),
        "The velocity takes the place of x. Go on from x: x + velocity.",
    ),
    Mistake(partial(rule, move=lambda x, v, old, a: x), "x stays where it is. Move it: x + velocity."),
    Mistake(
        partial(rule, back=lambda x, v, before: (x, before[1])),
        "It returns the velocity that came in, so it forgets. Return the new one.",
    ),
    Mistake(
        partial(rule, back=lambda x, v, before: (v, x)),
        f"x and velocity are returned in the wrong order. {END}.",
    ),
    *[
        Mistake(
            lambda *state, name=name, usual=usual, **settings: momentum(*state, **(settings | {name: usual})),
            f"{name} is always {usual:g}. Use the {name} that is given.",
        )
        for name, usual in {"learning_rate": 0.01, "momentum": 0.9}.items()
    ],
]
