"""The picture of a training under way: progress, curves, and what its network answers in the plane."""

import functools

from gdlesson.explorers.curves.answers import logits_of
from gdlesson.explorers.curves.picture import CurvesPicture
from gdlesson.live.field import FieldPanel
from gdlesson.live.style import our_style


class GrowingPicture(CurvesPicture):
    """Progress and curves, and beside them the plane of the examples, if there are any.

    Parameters
    ----------
    examples : Examples, optional
        The examples in the plane.

    Attributes
    ----------
    stills : dict
        The still parts drawn so far.
    """

    @our_style()
    def __init__(self, examples=None):
        self.field, self.stills = None, {}
        super().__init__(progress=True, plane=examples is not None)
        if examples:
            learned, others = examples.parts
            self.field = FieldPanel(self.plane, *learned, validation=others)
            self.fixed += self.field.artists
            self.artists[:] = self.fixed

    @property
    def words(self):
        """A description of the picture."""
        return self.description + (f" Right: {self.field.description}" if self.field else "")

    def show_answers(self, model):
        """Show what a network answers now."""
        points = len(self.field.grid)
        try:
            z = logits_of(model, self.field.everywhere)
        except Exception:  # interrupted, a model of Keras may be without weights: what was drawn last stays
            return
        self.field.show(z[:points], z[points:])


@functools.lru_cache(4)
def picture_of(examples=None):
    """Return the picture that all live curves share that show the same examples, or none."""
    return GrowingPicture(examples)
