"""Reads the settings of the SSH server: its own answer (`sshd -T`), and what the Match blocks of its files change.

The server answers for one connection. A Match block may allow to others what the answer forbids (sshd_config(5)): the
laxest value that anybody gets is told, with the block that gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from fieldops.inspection.raw import RawRows, Unreadable, after_head

# Values from strict to lax. The third is called without-password before OpenSSH 7.0; both names are still understood.
_LAX = {
    "permitrootlogin": ("no", "forced-commands-only", "prohibit-password", "yes"),
    "passwordauthentication": ("no", "yes"),
    "permitemptypasswords": ("no", "yes"),
    # Two names, of which versions before 8.7 know both: each lets PAM ask for the password.
    "kbdinteractiveauthentication": ("no", "yes"),
    "challengeresponseauthentication": ("no", "yes"),
}
_ASKING = ("kbdinteractiveauthentication", "challengeresponseauthentication")
# What servers without -T (before OpenSSH 5.1) do where their file says nothing.
_OLD_DEFAULTS = {
    "permitrootlogin": "yes",
    "passwordauthentication": "yes",
    "permitemptypasswords": "no",
    "challengeresponseauthentication": "yes",
    "usepam": "no",
}


def sshd(text: str) -> RawRows:
    """A line ``settings``, the lines of `sshd -T` (or ``old`` where there is no -T), then those of the configuration files.

    ``config LINE`` with ``begin`` and ``end`` around what a file includes, and ``complete`` at the end.
    One row: permitrootlogin, passwordauthentication, permitemptypasswords. Just ``none`` where there is no server: no row.
    """
    if text.strip() == "none":
        return []
    lines = after_head(text, "settings")
    if "complete" not in lines:
        raise Unreadable("reading.field-missing", field="sshd_config")
    settings = dict(_pair(line) for line in lines if not line.startswith("config "))
    written = list(_written(lines))
    if "old" in settings:
        settings = _OLD_DEFAULTS | {key: value for match, key, value in reversed(written) if match is None}
    settings = dict.fromkeys(_ASKING, "no") | settings
    for match, key, value in written:
        if match is not None and key in _LAX and _laxer(key, value, settings) and _meant(match, key):
            # What a block allows to the full is told with the block; what it allows in part is that value.
            full = _rank(key, value) >= len(_LAX[key]) - 1
            settings[key] = f"{value} (Match {match})" if full else value
    if settings.get("passwordauthentication") == "no":
        settings["passwordauthentication"] = _asked_by_pam(settings) or "no"
    return [settings]


def _asked_by_pam(settings: dict[str, str]) -> str | None:
    """``keyboard-interactive``, with its block, where PAM may ask for the password, which `PasswordAuthentication no` does not forbid.

    Versions before 7.0 print ``usepam 1``.
    """
    asking = [settings[key] for key in _ASKING if settings[key].startswith("yes")]
    if not asking or settings.get("usepam") not in ("yes", "1"):
        return None
    return min(asking, key=len).replace("yes", "keyboard-interactive", 1)


def _pair(line: str) -> tuple[str, str]:
    """Keyword in small letters, and value, which quotes may stand around and a comment behind."""
    match = re.fullmatch(r"\s*(\S+?)(?:\s*=\s*|\s+)(.*)", line + " ")
    if match is None:
        return line.strip().lower(), ""
    return match[1].lower(), match[2].strip()


def _written(lines: list[str]) -> Iterator[tuple[str | None, str, str]]:
    """Match block (None outside of all), keyword and value of what the files say. A block ends with its file."""
    match: str | None = None
    outer: list[str | None] = []
    for line in lines:
        if line == "begin":
            outer.append(match)
        elif line == "end" and outer:
            match = outer.pop()
        elif line.startswith("config "):
            key, value = _pair(line.removeprefix("config "))
            if key == "match":
                match = value
            elif key in _LAX or key in _OLD_DEFAULTS:
                yield match, key, value.split()[0].strip('"').lower() if value else ""


def _laxer(key: str, value: str, settings: dict[str, str]) -> bool:
    return _rank(key, value) > _rank(key, settings.get(key, "").split(" (")[0])


def _rank(key: str, value: str) -> int:
    known = _LAX[key]
    value = value.lower().replace("without-password", "prohibit-password")
    # What is not known may allow anything.
    return known.index(value) if value in known else len(known)


def _meant(match: str, key: str) -> bool:
    """Whether the block can meet root, where only root counts."""
    if key != "permitrootlogin":
        return True
    found = re.search(r"(?:^|\s)user(?:\s*=\s*|\s+)(\S+)", match, re.IGNORECASE)
    if found is None:
        return True
    patterns = found[1].strip('"').split(",")
    if any(fnmatchcase("root", pattern[1:]) for pattern in patterns if pattern.startswith("!")):
        return False
    return any(fnmatchcase("root", pattern) for pattern in patterns)
