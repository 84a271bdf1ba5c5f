"""The processes behind `kejian serve`: a web server, a worker, and the one that watches both."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from kejian.errors import BaseError

_WORKERS, _THREADS = 2, 8
_PATIENCE = 60  # seconds that the first answer may take
_STOPPING = 20  # seconds granted to what is being answered
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    return host in _LOOPBACK


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the port. Raises `BaseError` when it is in use or not ours to take."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except (OSError, OverflowError) as error:
        found.close()
        said = getattr(error, "strerror", None) or str(error)
        raise BaseError(
            f"cannot listen there: {said}",
            where=f"{host}:{port}",
            hint="stop the other server, or choose another port with --port (0: any that is free)",
        ) from error
    found.listen(128)
    return found


def run(sock: socket.socket, *, ready: Callable[[], None] = lambda: None) -> int:
    """Serve until interrupted; a worker that ends is started again. Returns the exit status.

    ``ready`` is called when the first request would be answered at once.
    """
    stopping = False

    def stop(*_: Any) -> None:
        nonlocal stopping
        stopping = True

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    web = _start("kejian.workbench.server", str(sock.fileno()), passed=sock.fileno())
    worker, started = _start("kejian.workbench.worker"), time.monotonic()
    there = sock.getsockname()[:2]
    sock.close()
    while not stopping and web.poll() is None and not _answers(there):
        time.sleep(0.1)
    if not stopping and web.poll() is None:
        ready()
    while not stopping and web.poll() is None:
        if worker.poll() is not None and time.monotonic() - started > 1:
            worker, started = _start("kejian.workbench.worker"), time.monotonic()
        time.sleep(0.2)
    for process in (web, worker):
        if process.poll() is None:
            process.terminate()
    for process in (web, worker):
        try:
            process.wait(_STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0 if stopping else web.returncode or 1


def _answers(there: tuple[str, int]) -> bool:
    """Whether a request is answered there; whatever the answer is."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(there[0], there[0])  # noqa: S104
    asked = http.client.HTTPConnection(host, there[1], timeout=_PATIENCE)
    try:
        asked.request("GET", "/healthz", headers={"Host": "localhost"})
        asked.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True


def _start(module: str, *arguments: str, passed: int | None = None) -> "subprocess.Popen[bytes]":
    # in a group of its own: Ctrl-C reaches the watcher alone, which then stops each in order
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        pass_fds=[] if passed is None else [passed],
        start_new_session=True,
    )


def main() -> None:
    """The web server, on a listening socket that was passed by its number."""
    from gunicorn.app.base import BaseApplication

    from kejian.workbench.worker import end_with_parent

    end_with_parent()

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """Gunicorn without files or options of its own."""

        def load_config(self) -> None:
            """What differs from Gunicorn's defaults."""
            for name, value in {
                "bind": [f"fd://{sys.argv[1]}"],
                "worker_class": "gthread",
                "workers": _WORKERS,
                "threads": _THREADS,
                "preload_app": True,  # read in once, and in full, before there is anybody to wait for it
                "timeout": 120,
                "graceful_timeout": 10,
                "max_requests": 20_000,
                "max_requests_jitter": 2_000,
                "limit_request_line": 8190,
                "loglevel": "warning",
                "control_socket_disable": True,
                "post_worker_init": _warm,
            }.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            """The application with all its pages and rules, which would else be read at the first request."""
            from django.urls import get_resolver

            from kejian.policy.loading import rules
            from kejian.workbench.wsgi import application

            rules()
            _ = get_resolver().url_patterns
            return application

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kejian.workbench.settings")
    Server().run()


def _warm(worker: Any) -> None:
    from kejian.workbench.charts import warm

    warm()


if __name__ == "__main__":
    main()
