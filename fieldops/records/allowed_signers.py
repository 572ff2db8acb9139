"""Whose keys are whose as OpenSSH reads it: ``allowed_signers``, written for customers and read where there is no team. Pure.

A line is ``person namespaces="…",valid-after="…",valid-before="…" ssh-ed25519 AAAA…``. Times are written without a zone, as
the clock showed them where the contract is, and so are the times at which signatures are verified: whichever zone the
reader's machine has, both are read alike. Lines with patterns or certificate authorities name nobody, and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fnmatch import fnmatchcase

from fieldops.errors import FieldopsError
from fieldops.records.intents import CONFIRMATION_NAMESPACE, RELEASE_NAMESPACE, RUN_NAMESPACE
from fieldops.records.keyholders import Register, Registered, RegisteredKey, is_customer
from fieldops.transport.foreign import is_foreign_key
from fieldops.transport.sshsig import public_blob, public_line

_LINE = re.compile(
    r'\s*("[^"]*"|\S+)\s+(?:((?:[^\s"]|"[^"]*")+)\s+)??([a-z][a-z0-9@.-]*\s+[A-Za-z0-9+/=]+)(?:\s.*)?'
)
_OPTION = re.compile(r'([A-Za-z-]+)(?:="([^"]*)")?(?:,|$)')
_TIME = re.compile(r"(\d{8})(\d{4}(?:\d{2})?)?(Z?)", re.ASCII)
_PATTERN = set("*?!")
_NOT_IN_NAMES = r'[\s,"*?!#]+'


def allowed_signers(people: Iterable[Registered]) -> str:
    """The lines for all keys of these people, in the order of their ids."""
    lines = [
        f'{person.id} namespaces="{_namespaces(person)}"{_days(key)} {public_line(key.blob)}'
        for person in sorted(people, key=lambda each: each.id)
        for key in person.keys
        # OpenSSH would take the whole list for unreadable.
        if not is_foreign_key(key.blob)
    ]
    return "".join(f"{line}\n" for line in lines)


def paper_signers(people: Iterable[Registered], namespace: str) -> str:
    """The lines for the keys of people who are known by their names, for one purpose, in the order of the names.

    A name with a space or a sign that OpenSSH reads as a pattern has a hyphen there.
    """
    lines = [
        f'{re.sub(_NOT_IN_NAMES, "-", person.id)} namespaces="{namespace}"{_days(key)} {public_line(key.blob)}'
        for person in sorted(people, key=lambda each: each.id)
        for key in person.keys
        if not is_foreign_key(key.blob)
    ]
    return "".join(f"{line}\n" for line in lines)


def _namespaces(person: Registered) -> str:
    """For what the keys are: the customer confirms, the team signs. A manager may stand for the customer."""
    if is_customer(person.id):
        return CONFIRMATION_NAMESPACE
    return ",".join([RUN_NAMESPACE, RELEASE_NAMESPACE, *([CONFIRMATION_NAMESPACE] if person.manager else [])])


def is_dated(key: RegisteredKey) -> bool:
    """Whether the key holds on some days only."""
    return bool(_days(key))


def _days(key: RegisteredKey) -> str:
    """From the first second of its first day to the last one of its last."""
    lasts = [key.valid_until] if key.valid_until is not None else []
    if key.revoked is not None:
        lasts.append(key.revoked - timedelta(days=1))
    first = f',valid-after="{key.valid_from:%Y%m%d}"' if key.valid_from is not None else ""
    return first + (f',valid-before="{min(lasts):%Y%m%d}235959"' if lasts else "")


def read_signers(text: str, namespace: str) -> Register:
    """The people of a list and their keys for a namespace. Days are whole: a key that holds from or to some hour counts on the days
    that it holds from the first to the last second, whatever the zone.

    Raises FieldopsError with the number of a line that is none, or that names nobody.
    """
    keys: dict[str, list[RegisteredKey]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            people, key = _read_line(line, namespace)
        except ValueError as error:
            raise FieldopsError("signers.unreadable", line=number) from error
        for person in people:
            keys.setdefault(person, []).extend([key] if key is not None else [])
    return {person: Registered(person, tuple(found)) for person, found in keys.items()}


def read_register(text: str) -> Register:
    """The same for a run: its engineers by the keys that sign for it, customers and whoever confirms by those that confirm."""
    signing, confirming = read_signers(text, RUN_NAMESPACE), read_signers(text, CONFIRMATION_NAMESPACE)
    return {**signing, **{id: one for id, one in confirming.items() if is_customer(id)}}


def _read_line(line: str, namespace: str) -> tuple[list[str], RegisteredKey | None]:
    """Whom the line names, and the key; None for one that is for something else."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError("no line of such a list")
    people = found[1].strip('"').split(",")
    options = dict(_options(found[2] or ""))
    if not all(people) or _PATTERN & set(found[1]) or "cert-authority" in options:
        raise ValueError("names nobody")
    blob = public_blob(found[3])
    if "namespaces" in options and not _matches(namespace, options["namespaces"]):
        return people, None
    first = _first_day(options["valid-after"]) if "valid-after" in options else None
    last = _last_day(options["valid-before"]) if "valid-before" in options else None
    return people, RegisteredKey(blob, first, last)


def _options(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of each; a name that nobody knows may forbid what is not understood."""
    at = 0
    while at < len(text):
        found = _OPTION.match(text, at)
        if found is None or found[1].lower() not in (
            "namespaces",
            "valid-after",
            "valid-before",
            "cert-authority",
        ):
            raise ValueError("no option of such a line")
        yield found[1].lower(), found[2] or ""
        at = found.end()


def _matches(namespace: str, patterns: str) -> bool:
    listed = patterns.split(",")
    forbidden = any(each.startswith("!") and fnmatchcase(namespace, each[1:]) for each in listed)
    return not forbidden and any(fnmatchcase(namespace, each) for each in listed)


def _first_day(text: str) -> date:
    day, clock = _time(text)
    return day if clock == "000000" else day + timedelta(days=1)


def _last_day(text: str) -> date:
    day, clock = _time(text)
    return day if clock == "235959" else day - timedelta(days=1)


def _time(text: str) -> tuple[date, str]:
    """The day, and what the clock shows: with a Z where it is that of UTC, which is a day away at most. Raises ValueError."""
    found = _TIME.fullmatch(text)
    clock = (found[2] or "0000").ljust(6, "0") if found is not None else ""
    if found is None or not ("000000" <= clock <= "235959"):
        raise ValueError("no time")
    day = date(int(found[1][:4]), int(found[1][4:6]), int(found[1][6:]))
    return day, clock + found[3]
