"""Rules that keep secrets out of documents: a repository is copied, and never forgets.

No message ever repeats what was found. Whatever looks like a word of the language, a placeholder, a variable, a path
or a date is no secret: a false alarm teaches people not to read alarms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from fieldops.documents.schema import UNFILLED
from fieldops.documents.shelf import Source
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position, Problem
from fieldops.rules.rule import Rule, problem
from fieldops.rules.sections import all_texts

# What any secret found below is beside; texts without these need not be looked at closely. An escape may hide one.
_NEAR = re.compile(
    r"pass[_ -]?[wpc]|pwd|secret|token|api[_-]?key|access[_-]?key|private|口令|密码|密钥|私钥|令牌|://|PuTTY|AKIA|ASIA|LTAI|AKID"
    r"|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|eyJ|echo|printf|\\[xuU]",
    re.IGNORECASE,
)

_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-[0-9]")
# Shapes that their makers gave to tokens so that they can be found: AWS, Alibaba, Tencent, GitHub, GitLab, Slack, JWT.
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?:(?:AKIA|ASIA)[0-9A-Z]{16}|LTAI[A-Za-z0-9]{12,26}|AKID[A-Za-z0-9]{28,36}"
    r"|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{20,}"
    r"|xox[abeoprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)(?![A-Za-z0-9+/])"
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@'\"]*:([^\s/@'\"]+)@")

# Keys whose value is a secret, without separators.
_KEYS = frozenset(
    re.findall(
        r"\S+",
        "password passwd pwd passphrase passcode secret secretkey token accesstoken authtoken apitoken apikey apisecret"
        " accesskey accesskeysecret privatekey clientsecret sudopassword rootpassword loginpassword"
        " 口令 密码 密钥 私钥 登录密码 登录口令 令牌",
    )
)

_WORD = r"password|passwd|passphrase|passcode|pwd|secret(?:[_-]?key)?|token|api[_-]?key|access[_-]?key(?:[_-]?secret)?"
# password=abc, --token=abc, db_password=abc: a setting as programs read it. `==` compares, `=$x` is a variable.
_SETTING = re.compile(
    rf"(?:(?<![A-Za-z])|(?<=[_-]))(?:{_WORD})=(?!=)[\"']?([^\s\"'&;,，。；)]+)", re.IGNORECASE
)
_ENGLISH = re.compile(
    rf"(?<![A-Za-z])(?:{_WORD})(?:\s*[:：]\s*|\s+(?:is|was)[:：]?\s+)[\"'`]?([!-~]+)", re.IGNORECASE
)
_CHINESE = re.compile(
    r"(?:口令|密码|密钥|令牌)\s*(?:[:：=]|是|为)\s*[:：]?\s*[\"'`“]?([!-~]{3,}+)(?![\u4e00-\u9fff])"
)

# Without a colon: "root密码 Abc@12345". Many sentences go on like this, so the value has to look like nothing else.
_BESIDE = re.compile(
    r"(?:口令|密码|(?<![A-Za-z])(?:password|passwd|passphrase|pwd))\s+[\"'`“‘]?([!-~]{6,})", re.IGNORECASE
)

_COMMENT = re.compile(r"(?:^|\s)(#.*)")

_PLACEHOLDER = re.compile(
    r"[$<{%*\[(].*|\.{2,}|[xX*•#_.?-]+|@[A-Z_]+@|[a-z+.-]*:?//.*|[~/].*|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}"
)
# Words that say where a secret is, or that there is none.
_WORDS_ABOUT = frozenset(
    re.findall(
        r"\S+",
        "none null nil n/a no yes true false unset empty tbd todo see ask prompt hidden secret password pass passwd"
        " token keyring keychain vault kms keepass ssh ssh-agent agent key pam ldap radius ad otp totp mfa sms usbkey"
        " ukey ca usb rsa sha256 sha512 bcrypt files sss compat systemd shadow",
    )
)
_COMMANDS = frozenset(("echo", "printf"))
_SHELLS = frozenset(("sh", "bash", "dash", "ksh", "zsh"))


def no_secrets(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """secret.private-key, secret.token, secret.in-address, secret.in-field, secret.in-text: no text of a document holds
    a secret, whatever its key. E2
    """
    if not _worth_reading(document):
        return
    for path, text in all_texts(document.data):
        if _names_secret(str(path[-1])) and _is_value(text):
            yield problem(document, path, "secret.in-field", key=str(path[-1]))
        elif not _NEAR.search(text) or _is_public_key(text):
            continue
        elif _PRIVATE_KEY.search(text):
            yield problem(document, path, "secret.private-key")
        elif _TOKEN.search(text):
            yield problem(document, path, "secret.token")
        elif any(_is_value(found[1]) for found in _ADDRESS.finditer(text)):
            yield problem(document, path, "secret.in-address")
        elif holds_password(text):
            yield problem(document, path, "secret.in-text")


def no_secrets_in_comments(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """secret.in-comment: what stands behind a ``#`` is in the repository too. E2"""
    if not _worth_reading(document) or not isinstance(document.tree, Source):
        return
    found: list[tuple[int, int, str]] = []
    for number, line in enumerate(document.tree.raw.decode("utf-8", "replace").splitlines(), start=1):
        comment = _COMMENT.search(line) if "#" in line else None
        if comment is not None and _holds_secret(comment[1]):
            found.append((number, comment.start(1) + 1, comment[1].rstrip("'\"]}, ")))
    # A line of a script or a text in quotes looks the same; `no_secrets` has read these.
    texts = [text for _, text in all_texts(document.data)] if found else []
    for number, column, comment_text in found:
        if not any(comment_text in text for text in texts):
            yield Problem(Position(document.path, number, column), "secret.in-comment")


