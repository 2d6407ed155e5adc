"""The picture of a finished training: its curves, and what its network answers in the plane of the examples."""

from gdlesson.explorers.curves.picture import CurvesPicture
from gdlesson.live.field import FieldPanel
from gdlesson.live.style import our_style

UNKNOWN = "The network of this training\nwas not kept: there are only curves."


class FinishedPicture(CurvesPicture):
    """Curves and, where some training has a network with two inputs, the plane of its examples.

    Parameters
    ----------
    trainings : dict of str to Training
        The trainings by name whose networks can be shown.
    """

    @our_style()
    def __init__(self, trainings):
        self.trainings, self.field = trainings, None
        super().__init__(plane=bool(trainings))

    def frame(self, frame):
        """Draw the still part."""
        super().frame(frame)
        if self.plane is None:
            return
        self.plane.clear()
        training = self.trainings.get(frame.plane)
        self.plane.set_axis_on() if training else self.plane.set_axis_off()
        if training is None:
            self.field, self.artists[:] = None, self.fixed
            self.plane.text(0.5, 0.5, UNKNOWN, ha="center", va="center", transform=self.plane.transAxes)
            return
        x, y, validation = training.examples
        self.field = FieldPanel(self.plane, x, y, validation=validation)
        self.artists[:] = [*self.fixed, *self.field.artists]
        self.description += f" Right: {self.field.description}"

    def show(self, run, step=None):
        """Show what is `Shown` up to a step, or all of it; return its frame if it is new."""
        before = self.subject
        epoch = run.moments[-1 if step is None else step]
        plane = run.name if run.training else None
        frame = super().show(run.history, len(run.history["loss"]), run.smoothing, run.log, epoch, plane)
        if self.field:
            network, p = run.training.network, run.training.after(epoch).p
            self.field.show(network.logits(p, self.field.grid), network.logits(p, self.field.x))
        return None if frame == before else frame
