"""A forward and a backward pass, step by step, with a weight to change: `explore_backward`."""

from gdlesson.explorers.backward.picture import BackwardPicture
from gdlesson.explorers.backward.run import EXAMPLES, NAMES, STAGES, backward_verdict, passes
from gdlesson.live.controls import Control, checked_choice, choice_control, count_control, number_control
from gdlesson.live.explorer import Explorer
from gdlesson.live.player import Player

FARTHEST = 3.0  # so far a weight can be changed, up or down


class BackwardExplorer(Explorer):
    """A small network with one example; created by `explore_backward`. The player goes forward, then back.

    Where another control moves, the step stays: so one sees what a change does to the slopes.
    """

    example, weight, change, step = (Control() for _ in range(4))

    def __init__(self, example, weight, change):
        controls = {
            "example": choice_control("example", list(EXAMPLES), example, 17),
            "weight": choice_control("weight", list(NAMES), weight, 17),
            "change": number_control("change it by", change, -FARTHEST, FARTHEST, 0.05),
            "step": count_control("step", 0, 0, STAGES),
        }
        self.player = Player(controls["step"])
        super().__init__(controls, passes, backward_verdict, BackwardPicture())

    def arrange(self):
        """Return the controls in two rows, with the player in the first one."""
        return self.above_picture(["example", self.player], ["weight", "change"])


def explore_backward(example="(1, 2), yes", weight="h₁ → p", change=0.0):
    """Return an explorer of backpropagation: a network of six weights, one example, forward and backward pass.

    Parameters
    ----------
    example : str
        "(1, 2), yes", "(2, −1), no", "(−1, 1), yes" or "(0, 2), no": the inputs x₁ and x₂, and the truth.
    weight : str
        The weight to change, named by its ends, such as "x₁ → h₂".
    change : float
        From −3 to 3, what is added to it.

    Returns
    -------
    BackwardExplorer
        With controls `example`, `weight`, `change`, and `step` (0 to 6); its `run` is a `Passes`.

    Raises
    ------
    TypeError, ValueError
        An argument is none of these.

    Examples
    --------
    >>> lab = explore_backward()
    >>> lab.step = 3
    >>> lab.verdict[:52]
    'Backward, at the output: the slope is p − y = −0.319'
    """
    example = checked_choice("example", example, {name: name for name in EXAMPLES})
    weight = checked_choice("weight", weight, {name: name for name in NAMES})
    explorer = BackwardExplorer(example, weight, 0.0)
    explorer.change = change
    return explorer
