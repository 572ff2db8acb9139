"""fieldops inspect and fieldops health."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import command
from fieldops.cli.inspection_options import (
    ENGINEERS,
    LIMIT,
    OVERRIDE,
    PLAYBOOKS,
    SKIP_TAGS,
    TAGS,
    tags_of,
)
from fieldops.cli.login_options import LOGIN_OPTIONS, packed
from fieldops.cli.output import Session, is_dumb, print_json, run_form_option
from fieldops.cli.run import WITH_COVERAGE, print_for_program, run_data
from fieldops.cli.run_text import print_run
from fieldops.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from fieldops.actions.inspection import Request
    from fieldops.actions.runner import Observer
    from fieldops.contracts.logins import LoginOptions
    from fieldops.records.run_events import HostStatus, RunKind
    from fieldops.records.runs import Run
    from fieldops.transport.credentials import Question

# In the question for a password that is used for many.
_HOSTS_NAMED = 5


_visit_option = click.option(
    "--visit",
    metavar="ID",
    help="Make a visit of the contract, as 'schedule list' names it: its playbooks, hosts, engineers on duty.",
)


# What goes on, or is done again.
_AGAIN = (
    click.option(
        "--resume",
        metavar="RUN",
        help="Go on with a run that was cut off: only the hosts that have not ended, into the same run.",
    ),
    click.option(
        "--retry-unreached",
        "retried",
        metavar="RUN",
        help="A new run of only those hosts that RUN did not look at wholly.",
    ),
)
# Which part of it all is done, and how.
_WHICH = (LIMIT, TAGS, SKIP_TAGS)
_HOW = (
    click.option(
        "--workers",
        type=click.IntRange(1, 500),
        default=20,
        show_default=True,
        help="Hosts at the same time; those that wait a second for a second sample do not count.",
    ),
    click.option(
        "--host-deadline",
        type=click.IntRange(5, 86400),
        default=300,
        show_default=True,
        help="Seconds one host may take in all.",
    ),
    *LOGIN_OPTIONS,
    OVERRIDE,
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        help="Print every value, not only what somebody must act on.",
    ),
    click.option(
        "--dry-run",
        is_flag=True,
        help="Print every command that would run on each host and stop; nothing is connected.",
    ),
    click.option("--list-hosts", is_flag=True, help="Print the hosts that would be inspected and stop."),
)


def _host_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed((*_AGAIN, *_WHICH, *_HOW)):
        command = option(command)
    return command


@command()
@click.argument("contract")
@PLAYBOOKS
@_visit_option
@ENGINEERS
@_host_options
@run_form_option
@click.pass_obj
def inspect(
    session: Session,
    /,
    form: str,
    contract: str,
    playbooks: tuple[str, ...],
    engineers: tuple[str, ...],
    **options: Any,
) -> int:
    """Inspect the hosts of CONTRACT by two engineers and record what is found.

    Nothing is written or changed on the hosts. See the commands beforehand with
    'fieldops playbook commands PLAYBOOK'.
    """
    from fieldops.records.run_events import RunKind

    return _carry_out(session, form, contract, playbooks, RunKind.INSPECTION, engineers, **packed(options))


@command()
@click.argument("contract")
@PLAYBOOKS
@_visit_option
@_host_options
@run_form_option
@click.pass_obj
def health(session: Session, /, form: str, contract: str, playbooks: tuple[str, ...], **options: Any) -> int:
    """Check the health of CONTRACT's hosts: like inspect, but unscheduled and without engineers."""
    from fieldops.records.run_events import RunKind

    return _carry_out(session, form, contract, playbooks, RunKind.HEALTH_CHECK, (), **packed(options))


def _carry_out(
    session: Session,
    form: str,
    contract: str,
    playbooks: tuple[str, ...],
    kind: RunKind,
    engineers: tuple[str, ...],
    *,
    limit: tuple[str, ...],
    tags: tuple[str, ...],
    skip_tags: tuple[str, ...],
    workers: int,
    host_deadline: int,
    visit: str | None,
    resume: str | None,
    retried: str | None,
    override: str | None,
    logins: LoginOptions,
    verbose: bool,
    list_hosts: bool,
    dry_run: bool,
) -> int:
    from fieldops.actions.inspection import Request
    from fieldops.cli.dry_run import limit_of

    wanted = tags_of(tags, skip_tags)
    others = (("--visit", visit), ("--playbook", playbooks), ("--limit", limit), ("--tags", wanted))
    stops = (
        (("--engineer", engineers), ("--list-hosts", list_hosts), ("--dry-run", dry_run)) if resume else ()
    )
    _insist_on_alone((("--resume", resume), ("--retry-unreached", retried), *others, *stops))
    request = Request(
        contract,
        playbooks,
        kind,
        engineers,
        limit_of(limit),
        wanted,
        workers,
        host_deadline,
        override=override,
        logins=logins,
    )
    if not resume:
        request = _filled_in(session, request, visit, retried)
    if list_hosts or dry_run:
        return _beforehand(session, request, form, list_hosts)
    run = _resume(session, request, resume.lower()) if resume else _inspect(session, request)
    return _tell(session, run, form, verbose)


def _tell(session: Session, run: Run, form: str, verbose: bool) -> int:
    """Print the run in the form that was asked for; the exit code says how it came out."""
    if form == "json":
        print_json(run_data(run, session.language), WITH_COVERAGE)
    elif form != "text":
        return print_for_program(run, form, session.language, exit_code(run))
    else:
        print_run(session, run, findings_only=not verbose)
        session.note("inspect.next", run=run.id)
    return exit_code(run)


