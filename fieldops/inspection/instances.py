"""Databases and middleware on a host: a probe for a kind of them runs once for each instance, and is judged for each.

Before the first probe of an instance somebody logs in to it, once (`trial`). Where that comes to nothing its probes are not
run: a wrong password is said once, and no account is locked. How each product is asked is written in `script/KIND.sh`,
which is sent before the text of the probe with the values of the instance as variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fieldops.contracts.instances import KINDS, WITH_LOGIN, address_of
from fieldops.contracts.model import Instance
from fieldops.inspection.checks import CheckResult, Item, Judge, Verdict, worst
from fieldops.inspection.compared import was_read
from fieldops.inspection.frames import ProbeEnd, RawOutput
from fieldops.inspection.playbook import Bound, Field, Parse, Probe
from fieldops.inspection.readings import Reading, Reason, Session, read_output
from fieldops.inspection.shell import quote, script_source
from fieldops.messages.text import Text
from fieldops.structs import as_mapping, replaced

# What stands before the text of a probe of each kind: files of `script/`.
_PREAMBLES: dict[str, tuple[str, ...]] = {
    "mysql": ("pass.sh", "mysql.sh"),
    "postgresql": ("pass.sh", "postgresql.sh"),
    "redis": ("pass.sh", "redis.sh"),
    "oracle": ("pass.sh", "oracle.sh"),
    "nginx": ("http.sh", "process.sh", "logs.sh"),
    "apache": ("http.sh", "process.sh", "logs.sh"),
    "java": ("process.sh",),
    "kafka": ("process.sh", "kafka.sh"),
    "zookeeper": ("process.sh",),
    "rabbitmq": ("process.sh", "rabbitmq.sh"),
}
_COMMENT = re.compile(r"^[ \t]*#.*\n", re.MULTILINE)
# An empty password would be an attempt all the same.
_INSISTS = '[ -n "$_secret" ] || { echo "no password was given for $instance_id" >&2; exit 1; }\n'
# Longer than a client waits for a connection.
_TRIAL_SECONDS = 15
# The words with which clients ask for a password, before what the server says to it.
_QUESTION = re.compile(rb"\A(?:Enter password: ?|Password(?: for user [^:\n]{1,130})?: ?\n?)")
# How a complaint begins: of MySQL and MariaDB, of Oracle and its client.
_COMPLAINT = re.compile(rb"^(?:ERROR [0-9]+|ORA-[0-9]+|SP2-[0-9]+)\b", re.MULTILINE)
# How they say that the account is not let in, or lacks a right (error references of MySQL, MariaDB, Oracle; PostgreSQL, Redis).
_REFUSED = re.compile(
    r"ERROR (?:1044|1045|1142|1143|1227|1698)\b|ORA-(?:00942|01017|01031|28000)\b"
    r"|permission denied|authentication failed|NOPERM|WRONGPASS"
)
# What a result without rows says of a check that waits for earlier runs or for other hosts.
_WAITS = frozenset({"reading.first-time", "reading.group-waits"})


def preamble_of(kind: str) -> str:
    """What probes of that kind may call, as it is sent: without comments."""
    return "".join(_COMMENT.sub("", script_source(name)) for name in _PREAMBLES.get(kind, ()))


def values_of(instance: Instance) -> dict[str, str]:
    """The variables of an instance that the text of a probe may use."""
    login = instance.login
    return {
        "instance_id": instance.id,
        "instance_address": address_of(instance),
        "instance_port": "" if instance.port is None else str(instance.port),
        "instance_socket": instance.socket or "",
        "instance_url": instance.url or "",
        "instance_account": (login.account if login is not None else None) or "",
        "instance_login": instance.method or "none",
    }


def bound_to(probe: Probe, instance: Instance) -> Bound:
    """The probe as it runs for that instance: as the account of the host that the login names, unless it names one itself."""
    login = instance.login
    told = " ".join(f"{name}={quote(value) if value else ''}" for name, value in values_of(instance).items())
    known: dict[str, Any] = as_mapping(probe)
    known["id"] = frame_name(probe.id, instance.id)
    known["sudo"] = probe.sudo or (login.system_account if login is not None else None) or False
    secret = instance.method == "password"
    preamble = f"{preamble_of(instance.kind)}{told}\n{_INSISTS if secret else ''}"
    return Bound(**known, instance=instance.id, preamble=preamble, told=told, secret=secret)


def frame_name(probe: str, instance: str) -> str:
    """What a probe is called that runs for an instance; without a probe: the first login to it."""
    return f"{probe}@{instance}"


def trial(instance: Instance) -> Bound:
    """The first login to an instance."""
    title = Text(f"登录实例 {instance.id}", f"Login to the instance {instance.id}")
    fields = {"line": Field("text")}
    probe = Probe(
        "", title, instance.kind, "_try", Parse("lines"), fields, timeout=_TRIAL_SECONDS, several=True
    )
    return bound_to(probe, instance)


def with_instances(probes: Iterable[Probe], instances: Sequence[Instance]) -> Iterator[Probe]:
    """The probes of a host as they run: those for instances once for each, the first login to each before them."""
    listed = list(probes)
    for instance in instances:
        theirs = [bound_to(probe, instance) for probe in listed if probe.platform == instance.kind]
        if theirs and instance.kind in WITH_LOGIN:
            yield trial(instance)
        yield from theirs


def unbound(probes: Iterable[Probe]) -> Iterator[Probe]:
    """The probes as they would run on a host with one instance of each kind, of which nothing is known."""
    listed = list(probes)
    kinds = dict.fromkeys(probe.platform for probe in listed if probe.platform in KINDS)
    yield from (probe for probe in listed if probe.platform not in KINDS)
    yield from with_instances(listed, [Instance(f"any-{kind}", kind) for kind in kinds])


def plain_output(output: RawOutput | None) -> RawOutput | None:
    """The output with what the server or client complains of: without the question for the password, and without the
    statement that some clients repeat before the complaint.
    """
    if output is None:
        return None
    said = output.err
    if asked := _QUESTION.match(said):
        said = said[asked.end() :]
    if complaint := _COMPLAINT.search(said):
        said = said[complaint.start() :]
    return output if said == output.err else replaced(output, err=said)


def read_instance(
    probe: Probe, instance: Instance, outputs: Mapping[str, RawOutput], session: Session | None
) -> Reading:
    """What a probe found in one instance; where nobody could log in, why: in the words of the first login."""
    bound = bound_to(probe, instance)
    output = plain_output(outputs.get(bound.id))
    if output is not None and is_closed(output):
        first = trial(instance)
        reading = read_output(first, plain_output(outputs.get(first.id)), session)
        return _named(Reading(unknown=reading.unknown or Reason("reading.missing")))
    return _named(read_output(bound, output, session))


def _named(reading: Reading) -> Reading:
    """The reading, by its own name where the product refused the login, or the account lacks a right."""
    why = reading.unknown
    if why is None or why.code != "reading.exit-code" or not _REFUSED.search(str(why.values.get("said"))):
        return reading
    return Reading(unknown=Reason("reading.instance-refused", why.values))


def is_closed(output: RawOutput) -> bool:
    """Whether a probe was not run, for the first login to its instance had failed."""
    return output.why is ProbeEnd.ABSENT and output.detail.startswith("@")


def secret_lines(secrets: Mapping[str, str]) -> bytes:
    """What the script is given when it asks for passwords: a line for each instance, then an empty one."""
    lines = "".join(f"{id} {secret}\n" for id, secret in secrets.items())
    return f"{lines}\n".encode("utf-8", "surrogateescape")


# --- verdicts ----------------------------------------------------------------------------------------------


def together(judge: Judge, found: Sequence[tuple[Instance, Reading]]) -> CheckResult:
    """The result of a check over the instances of a host: the rows of each behind its id."""
    results = [(instance.id, judge.judge(reading)) for instance, reading in found]
    if not results:
        return CheckResult(
            judge.check.id,
            Verdict.UNKNOWN,
            (),
            Reason("reading.no-instance", {"kind": judge.platform}),
        )
    items = [item for id, result in results for item in _items(id, result, judge)]
    if not items:
        return results[0][1]
    return CheckResult(judge.check.id, worst(item.verdict for item in items), tuple(items))


def _items(id: str, result: CheckResult, judge: Judge) -> Iterator[Item]:
    if result.items:
        yield from (_of_instance(id, item) for item in result.items)
    elif not _is_empty(result, judge):
        yield Item(id, None, judge.unit, result.verdict, result.reason)


def _is_empty(result: CheckResult, judge: Judge) -> bool:
    """Whether there is nothing to hold against other runs or hosts, and that is known: a row would look like one unread."""
    code = result.reason.code if result.reason is not None else ""
    compared = judge.check.compared or judge.check.group is not None
    return compared and (code in _WAITS or was_read(result))


def _of_instance(id: str, item: Item) -> Item:
    """The row with the id of its instance in front of its name, and of what readers call it."""
    name = id if item.item is None else f"{id}: {item.item}"
    reason = item.reason
    if reason is not None and isinstance(named := reason.values.get("named"), dict):
        called = {language: f"{id}: {text}" for language, text in named.items()}
        reason = Reason(reason.code, {**reason.values, "named": called})
    return replaced(item, item=name, reason=reason)
