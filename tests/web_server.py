"""A real HTTP server on loopback whose every path can be told how to misbehave.

It listens on all of 127.0.0.0/8, so that 127.0.0.1, 127.0.0.2, ... are hosts of their own at one port.
"""

import re
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PAGE = (
    b"<!DOCTYPE html><html lang='en'><head><title>Ferry returns</title></head><body><article><h1>Ferry returns</h1>"
    b"<p>The ferry to Lower Quay sails again on Monday, the harbor office said.</p></article></body></html>"
)


@dataclass
class Request:
    """What the server received, and the raw connection to answer on."""

    path: str
    host: str  # the Host header
    headers: dict[str, str]  # names in lower case
    at_s: float
    connection: socket.socket = field(repr=False)

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(
        self, status: int = 200, body: bytes = b"", media: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", f"Content-Type: {media}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)


Behaviour = Callable[[Request], None]


class WebServer:
    """`server.on(path, behaviour)` sets what a path does; `server.asked` is what was asked so far."""

    page = PAGE

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self._paths: dict[str, Behaviour] = {}
        self._over = threading.Event()
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                self.request.settimeout(5)
                pending = b""
                while not outer._over.is_set():
                    try:
                        while b"\r\n\r\n" not in pending:
                            received = self.request.recv(65536)
                            if not received:
                                return
                            pending += received
                        head, _, pending = pending.partition(b"\r\n\r\n")
                        first, *lines = head.decode("latin-1").split("\r\n")
                        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
                        path = first.split(" ")[1]
                        request = Request(path, headers.get("host", ""), headers, time.monotonic(), self.request)
                        outer.asked.append(request)
                        outer.behaviour(path)(request)
                    except OSError:
                        return

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address, daemon_threads, request_queue_size = True, True, 256

            def handle_error(self, request: object, client_address: object) -> None: ...

        self._server = Server(("0.0.0.0", 0), Handler)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def on(self, path: str, behave: Behaviour | bytes, media: str = "text/html; charset=utf-8") -> str:
        """Set what a path does; its URL. Bytes are answered as they are, with status 200."""
        self._paths[path] = (lambda r: r.answer(200, behave, media)) if isinstance(behave, bytes) else behave
        return self.url(path)

    def behaviour(self, path: str) -> Behaviour:
        """What a path does: what was set for it, or for "*"; without either there is no such page."""
        fallback = None if path == "/robots.txt" else self._paths.get("*")
        return self._paths.get(path) or fallback or (lambda r: r.answer(404, b"no such page"))

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.asked if request.path != "/robots.txt"]

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()


def in_parts(body: bytes, **headers: str) -> Behaviour:
    """Answers as a server of files does: with the part that is asked for (RFC 9110, 14)."""

    def behave(request: Request) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("range", ""))
        if wanted is None:
            request.answer(200, body, "application/octet-stream", **headers)
            return
        start, end = int(wanted.group(1)), min(int(wanted.group(2)), len(body) - 1)
        if start >= len(body):
            request.answer(416, b"", "text/plain", Content_Range=f"bytes */{len(body)}")
            return
        said = f"bytes {start}-{end}/{len(body)}"
        request.answer(206, body[start : end + 1], "application/octet-stream", Content_Range=said, **headers)

    return behave
