"""SSH servers that misbehave, on loopback: raw ones that never get to SSH, and one that lets anybody in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import paramiko

Behaviour = Callable[[socket.socket], None]


@contextmanager
def listening(behaviour: Behaviour) -> Iterator[int]:
    """Run `behaviour` for each connection in a thread of its own; yields the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        stopped = threading.Event()

        def serve() -> None:
            while True:
                client, _ = server.accept()
                if stopped.is_set():
                    client.close()
                    return
                threading.Thread(target=_quietly, args=(behaviour, client), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        try:
            yield port
        finally:
            # A thread that still waits in accept() would keep the port, and answer the next test in its place.
            stopped.set()
            socket.create_connection(("127.0.0.1", port)).close()
            thread.join()


def _quietly(behaviour: Behaviour, client: socket.socket) -> None:
    # A bent server may stumble over itself; what the client makes of it is what is tested.
    with suppress(Exception), client:
        behaviour(client)


def drip_banner(client: socket.socket) -> None:
    """One byte of a banner every tenth of a second, for ever."""
    while True:
        client.sendall(b"x")
        threading.Event().wait(0.1)


def flood_banner(client: socket.socket) -> None:
    """Endless lines before any SSH version."""
    while True:
        client.sendall(b"welcome to the flood\r\n" * 500)


def speak_http(client: socket.socket) -> None:
    """Another protocol on the port."""
    client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def hang_up(client: socket.socket) -> None:
    """Closes at once, as sshd does when too many wait to log in."""


def hang_in_key_exchange(client: socket.socket) -> None:
    """Says it is SSH and then nothing more."""
    client.sendall(b"SSH-2.0-OpenSSH_9.9\r\n")
    threading.Event().wait(30)


class AnyoneIn(paramiko.ServerInterface):
    """Accepts every login and every command."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return paramiko.AUTH_SUCCESSFUL

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        self.begun.set()
        return True


def after_login(
    host_key: paramiko.PKey, talk: Callable[[paramiko.Channel, paramiko.Transport], None]
) -> Behaviour:
    """A behaviour that lets anybody in and then talks on the channel as `talk` says."""

    def behave(client: socket.socket) -> None:
        transport = paramiko.Transport(client)
        transport.add_server_key(host_key)
        interface = AnyoneIn()
        transport.start_server(server=interface)
        try:
            channel = transport.accept(300)
            if channel is not None and interface.begun.wait(300):
                talk(channel, transport)
        finally:
            transport.close()

    return behave