def _beforehand(session: Session, request: Request, form: str, hosts_only: bool) -> int:
    """Print what would be inspected: the hosts, or each command on them."""
    from fieldops.actions.inspection import prepare
    from fieldops.cli.dry_run import print_dry_run, print_hosts

    prepared = prepare(session.root, request, datetime.now(UTC))
    if hosts_only:
        print_hosts(request.contract, prepared, form)
    else:
        print_dry_run(session, prepared, form)
    return ExitCode.CLEAN


def _filled_in(session: Session, request: Request, visit: str | None, retried: str | None) -> Request:
    """The request with what it leaves open: taken from the visit, from the run that is retried, or from the contract."""
    from fieldops.actions.playbooks import agreed_playbooks
    from fieldops.structs import replaced

    if visit is not None:
        return _called(session, visit, request)
    if retried is not None:
        from fieldops.actions.resuming import retry

        return retry(session.root, request, retried.lower())
    if request.playbooks:
        return request
    agreed = agreed_playbooks(session.root, request.contract, request.kind, datetime.now(UTC))
    return replaced(request, playbooks=agreed)


def _called(session: Session, visit: str, asked: Request) -> Request:
    """The request for a visit of the contract; what it takes from there, and what is otherwise, is said."""
    from fieldops.actions.called_visits import called_visit

    called = called_visit(session.root, visit, asked, datetime.now(UTC))
    for each in called.said:
        session.note(each.code, **each.values)
    return called.request


def _insist_on_alone(options: Iterable[tuple[str, object]]) -> None:
    """Raise UsageError where a run is to go on, or to be done again in part, and something else is said beside it."""
    given = [name for name, value in options if value]
    if given[:1] in (["--resume"], ["--retry-unreached"]) and len(given) > 1:
        raise UsageError("resume.with-others", option=given[0], options=", ".join(given[1:]))


def _resume(session: Session, request: Request, run: str) -> Run:
    from fieldops.actions.resuming import resume

    with progress(session) as observer:
        ask = partial(ask_password, session)
        return resume(session.root, request, run, lambda: datetime.now(UTC), ask, observer)


def _inspect(session: Session, request: Request) -> Run:
    from fieldops.actions.inspection import inspect as run_inspection

    with progress(session) as observer:
        ask = partial(ask_password, session)
        return run_inspection(session.root, request, lambda: datetime.now(UTC), ask, observer)


def exit_code(run: Run) -> int:
    """3 when a host or a value could not be looked at, else 1 for findings, else 0."""
    from fieldops.inspection.checks import Verdict
    from fieldops.records.run_events import HostStatus

    counts = run.counts
    if counts[Verdict.UNKNOWN] or any(host.status is not HostStatus.DONE for host in run.hosts):
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if counts[Verdict.WARN] or counts[Verdict.CRIT] else ExitCode.CLEAN


def ask_password(session: Session, question: Question) -> str | None:
    """The password, or the answer to a server, typed by whoever sits at the terminal, or None where nobody does. Never
    while the progress is drawn.
    """
    if not sys.stdin.isatty():
        return None
    hosts = ", ".join(question.hosts[:_HOSTS_NAMED])
    if len(question.hosts) > _HOSTS_NAMED:
        hosts = session.say("inspect.and-others", hosts=hosts, all=len(question.hosts))
    if (prompt := question.prompt) is not None:
        asked = session.say("inspect.second-factor", user=question.user, host=hosts, words=prompt.words)
        return str(click.prompt(asked, hide_input=not prompt.echo, err=True, default="", show_default=False))
    codes = {"ssh": "password", "sudo": "sudo-password", "instance": "instance-password"}
    code = f"inspect.{codes[question.by]}"
    asked = session.say(code, user=question.user, hosts=hosts)
    return str(click.prompt(asked, hide_input=True, err=True))


@contextmanager
def progress(session: Session) -> Iterator[Observer]:
    """A progress bar on a terminal that can draw one, else a line for each host that has ended, on stderr."""
    if not sys.stderr.isatty() or is_dumb(os.environ):
        yield _Lines(session)
        return
    bar = _Bar(session)
    try:
        yield bar
    finally:
        bar.stop()


class _Lines:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._all = self._done = 0

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        self._all, self._done = len(hosts), 0

    def host_finished(self, host: str, status: HostStatus) -> None:
        self._done += 1
        said = self._session.say(f"status.{status}")
        self._session.note("inspect.host", done=self._done, all=self._all, host=host, status=said)


class _Silent:
    def hosts_planned(self, hosts: Sequence[str]) -> None:
        pass

    def host_finished(self, host: str, status: HostStatus) -> None:
        pass


# For what runs unattended.
SILENT = _Silent()


class _Bar:
    """Drawn from the first host on: whatever is asked before stands on a terminal that nobody else writes to."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        from fieldops.cli.waiting import waiting_column

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            waiting_column(self._session),
        )
        console = Console(stderr=True, no_color=not self._session.colour)
        self._progress = Progress(*columns, console=console, transient=True)
        self._task = self._progress.add_task(self._session.say("inspect.progress"), total=len(hosts))
        self._progress.start()

    def host_finished(self, host: str, status: HostStatus) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task)

    def stop(self) -> None:
        """Take it off the terminal."""
        if self._progress is not None:
            self._progress.stop()
