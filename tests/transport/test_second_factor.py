"""Servers that ask a person: who is asked, how often, in which words, and what becomes of hosts where nobody is."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import paramiko
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import hostile
from test_jumps import HOST_KEY, PATIENT, Heard, Odd, ask, failure_of, said, target_of

from fieldops.actions.loopback import LoopbackServer
from fieldops.structs import replaced
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.openssh import OpenSsh
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import Answer, Credential, KeyFile, Password, Prompt, Target

CODE, SECRET = "493817", "correct horse"


class Asking(Odd):
    """A jump host that wants a key or a password first, and then a code; its words are `title` and `words`."""

    def __init__(
        self,
        title: str = "",
        words: str = "Verification code: ",
        by_question: bool = False,
        code: str = CODE,
        secret: str = SECRET,
    ) -> None:
        super().__init__(most=99)
        self._title, self._words, self._by_question = title, words, by_question
        self._code_wanted, self._secret = code, secret
        self.questions = self.logins = 0
        self.given: list[str] = []

    def get_allowed_auths(self, username: str) -> str:
        first = "keyboard-interactive" if self._by_question else "publickey,password"
        return "keyboard-interactive" if self.given else first

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return self._first("key")

    def check_auth_password(self, username: str, password: str) -> int:
        fits = password == self._secret and not self._by_question
        return self._first(password) if fits else paramiko.AUTH_FAILED

    def _first(self, given: str) -> int:
        self.logins += 1
        self.given.append(given)
        return paramiko.AUTH_PARTIALLY_SUCCESSFUL

    def check_auth_interactive(self, username: str, submethods: str) -> paramiko.InteractiveQuery:
        if self._by_question:
            self.logins += 1
            return paramiko.InteractiveQuery("", "", ("Password: ", False))
        return self._code()

    def _code(self) -> paramiko.InteractiveQuery:
        self.questions += 1
        return paramiko.InteractiveQuery(self._title, "", (self._words, False))

    def check_auth_interactive_response(self, responses: Sequence[str]) -> Any:
        self.given += responses
        if self._by_question and responses == [self._secret]:
            return self._code()
        return paramiko.AUTH_SUCCESSFUL if list(responses) == [self._code_wanted] else paramiko.AUTH_FAILED


def gate(port: int, credential: Credential, answer: Answer | None) -> Target:
    pins = (HostKey(HOST_KEY.get_name(), HOST_KEY.asbytes()),)
    return Target("127.0.0.1", port, "op", credential, pins, name="gate", answer=answer)


def person(asked: list[Prompt], answer: str | None = CODE) -> Answer:
    def say(prompt: Prompt) -> str | None:
        assert threading.current_thread() is threading.main_thread()
        asked.append(prompt)
        return answer

    return say


@pytest.fixture(scope="module")
def host(new_sshd: Callable[..., Any]) -> Any:
    with new_sshd() as server:
        yield server


@pytest.mark.parametrize("way", ["key", "password", "question"])
def test_a_person_is_asked_once_for_all_hosts_behind_a_jump_host(host: LoopbackServer, way: str) -> None:
    asked: list[Prompt] = []
    server = Asking(by_question=way == "question")
    with hostile.listening(server.serve) as port:
        credential = KeyFile(str(host.key_file)) if way == "key" else Password(SECRET)
        behind = target_of(host, via=gate(port, credential, person(asked)))
        ssh = Ssh()
        with ssh.opened([behind, replaced(behind, address="localhost")], PATIENT, threading.Event()):
            assert [ask(ssh, behind) for _ in range(3)] == [b"here\n"] * 3
    assert asked == [Prompt("Verification code:", False)]
    assert (server.logins, server.questions) == (1, 1)


def test_nobody_is_asked_where_the_contract_says_nothing_of_a_second_factor(host: LoopbackServer) -> None:
    server = Asking()
    with hostile.listening(server.serve) as port:
        failure = failure_of(Ssh(), target_of(host, via=gate(port, KeyFile(str(host.key_file)), None)))
    assert failure.reason == "jump-failed"
    assert "only with a second factor" in said(failure)
    assert server.questions == 0


def test_the_systems_ssh_asks_nobody_and_that_is_the_reason(host: LoopbackServer, tmp_path: Path) -> None:
    asked: list[Prompt] = []
    server = Asking()
    with hostile.listening(server.serve) as port:
        credential = KeyFile(str(host.key_file))
        failure = failure_of(
            OpenSsh(own_config=str(tmp_path / "no-config")), gate(port, credential, person(asked))
        )
    assert failure.reason == "second-factor-openssh"
    assert "keyboard-interactive" in str(failure.values["detail"])
    assert (asked, server.questions) == ([], 0)


def test_where_nobody_is_there_the_hosts_are_unreachable_with_the_reason(host: LoopbackServer) -> None:
    with hostile.listening(Asking().serve) as port:
        behind = target_of(host, via=gate(port, KeyFile(str(host.key_file)), lambda prompt: None))
        ssh = Ssh()
        with ssh.opened([behind], PATIENT, threading.Event()):
            failure = failure_of(ssh, behind)
    assert "nobody could be asked: Verification code:" in said(failure)


def test_nobody_is_asked_while_a_run_goes_on(host: LoopbackServer) -> None:
    asked: list[Prompt] = []
    with hostile.listening(Asking().serve) as port:
        behind = target_of(host, via=gate(port, KeyFile(str(host.key_file)), person(asked)))
        failure = failure_of(Ssh(), behind)
    assert asked == []
    assert "nobody could be asked" in said(failure)


def test_a_wrong_code_is_tried_once_and_is_nowhere_afterwards(host: LoopbackServer) -> None:
    asked: list[Prompt] = []
    server = Asking()
    with hostile.listening(server.serve) as port:
        behind = target_of(host, via=gate(port, Password(SECRET), person(asked, "000111")))
        ssh = Ssh()
        with ssh.opened([behind], PATIENT, threading.Event()):
            failures = [failure_of(ssh, behind) for _ in range(2)]
    assert {failure.reason for failure in failures} == {"jump-failed"}
    assert "refused the login 'op'" in said(failures[0])
    assert (len(asked), server.questions) == (1, 1)
    assert not any(secret in repr(failures) + repr(behind) for secret in ("000111", SECRET))


def test_the_words_of_a_server_are_shown_as_words(host: LoopbackServer) -> None:
    asked: list[Prompt] = []
    server = Asking("\x1b]0;owned\x07\x1b[2JBastion\u202e", "请输入动态口令\r\n" + "x" * 5000 + "\x07: ")
    with hostile.listening(server.serve) as port:
        behind = target_of(host, via=gate(port, KeyFile(str(host.key_file)), person(asked)))
        ssh = Ssh()
        with ssh.opened([behind], PATIENT, threading.Event()):
            assert ask(ssh, behind) == b"here\n"
    (prompt,) = asked
    assert prompt.words.isprintable()
    assert "请输入动态口令" in prompt.words
    assert "\u202e" not in prompt.words
    assert len(prompt.words) < 400


class Endless(Asking):
    """Never has enough."""

    def check_auth_interactive_response(self, responses: Sequence[str]) -> Any:
        return self._code()


def test_a_server_that_never_has_enough_does_not_ask_for_ever(host: LoopbackServer) -> None:
    asked: list[Prompt] = []
    with hostile.listening(Endless().serve) as port:
        behind = target_of(host, via=gate(port, KeyFile(str(host.key_file)), person(asked)))
        ssh = Ssh()
        with ssh.opened([behind], PATIENT, threading.Event()):
            assert failure_of(ssh, behind).reason == "jump-failed"
    assert 1 < len(asked) < 10


class AskingHost(Asking):
    """The same without anything behind it: a host that runs what it is given."""

    def serve(self, client: socket.socket) -> None:
        with suppress(Exception):
            transport = paramiko.Transport(client)
            transport.add_server_key(HOST_KEY)
            transport.start_server(server=self)
            channel = transport.accept(300)
            if channel is not None and self.begun.wait(300):
                channel.sendall(b"here\n")
                channel.send_exit_status(0)
                channel.close()
                # Closing the socket with something unread would take our words back.
                transport.join(60)


def test_a_host_that_asks_is_logged_in_to_before_its_turn(host: LoopbackServer) -> None:
    asked: list[Prompt] = []
    server = AskingHost()
    with hostile.listening(server.serve) as port:
        target, ssh = gate(port, KeyFile(str(host.key_file)), person(asked)), Ssh()
        with ssh.opened([target], PATIENT, threading.Event()):
            assert len(asked) == 1
            heard, ended = Heard(), list[BaseException]()

            def run() -> None:
                try:
                    ssh.run_script(target, b"echo\n", heard, PATIENT, threading.Event())
                except BaseException as error:
                    ended.append(error)

            thread = threading.Thread(target=run)
            thread.start()
            thread.join(60)
    assert (heard.text, ended, len(asked)) == (b"here\n", [], 1)
