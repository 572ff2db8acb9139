"""Logging in once with one credential, and why that did not work. Nothing is answered that we were not given the answer to,
nor a person asked where the contract does not say that there is a second factor.

Imports paramiko: only what runs when a host is reached may import it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import paramiko

from fieldops.errors import Named, Unreachable
from fieldops.transport.agent import agent_is_known
from fieldops.transport.credentials import no_credentials
from fieldops.transport.desk import Desk
from fieldops.transport.dialing import said
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.keyfiles import KeyFiles
from fieldops.transport.packets import Packets
from fieldops.transport.target import AgentKey, Answer, Deadline, KeyFile, Limits, Password, Prompt, Target
from fieldops.transport.watchdog import in_background
from fieldops.transport.words import words_of

_FOR_PASSWORD = re.compile(
    r"passw|passphrase|密\s*码|密\s*碼|口\s*令|kennwort|mot de passe|contrase|пароль", re.I
)
_FOR_NEW_PASSWORD = re.compile(
    r"expired|change your password|required to change|(?:new|current|old|retype) .*password|过期|過期|更改密码|修改密码|新的?\s*密码|当前.*密码",
    re.I,
)
# How long a person may take for one answer; OpenSSH gives two minutes for the whole login (LoginGraceTime).
_PERSON_SECONDS = 120
# Password, code, a word for the next code: no server needs more rounds than this.
_MOST_ROUNDS = 6


def log_in(
    target: Target,
    transport: paramiko.Transport,
    packets: Packets,
    limits: Limits,
    deadline: Deadline,
    key_files: KeyFiles,
    desk: Desk,
) -> None:
    """Log in as `target` says; what the server asks a person is asked at `desk`. Raises Unreachable with the reason, or what paramiko raises when the connection breaks."""
    credential = target.credential
    agent: paramiko.Agent | None = None
    try:
        key = None
        if isinstance(credential, KeyFile):
            slow = Named("credentials.key-file-slow", path=credential.path)
            deadline.phase(limits.auth, "no-credentials", address=target.address, detail=slow)
            key = _key(credential, target, key_files, deadline)
        elif isinstance(credential, AgentKey):
            slow = Named("credentials.agent-silent")
            deadline.phase(limits.auth, "no-credentials", address=target.address, detail=slow)
            agent, key = in_background(lambda: _agent_key(credential, target), deadline)
        elif credential is None:
            raise no_credentials(target.address, "credentials.no-login")
        deadline.phase(limits.auth, "login-timeout", address=target.address, user=target.user)
        _Login(target, transport, packets, limits, deadline, desk).try_once(key)
    finally:
        if agent is not None:
            agent.close()


@dataclass(slots=True)
class _Login:
    target: Target
    transport: paramiko.Transport
    packets: Packets
    limits: Limits
    deadline: Deadline
    desk: Desk
    questions: _Questions | None = field(default=None)

    def try_once(self, key: paramiko.PKey | None) -> None:
        try:
            more = self._authenticate(key)
        except paramiko.BadAuthenticationType as error:
            raise self._failure("method-refused", methods=", ".join(error.allowed_types)) from None
        except paramiko.SSHException as error:
            raise self._explained(error) from None
        if more:
            raise self._failure("second-factor", detail=", ".join(more))

    def _authenticate(self, key: paramiko.PKey | None) -> Sequence[str]:
        more = self._first_factor(key)
        if self.target.answer is None or "keyboard-interactive" not in more or self.questions is not None:
            return more
        return self._interactive(None)

    def _first_factor(self, key: paramiko.PKey | None) -> Sequence[str]:
        if key is not None:
            return self.transport.auth_publickey(self.target.user, key)
        credential = self.target.credential
        assert isinstance(credential, Password)  # there is no key for it
        self.packets.asks_password = True
        try:
            return self.transport.auth_password(self.target.user, credential.secret, fallback=False)
        except paramiko.BadAuthenticationType as error:
            if "keyboard-interactive" not in error.allowed_types:
                raise
        # The server takes passwords only in answer to a question: the same login, not another one.
        return self._interactive(credential.secret)

    def _interactive(self, secret: str | None) -> Sequence[str]:
        self.packets.asks_password, self.packets.heard.refused = False, False
        self.questions = _Questions(secret, self._ask_person if self.target.answer is not None else None)
        return self.transport.auth_interactive(self.target.user, self.questions.answer)

    def _ask_person(self, prompt: Prompt) -> str | None:
        """Called in the connection's own thread: meanwhile the host's time is the person's."""
        values = {"address": self.target.address, "user": self.target.user}
        self.deadline.phase(_PERSON_SECONDS, "second-factor-late", **values, detail=prompt.words)
        assert self.target.answer is not None  # who has none asks nobody
        said = self.desk.ask(self.target.answer, prompt)
        self.deadline.phase(self.limits.auth, "login-timeout", **values)
        return said

    def _explained(self, error: paramiko.SSHException) -> Exception:
        """Why the login failed, from what the host has said."""
        heard = self.packets.heard
        if heard.change_password is not None:
            return self._expired(heard.change_password)
        if self.questions is not None and self.questions.unanswered:
            return self._failure("second-factor-nobody", detail=self.questions.unanswered)
        if self.questions is not None and self.questions.unknown:
            words = words_of(self.questions.unknown.encode())
            if _FOR_NEW_PASSWORD.search(words):
                return self._expired(words.encode())
            return self._failure("second-factor", detail=words)
        if heard.refused and isinstance(error, paramiko.AuthenticationException):
            return self._failure("auth-failed")
        if said(error) == Named("host.hung-up") and not (heard.farewell or heard.banner or self._is_late()):
            # OpenSSH's RefuseConnection does so for some accounts, once it has heard the name.
            detail = Named("host.hung-up-at-login", user=self.target.user)
            return Unreachable("disconnected", address=self.target.address, detail=detail)
        return error

    def _is_late(self) -> bool:
        # Then the watchdog has closed the connection, not the host.
        return self.deadline.passed() is not None

    def _expired(self, words: bytes) -> Unreachable:
        values = {"address": self.target.address, "user": self.target.user}
        return Unreachable("password-expired", **values, detail=words_of(words) or Named("host.no-words"))

    def _failure(self, reason: str, **values: object) -> Unreachable:
        return Unreachable(
            reason, address=self.target.address, user=self.target.user, method=_method(self.target), **values
        )


