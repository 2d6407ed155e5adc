"""A network that overfits, with controls for what calms it: `explore_generalization`."""

from gdlesson.checks import checked_number, checked_within
from gdlesson.explorers.generalization.picture import GeneralizationPicture
from gdlesson.explorers.generalization.run import calmed, generalization_verdict
from gdlesson.live.controls import Control, checked_choice, choice_control, count_control, number_control
from gdlesson.live.replayed import ReplayedExplorer

SIZES = {"48": 48, "96": 96, "192": 192, "384": 384}  # numbers of training examples
LONGEST, WIDEST, STRONGEST = 200, 32, 1.0  # epochs, units, and weight decay


class GeneralizationExplorer(ReplayedExplorer):
    """A network in training, and what may calm it; created by `explore_generalization`."""

    weight_decay, examples, units, epochs = (Control() for _ in range(4))

    def __init__(self, weight_decay, examples, units, epochs, seed):
        self.seed = seed
        controls = {
            "weight_decay": number_control("weight decay", weight_decay, 0.0, STRONGEST, 0.05),
            "examples": choice_control("examples", SIZES, examples, 15),
            "units": count_control("hidden units", units, 1, WIDEST),
            "epochs": count_control("epochs", epochs, 1, LONGEST),
        }
        picture = GeneralizationPicture(examples, epochs)
        super().__init__(controls, self.train, generalization_verdict, picture)

    def arrange(self):
        """Return the controls in rows, with the player of the epochs in the first one."""
        return self.above_picture(["weight_decay", "examples", self.player], ["units", "epochs"])

    def last_step(self, run):
        """Return how many steps the player takes: epochs."""
        return len(run.training.moments) - 1

    def at_step(self, run, step):
        """Return in words how good the network was after an epoch."""
        return generalization_verdict(run.at(step))

    def train(self, weight_decay, examples, units, epochs):
        """Yield the run of the controls' values after each epoch."""
        decay = checked_number("weight_decay", weight_decay)
        yield from calmed(decay, examples, units, epochs, self.seed)


def explore_generalization(weight_decay=0.0, examples=48, units=32, epochs=200, seed=0):
    """Return an explorer of overfitting: noisy half moons, a network trained by Adam, and what calms it.

    Parameters
    ----------
    weight_decay : float
        From 0 to 1; each step shrinks the weights by this times the learning rate, 0.02.
    examples : int
        The number of training examples: 48, 96, 192 or 384. There are always 256 for validation.
    units, epochs : int
        The size of each of two hidden layers, 1 to 32, and the number of epochs, 1 to 200.
    seed : int
        Of the initial weights and of the order of the examples.

    Returns
    -------
    GeneralizationExplorer
        Its `run` is a `Calmed`; reading `run` or `verdict` waits until the training is finished.

    Raises
    ------
    TypeError, ValueError
        An argument is none of these.

    Examples
    --------
    >>> explore_generalization(epochs=120).verdict.split(":")[0]
    'Overfitting'
    """
    weight_decay = checked_within("weight_decay", weight_decay, 0.0, STRONGEST)
    examples = checked_choice("examples", str(examples), {name: name for name in SIZES})
    units, epochs = checked_within("units", units, 1, WIDEST), checked_within("epochs", epochs, 1, LONGEST)
    return GeneralizationExplorer(
        weight_decay, SIZES[examples], units, epochs, checked_within("seed", seed, 0, 10**6)
    )
