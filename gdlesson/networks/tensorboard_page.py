"""TensorBoard in the notebook: its server beside the kernel, its page in a frame that the browser can reach.

On your own computer the page is at 127.0.0.1. Behind JupyterHub and on Binder only the notebook's server can reach
that; there `jupyter-server-proxy` passes the page on, at an address below the notebook's own.
"""

import functools
import os
from pathlib import Path
from urllib.parse import urlsplit

import ipywidgets as widgets

from gdlesson.networks.event_files import EventFiles
from gdlesson.networks.with_keras import NotReadyError, missing

WORDS = "TensorBoard's page is here while Python runs: run this cell to see it."


class TensorBoardPage:
    """TensorBoard's page, shown in a notebook; made by `show_tensorboard`.

    Attributes
    ----------
    address : str
        Where the page is: for a browser's own tab, too.
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
    """Show TensorBoard's page with the trainings in a folder.

    Parameters
    ----------
    folder : EventFiles, str or path
        Where the event files are: in the folder, or anywhere below it.
    height : int
        Of the page, in pixels.

    Returns
    -------
    TensorBoardPage
        Shown by a notebook as the last line of a cell. TensorBoard runs in the kernel's own process, once for each
        folder, answers only this computer, and ends with the kernel.

    Raises
    ------
    NotReadyError
        TensorBoard is not installed.
    FileNotFoundError
        There is no such folder.
    """
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
    # the page asks for hyperparameters, also where there are none
    board = program.TensorBoard(plugins=[CorePluginLoader(), MetricsPlugin, ScalarsPlugin, HParamsPlugin])
    # load_fast would start another process, to outlive the kernel; a new epoch is looked for every second
    board.configure(logdir=str(folder), host="127.0.0.1", port=0, load_fast="false", reload_interval=1)
    return urlsplit(board.launch()).port


def reachable(port):
    """Return the address at which the browser finds what answers at this port of the kernel's computer."""
    hub = os.environ.get("JUPYTERHUB_SERVICE_PREFIX")
    return f"{hub.rstrip('/')}/proxy/{port}/" if hub else f"http://127.0.0.1:{port}/"
