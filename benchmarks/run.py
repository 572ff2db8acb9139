"""``make bench``: fieldops beside ansible-playbook, pyinfra, ssh and check-jsonschema, in one run on one machine.

Everything inspects the same real OpenSSH server on loopback. Contenders take turns, so that other load on
the machine meets all of them; medians are compared. The bars are those the project has set itself.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import apart
import decisions
import load
import machines
import misbehaving
import orders
import records
import slow_texts
from contenders import (
    PARALLEL,
    Ansible,
    Fieldops,
    Pyinfra,
    ansible_version,
    check_jsonschema,
    ssh_loop,
    ssh_script_loop,
)
from measure import Sample, measure, median
from scene import (
    COMMAND,
    COMMANDS,
    Scene,
    login_shell,
    more_addresses,
    set_scene,
    write_contracts,
    write_inspection,
)
from table import Contender, Table, cpu, hosts_cpu, number, take_turns, wall

from fieldops.actions.loopback import loopback_server

FEW, MANY, VERY_MANY, FILES, MANY_FILES = 20, 200, 1000, 1000, 10_000
MB = 1 << 20
FULL_PLAYBOOK = "linux-standard"
# At most so many seconds of CPU and wall on the machine that is looked at.
_LOADS = {"health": (0.2, 2), FULL_PLAYBOOK: (0.25, 2)}


class _Peak:
    """The most memory that was seen."""

    def __init__(self) -> None:
        self.bytes = 0

    def __call__(self, sample: Sample) -> None:
        self.bytes = max(self.bytes, sample.memory)


def few_hosts(table: Table, scene: Scene, ours: Fieldops, peers: Path, rounds: int) -> None:
    """20 hosts x 20 commands against ansible-playbook and pyinfra."""
    table.heading(f"{FEW} hosts x {COMMANDS} commands ({COMMAND}); fieldops judges and records too")
    root = write_inspection(scene, FEW, ours.program)
    ansible = Ansible(str(peers / "ansible-playbook"), scene, FEW)
    pyinfra = Pyinfra(str(peers / "pyinfra"), scene, FEW)
    contenders: list[Contender] = [
        ("fieldops", lambda: ours.inspect(root, FEW)),
        ("ansible", ansible.run),
        ("pyinfra", pyinfra.run),
        ("ssh", lambda: ssh_loop(scene, FEW)),
    ]
    mine, theirs, others, logins = take_turns(table, rounds, contenders, scene)
    table.ratio("wall, ansible-playbook", wall(mine), wall(theirs))
    table.ratio("controller CPU, ansible-playbook", cpu(mine), cpu(theirs), 1 / 15)
    table.ratio("wall, pyinfra", wall(mine), wall(others))
    table.ratio("wall, only logging in ('ssh host true')", wall(mine), wall(logins), 1.2)
    table.ratio("controller CPU, pyinfra", cpu(mine), cpu(others))
    table.ratio("CPU of the hosts, ansible-playbook", hosts_cpu(mine), hosts_cpu(theirs))
    table.ratio("CPU of the hosts, pyinfra", hosts_cpu(mine), hosts_cpu(others))
    largest = [max(cost.largest for cost in costs) / MB for costs in (mine, theirs, others)]
    table.ratio("largest process, ansible-playbook", largest[0], largest[1], unit="MB")
    table.ratio("largest process, pyinfra", largest[0], largest[2], unit="MB")
    peaks = [_Peak(), _Peak(), _Peak()]
    ours.inspect(root, FEW, watch=peaks[0])
    ansible.run(peaks[1])
    pyinfra.run(peaks[2])
    table.ratio(
        "memory of all processes, ansible-playbook", peaks[0].bytes / MB, peaks[1].bytes / MB, unit="MB"
    )
    table.ratio("memory of all processes, pyinfra", peaks[0].bytes / MB, peaks[2].bytes / MB, unit="MB")


def many_hosts(table: Table, scene: Scene, ours: Fieldops, rounds: int) -> None:
    """200 hosts against a loop that only logs in."""
    table.heading(f"{MANY} hosts, {PARALLEL} at a time, against 'ssh host true' for each of them")
    if scene.own_machines:
        table.note(
            f"hosts are {machines.MACHINES} machines with {machines.PROCESSES} processes at rest each, which see no others"
        )
    else:
        table.note("hosts are one machine, and see each other's processes: their CPU grows with their number")
    root = write_inspection(scene, MANY, ours.program)
    contenders: list[Contender] = [
        ("20 commands", lambda: ours.inspect(root, MANY)),
        (FULL_PLAYBOOK, lambda: ours.inspect(root, MANY, FULL_PLAYBOOK)),
        ("ssh", lambda: ssh_loop(scene, MANY)),
        ("the same script", lambda: ssh_script_loop(scene, MANY, ours.program, FULL_PLAYBOOK)),
    ]
    twenty, full, ssh, script = take_turns(table, rounds, contenders, scene)
    table.ratio("20 commands: controller CPU", cpu(twenty), cpu(ssh), 1 / 3)
    table.ratio("20 commands: wall", wall(twenty), wall(ssh), 1.1)
    table.ratio(f"{FULL_PLAYBOOK}: controller CPU", cpu(full), cpu(ssh), 1 / 2)
    # Hosts and controller share the processors: what the hosts do is in every wall, so there is no bar for this one, but one
    # beside the same work by OpenSSH's client, and one for hosts with processors of their own (`hosts_apart`).
    table.ratio(f"{FULL_PLAYBOOK}: wall", wall(full), wall(ssh))
    table.ratio(f"{FULL_PLAYBOOK}: wall, its script by 'ssh host sh'", wall(full), wall(script), 1)
    table.ratio("20 commands: CPU of the hosts", hosts_cpu(twenty), hosts_cpu(ssh))
    table.ratio(f"{FULL_PLAYBOOK}: CPU of the hosts", hosts_cpu(full), hosts_cpu(ssh), 6)


def hosts_apart(table: Table, scene: Scene, ours: Fieldops, rounds: int) -> None:
    """200 hosts with processors of their own, against the same loop over the same servers."""
    recording = apart.record(FULL_PLAYBOOK, scene.server.user)
    folder = scene.folder / "apart"
    folder.mkdir()
    table.heading(
        f"{MANY} hosts x {FULL_PLAYBOOK}, hosts with processors of their own, {PARALLEL} at a time at work"
    )
    table.note(f"a host alone: {recording.rests:.2f} s at work, {recording.seconds:.2f} s in all")
    with apart.servers_apart(recording, folder) as others:
        root = write_inspection(others, MANY, ours.program)
        contenders: list[Contender] = [
            (
                FULL_PLAYBOOK,
                lambda: ours.inspect(root, MANY, FULL_PLAYBOOK, verdicts=recording.verdicts),
            ),
            ("ssh", lambda: ssh_loop(others, MANY)),
        ]
        full, ssh = take_turns(table, rounds, contenders)
    table.ratio("wall, 'ssh host true'", wall(full), wall(ssh), 1.3)
    table.ratio("controller CPU", cpu(full), cpu(ssh))


def very_many_hosts(table: Table, scene: Scene, ours: Fieldops, through_jump: bool = False) -> None:
    """1,000 hosts: memory and file descriptors of fieldops; reached directly, or all through one jump host."""
    way = " through one jump host" if through_jump else ""
    table.heading(f"{VERY_MANY} hosts x {COMMANDS} commands{way}")
    root = write_inspection(scene, VERY_MANY, ours.program, through_jump)
    log = scene.server.folder / "sshd.log"
    before = _logins(log)
    seen: list[Sample] = []
    cost = ours.inspect(root, VERY_MANY, watch=seen.append)
    quarter = len(seen) // 4
    early = max(sample.descriptors for sample in seen[quarter : 2 * quarter])
    late = max(sample.descriptors for sample in seen[-quarter:])
    table.limit("peak memory", cost.largest / MB, 150, "MB")
    # What one host more at the same moment costs is no growth.
    table.limit("descriptors more in the last quarter than in the second", late - early, 8, "fd")
    logins = _logins(log) - before - VERY_MANY
    if through_jump:
        table.limit("logins at the jump host", logins, 1, "")
    table.note(f"most threads at once: {max(sample.threads for sample in seen)}; wall {cost.wall:.1f} s")


def _logins(log: Path) -> int:
    """How many logins the server has let in."""
    return log.read_text("utf-8", "replace").count("Accepted publickey")


def documents(table: Table, folder: Path, ours: Fieldops, peers: Path, rounds: int) -> None:
    """Cold starts and validation against check-jsonschema."""
    program = str(peers / "check-jsonschema")
    files = write_contracts(folder / "contracts", FILES)
    root = folder / "contracts"
    small = folder / "contract"
    (one,) = write_contracts(small, 1)
    table.heading(f"documents, against check-jsonschema; a contract here has {one.stat().st_size} bytes")
    cold: list[Contender] = [
        ("--help", ours.help),
        ("ansible --version", lambda: ansible_version(str(peers / "ansible"))),
        ("validate", lambda: ours.validate(small, 1, one)),
        ("check-jsonschema", lambda: check_jsonschema(program, [one])),
    ]
    helps, versions, ones, peer_ones = take_turns(table, 5 * rounds, cold)
    table.ratio("--help, cold, ansible --version", wall(helps), wall(versions), 0.4)
    table.ratio("validate one file, cold: wall", wall(ones), wall(peer_ones), 0.65)
    among: list[Contender] = [("validate", lambda: ours.validate(root, 1, files[0]))]
    (amongs,) = take_turns(table, rounds, among)
    table.limit(f"validate one file of {FILES + 1}: wall", wall(amongs), 0.5, "s")
    whole: list[Contender] = [
        ("fieldops", lambda: ours.validate(root, FILES + 1)),
        ("check-jsonschema", lambda: check_jsonschema(program, files)),
    ]
    mine, theirs = take_turns(table, rounds, whole)
    table.ratio(f"validate {FILES} contracts: wall", wall(mine), wall(theirs), 1 / 12)
    table.ratio(f"validate {FILES} contracts: CPU", cpu(mine), cpu(theirs))
    many = folder / "many-contracts"
    write_contracts(many, MANY_FILES)
    cost = ours.validate(many, MANY_FILES + 1)
    table.limit(f"validate {MANY_FILES} contracts: peak memory", cost.largest / MB, 500, "MB")
    table.note(f"wall {cost.wall:.1f} s")


def report(table: Table) -> None:
    """The report of 100 hosts x 60 checks with its annexes, the imports it needs included."""
    table.heading("report of 100 hosts x 60 checks, from the record in memory")
    sys.path.append(str(Path(__file__).parents[1] / "tests" / "reports"))
    import sample_run

    run = sample_run.big_run(100, 60)
    began = time.perf_counter()
    from fieldops.documents.workspace import shipped_folder
    from fieldops.reports.annexes import build_annex
    from fieldops.reports.build import build_report
    from fieldops.reports.render import render_html
    from fieldops.reports.workbook import workbook_of

    folders = [shipped_folder("templates")]
    html = render_html(build_report(run, "zh-CN"), folders).encode()
    table.row("HTML, the report alone", number(time.perf_counter() - began, "s"))
    annex = build_annex(run, "zh-CN")
    values = render_html(annex, folders).encode()
    table.limit("HTML, with its annex", time.perf_counter() - began, 1.5, "s")
    workbook = workbook_of(annex)
    table.row("and the annex as a workbook", number(time.perf_counter() - began, "s"))
    sizes = " + ".join(f"{len(each) / MB:.2f}" for each in (html, values, workbook))
    table.note(f"{sizes} MB")
    typeset(table)


def typeset(table: Table) -> None:
    """The report of 100 hosts as PDF: what all its processes cost, and how many pages it has."""
    cost = measure([sys.executable, str(Path(__file__).with_name("typeset.py"))])
    if cost.code != 0:
        raise SystemExit(f"no PDF: {cost.out}")
    spent, pages = cost.out.split()[-2:]
    table.limit("PDF, 100 hosts x 60 checks: CPU", float(spent), 5, "s")
    table.limit("PDF: peak memory", cost.largest / MB, 300, "MB")
    table.row("PDF: pages", pages, bar="<= 15", met=int(pages) <= 15)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"leave out the {MANY} hosts")
    parser.add_argument(
        "--hosts", action="store_true", help=f"only the {MANY} hosts: needs no other programs"
    )
    parser.add_argument("--documents", action="store_true", help="only documents: no server, no hosts")
    parser.add_argument(
        "--full", action="store_true", help=f"add {VERY_MANY} hosts, direct and through a jump host"
    )
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each comparison (default 5)")
    parser.add_argument(
        "--peers",
        type=Path,
        default=Path(sys.prefix + "-peers"),
        help="virtual environment of the other programs (default: this one's folder with -peers; pyinfra's"
        " paramiko does not go with ours)",
    )
    return parser.parse_args()


def _describe(scene: Scene) -> None:
    greetings = [_login(scene) for _ in range(5)]
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load average {load} at the start")
    print(f"login shell on the server: {login_shell()}; 'ssh host true' takes {median(greetings):.3f} s")


def _login(scene: Scene) -> float:
    cost = measure(["ssh", "-n", "-F", str(scene.ssh_config), scene.host_names(1)[0], "true"])
    if cost.code != 0:
        raise SystemExit(f"ssh does not get in: {cost.out}")
    return cost.wall


def _note(code: str, **values: object) -> None:
    """Keep quiet about how the server is set up."""


def loaded(table: Table) -> None:
    """What each playbook costs the machine that it looks at; those that sample twice wait a second of the wall."""
    table.heading("a playbook on the machine that it looks at, by its script in sh")
    for each in (*load.of_hosts(), *load.of_databases()):
        bytes_ = f"{each.sent / 1000:.0f} KB sent, {each.received / 1000:.0f} KB back"
        most_cpu, most_wall = _LOADS.get(each.playbook, (0.0, 0.0))
        met = (each.cpu <= most_cpu and each.wall <= most_wall) if most_cpu else None
        bar = f"<= {most_cpu:g} s, {most_wall:g} s" if most_cpu else ""
        table.row(each.playbook, f"{each.cpu:.3f} s CPU, {each.wall:.2f} s", bytes_, bar=bar, met=met)


def decided(table: Table) -> None:
    """Warranty claims and SLA deadlines on the example contracts, one core, explanation included."""
    table.heading("decisions, one core, on the example contracts")
    root, bar = Path(__file__).resolve().parent.parent, 20_000
    batch, new = decisions.claims_per_second(root)
    due = decisions.deadlines_per_second(root)
    for what, rate in (("claims a second, as a batch", batch), ("claims a second, no question twice", new)):
        table.row(f"warranty: {what}", f"{rate:,.0f}", bar=f">= {bar:,}", met=rate >= bar)
    table.row("sla: deadlines a second", f"{due:,.0f}", bar=f">= {bar:,}", met=due >= bar)


def grown(table: Table, rounds: int) -> None:
    """Texts made to be slow, once and twice as long."""
    table.heading(f"texts made to be slow: {2 * slow_texts.LENGTH:,} characters against half of them, CPU")
    for what, text in slow_texts.TEXTS.items():
        twice, once = slow_texts.growth(text, rounds)
        # Quadratic would be 4; what takes milliseconds is too short to tell, and fast enough.
        table.ratio(what, twice, max(once, 0.02), 3)


def misbehaved(table: Table, folder: Path) -> None:
    """Hosts that misbehave: how late each is over, how much memory it takes."""
    logging.getLogger("paramiko").setLevel(logging.CRITICAL + 1)
    count, deadline = len(misbehaving.CASES), misbehaving.DEADLINE
    table.heading(f"{count} hosts that misbehave, with a deadline of {deadline} s")
    alone = misbehaving.alone(folder)
    table.limit("each alone: latest, past the deadline", alone.late.value, 2, "s")
    table.note(f"the latest: {alone.late.case}")
    table.limit("each alone: most memory more than usual", alone.memory.value, 20, "MB")
    table.note(f"the most: {alone.memory.case}")
    table.limit("all at once: the run, past the deadline", misbehaving.together(folder), 5, "s")
    table.limit("from Ctrl-C to the end of the run", misbehaving.interrupted(folder), 2, "s")


def recorded(table: Table, folder: Path, rounds: int) -> None:
    """The record store: appending beside SQLite's own commit, reading and verifying beside a small store."""
    table.heading(f"record store, with {records.RUNS_KEPT:,} runs of {records.HOSTS} hosts")
    ours, plain = records.append_seconds(folder, max(10 * rounds, 30))
    table.limit("append a host, beside SQLite's commit", 1000 * (ours - plain), 5, "ms")
    table.row("  ours, SQLite's commit of such rows", f"{1000 * ours:.1f} ms", f"{1000 * plain:.1f} ms")
    few, many = (records.with_runs(folder, runs, rounds) for runs in (10, records.RUNS_KEPT))
    # A store that fits into memory whole has a shorter way to a row; it must not grow with the runs.
    table.ratio("read one run, 10 runs in the store", 1000 * many.read, 1000 * few.read, 3, "ms")
    table.ratio("find the newest, 10 runs in the store", 1000 * many.newest, 1000 * few.newest, 3, "ms")
    table.ratio("verify one run more, verify all", 1000 * many.verify_more, 1000 * many.verify_all, 0.1, "ms")


