"""A recorded run for programs that watch systems: JUnit, Prometheus' text format, a Nagios plugin's lines.

Values and names come from inspected hosts: every text is made one line and escaped as the form's document asks.
The forms for people and JSON are in `run`; what `validate` prints for CI services, in `formats`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from fieldops.cli.formats import xml_text
from fieldops.cli.json_forms import run_kind_data
from fieldops.cli.output import nagios_line, without_bars
from fieldops.inspection.checks import FINDINGS, CheckResult, Verdict
from fieldops.messages import joined, one_line, say, say_recorded
from fieldops.records.machines import OneMachine
from fieldops.records.run_events import HostStatus
from fieldops.records.runs import HostRecord, Run
from fieldops.reports.judged import ORDER, Judged, judged
from fieldops.reports.owed import machine_text
from fieldops.reports.wording import Wording

# The numbers of the Nagios plugin interface; what does not apply is no trouble.
_NUMBERS = {Verdict.WARN: 1, Verdict.CRIT: 2, Verdict.UNKNOWN: 3}

# What is to be acted on, as JUnit names it.
_JUNIT = {
    Verdict.WARN: "failure",
    Verdict.CRIT: "failure",
    Verdict.UNKNOWN: "error",
    Verdict.NA: "skipped",
}


class _Words:
    """The sentences of a run in one language."""

    def __init__(self, run: Run, language: str) -> None:
        self.language = language
        self._wording = Wording(language, ZoneInfo(run.contract.time_zone))

    def value(self, each: Judged) -> str:
        """What was found: the row, its value, what it means."""
        shown, note = self._wording.judged(each.value, each.unit, each.reason)
        found = joined((part for part in (shown, note) if part), self.language)
        row = self._wording.row(each.item, each.reason)
        return one_line(f"{row}: {found}" if row and found else row or found)

    def host(self, host: HostRecord) -> str:
        """Why a host was not looked at as a whole."""
        if host.failure is None:
            return say("run.pending", self.language)
        return one_line(say_recorded(f"host.{host.failure.code}", self.language, host.failure.values)[0])

    def one_machine(self, each: OneMachine) -> str:
        """That one machine stands under several assets."""
        return machine_text(each, self.language)


# --- JUnit -----------------------------------------------------------------------------------------------


def junit(run: Run, language: str) -> bytes:
    """A test suite for each host and in it a test case for each check, in the form of the Jenkins JUnit schema, as UTF-8.

    A warning and a critical value are a failure, what could not be determined an error, what does not apply is skipped. A
    host that was not looked at as a whole has one more case, which is an error.
    """
    words = _Words(run, language)
    suites = ElementTree.Element("testsuites", name=f"fieldops {run.id}")
    for host in run.looked_at:
        _suite(suites, host, words)
    if run.one_machine:
        _assets_suite(suites, run, words)
    for suite in suites:
        _count(suite)
    _count(suites)
    ElementTree.indent(suites)
    report: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return report


def _suite(suites: ElementTree.Element, host: HostRecord, words: _Words) -> None:
    suite = ElementTree.SubElement(
        suites, "testsuite", name=xml_text(host.host), time=f"{host.ms / 1000:.3f}"
    )
    if host.started is not None:
        suite.set("timestamp", host.started.isoformat())
    if host.status is not HostStatus.DONE:
        case = ElementTree.SubElement(suite, "testcase", classname=xml_text(host.host), name="host")
        _outcome(case, "error", host.status.value, [words.host(host)])
    for check in host.checks:
        case = ElementTree.SubElement(suite, "testcase", classname=xml_text(host.host), name=check.id)
        _check_outcome(case, host, check, words)


def _check_outcome(case: ElementTree.Element, host: HostRecord, check: CheckResult, words: _Words) -> None:
    rows = list(judged(host, check))
    told = [f"{each.verdict.value} {words.value(each)}".rstrip() for each in rows]
    if (kind := _JUNIT.get(check.verdict)) is None:
        ElementTree.SubElement(case, "system-out").text = "\n".join(map(xml_text, told))
        return
    # The first line is the one by which the check is judged.
    worst = next((at for at, each in enumerate(rows) if each.verdict is check.verdict), 0)
    _outcome(case, kind, check.verdict.value, [told[worst], *told[:worst], *told[worst + 1 :]])


def _assets_suite(suites: ElementTree.Element, run: Run, words: _Words) -> None:
    """Of the assets themselves: those that are one machine."""
    suite = ElementTree.SubElement(suites, "testsuite", name=xml_text(run.contract.id))
    for each in run.one_machine:
        case = ElementTree.SubElement(suite, "testcase", classname=run.contract.id, name="one-machine")
        _outcome(case, "failure", Verdict.WARN.value, [words.one_machine(each)])


def _outcome(case: ElementTree.Element, kind: str, type: str, told: Sequence[str]) -> None:
    lines = [xml_text(line) for line in told]
    found = ElementTree.SubElement(case, kind, message=lines[0], type=type)
    found.text = "\n".join(lines)


def _count(element: ElementTree.Element) -> None:
    """Write how many cases the suite, or all suites, have of each kind."""
    cases = list(element.iter("testcase"))
    kinds = Counter(child.tag for case in cases for child in case)
    element.set("tests", str(len(cases)))
    element.set("failures", str(kinds["failure"]))
    element.set("errors", str(kinds["error"]))
    if element.tag == "testsuite":  # The schema has it there alone.
        element.set("skipped", str(kinds["skipped"]))


# --- Prometheus ------------------------------------------------------------------------------------------

_Labels = Mapping[str, str]
_Sample = tuple[_Labels, float]
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def prometheus(run: Run) -> bytes:
    """Gauges in Prometheus' text format (version 0.0.4), as UTF-8; for its node exporter's textfile collector, say.

    `fieldops_check_state` has the numbers of Nagios: 0 nothing to do, 1 warning, 2 critical, 3 not determined. A host of which
    nothing is known has `fieldops_host_complete` 0 and no checks.
    """
    here = {"contract": run.contract.id}
    families = (
        _family("run_info", "The inspection that these values are of.", [(_about(run), 1)]),
        _family(
            "run_started_timestamp_seconds", "When it began.", [(here, math.floor(run.started.timestamp()))]
        ),
        _family("run_finished_timestamp_seconds", "When it ended; absent while it has not.", _finished(run)),
        _family("results", "How many results have the verdict.", _results(run)),
        _family("host_complete", "Whether everything that was asked of the host was answered.", _hosts(run)),
        _family(
            "check_state",
            "Worst value of the check: 0 nothing to do, 1 warning, 2 critical, 3 not determined.",
            _states(run),
        ),
        _family("check_value", "What was measured, in the unit of its label.", _values(run)),
    )
    return "".join(line for family in families for line in family).encode()


def _family(name: str, help: str, samples: Iterable[_Sample]) -> Iterator[str]:
    found = list(samples)
    if not found:
        return
    yield f"# HELP fieldops_{name} {help}\n# TYPE fieldops_{name} gauge\n"
    for labels, value in found:
        told = ",".join(f'{label}="{one_line(text).translate(_ESCAPES)}"' for label, text in labels.items())
        yield f"fieldops_{name}{{{told}}} {value!r}\n"


def _about(run: Run) -> _Labels:
    return {
        "contract": run.contract.id,
        "run": run.id,
        "playbook": run.playbook.id,
        "kind": run_kind_data(run.kind),
    }


def _finished(run: Run) -> Iterator[_Sample]:
    if run.finished is not None:
        yield {"contract": run.contract.id}, math.floor(run.finished.timestamp())


def _results(run: Run) -> Iterator[_Sample]:
    for verdict, number in run.counts.items():
        yield {"contract": run.contract.id, "verdict": verdict.value}, number


def _hosts(run: Run) -> Iterator[_Sample]:
    for host in run.hosts:
        yield {"contract": run.contract.id, "host": host.host}, int(host.status is HostStatus.DONE)


def _states(run: Run) -> Iterator[_Sample]:
    for host in run.looked_at:
        for check in host.checks:
            labels = {"contract": run.contract.id, "host": host.host, "check": check.id}
            yield labels, _NUMBERS.get(check.verdict, 0)


def _values(run: Run) -> Iterator[_Sample]:
    """Every number; rows of one name are told apart by their place, for no two samples may have the same labels."""
    for host in run.looked_at:
        for check in host.checks:
            met: Counter[str] = Counter()
            for each in judged(host, check):
                met[each.item] += 1
                if isinstance(each.value, bool) or not isinstance(each.value, int | float):
                    continue
                name = each.item if met[each.item] == 1 else f"{each.item} #{met[each.item]}"
                yield (
                    {
                        "contract": run.contract.id,
                        "host": host.host,
                        "check": check.id,
                        "item": name,
                        "unit": each.unit or "",
                    },
                    each.value,
                )


# --- Nagios ----------------------------------------------------------------------------------------------


def nagios(run: Run, language: str) -> tuple[bytes, int]:
    """The lines of a Nagios plugin and its exit code: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN; as UTF-8.

    Critical weighs most, then what could not be determined (a host that was not reached, a run that was cut off). The counts
    are performance data; what is to be acted on follows, worst first.
    """
    words, code = _Words(run, language), _state(run)
    done = sum(host.status is HostStatus.DONE for host in run.hosts)
    counts = {verdict.value.lower(): number for verdict, number in run.counts.items()}
    told = say(
        "nagios.summary",
        language,
        {"contract": run.contract.id, "run": run.id, "done": done, "hosts": len(run.hosts), **counts},
    )
    numbers = " ".join(f"{name}={number}" for name, number in {"hosts": len(run.hosts), **counts}.items())
    first = nagios_line(code, told).rstrip("\n")
    more = "".join(f"{without_bars(line)}\n" for line in _to_act_on(run, words))
    return f"{first} | {numbers}\n{more}".encode(), code


def _state(run: Run) -> int:
    if run.counts[Verdict.CRIT]:
        return 2
    incomplete = run.finished is None or any(host.status is not HostStatus.DONE for host in run.hosts)
    if incomplete or run.counts[Verdict.UNKNOWN]:
        return 3
    return 1 if run.counts[Verdict.WARN] else 0


def _to_act_on(run: Run, words: _Words) -> Iterator[str]:
    for host in run.hosts:
        if host.status is not HostStatus.DONE:
            yield f"{host.host}: {words.host(host)}"
    yield from (words.one_machine(each) for each in run.one_machine)
    rows = [each for host in run.looked_at for check in host.checks for each in judged(host, check)]
    for verdict in ORDER:
        for each in rows:
            if each.verdict is verdict and verdict in FINDINGS:
                yield f"{verdict.value} {each.host} {each.check}: {words.value(each)}"
