"""A proxy on this machine that delays every byte, both ways, as if the server were far away; for slider.py."""

import asyncio
import contextlib
import threading


class Proxy:
    """Passes connections from a free port on to `port`, `delay` seconds late each way; bandwidth is not limited.

    asyncio sets TCP_NODELAY on its own sockets, so the proxy does not hold back small messages. It acknowledges
    whatever the server sends at once, so Nagle's algorithm costs a server without TCP_NODELAY less behind this
    proxy than it would on a real network with this delay: a comparison with such a server is conservative.
    """

    def __init__(self, port):
        self.target, self.delay, self.ready = port, 0.0, threading.Event()
        threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True).start()
        self.ready.wait()

    async def serve(self):
        """Listen forever."""
        server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await server.serve_forever()

    async def connect(self, reader, writer):
        """Pass one connection on to the target."""
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self.pump(reader, far_writer), self.pump(far_reader, writer))

    async def pump(self, reader, writer):
        """Pass on whatever arrives, late."""
        later = asyncio.get_running_loop().call_later
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 18):
                later(self.delay, writer.write, data)
        later(self.delay, writer.close)
