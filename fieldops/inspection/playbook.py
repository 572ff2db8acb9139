"""Playbook, Check and Probe as frozen values. Field names are those of the schemas; their meaning is written there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import msgspec

from fieldops.documents.typed import Model, Text
from fieldops.structs import Struct, replaced

_SIZES = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(duration: str) -> int:
    """The seconds in a duration such as ``30s`` or ``10m``."""
    return int(duration[:-1]) * _SECONDS[duration[-1]]


def size(text: str) -> int:
    """The bytes in a size such as ``64KiB``."""
    found = re.fullmatch(r"([0-9]+)([A-Za-z]+)", text)
    assert found is not None  # the schema's pattern
    return int(found[1]) * _SIZES[found[2]]


def text_of_commands(commands: Mapping[str, tuple[str, ...]]) -> str:
    """What devices are sent, one command in each line; with the system in front where there is more than one."""
    if len(commands) == 1:
        return "\n".join(next(iter(commands.values())))
    return "\n".join(f"{name}: {command}" for name, listed in commands.items() for command in listed)


class Share(Model, frozen=True):
    """A computed percentage: `part` of `whole`, or the rest of it."""

    part: str
    whole: str
    complement: bool = False


class Field(Model, frozen=True):
    """One fact of a probe: type, unit and how it is taken out of the parsed text."""

    type: str
    unit: str | None = None
    title: Text | None = None
    from_: str | None = None
    suffix: str | None = None
    scale: int = 1
    optional: bool = False
    share: Share | None = None
    apart: str | None = None
    until: str | None = None
    zone: str | None = None


class Parse(Model, frozen=True):
    """Which parser reads the output, with its settings."""

    with_: str
    separator: str | None = None
    columns: tuple[str, ...] = ()
    skip_lines: int = 0
    pattern: str = ""
    unmatched: str = "error"
    rows: tuple[str, ...] = ()
    reader: str = ""


class Probe(Model, frozen=True):
    """One read-only command and the parser of its output; timeout in seconds, cap in bytes.

    `sudo`: whether it runs as root, or the account as which it runs; `account` is that in both cases, None the login.
    `bounded`: what it reads bounds what it prints, so that the host need not count its bytes.
    `commands`: what network devices are sent, by their system; `run` is then all of it as text.
    """

    id: str
    title: Text
    platform: str
    # Probes of devices have commands in its place; the schema demands the two that follow.
    run: str = ""
    parse: Parse = msgspec.field(default_factory=lambda: Parse("lines"))
    fields: dict[str, Field] = msgspec.field(default_factory=dict)
    needs: tuple[str, ...] = ()
    sudo: bool | str = False
    twice: bool = False
    timeout: int = 10
    cap: int = 64 << 10
    bounded: bool = False
    exit_codes: tuple[int, ...] = (0,)
    several: bool = False
    commands: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    @property
    def account(self) -> str | None:
        """The account as which it runs, where that is not the login."""
        return "root" if self.sudo is True else self.sudo or None

    def on(self, platforms: Collection[str]) -> Probe:
        """The same with only what hosts of these platforms are sent; where that is one, without its name."""
        if not self.commands:
            return self
        kept = {name: commands for name, commands in self.commands.items() if name in platforms}
        return replaced(self, commands=kept, run=text_of_commands(kept))


class Bound(Probe, frozen=True):
    """A probe as it runs for one instance of a host; `preamble` is run before it: what its text may call and ask for.

    `secret`: whether the instance asks for a password. What runs is both; what people are shown is `told` and the text.
    """

    instance: str = ""
    preamble: str = ""
    told: str = ""
    secret: bool = False


class Area(Model, frozen=True):
    """A chapter of the report."""

    id: str
    title: Text


class Counter(Model, frozen=True):
    """The fields of what only grows: how many, and from where it counts (what begins elsewhere is not comparable).

    `least`: of fewer (of what it is a share of, else counted) nothing is judged.
    """

    count: str
    since: str
    least: int = 0


class Rate(Model, frozen=True):
    """How fast a value may grow: criteria in its unit for each day or hour (`per`); `since` tells from where it counts."""

    per: str
    warn: str | None = None
    crit: str | None = None
    since: str | None = None


class Trend(Model, frozen=True):
    """How long it may take until a value reaches its limit (a criterion; of percents left out: all of it)."""

    warn: str | None = None
    crit: str | None = None
    reaches: str | None = None


class On(Model, frozen=True):
    """For which hosts something is: in one of the groups, of one of the categories; none of a kind means any."""

    groups: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class Check(Model, frozen=True):
    """How one value of a probe is judged, and what the report says about it."""

    id: str
    title: Text
    area: str
    probe: str
    value: str
    standard: Text
    each: str | None = None
    where: str | None = None
    skip: str | None = None
    warn: str | None = None
    crit: str | None = None
    expect: str | None = None
    otherwise: str = "crit"
    info: bool = False
    absent: str = "unknown"
    empty: str = "unknown"
    missing: dict[str, str] = msgspec.field(default_factory=dict)
    says: Text | None = None
    called: Text | None = None
    nothing: Text | None = None
    words: dict[str, Text] = msgspec.field(default_factory=dict)
    counter: Counter | None = None
    changed: str | None = None
    rate: Rate | None = None
    trend: Trend | None = None
    group: str | None = None
    groups: tuple[str, ...] = ()
    advice: Text | None = None
    tags: tuple[str, ...] = ()
    on: On | None = None

    @property
    def written(self) -> dict[str, str | None]:
        """Its criteria as they are recorded, and shown: those of a comparison with what they are about."""
        if self.rate is not None:
            each = {"warn": self.rate.warn, "crit": self.rate.crit}
            return {key: text and f"{text} per {self.rate.per}" for key, text in each.items()}
        if self.trend is not None:
            until = "" if self.trend.reaches is None else f" until {self.trend.reaches}"
            each = {"warn": self.trend.warn, "crit": self.trend.crit}
            return {key: text and f"{text}{until}" for key, text in each.items()}
        if self.changed is not None:
            return {self.changed: "changed"}
        if self.group is not None:
            return {"expect": " ".join([self.group, *self.groups])}
        return {"warn": self.warn, "crit": self.crit, "expect": self.expect}

    @property
    def compared(self) -> bool:
        """Whether it is judged by what earlier runs said, and by nothing else."""
        return self.changed is not None or self.rate is not None or self.trend is not None


class Choice(Model, frozen=True):
    """One of the answers to choose from, and what it means: "ok", "warn", "crit" or "na"."""

    id: str
    title: Text
    result: str


class ManualItem(Model, frozen=True):
    """What a person looks at: how often (`per`), in which form it is answered, and how the answer is judged.

    `na`: whether "not applicable" is an answer to what is judged; `asked`: whether it is to be filled in at all.
    """

    id: str
    title: Text
    area: str
    look: Text
    standard: Text
    advice: Text | None = None
    per: str = "visit"
    on: On | None = None
    form: str = "judged"
    unit: str | None = None
    warn: str | None = None
    crit: str | None = None
    expect: str | None = None
    otherwise: str = "crit"
    choices: tuple[Choice, ...] = ()
    photo: str | None = None
    tags: tuple[str, ...] = ()
    na: bool = True
    asked: bool = True


class Override(Model, frozen=True):
    """What a playbook judges or asks otherwise than the one that it extends, and why; without `hosts` and `groups` for all hosts."""

    check: str
    reason: Text
    hosts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    warn: str | None = None
    crit: str | None = None
    expect: str | None = None
    changed: str | None = None
    rate: dict[str, str] = msgspec.field(default_factory=dict)
    trend: dict[str, str] = msgspec.field(default_factory=dict)
    otherwise: str | None = None
    where: str | None = None
    skip: str | None = None
    absent: str | None = None
    empty: str | None = None
    missing: dict[str, str] = msgspec.field(default_factory=dict)
    standard: Text | None = None
    advice: Text | None = None
    look: Text | None = None
    photo: str | None = None
    na: bool | None = None
    asked: bool | None = None


class Without(Model, frozen=True):
    """A check that a playbook leaves out of the one that it extends, and why."""

    check: str
    reason: Text


class Term(Struct, frozen=True):
    """One property of a check that is another than in the playbook that is extended; None: there is none."""

    name: str
    was: Text | None
    now: Text | None


class Deviation(Struct, frozen=True):
    """Where a playbook deviates from the one that it extends, as the report says it: `left_out`, or by these terms."""

    check: str
    title: Text
    playbook: str
    reason: Text
    terms: tuple[Term, ...] = ()
    hosts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    left_out: bool = False


class Variable(Model, frozen=True):
    """A value that checks name; `reason`: why it is another one than in the playbook that is extended."""

    value: str | int | tuple[str | int, ...]
    title: Text | None = None
    reason: Text | None = None


class Playbook(Model, frozen=True):
    """The checks of an inspection, in the order of the report.

    One that extends another has here all that it comes to (`fieldops.inspection.load`), and of its overrides those that
    hold for some hosts only.
    """

    id: str
    title: Text
    platform: str
    areas: tuple[Area, ...] = ()
    checks: tuple[Check, ...] = ()
    method: Text | None = None
    on: On | None = None
    extends: str | None = None
    override: tuple[Override, ...] = ()
    without: tuple[Without, ...] = ()
    manual: tuple[ManualItem, ...] = ()
    vars: dict[str, Variable] = msgspec.field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of its checks and manual items: none may be there twice."""
        return (*(check.id for check in self.checks), *(item.id for item in self.manual))
