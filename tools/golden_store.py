"""Write a golden store: a small record store with every kind of event, made by running fieldops for real.

    python tools/golden_store.py                                   by this checkout: tests/records/stores/DATE.sqlite,
                                                                   and DATE.format.json, the format it is written in
    python tools/golden_store.py OUT.sqlite --by PATH [--early]    by another fieldops, such as an old commit's in its own
                                                                   environment; --early: the contract as of 4d05128

A store of an older format stays: the tests read every one of them. Two inspections (a health check of a part among them) of three hosts: this machine, an SSH server on loopback, and one
that does not answer; a run that is killed; and, but for --early, a consent, a visit done by `schedule run`, one missed
and a training that somebody recorded, what people said of three findings, a service order with remote sessions, movements of spare parts, and a result that was carried
here by hand. Workspaces: tests/records/stores.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from fieldops import structs
from fieldops.actions.forgetting import forget_run
from fieldops.actions.loopback import LoopbackServer, loopback_server
from fieldops.actions.order_forgetting import forget_order
from fieldops.actions.runs import Wanted
from fieldops.messages.text import Text
from fieldops.records.codecs import encode
from fieldops.records.events import Event
from fieldops.records.manifest import Manifest
from fieldops.records.migrations import new_store
from fieldops.records.run_events import RunKind
from fieldops.structs import Struct

STORES = Path(__file__).resolve().parents[1] / "tests" / "records" / "stores"
ACCOUNT = "inspector"
INSPECT = ("inspect", "harbour", "--playbook", "small", "--engineer", "zhang", "--engineer", "li")
PART = ("health", "harbour", "--playbook", "small", "--limit", "core-01", "--tags", "disk")
# The result of a bundle that is run on this machine.
OFFLINE = ("bundle", "make", "harbour", "--playbook", "small", "--engineer", "zhang", "--engineer", "li")
# A playbook that extends another one, and judges one host in a way of its own.
EXTENDED = ("health", "harbour", "--playbook", "ours", "--limit", "core-01,core-02")
KILLED = ("health", "harbour", "--playbook", "halting", "--limit", "core-01,core-02")
# What people look at: filled in but for one item, one of them with a photo, and one corrected.
ROUNDS = ("inspect", "harbour", "--playbook", "rounds", "--engineer", "zhang", "--engineer", "li")
PHOTO = b"\xff\xd8\xff\xe0 a door that does not close"
ANSWERS = (
    ("--item", "doors=不合格", "--note", "doors=A03 后门锁坏", "--photo", "doors=.fieldops/door.jpg"),
    ("--item", "air=28.5"),
    ("--item", "other=无"),
)
VISIT = "harbour/inspections/quarterly/0"
# The customer asks for consent to each visit, and the day on which a store is made is no visit's.
OVERRIDE = ("--override", "a golden store")
SCHEDULE = (
    ("schedule", "consent", VISIT, "--by", "沈岚", "--from", "2026-03-16T08:00", "--to", "2026-03-24T18:00"),
    ("schedule", "run", "--now", "2026-03-20T09:00"),
    ("schedule", "done", "harbour/obligations/training/0", "--on", "2026-06-15", "--by", "li", "--note", "八人"),
    # The visit of June was not made: this says so, once.
    ("schedule", "run", "--now", "2026-07-01T09:00"),
)  # fmt: skip
# The inspection is concluded, signed by both, corrected and signed again.
INSPECTION = ("latest", "--contract", "harbour", "--kind", "inspection")
SIGNERS = ("zhang", "li")
CONCLUSIONS = (
    ("--by", "zhang", "--assessment", "两台正常，一台未连通。", "--remarks", "core-03 待复查"),
    ("--by", "li", "--assessment", "两台正常；core-03 未连通，待复查。", "--correct", "写明主机"),
)
AGREED = ("--requests-by", "2099-01-15", "--again-by", "2099-01-31")
# Both versions are confirmed by the customer: the first with a key, the second on paper.
CONTACT = "沈岚"
SCAN = b"%PDF-1.4\n% a paper that somebody signed\n%%EOF\n"
# A fault is reported and mended.
ORDER = "QH-SO-0601"
# One whose evidence is deleted years later.
HANDED_IN = "QH-SO-0603"
TWICE = "QH-SO-0605"
RETAINED = ("inspection_evidence", "service_sheets")
ORDERS = (
    (
        "open",
        "harbour",
        "--number",
        ORDER,
        "--asset",
        "core-01",
        "--caller",
        CONTACT,
        "--symptom",
        "无法登录",
    ),
    ("log", ORDER, "assigned", "--person", "li"),
    ("log", ORDER, "deadline_agreed", "--milestone", "resolve", "--due", "2099-01-31"),
    ("log", ORDER, "resolved", "--by", "engineer", "--evidence", "服务单扫描件"),
    # What is handed in as a file is kept beside its event, and so is the signature on a sheet.
    ("documents", ORDER, "--kind", "sheet", "--output", "sheet.html"),
    ("log", ORDER, "signed", "--evidence", "sheet.html"),
    # A slip of the pen, and an order that was opened twice.
    ("log", ORDER, "informed", "--note", "另一张服务单"),
    ("withdraw", ORDER, "informed", "--reason", "登记错服务单", "--by", "li"),
    ("open", "harbour", "--number", f"{ORDER}-B", "--asset", "core-01"),
    ("void", f"{ORDER}-B", "--reason", "重复开单", "--instead", ORDER, "--by", "zhang"),
    # The customer complains of an order; and of two entries of one time the first one is withdrawn.
    ("open", "harbour", "--number", f"{ORDER}-C", "--request", "complaint", "--about", ORDER),
    ("open", "harbour", "--number", TWICE, "--asset", "core-01", "--reported", "2026-03-01T09:00"),
    ("log", TWICE, "informed", "--at", "2026-03-01T09:10", "--note", "登记错"),
    ("log", TWICE, "informed", "--at", "2026-03-01T09:10", "--note", "已电话告知"),
    ("withdraw", TWICE, "informed", "--which", "1", "--reason", "登记错", "--by", "li"),
    ("open", "harbour", "--number", HANDED_IN, "--asset", "core-02"),
    # It was another number, and the customer would not sign at first.
    (
        "correct",
        HANDED_IN,
        "--phone",
        "021-5555-0101",
        "--remote-fixable",
        "no",
        "--reason",
        "听错号码",
        "--by",
        "li",
    ),
    ("log", HANDED_IN, "resolved"),
    ("log", HANDED_IN, "signature_refused", "--contact", CONTACT, "--note", "故障记录未写全"),
    ("log", HANDED_IN, "opinion_given", "--by", CONTACT, "--satisfaction", "fair", "--note", "请补全记录"),
    ("log", HANDED_IN, "signed", "--evidence", ".fieldops/paper.pdf"),
    ("log", HANDED_IN, "closed"),
)
# Somebody logs in for it with the customer's permission, and once more in spite of the contract.
SESSIONS = (
    (
        "open",
        ORDER,
        "--purpose",
        "查看登录日志",
        "--permitted-by",
        CONTACT,
        "--until",
        "2099-01-31T18:00",
        "--evidence",
        ".fieldops/scan.pdf",
    ),
    (
        "close",
        ORDER,
        "--outcome",
        "handed_over",
        "--to",
        "zhang",
        "--done",
        "已定位",
        "--changed",
        "PAM 配置",
    ),
    ("open", ORDER, "--by", "zhang", "--purpose", "复查", "--override", "客户电话要求"),
    ("close", ORDER, "--outcome", "solved", "--done", "已恢复", "--no-changes", "--passwords-changed", "yes"),
)
# Spare parts come, are put aside, handed out, brought back, carried away, counted and thrown away.
STOCKS = (
    ("receive", "north-store", "PSU-1", "--serial", "P1-7", "--document", "DN-7", "--expires", "2098-12-31"),
    ("reserve", "north-store", "PSU-1", "--order", ORDER, "--reason", "备用"),
    ("release", "north-store", "PSU-1", "--order", ORDER),
    ("issue", "north-store", "PSU-1", "--order", ORDER, "--person", "李伟"),
    ("return", "north-store", "--serial", "P1-7", "--order", ORDER),
    ("move", "north-store", "FAN-1", "--to", "south-store", "--quantity", "2"),
    ("count", "south-store", "FAN-1", "--quantity", "1", "--reason", "年底盘点"),
    ("scrap", "north-store", "--serial", "P1-7", "--reason", "进水"),
)
# A part is replaced for another one.
SWAPPED = "QH-SO-0602"
SWAPS = (
    ("order", "open", "harbour", "--number", SWAPPED, "--asset", "core-02", "--symptom", "电源告警"),
    (
        "swap",
        "propose",
        SWAPPED,
        "--part",
        "SERVER",
        "--serial-out",
        "SN-1002",
        "--cause",
        "defect",
        "--by",
        "li",
    ),
    ("swap", "approve", f"{SWAPPED}-S1", "--by", "department_manager"),
    ("swap", "carry-out", f"{SWAPPED}-S1", "--serial-in", "SN-2002", "--by", "engineer"),
    (
        "swap",
        "log",
        f"{SWAPPED}-S1",
        "unit_received",
        "--evidence",
        ".fieldops/scan.pdf",
    ),
    ("swap", "log", f"{SWAPPED}-S1", "examined", "--result", "电容老化", "--cause", "defect"),
)
# What the inspection found is given to somebody, accepted by the customer, and closed.
FINDINGS = (
    ("assign", "--to", "li", "--until", "2099-01-31", "--by", "zhang", "--note", "与客户约定停机时间"),
    ("accept", "--by", "沈岚", "--until", "2099-03-31", "--reason", "一季度扩容"),
    ("close", "--by", "zhang", "--reason", "测试数据，不处理"),
)
_SECONDS = 120


def main() -> int:
    """Make the store that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    today = STORES / f"{datetime.now(UTC).date()}.sqlite"
    parser.add_argument("out", type=Path, nargs="?", default=today)
    parser.add_argument("--by", help="the fieldops that writes it, if not this one")
    parser.add_argument("--early", action="store_true", help="with the contract as of 4d05128")
    asked = parser.parse_args()
    override = OVERRIDE if asked.by is None else ()
    command = (asked.by or f"{sys.executable} -m fieldops").split()
    write_store(asked.out, command, asked.early, override)
    if asked.by is None:
        form = json.dumps(format_now(), indent=1, ensure_ascii=False, sort_keys=True)
        asked.out.with_suffix(".format.json").write_text(form + "\n", "utf-8")
    print(f"{asked.out}: {asked.out.stat().st_size:,} bytes")
    return 0


