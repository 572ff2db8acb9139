"""Ports of this machine for servers that tests start."""

from __future__ import annotations

import socket
import time

import pytest


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_server(port: int, tries: int) -> None:
    """Wait until somebody answers there, or fail the test after so many tries."""
    for _ in range(tries):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server did not start")
