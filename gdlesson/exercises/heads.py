"""The head of a function that a learner writes: what it takes, in which order, with which defaults."""

import contextlib
import inspect

from gdlesson.exercises.notyet import NotYet
from gdlesson.exercises.wording import kind

OURS = ("gdlesson.losses", "gdlesson.optimizers")  # what a learner is asked to write is not taken from here


class Head:
    """The head that a learner's function should have, such as ``my_slope(f, x, h)``.

    Arguments without a default are handed over in order, those with one by name or in order. Other names are fine
    for the former, and more arguments with defaults are fine as well. An `option` is shown in the head, and asked
    for by the check itself.
    """

    def __init__(self, text, option=""):
        self.text, self.name = f"def {text}:", text[: text.index("(")]
        scope = {}
        exec(f"{self.text} pass", scope)
        parameters = inspect.signature(scope[self.name]).parameters
        self.arguments = list(parameters)
        self.text = f"{self.text[:-2]}, {option}):" if option else self.text
        self.usual = {name: each.default for name, each in parameters.items() if each.default is not each.empty}

    def look_at(self, function):
        """Raise `NotYet` if it is no function, or cannot be called as it will be."""
        if function is None or function is ...:
            raise NotYet(f"write the function {self.name}, and give its name to the check.")
        if not callable(function) or isinstance(function, type):
            raise NotYet(
                f"a function {self.name} is expected, not {kind(function)}. Give its name without parentheses."
            )
        with contextlib.suppress(ValueError):  # some functions do not tell what they take
            signature = inspect.signature(function)
            if self.misplaced(signature):
                raise self.wrong(function)
            try:
                needed = len(self.arguments) - len(self.usual)
                signature.bind(*self.arguments[:needed])
                signature.bind(*self.arguments)
                signature.bind(*self.arguments[:needed], **self.by_name())
            except TypeError:
                raise self.wrong(function) from None
        if getattr(function, "__module__", None) in OURS:
            raise NotYet(f"that is the package's own {function.__name__}.", f"Write yours, with  {self.text}")

    def by_name(self):
        """Return the settings, which are handed over by name: those from the learning rate on."""
        names = list(self.usual)
        place = names.index("learning_rate") if "learning_rate" in names else len(names)
        return {name: self.usual[name] for name in names[place:]}

    def misplaced(self, signature):
        """Tell whether a setting stands where the memory is handed over, which comes before the learning rate."""
        names = list(self.usual)
        settings = names[names.index("learning_rate") :] if "learning_rate" in names else []
        needed = len(self.arguments) - len(self.usual)
        return any(
            name in settings for name in list(signature.parameters)[needed : needed + len(names) - len(settings)]
        )

    def in_order(self, function):
        """Return the function called with its arguments in order, if it names them in another one, else None."""
        with contextlib.suppress(ValueError):
            names = [*inspect.signature(function).parameters][: len(self.arguments)]
            if any(name in self.arguments and self.arguments[k] != name for k, name in enumerate(names)):
                places = [self.place(name, k) for k, name in enumerate(names)]
                return lambda *given, **named: function(*(given[k] for k in places if k < len(given)), **named)
        return None

    def place(self, name, k):
        """Return at which place an argument is handed over: by its name, else at the place where it stands."""
        return self.arguments.index(name) if name in self.arguments else k

    def wrong(self, function, first=""):
        """Return the `NotYet` that shows the head as it should be, and as it is."""
        mine = inspect.signature(function).replace(return_annotation=inspect.Signature.empty)
        return NotYet(f"{first}it should begin with  {self.text}  but yours begins with  def {self.name}{mine}:")
