"""Send each small message at once: a Jupyter Server extension.

`start.py` and Binder enable it with the settings in ``gdlesson/classroom/jupyter/``. Installing gdlesson does not:
to have it on your own server, run ``jupyter server extension enable --sys-prefix gdlesson.classroom.server``.

A slider's move is a small message. Nagle's algorithm holds a small message back until the one before it is
acknowledged, which adds 15 to 25 ms to every move of every widget. This turns it off (TCP_NODELAY) on the
kernel's WebSocket, in JupyterLab, on Binder and under JupyterHub alike.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class NoDelayConnection(ZMQChannelsWebsocketConnection):
    """The usual connection between browser and kernel, without Nagle's algorithm."""

    def connect(self):
        """Connect as usual, after asking the socket not to wait."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def _jupyter_server_extension_points():
    return [{"module": "gdlesson.classroom.server"}]


def _load_jupyter_server_extension(app):
    """Take the place of the default connection; a remote gateway's own is left alone."""
    if app.kernel_websocket_connection_class is ZMQChannelsWebsocketConnection:
        app.web_app.settings["kernel_websocket_connection_class"] = NoDelayConnection
