"""An explorer whose player shows, step by step, what comes of the values of its controls."""

from gdlesson.live.controls import Control, count_control
from gdlesson.live.explorer import Explorer
from gdlesson.live.player import Player


class Played(Explorer):
    """An explorer with a control "step", which is 0 until its player is used.

    `make_run` takes it, too. As soon as another control moves, it is 0 again: a hand always sees what it does.

    Parameters
    ----------
    controls, make_run, judge, picture
        As for `Explorer`. The control "step" is added.
    last : int
        The number of the last step.
    """

    step = Control()

    def __init__(self, controls, make_run, judge, picture, last):
        step = count_control("step", 0, 0, last)
        self.player = Player(step)
        super().__init__(controls | {"step": step}, make_run, judge, picture)

    def frame(self, run, values, key):
        """Return a frame; for a later step only if nothing else moves, because any other move goes back to 0."""
        others = [name for name, value in values.items() if name != "step" and value != self.controls[name].value]
        return None if values["step"] and others else super().frame(run, values, key)

    def set(self, **values):
        """Set several controls at once, as `Explorer.set` does; the step is 0 then, unless it is set."""
        super().set(**{"step": 0} | values)

    def moved(self, name, change):
        """Follow a control that was moved."""
        if name != "step" and not self.is_held():
            with self.holding():
                self.controls["step"].value = 0
        super().moved(name, change)