def _holds_secret(text: str) -> bool:
    addresses = any(_is_value(found[1]) for found in _ADDRESS.finditer(text))
    return bool(_PRIVATE_KEY.search(text) or _TOKEN.search(text)) or addresses or holds_password(text)


def password_commands_ask(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """secret.in-command: a password command asks a program that keeps the secret, it does not print one itself. E2"""
    logins: list[Path] = [("access", "login")]
    logins += [("access", "jump_hosts", at, "login") for at in document.entries("access", "jump_hosts")]
    logins += [("assets", index, "host", "login") for index in document.entries("assets")]
    hosts: list[Path] = [("assets", index, "host") for index in document.entries("assets")]
    logins += [
        (*host, "instances", at, "login") for host in hosts for at in document.entries(*host, "instances")
    ]
    for place in [way for login in logins for way in (login, (*login, "sudo"))]:
        words = [
            document.text(*place, "password_command", index) or ""
            for index in document.entries(*place, "password_command")
        ]
        if prints_literal(words):
            yield problem(document, (*place, "password_command"), "secret.in-command")


def prints_literal(words: list[str]) -> bool:
    """Whether a command only prints what its own words say: echo or printf, also within ``sh -c``."""
    if not words:
        return False
    name = words[0].rsplit("/", 1)[-1]
    if name in _SHELLS and "-c" in words[:-1]:
        return prints_literal(words[words.index("-c") + 1].split())
    if name == "env":
        return prints_literal(words[1:])
    literals = [word for word in words[1:] if not word.startswith("-") and not re.search(r"[$`%|]", word)]
    return name in _COMMANDS and bool(literals)


def holds_password(text: str) -> bool:
    """Whether a text for people or a program tells a password: ``password=x``, ``密码: x``, ``the password is Ab3$x``.

    Behind the word alone only what mixes letters, digits and signs. Behind an English word and a colon, or "is", only what no word looks like counts: at least six characters with a
    digit and a letter, or other signs. Behind a Chinese one every text in ASCII does.
    """
    if any(_is_value(found[1]) for found in _SETTING.finditer(text)):
        return True
    if any(_is_value(found[1].rstrip(".,;!?\"'`)”")) for found in _CHINESE.finditer(text)):
        return True
    if any(_is_mixed(found[1].rstrip(".,;!?\"'`)”")) for found in _BESIDE.finditer(text)):
        return True
    return any(_looks_random(found[1].rstrip(".,;!?\"'`)")) for found in _ENGLISH.finditer(text))


def _is_mixed(word: str) -> bool:
    """Letters with digits, and among them other signs, or small and capital letters with several digits."""
    if len(word) < 6 or not _is_value(word):
        return False
    digits = sum(map(str.isdigit, word))
    small, capital = any(map(str.islower, word)), any(map(str.isupper, word))
    signs = any(not letter.isalnum() and letter not in "-_./:()," for letter in word)
    return digits > 0 and (small or capital) and (signs or (small and capital and digits > 1))


def _looks_random(word: str) -> bool:
    if len(word) < 6 or not _is_value(word):
        return False
    letters, digits = any(map(str.isalpha, word)), any(map(str.isdigit, word))
    signs = any(not letter.isalnum() and letter not in "-_./:()," for letter in word)
    return (letters and digits) or (letters and signs) or word.isdigit()


def _is_value(text: str) -> bool:
    """Whether it may be a secret: no placeholder, variable, path, date, or word about secrets."""
    written = text.strip()
    if len(written) < 3 or written == UNFILLED:
        return False
    return not _PLACEHOLDER.fullmatch(written) and written.lower().strip(".,:;") not in _WORDS_ABOUT


@lru_cache(maxsize=1024)
def _names_secret(key: str) -> bool:
    return re.sub(r"[_ -]", "", key).lower() in _KEYS


def _is_public_key(text: str) -> bool:
    return text.startswith(("ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-"))


def _worth_reading(document: Document) -> bool:
    if not isinstance(document.tree, Source):
        return not document.shipped
    return _NEAR.search(document.tree.raw.decode("utf-8", "replace")) is not None


RULES: dict[str, tuple[Rule, ...]] = {
    "*": (no_secrets, no_secrets_in_comments),
    "Contract": (password_commands_ask,),
    "Assets": (password_commands_ask,),
}
