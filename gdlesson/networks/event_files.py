"""Write the history of a training into TensorBoard's event files, without TensorFlow."""

import atexit
import itertools
import os
import shutil
import tempfile
import time
from pathlib import Path

from gdlesson.checks import shown
from gdlesson.networks.watching import Watcher
from gdlesson.networks.with_keras import NotReadyError, missing


class EventFiles(Watcher):
    """Writes the numbers of each epoch for TensorBoard; a callback of `train` and of Keras's `fit`.

    Training and validation go into the subfolders `train` and `validation`, which TensorBoard calls runs. The
    numbers are named as in Keras's own callback, `epoch_loss` and `epoch_accuracy`, so both curves appear in one
    chart. The files are updated after each epoch, so you can watch them during the training.

    Parameters
    ----------
    folder : str or path, optional
        The folder to write to. The default is a new temporary folder, which is deleted when Python exits. Nothing
        is overwritten: a second training in the same folder goes into its subfolder `run-2`.

    Attributes
    ----------
    folder : pathlib.Path
        The folder of the files.

    Raises
    ------
    NotReadyError
        TensorBoard is not installed.
    TypeError, OSError
        The folder is not a path, or cannot be created.

    Notes
    -----
    Keras's own callback, `keras.callbacks.TensorBoard`, needs TensorFlow with every backend.

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
        if not isinstance(folder, (str, os.PathLike, type(None))):
            raise TypeError(f"folder must be the path of a folder, got {shown(folder)}")
        event_classes()  # fails now, not after the first epoch, if TensorBoard is missing
        self.folder = Path(folder or tempfile.mkdtemp(prefix="tensorboard-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        if not folder:
            atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    def begin(self):
        """Choose the folder itself, or the first subfolder, that does not hold a training yet."""
        folders = itertools.chain([self.folder], (self.folder / f"run-{n}" for n in itertools.count(2)))
        self.run = next(f for f in folders if not any((f / part).exists() for part in ("train", "validation")))
        self.writers, self.done = {}, 0

    def after(self, logs):
        """Write the numbers of an epoch, and flush them to disk."""
        self.done += 1
        for name, value in logs.items():
            part, tag = ("validation", name[4:]) if name.startswith("val_") else ("train", name)
            self.write(part, f"epoch_{tag}", value)
        for writer in self.writers.values():
            writer.flush()

    def write(self, part, tag, value):
        """Add one number to the file of a part, "train" or "validation"."""
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


def event_classes():
    """Return TensorBoard's classes for its files, and for the events and summaries in them."""
    try:
        from tensorboard.compat.proto.event_pb2 import Event
        from tensorboard.compat.proto.summary_pb2 import Summary
        from tensorboard.summary.writer.event_file_writer import EventFileWriter
    except ImportError as error:
        raise NotReadyError(missing("TensorBoard", error)) from error
    return EventFileWriter, Event, Summary