def ordered(table: Table, folder: Path, ours: Fieldops, rounds: int) -> None:
    """Service orders: what is due next, and opening one, with many orders in the store."""
    table.heading(f"{orders.ORDERS:,} service orders with 10 events each, {orders.OPEN} of them open")
    many, none = (orders.workspace(folder / str(count), count) for count in (orders.ORDERS, 0))
    first = orders.next_of(many, ours.program)
    costs = [orders.next_of(many, ours.program) for _ in range(max(rounds, 3))]
    table.row("order next, the first time", f"{first.wall:.1f} s", f"{first.largest / MB:.0f} MB")
    table.limit("order next", wall(costs), 1, "s")
    table.limit("order next: most memory, the first time", first.largest / MB, 300, "MB")
    with_many, alone = (orders.opening_seconds(root, max(rounds, 5)) for root in (many, none))
    table.limit("open an order, beside an empty store", 1000 * (with_many - alone), 50, "ms")


def _needed(options: argparse.Namespace) -> Sequence[str]:
    """The other programs of what is to be measured."""
    if options.hosts:
        return ()
    if options.documents:
        return ("ansible", "check-jsonschema")
    return ("ansible-playbook", "pyinfra", "check-jsonschema")


def main() -> None:
    """Measure and print everything, or only documents."""
    # What a shell starts in the background has it ignored, and so would the run that is interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    options = _options()
    peers = options.peers / "bin"
    for name in _needed(options):
        if shutil.which(name, path=str(peers)) is None:
            raise SystemExit(f"{name} is not in {peers}; 'make bench' installs it")
    ours = Fieldops(str(Path(sys.prefix) / "bin" / "fieldops"))
    table = Table()
    if options.documents:
        with tempfile.TemporaryDirectory(prefix="fieldops-bench-") as folder:
            documents(table, Path(folder), ours, peers, options.rounds)
            recorded(table, Path(folder), options.rounds)
            ordered(table, Path(folder), ours, options.rounds)
        grown(table, options.rounds)
        decided(table)
    elif options.hosts:
        with _scene() as scene:
            with machines.own_machines(scene) as own:
                many_hosts(table, own, ours, options.rounds)
            hosts_apart(table, scene, ours, options.rounds)
    else:
        _everything(table, ours, peers, options)
    print(f"\nbars not met: {table.missed}")


@contextmanager
def _scene() -> Iterator[Scene]:
    with (
        tempfile.TemporaryDirectory(prefix="fieldops-sshd-") as server_folder,
        tempfile.TemporaryDirectory(prefix="fieldops-bench-") as folder,
        loopback_server(Path(server_folder), _note, more_addresses()) as server,
    ):
        scene = set_scene(server, Path(folder))
        _describe(scene)
        yield scene


def _everything(table: Table, ours: Fieldops, peers: Path, options: argparse.Namespace) -> None:
    with _scene() as scene:
        few_hosts(table, scene, ours, peers, options.rounds)
        if not options.quick:
            with machines.own_machines(scene) as own:
                many_hosts(table, own, ours, options.rounds)
            hosts_apart(table, scene, ours, options.rounds)
        if options.full:
            very_many_hosts(table, scene, ours)
            very_many_hosts(table, scene, ours, through_jump=True)
        documents(table, scene.folder, ours, peers, options.rounds)
        recorded(table, scene.folder, options.rounds)
        ordered(table, scene.folder, ours, options.rounds)
        misbehaved(table, scene.folder)
    grown(table, options.rounds)
    report(table)
    loaded(table)
    decided(table)


if __name__ == "__main__":
    main()
