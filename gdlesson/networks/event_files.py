"""The numbers of a training in TensorBoard's own event files, written without TensorFlow."""

import atexit
import itertools
import shutil
import tempfile
import time
from pathlib import Path

from gdlesson.networks.watching import Watcher
from gdlesson.networks.with_keras import NotReadyError, missing


class EventFiles(Watcher):
    """Writes what each epoch came to for TensorBoard; a callback of `train` and of Keras's `fit`.

    The parts `train` and `validation` of the folder are what TensorBoard calls runs, and the numbers are called as
    Keras's own callback calls them, `epoch_loss` and `epoch_accuracy`: so both lines of a kind are in one chart.
    They are on the disk after each epoch, to be watched while the training goes on.

    Parameters
    ----------
    folder : str or path, optional
        Where to write; left out, a new folder among the temporary files, which is gone when Python ends.
        Nothing is overwritten: a second training in the same folder goes into its part `run-2`.

    Attributes
    ----------
    folder : pathlib.Path
        Where the files are.

    Raises
    ------
    NotReadyError
        TensorBoard is not installed.
    OSError
        The folder cannot be made.

    Notes
    -----
    Keras has a callback `keras.callbacks.TensorBoard`; it needs TensorFlow, whatever Keras calculates with.

    Examples
    --------
    >>> from gdlesson import Network, train
    >>> from gdlesson.datasets import moons
    >>> files = EventFiles()
    >>> run = train(Network((2, 8, 1)), *moons(), epochs=3, validation=moons(seed=1), callbacks=[files])
    >>> sorted(part.name for part in files.folder.iterdir())
    ['train', 'validation']
    """

    def __init__(self, folder=None):
        super().__init__()
        event_classes()  # says at once if they are missing
        self.folder = Path(folder or tempfile.mkdtemp(prefix="tensorboard-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        if not folder:
            atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    def begin(self):
        """Choose a part of the folder where no training has been written."""
        parts = itertools.chain([self.folder], (self.folder / f"run-{n}" for n in itertools.count(2)))
        self.run = next(part for part in parts if not {"train", "validation"} & set(names_in(part)))
        self.writers, self.done = {}, 0

    def after(self, logs):
        """Write the numbers of an epoch to the disk."""
        self.done += 1
        for name, value in logs.items():
            part, tag = ("validation", name[4:]) if name.startswith("val_") else ("train", name)
            self.write(part, f"epoch_{tag}", value)
        for writer in self.writers.values():
            writer.flush()

    def write(self, part, tag, value):
        """Add one number to a part of the files."""
        writer, event, summary = event_classes()
        if part not in self.writers:
            self.writers[part] = writer(str(self.run / part))
        point = summary(value=[summary.Value(tag=tag, simple_value=value)])
        self.writers[part].add_event(event(wall_time=time.time(), step=self.done, summary=point))

    def end(self):
        """Close the files."""
        for writer in self.writers.values():
            writer.close()
        self.writers = {}

    def __repr__(self):
        return "EventFiles: what TensorBoard shows"


def names_in(folder):
    """Return the names of what is in a folder; none where there is no such folder."""
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def event_classes():
    """Return what writes TensorBoard's files, and the events and summaries that they consist of."""
    try:
        from tensorboard.compat.proto.event_pb2 import Event
        from tensorboard.compat.proto.summary_pb2 import Summary
        from tensorboard.summary.writer.event_file_writer import EventFileWriter
    except ImportError as error:
        raise NotReadyError(missing("TensorBoard", error)) from error
    return EventFileWriter, Event, Summary
