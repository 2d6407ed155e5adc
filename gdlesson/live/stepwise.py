"""An explorer of runs that can be shown step by step: ◀ and ▶ go through them, and play makes a movie of them."""

from functools import lru_cache

from gdlesson.checks import checked_within
from gdlesson.live.controls import count_control
from gdlesson.live.explorer import Explorer
from gdlesson.live.player import Player

MANY = 10**6  # more steps than any run has: until the first run is there, all steps are shown


class Stepwise(Explorer):
    """An explorer with a control "step", of how many steps of its run are shown, and a player for it.

    A subclass says how many steps a run has, shows some of them, and puts a step into words. When another control
    is moved, all steps are shown again. Going through the steps of a run needs no new one.

    Parameters
    ----------
    controls, make_run, judge, picture
        As for `Explorer`. The control "step" is added; `make_run` does not take it. The picture has
        `show(run, step)`, where None stands for all steps.
    """

    steps = "step"

    def __init__(self, controls, make_run, judge, picture):
        step = count_control("step", MANY, 0, MANY)
        self.run_of = lru_cache(1)(lambda pairs: make_run(**dict(pairs)))
        self.player = Player(step)
        super().__init__(controls | {"step": step}, self.run_shown, judge, picture)

    def last_step(self, run):
        """Return how many steps a run has."""
        return run.nit

    def at_step(self, run, step):
        """Return in words where a run is after `step` steps."""
        raise NotImplementedError

    def run_shown(self, step, **values):
        """Return the run of the controls' values; how many steps of it are shown does not change it."""
        return self.run_of(tuple(values.items()))

    def moved(self, name, change):
        """Show all steps of another run."""
        if name != "step":
            self.show_all_steps()
            self.run_of.cache_clear()
        super().moved(name, change)

    def forget_frames(self):
        """Forget what was drawn ahead, and the run that it was drawn from."""
        self.run_of.cache_clear()
        super().forget_frames()

    def set(self, **values):
        """Set several controls at once, as `Explorer.set` does; the step may be one that only the new run has."""
        control = self.controls["step"]
        with self.turn:  # a run in progress would put the step back among its own
            last = control.high
            with self.holding():
                control.set_range(0, MANY, 1, (0, MANY), MANY if self.is_all("step") else control.value)
            try:
                super().set(**values)
            finally:
                if control.high == MANY:  # there is no new run
                    with self.holding():
                        control.set_range(0, last, 1, (0, MANY), min(control.value, last))

    def show_all_steps(self):
        """Go to the last step, without a new run."""
        with self.holding():
            self.controls["step"].value = self.controls["step"].high

    def show(self, run):
        """Say how many steps there are to go through, then show the run: nobody goes before that is known."""
        step, last = self.values()["step"], self.last_step(run)
        growing = self.live.busy and step is not None  # it may get to the step later
        high = max(last, step + 1) if growing else last
        if step is not None and step >= high:
            self.run_key = [*self.run_key[:-1], None]  # these are all its steps, now that it is known how many
        with self.holding():
            self.controls["step"].set_range(0, high, 1, (0, MANY), last if step is None else min(step, high))
        super().show(run)

    def draw(self, run, values):
        """Draw the steps that are shown of a run."""
        step = values["step"]
        return self.drawn.show(run, step if step is None else min(step, self.last_step(run)))

    def caption(self, run, values, verdict):
        """Return the verdict, or where the run is at the step that is shown."""
        step = values["step"]
        return verdict if step is None or step >= self.last_step(run) else self.at_step(run, step)

    @property
    def step(self):
        """How many steps of the run are shown: all of them, until someone goes through them one by one."""
        return self.controls["step"].value

    @step.setter
    def step(self, step):
        control = self.controls["step"]
        last = MANY if self.is_held() or self.run is None else self.last_step(self.run)
        control.value = control.high if step is None else checked_within("step", step, 0, last)