def write_store(
    out: Path, command: list[str], early: bool = False, override: tuple[str, ...] = OVERRIDE
) -> None:
    """Run `command` on a workspace of its own and keep the store that it wrote in `out`.

    `override` are the words by which it is let begin by hand; an old fieldops asks for none.
    """
    with (
        tempfile.TemporaryDirectory(prefix="fieldops-golden-") as folder,
        tempfile.TemporaryDirectory(prefix="fieldops-sshd-") as server_folder,
        loopback_server(Path(server_folder), lambda *_, **__: None, account_name=ACCOUNT) as server,
    ):
        root = Path(folder)
        _make_workspace(root, server, "early" if early else "late")
        _run(command, root, "validate", well=(0,))
        _run(command, root, "hosts", "pin", "harbour", "--yes", "--limit", "core-02")
        _run(command, root, *INSPECT, *override)
        _run(command, root, *PART, *override)
        if not early:
            _sign(command, root, override)
            _say_of_findings(command, root)
            _carry(command, root, override)
            for arguments in SCHEDULE:
                _run(command, root, *arguments)
            for arguments in ORDERS:
                _run(command, root, "order", *arguments)
                if "documents" in arguments and override:
                    _sign_sheet(root)
            for arguments in SESSIONS:
                _run(command, root, "session", *arguments)
            for arguments in SWAPS if override else ():
                _run(command, root, *arguments)
        if override:
            for arguments in STOCKS:
                _run(command, root, "stock", *arguments, "--by", "zhang")
        if override:
            _fill_in(command, root, override)
            _run(command, root, *EXTENDED, *override)
            _forget(root)
        _run_and_kill(command, root, override)
        shutil.copyfile(root / ".fieldops" / "records.sqlite", out)


