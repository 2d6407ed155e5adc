"""TensorBoard in a notebook: its server runs in the kernel, and its page appears in a frame.

On your own computer the page is at 127.0.0.1. With JupyterHub and Binder, only the notebook server can reach that
address; there `jupyter-server-proxy` serves the page at a URL below the notebook server's own.

The page belongs to its user alone: its URL holds a secret, and without it the server finds nothing, whoever on
this computer asks. It also refuses other websites, even under a name that leads to this computer.
"""

import functools
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import ipywidgets as widgets

from gdlesson.checks import checked_count, shown
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
        The height of the page in pixels, at most 10 000.

    Returns
    -------
    TensorBoardPage
        To be the last line of a notebook cell. TensorBoard runs in the kernel's own process, once per folder, is
        reachable only from this computer and at its own address, and ends with the kernel.

    Raises
    ------
    NotReadyError
        TensorBoard is not installed.
    FileNotFoundError
        There is no such folder.
    TypeError, ValueError
        The folder is not a path, or the height is not a whole number in this range.
    """
    if not isinstance(folder, (EventFiles, str, os.PathLike)):
        raise TypeError(f"folder must be EventFiles or the path of a folder, got {shown(folder)}")
    height = checked_count("height", height, least=1, most=10_000)
    folder = Path(folder.folder if isinstance(folder, EventFiles) else folder).resolve()
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    return TensorBoardPage(reachable(*serve(folder)), height)


@functools.cache
def serve(folder):
    """Start TensorBoard for a folder, and return its port and the secret path below which it answers."""
    try:
        from tensorboard import program
        from tensorboard.plugins.core.core_plugin import CorePluginLoader
        from tensorboard.plugins.hparams.hparams_plugin import HParamsPlugin
        from tensorboard.plugins.metrics.metrics_plugin import MetricsPlugin
        from tensorboard.plugins.scalar.scalars_plugin import ScalarsPlugin
    except ImportError as error:
        raise NotReadyError(missing("TensorBoard", error)) from error
    # the page asks for hyperparameters even if there are none
    plugins = [CorePluginLoader(), MetricsPlugin, ScalarsPlugin, HParamsPlugin]

    def server(app, flags):
        return program.WerkzeugServer(guarded(app, flags.path_prefix), flags)

    board = program.TensorBoard(plugins, server_class=server)
    # load_fast would start another process, which outlives the kernel; new epochs are looked for every second
    settings = {"logdir": str(folder), "host": "127.0.0.1", "port": 0, "load_fast": "false", "reload_interval": 1}
    board.configure(path_prefix=f"/{secrets.token_urlsafe(24)}", **settings)
    address = urlsplit(board.launch())
    return address.port, address.path


def guarded(app, secret):
    """Return TensorBoard's WSGI application, which is below a secret path, such that it refuses other websites."""
    from werkzeug.exceptions import Forbidden
    from werkzeug.sansio.utils import host_is_trusted

    # a hub's name is not known here; its notebook server lets only its own user through
    trusted = None if hub() else ["127.0.0.1", "localhost"]

    def guard(environ, start_response):
        host, origin = environ.get("HTTP_HOST"), environ.get("HTTP_ORIGIN")
        if not host_is_trusted(host, trusted) or (origin and urlsplit(origin).netloc != host):
            return Forbidden()(environ, start_response)
        if environ["PATH_INFO"].startswith("/font-roboto/"):  # where the page asks for fonts, which are no secret
            environ["PATH_INFO"] = secret + environ["PATH_INFO"]
        return app(environ, start_response)

    return guard


def hub():
    """Return the path of the notebook server behind a hub, "" where there is none."""
    return os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "").rstrip("/")


def reachable(port, path="/"):
    """Return the URL at which the browser reaches this path of this port of the kernel's computer."""
    return f"{hub()}/proxy/{port}{path}" if hub() else f"http://127.0.0.1:{port}{path}"
