"""TensorBoard in a notebook: its server runs in the kernel, and its page appears in a frame.

On your own computer the page is at 127.0.0.1. With JupyterHub and Binder, only the notebook server can reach that
address; there `jupyter-server-proxy` serves the page at a URL below the notebook server's own.
"""

import functools
import os
from pathlib import Path
from urllib.parse import urlsplit

import ipywidgets as widgets

from gdlesson.checks import checked_count
from gdlesson.networks.event_files import EventFiles
from gdlesson.networks.with_keras import NotReadyError, missing

WORDS = "TensorBoard's page is here while Python runs: run this cell to see it."


class TensorBoardPage:
    """TensorBoard's page, shown in a notebook; made by `show_tensorboard`.

    Attributes
    ----------
    address : str
        The URL of the page, to open it in a tab of its own.
    """

    def __init__(self, address, height):
        self.address = address
        frame = (
            f'<iframe src="{address}" title="TensorBoard" width="100%" height="{height}" frameborder="0"></iframe>'
        )
        self.view = widgets.HTML(frame)

    def __repr__(self):
        return WORDS

    def _repr_mimebundle_(self, **options):
        return self.view._repr_mimebundle_() | {"text/plain": WORDS}


def show_tensorboard(folder, height=640):
    """Show TensorBoard for the trainings in a folder.

    Parameters
    ----------
    folder : EventFiles, str or path
        The folder of the event files, which may be in subfolders.
    height : int
        The height of the page in pixels.

    Returns
    -------
    TensorBoardPage
        To be the last line of a notebook cell. TensorBoard runs in the kernel's own process, once per folder, is
        reachable only from this computer, and ends with the kernel.

    Raises
    ------
    NotReadyError
        TensorBoard is not installed.
    FileNotFoundError
        There is no such folder.
    TypeError
        The folder is not a path, or the height is not a number.
    """
    if not isinstance(folder, (EventFiles, str, os.PathLike)):
        raise TypeError(f"folder must be EventFiles or the path of a folder, got {folder!r}")
    height = checked_count("height", height, least=1)
    folder = Path(folder.folder if isinstance(folder, EventFiles) else folder).resolve()
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    return TensorBoardPage(reachable(serve(folder)), height)


@functools.cache
def serve(folder):
    """Start TensorBoard for a folder, and return its port."""
    try:
        from tensorboard import program
        from tensorboard.plugins.core.core_plugin import CorePluginLoader
        from tensorboard.plugins.hparams.hparams_plugin import HParamsPlugin
        from tensorboard.plugins.metrics.metrics_plugin import MetricsPlugin
        from tensorboard.plugins.scalar.scalars_plugin import ScalarsPlugin
    except ImportError as error:
        raise NotReadyError(missing("TensorBoard", error)) from error
    # the page asks for hyperparameters even if there are none
    board = program.TensorBoard(plugins=[CorePluginLoader(), MetricsPlugin, ScalarsPlugin, HParamsPlugin])
    # load_fast would start another process, which outlives the kernel; new epochs are looked for every second
    board.configure(logdir=str(folder), host="127.0.0.1", port=0, load_fast="false", reload_interval=1)
    return urlsplit(board.launch()).port


def reachable(port):
    """Return the URL at which the browser reaches this port of the kernel's computer."""
    hub = os.environ.get("JUPYTERHUB_SERVICE_PREFIX")
    return f"{hub.rstrip('/')}/proxy/{port}/" if hub else f"http://127.0.0.1:{port}/"