def _make_workspace(root: Path, server: LoopbackServer, form: str) -> None:
    shutil.copytree(STORES / form, root, dirs_exist_ok=True)
    shutil.copytree(STORES / "playbooks", root / "playbooks")
    contract = root / "contracts" / "harbour.yaml"
    text = contract.read_text("utf-8").replace("@PORT@", str(server.port)).replace("@USER@", server.user)
    contract.write_text(text, "utf-8")
    (root / ".fieldops").mkdir()
    shutil.copyfile(server.key_file, root / ".fieldops" / "key")
    (root / ".fieldops" / "key").chmod(0o600)


def _sign(command: list[str], root: Path, override: tuple[str, ...]) -> None:
    """Conclude and sign the inspection, by keys that are made here and stand in the team's document; the days that are agreed
    for what was not determined are words that an old fieldops does not know.
    """
    team, contract = root / "contracts" / "north.yaml", root / "contracts" / "harbour.yaml"
    for person in SIGNERS:
        keys = f"id: {person}, signing_keys: [{{key: {_key(root, person)}}}],"
        team.write_text(team.read_text("utf-8").replace(f"id: {person},", keys), "utf-8")
    named = f"name: {CONTACT}, signing_keys: [{{key: {_key(root, 'customer')}}}],"
    contract.write_text(contract.read_text("utf-8").replace(f"name: {CONTACT},", named), "utf-8")
    scan = root / ".fieldops" / "scan.pdf"
    scan.write_bytes(SCAN)
    scan.with_name("paper.pdf").write_bytes(SCAN + b"%\n")
    today = str(datetime.now(ZoneInfo("Asia/Shanghai")).date())
    confirmations = (
        ("--key", str(root / ".fieldops" / "customer")),
        ("--scan", str(scan), "--on", today, "--as", "zhang"),
    )
    for at, conclusion in enumerate(CONCLUSIONS):
        days = AGREED if override and at else ()
        _run(command, root, "run", "conclude", *INSPECTION, *conclusion, *days, well=(0,))
        for person in SIGNERS:
            key = root / ".fieldops" / person
            _run(command, root, "sign", *INSPECTION, "--as", person, "--key", str(key), well=(0,))
        _run(command, root, "run", "confirm", *INSPECTION, "--by", CONTACT, *confirmations[at], well=(0,))