def _method(target: Target) -> str:
    return {Password: "password", KeyFile: "key_file", AgentKey: "agent"}[type(target.credential)]


class _Questions:
    """Answers the one question for the password, and others by asking a person where the contract says that there are some.

    Any other is kept as the reason why we did not get in: `unknown`, or `unanswered` where nobody was there.
    """

    def __init__(self, secret: str | None, ask: Answer | None) -> None:
        self._secret, self._ask, self._rounds = secret, ask, 0
        self._gave_password = False
        self.unknown = self.unanswered = ""

    def answer(self, title: str, instructions: str, prompts: Sequence[tuple[str, bool]]) -> list[str]:
        """Called by paramiko with the server's questions; an empty list of them is a mere message."""
        if not prompts:
            return []
        asked = " ".join([title, instructions, *(prompt for prompt, _ in prompts)]).strip()
        self._rounds += 1
        for_password = len(prompts) == 1 and _FOR_PASSWORD.search(prompts[0][0]) is not None
        new_password = _FOR_NEW_PASSWORD.search(asked) is not None
        if self._secret is not None and for_password and not new_password:
            secret, self._secret, self._gave_password = self._secret, None, True
            return [secret]
        # Whoever asks for the password once more has refused it.
        again = self._gave_password and for_password
        if self._ask is None or new_password or again or self._rounds > _MOST_ROUNDS:
            self.unknown = asked
            raise paramiko.SSHException("a question without an answer")
        return [self._from_person(title, instructions, *prompt) for prompt in prompts]

    def _from_person(self, title: str, instructions: str, prompt: str, echo: bool) -> str:
        words = words_of("\n".join([title, instructions, prompt]).encode("utf-8", "replace"))
        assert self._ask is not None  # who has none asks nobody
        said = self._ask(Prompt(words, echo and not _FOR_PASSWORD.search(prompt)))
        if said is None:
            self.unanswered = words
            raise paramiko.SSHException("nobody to ask")
        return said


def _key(credential: KeyFile, target: Target, key_files: KeyFiles, deadline: Deadline) -> paramiko.PKey:
    try:
        return key_files.read(credential, paramiko.PKey.from_path, deadline)
    except FileNotFoundError:
        raise no_credentials(target.address, "credentials.key-file-missing", path=credential.path) from None
    except (paramiko.PasswordRequiredException, TypeError):
        raise no_credentials(target.address, "credentials.key-encrypted", path=credential.path) from None
    except (paramiko.SSHException, ValueError, OSError) as error:
        detail = said(error)
        code = "credentials.key-file-unreadable"
        raise no_credentials(target.address, code, path=credential.path, detail=detail) from None


def _agent_key(credential: AgentKey, target: Target) -> tuple[paramiko.Agent, paramiko.PKey]:
    if not agent_is_known():
        raise no_credentials(target.address, "credentials.agent-none")
    agent = paramiko.Agent()
    try:
        keys = {HostKey(key.get_name(), key.asbytes()).fingerprint: key for key in agent.get_keys()}
        return agent, keys[_choose(credential, keys, target)]
    except BaseException:
        agent.close()
        raise


def _choose(credential: AgentKey, keys: dict[str, paramiko.AgentKey], target: Target) -> str:
    # Offering one key after the other would count as failed logins and can lock the account.
    if not keys:
        raise no_credentials(target.address, "credentials.agent-empty")
    if credential.fingerprint is None:
        if len(keys) > 1:
            raise no_credentials(target.address, "credentials.agent-several", count=len(keys))
        return next(iter(keys))
    if credential.fingerprint not in keys:
        raise no_credentials(target.address, "credentials.agent-key-missing", key=credential.fingerprint)
    return credential.fingerprint
