"""An optimizer at work, with sliders for its settings and the current step: `explore_adaptive`."""

from functools import lru_cache

from gdlesson.checks import checked_point, checked_within
from gdlesson.explorers.adaptive.picture import AdaptivePicture
from gdlesson.explorers.adaptive.run import adapt, adaptive_verdict, has_correction, settings_of
from gdlesson.functions import as_surface
from gdlesson.live.controls import (
    Control,
    choice_control,
    count_control,
    log_control,
    number_control,
)
from gdlesson.live.explorer import Explorer
from gdlesson.live.player import Player
from gdlesson.optimizers import adadelta, adagrad, adam, adamax, adamw, ftrl, lion, momentum, nadam, rmsprop
from gdlesson.rulecheck import checked_rules, name_of

OPTIMIZERS = (adam, rmsprop, adagrad, adadelta, adamax, nadam, adamw, ftrl, lion, momentum)
SLIDERS = {"beta_1": ("beta_1", "momentum"), "beta_2": ("beta_2", "rho")}  # the settings that each slider may set
SIGNS = {"beta_1": "β₁", "beta_2": "β₂"}


class AdaptiveExplorer(Explorer):
    """An optimizer at work, step by step; created by `explore_adaptive`."""

    optimizer, learning_rate, beta_1, beta_2 = Control(), Control(), Control(), Control()
    bias_correction, step = Control(), Control()
    ahead = ["step", "learning_rate", "beta_1", "beta_2", "bias_correction"]

    def __init__(self, f, start, learning_rate, iterations, optimizers):
        self.f, self.beginning, self.iterations = f, start, iterations
        first = optimizers[0]
        usual = {"beta_1": 0.9, "beta_2": 0.999} | usual_settings(first)
        controls = {
            "optimizer": choice_control("optimizer", {name_of(rule): rule for rule in optimizers}, first),
            "learning_rate": log_control("learning rate", learning_rate, *rate_ends(learning_rate)),
            "beta_1": number_control("β₁", usual["beta_1"], 0.0, 0.99, 0.01),
            "beta_2": number_control("β₂", usual["beta_2"], 0.0, 0.999, 0.001),
            "bias_correction": choice_control("correction", {"on": True, "off": False}, True),
            "step": count_control("step", min(iterations, 5), 0, iterations),
        }
        controls["optimizer"].observe(self.turn_to, "value")
        self.run_of = lru_cache(1)(self.whole_run)
        super().__init__(controls, self.adapt, self.words, AdaptivePicture(f, iterations))
        self.disable(first)

    def adapt(self, optimizer, step, **values):
        """Return the run of the controls' values; going through its steps makes no new one."""
        return self.run_of(name_of(optimizer), *values.values()).looked_at(step)

    def whole_run(self, optimizer, learning_rate, beta_1, beta_2, bias_correction):
        """Return the run of an optimizer, given by its name."""
        rule, values = self.controls["optimizer"].options[optimizer], {"beta_1": beta_1, "beta_2": beta_2}
        settings = {setting: values[name] for name, setting in moved(rule).items()}
        return adapt(self.f, self.beginning, learning_rate, self.iterations, rule, bias_correction, **settings)

    def moved(self, name, change):
        """Follow a control that was moved."""
        if name != "step":
            self.run_of.cache_clear()
        super().moved(name, change)

    def forget_frames(self):
        """Forget what was drawn ahead, and the run that it was drawn from."""
        self.run_of.cache_clear()
        super().forget_frames()

    def turn_to(self, change):
        """Set the sliders of β₁ and β₂ to the defaults of another optimizer."""
        with self.holding():
            for name, value in usual_settings(change["new"]).items():
                self.controls[name].value = value
        self.disable(change["new"])

    def disable(self, rule):
        """Disable the controls that do nothing for a rule; the verdict says why of the bias correction."""
        for name, sign in SIGNS.items():
            self.controls[name].disabled = "" if name in moved(rule) else f"{name_of(rule)} has no {sign}"
        self.controls["bias_correction"].disabled = not has_correction(rule)

    def words(self, run):
        """Return the verdict on a run, and what β₁ and β₂ are for its rule."""
        return f"{adaptive_verdict(run)} {slider_words(run.rule)}".strip()

    def arrange(self):
        """Return the controls and step buttons above the picture."""
        last = ["bias_correction", "step", Player(self.controls["step"])]
        return self.above_picture(["optimizer", "learning_rate"], ["beta_1", "beta_2"], last)


def moved(rule):
    """Return by slider the name of the rule's setting that it moves, for the sliders that have one."""
    has = settings_of(rule)
    found = {name: next((each for each in names if each in has), None) for name, names in SLIDERS.items()}
    return {name: setting for name, setting in found.items() if setting}


def usual_settings(rule):
    """Return by slider the default of the rule's setting that it moves, limited to the slider's range."""
    has = settings_of(rule)
    ends = {"beta_1": 0.99, "beta_2": 0.999}
    usual = {name: has[setting] for name, setting in moved(rule).items()}
    return {name: min(max(float(v), 0.0), ends[name]) for name, v in usual.items() if isinstance(v, (int, float))}


def slider_words(rule):
    """Return in words which of a rule's settings β₁ and β₂ are, if their names differ."""
    named = [f"{SIGNS[name]} is its {setting}" for name, setting in moved(rule).items() if setting != name]
    return f"{'; '.join(named)}." if named else ""


def rate_ends(learning_rate):
    """Return the ends of the learning rate's slider."""
    return min(1e-4, learning_rate or 1e-4), max(1.0, learning_rate)


def explore_adaptive(f, start=(-3.0, 2.0), learning_rate=0.1, iterations=100, optimizers=OPTIMIZERS):
    """Return an explorer of an optimizer at work: what it remembers, and the step that it computes from that.

    Parameters
    ----------
    f : callable
        A function of points (x, y), such as `bowl(100)`.
    start : array of shape (2,)
        Where to start, in the view of f.
    learning_rate : float
        The initial position of its slider.
    iterations : int
        The number of steps of a run, 1 to 1000.
    optimizers : list of callables or str
        The optimizers to choose from, which can be your own; the first is shown first. Choosing one sets β₁ and β₂
        to its defaults. For `momentum`, β₁ is its momentum; for `rmsprop` and `adadelta`, β₂ is their rho.

    Returns
    -------
    AdaptiveExplorer
        With controls `optimizer`, `learning_rate`, `beta_1`, `beta_2`, `bias_correction` and `step`; its `run` is
        an `Adaptation`.

    Raises
    ------
    TypeError, ValueError
        f is not a function of points, no run can start there, or something is not an optimizer.

    Notes
    -----
    With bias correction off, the same function gets 10⁹ as the number of each step: then every βᵗ is 0, and
    dividing by 1 − βᵗ changes nothing.

    Examples
    --------
    >>> from gdlesson import bowl
    >>> lab = explore_adaptive(bowl(100), start=(-3, 2), learning_rate=0.1)
    >>> lab.set(step=0, bias_correction=False)
    >>> lab.run.slopes[0].tolist(), lab.run.steps[0].round(3).tolist()
    ([-3.0, 200.0], [0.316, -0.316])
    """
    f = as_surface(f)
    start = checked_point(f, start)
    rules = checked_rules(optimizers, start, {})
    adapt(f, start, learning_rate, 0)  # raises an error now rather than in the explorer
    iterations = checked_within("iterations", iterations, 1, 1000)
    return AdaptiveExplorer(f, start, float(learning_rate), iterations, rules)