def _sign_sheet(root: Path) -> None:
    """The customer signs the sheet as it was written."""
    key = root / ".fieldops" / "customer"
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-n", "sheet@fieldops", "-f", key, root / "sheet.html"]
    subprocess.run(sign, check=True)


def _fill_in(command: list[str], root: Path, override: tuple[str, ...]) -> None:
    """An inspection of manual items, filled in by one of its engineers, and corrected by the other."""
    (root / ".fieldops" / "door.jpg").write_bytes(PHOTO)
    _run(command, root, *ROUNDS, *override)
    for answer in ANSWERS:
        note = ("--note", "air=空调 2 号停机") if "air=28.5" in answer else ()
        _run(command, root, "run", "fill", *INSPECTION, "--engineer", "zhang", *answer, *note)
    _run(command, root, "run", "fill", *INSPECTION, "--engineer", "li", "--item", "air=24")


def _key(root: Path, name: str) -> str:
    """A new key in the workspace; returns the line of its public half."""
    file = root / ".fieldops" / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(file)], check=True)
    return file.with_suffix(".pub").read_text("utf-8").strip()


def _say_of_findings(command: list[str], root: Path) -> None:
    found = json.loads(_run(command, root, "finding", "list", "harbour", "-o", "json", well=(0,)))["findings"]
    for each, (what, *more) in zip(found, FINDINGS, strict=False):
        _run(command, root, "finding", what, each["id"], *more, well=(0,))


def _carry(command: list[str], root: Path, override: tuple[str, ...]) -> None:
    """Make a bundle for a host, run it, and take its result in."""
    _run(command, root, *OFFLINE, "--limit", "core-01", "--output", "core-01.sh", *override, well=(0,))
    subprocess.run(["sh", "core-01.sh", "core-01.txt"], cwd=root, check=True, capture_output=True)
    _run(command, root, "bundle", "import", "core-01.txt")


def _forget(root: Path) -> None:
    """The evidence of the part is deleted, as somebody would do it years later."""
    contract = root / "contracts" / "harbour.yaml"
    kept = (f"{{records: {each}, keep: 1 year, counted_from: creation}}" for each in RETAINED)
    agreed = f"retention: [{', '.join(kept)}]\n"
    contract.write_text(contract.read_text("utf-8") + agreed, "utf-8")
    later = datetime.now(UTC) + timedelta(days=800)
    forget_run(root, Wanted("latest", "harbour", RunKind.HEALTH_CHECK), "zhang", later)
    forget_order(root, HANDED_IN, "zhang", later)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "SSH_CONNECTION"}


def _run(command: list[str], root: Path, *arguments: str, well: tuple[int, ...] = (0, 1, 3)) -> str:
    done = subprocess.run(
        [*command, *arguments],
        cwd=root,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    # 1 and 3: findings, and hosts that were not reached.
    if done.returncode not in well:
        raise SystemExit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def _run_and_kill(command: list[str], root: Path, override: tuple[str, ...]) -> None:
    """A run that is killed when one of its hosts has been recorded."""
    process = subprocess.Popen(
        [*command, *KILLED, *override],
        cwd=root,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    ends = time.monotonic() + _SECONDS
    while time.monotonic() < ends:
        latest = json.loads(_run(command, root, "run", "show", "latest", "-o", "json"))
        # Until it has begun, the latest is the run before it.
        if latest["finished"] is None and any(host["status"] == "done" for host in latest["hosts"]):
            break
        time.sleep(0.5)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


# --- the format -----------------------------------------------------------------------------------------


def format_now() -> dict[str, Any]:
    """All that a store of today consists of: each event's fields, body and what stands beside it; manifest; tables."""
    events = {event.TYPE: _event_format(event) for event in get_args(Event)}
    return {"events": events, "manifest": fields_of(Manifest), "tables": _tables()}


def _event_format(event: Any) -> dict[str, Any]:
    encoded = encode(_sample(event))
    return {
        "version": event.VERSION,
        "fields": fields_of(event),
        "body": _shape(json.loads(encoded.body)),
        "beside": [_shape(json.loads(raw)) for raw in encoded.blobs],
    }


def fields_of(wanted: Any) -> Any:
    """The form of a type: of a dataclass its fields, of an enum its values, of anything else its name."""
    if isinstance(wanted, type) and issubclass(wanted, Struct):
        hints = get_type_hints(wanted)
        return {each.name: fields_of(hints[each.name]) for each in structs.fields_of(wanted)}
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return [each.value for each in wanted]
    if get_origin(wanted) is Literal:
        return list(get_args(wanted))
    inner = [each for each in get_args(wanted) if each is not Ellipsis]
    if not inner:
        return wanted.__name__
    either = get_origin(wanted) in (Union, types.UnionType)
    return {"or" if either else get_origin(wanted).__name__: [fields_of(each) for each in inner]}


_SAMPLES: Mapping[object, object] = {
    str: "text",
    int: 1,
    bool: True,
    date: date(2026, 1, 1),
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
    Text: Text("zh", "en"),
    object: 0.5,
}


def _sample(wanted: Any) -> Any:
    """A value of the type with all in it that there can be."""
    if isinstance(wanted, type) and issubclass(wanted, Struct):
        hints = get_type_hints(wanted)
        return wanted(**{each.name: _sample(hints[each.name]) for each in structs.fields_of(wanted)})
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return next(iter(wanted))
    if get_origin(wanted) is Literal:
        return get_args(wanted)[0]
    inner = [each for each in get_args(wanted) if each is not Ellipsis]
    if not inner:
        return _SAMPLES[wanted]
    if get_origin(wanted) is tuple:
        return tuple(_sample(each) for each in inner)
    if get_origin(wanted) in (Union, types.UnionType):
        return _sample(inner[0])
    return {_sample(inner[0]): _sample(inner[1])}


def _shape(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _shape(value) for key, value in data.items()}
    return [_shape(each) for each in data] if isinstance(data, list) else type(data).__name__


def _tables() -> list[str]:
    with closing(sqlite3.connect(":memory:")) as database:
        new_store(database)
        rows = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
        return [" ".join(sql.split()) for (sql,) in rows]


if __name__ == "__main__":
    sys.exit(main())
