"""Inspections that are carried to a host and back: made, run by real shells, taken in."""

from __future__ import annotations

import hashlib
import html
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from accounts import ACCOUNT, account
from conftest import Ran, Workspace, lacking, require

from fieldops.actions.loopback import LoopbackServer
from fieldops.inspection.carried import Summed, read_result

TWO = ("--engineer", "zhang", "--engineer", "li")
HERE = {"id": "here", "host": {"address": "localhost", "transport": "local"}}
THERE = {"id": "there", "host": {"address": "192.0.2.7"}}


@pytest.fixture
def carried(workspace: Workspace) -> Workspace:
    """A workspace of two hosts and a playbook of two looks at files in it."""
    workspace.contract([HERE, THERE], login={"user": "ops", "method": "agent"})
    workspace.write("state", "fine\n")
    workspace.probe("state", f"cat '{workspace.root}/state'")
    workspace.probe(
        "load", "echo 85", parse={"with": "int"}, fields={"value": {"type": "number", "unit": "%"}}
    )
    workspace.playbook(
        [
            {"probe": "state", "expect": "== fine"},
            {"probe": "load", "value": "value", "warn": ">= 80%", "crit": ">= 90%"},
        ]
    )
    return workspace


def made(workspace: Workspace, *more: str, host: str = "here", engineers: tuple[str, ...] = TWO) -> Path:
    """The bundle of a host."""
    file = workspace.root / f"{host}.sh"
    ran = workspace.run(
        "bundle",
        "make",
        "acme",
        "--playbook",
        "test",
        "--limit",
        host,
        "--output",
        str(file),
        *engineers,
        *more,
    )
    assert ran.code == 0, ran.err
    return file


def result_of(bundle: Path, *shell: str) -> Path:
    """What the bundle gives when a shell runs it."""
    result = bundle.with_suffix(".txt")
    done = subprocess.run([*(shell or ("sh",)), str(bundle)], capture_output=True, check=True)
    result.write_bytes(done.stdout)
    return result


def take(workspace: Workspace, *files: Path, more: tuple[str, ...] = ()) -> Ran:
    return workspace.run("bundle", "import", *map(str, files), *more, "-o", "json")


def facts(run: dict[str, Any], host: int = 0) -> list[dict[str, Any]]:
    """What was found on a host of a run, in its JSON."""
    checks: list[dict[str, Any]] = run["hosts"][host]["checks"]
    return checks


# --- the same as over a connection -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "shell", [("dash",), ("bash",), ("busybox", "sh"), ("mksh",), ("ksh",)], ids=lambda words: words[0]
)
def test_a_bundle_gives_the_facts_and_verdicts_of_an_inspection_of_that_machine(
    carried: Workspace, shell: tuple[str, ...]
) -> None:
    require(shell[0])
    reached = carried.run("inspect", "acme", "--playbook", "test", "--limit", "here", *TWO, "-o", "json")
    ran = take(carried, result_of(made(carried), *shell))
    assert ran.code == reached.code == 1, ran.err
    taken = ran.json["taken"]
    assert facts(taken) == facts(reached.json)
    assert taken["hosts"][0]["status"] == "done"
    assert taken["engineers"] == ["zhang", "li"]
    (host,) = taken["offline"]["hosts"]
    # A pipe of ksh93 has no name by which a copy could be sent through it.
    assert host["checksum"] == ("lacking" if shell == ("ksh",) else "right")
    assert [doubt["reason"] for doubt in host["doubts"]] == ["bundle-doubt.no-checksum"] * (shell == ("ksh",))
    assert (host["bundle"], host["by"], host["known"]) == (host["bundle"], "zhang", True)


@pytest.mark.parametrize("shell", ["zsh", "tcsh", "fish"])
def test_the_line_of_the_page_is_the_same_for_whatever_shell_somebody_has(
    carried: Workspace, shell: str
) -> None:
    bundle, result = made(carried), carried.root / "here.txt"
    typed = f"sh {bundle} > {result}"
    subprocess.run([require(shell), "-c", typed], capture_output=True, check=True, cwd=carried.root)
    (host,) = take(carried, result).json["taken"]["hosts"]
    assert [check["verdict"] for check in host["checks"]] == ["OK", "WARN"]


# What a busy machine says otherwise a second later is left out.
STEADY = {
    *("hostname", "os-release", "kernel", "model", "cpu-count", "swap-used", "huge-pages", "software-raid"),
    *("filesystem-inodes", "filesystem-left-out", "filesystem-read-only", "hardware-raid", "link", "duplex"),
    *("bonding", "time-service", "time-synchronised", "time-zone", "failed-units", "open-files-limit"),
    *(
        "log-service",
        "cron-service",
        "scheduled-jobs",
        "empty-passwords",
        "password-max-age",
        "ssh-root-login",
    ),
    *("audit-service", "selinux", "filesystem-space"),
}


@pytest.mark.parametrize("shell", [("sh",), ("busybox", "sh")], ids=lambda words: words[0])
def test_a_bundle_run_by_an_account_gives_what_ssh_gives_for_that_account(
    on_sshd: Workspace, sshd: LoopbackServer, tmp_path: Path, shell: tuple[str, ...]
) -> None:
    """The standard playbook, from a folder that is read-only; of the clock alone nothing can be said: no other was beside it."""
    asked = ("acme", "--playbook", "linux-standard", *TWO)
    reached = on_sshd.run("inspect", *asked, "-o", "json").json
    bundle, result = tmp_path / "h1.sh", tmp_path / "h1.txt"
    assert on_sshd.run("bundle", "make", *asked, "--output", str(bundle)).code == 0
    with _stick(bundle) as stick:
        words = [*_as_account(sshd.user), require(shell[0]), *shell[1:], str(stick / "h1.sh")]
        path = f"{stick}/bin:{os.environ['PATH']}"
        done = subprocess.run(
            words, capture_output=True, check=True, cwd=stick, env={**os.environ, "PATH": path}
        )
        assert sorted(each.name for each in stick.iterdir()) == ["bin", "h1.sh"]
    result.write_bytes(done.stdout)
    taken = take(on_sshd, result).json["taken"]
    here, there = ({check["id"]: check for check in facts(run)} for run in (reached, taken))
    assert there.keys() == here.keys()
    assert {id: _said(there[id]) for id in STEADY} == {id: _said(here[id]) for id in STEADY}
    assert (there["clock"]["verdict"], there["clock"]["items"][0]["reason"]) == (
        "UNKNOWN",
        "reading.carried-clock",
    )


@contextmanager
def _stick(bundle: Path) -> Iterator[Path]:
    """A folder with the bundle that nobody may write to; there `timeout` is a program that does nothing."""
    with tempfile.TemporaryDirectory(prefix="fieldops-bundle-") as name:
        folder = Path(name)
        (folder / "bin").mkdir()
        (folder / "bin" / "timeout").write_text("#!/bin/sh\nexit 127\n")
        shutil.copyfile(bundle, folder / bundle.name)
        for each in (folder / bundle.name, folder / "bin" / "timeout", folder / "bin", folder):
            each.chmod(0o555)
        try:
            yield folder
        finally:
            folder.chmod(0o755)
            (folder / "bin").chmod(0o755)


def _as_account(name: str) -> list[str]:
    """The words that make root the account, with the groups that a login would have."""
    if os.geteuid() != 0:
        return []
    person = pwd.getpwnam(name)
    groups = f"--groups={','.join(map(str, os.getgrouplist(name, person.pw_gid)))}"
    return [require("setpriv"), f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", groups]


def _said(check: dict[str, Any]) -> object:
    """Verdict, reason and items; values where they are words."""
    items = [
        (each["item"], each["verdict"], str(each["value"])[:40] * isinstance(each["value"], str))
        for each in check["items"]
    ]
    return check["verdict"], check.get("reason"), items


def test_the_script_in_a_bundle_is_the_one_that_is_sent(carried: Workspace) -> None:
    bundle = made(carried)
    noted = json.loads(next((carried.root / "records/bundles").iterdir()).read_text())
    shown = carried.run("playbook", "commands", "test", "--contract", "acme", "--script").out
    assert shown.rstrip("\n").replace("NONCE", noted["id"]) in bundle.read_text("utf-8")


def test_what_is_written_to_a_disk_is_counted_whatever_a_probe_says_of_itself(carried: Workspace) -> None:
    carried.probe("state", "head -c 3000 /dev/zero | tr '\\0' x; echo", cap="1KiB", bounded=True)
    result = result_of(made(carried)).read_text("utf-8")
    assert 1000 < result.count("x") < 1100
    sent = carried.run("playbook", "commands", "test", "--script").out
    assert "state 10 0 " in sent


def test_several_hosts_are_one_run(carried: Workspace) -> None:
    files = [result_of(made(carried, host=host)) for host in ("here", "there")]
    ran = take(carried, *files)
    assert [host["host"] for host in ran.json["taken"]["hosts"]] == ["here", "there"]
    assert len(carried.run("run", "list", "-o", "json").json["runs"]) == 1


def test_checks_are_left_out_and_hosts_named_in_a_file_as_for_an_inspection(carried: Workspace) -> None:
    carried.write("hosts.txt", "# tonight\nhere\n")
    bundle, result = carried.root / "few.sh", carried.root / "few.txt"
    chosen = ("--limit", f"@{carried.root}/hosts.txt", "--skip-tags", "load")
    told = ("bundle", "make", "acme", "--playbook", "test", *TWO, *chosen, "--output", str(bundle))
    assert carried.run(*told).code == 0
    result.write_bytes(subprocess.run(["sh", str(bundle)], capture_output=True, check=True).stdout)
    assert [check["id"] for check in facts(take(carried, result).json["taken"])] == ["state"]


def test_the_same_result_twice_changes_nothing(carried: Workspace) -> None:
    result = result_of(made(carried))
    first = take(carried, result, result).json["taken"]["run"]
    again = take(carried, result)
    assert (again.code, again.json["taken"], again.json["already"]) == (
        0,
        None,
        [{"host": "here", "run": first}],
    )
    assert len(carried.run("run", "list", "-o", "json").json["runs"]) == 1


def test_the_report_and_run_show_say_that_it_was_collected_offline(carried: Workspace) -> None:
    take(carried, result_of(made(carried)))
    assert "由 张伟、李娜 于" in carried.run("run", "show", "latest", language="zh-CN").out
    assert "collected offline by 张伟, 李娜 on" in carried.run("run", "show", "latest").out
    assert carried.run("run", "show", "latest", "-o", "json").json["offline"] is not None
    for language, words in (("en", "carried here by hand"), ("zh-CN", "人工带回")):
        path = carried.run("report", "latest", "--lang", language, "-o", "json").json["path"]
        assert words in (carried.root / path).read_text("utf-8")


# --- who may, and when -----------------------------------------------------------------------------------


def test_a_bundle_is_made_for_two_engineers_within_the_term_only(carried: Workspace) -> None:
    alone = carried.run("bundle", "make", "acme", "--playbook", "test", "--engineer", "zhang")
    assert (alone.code, "engineers" in alone.err) == (4, True)
    late = carried.run("bundle", "make", "acme", "--playbook", "test", *TWO, "--at", "2199-01-01T10:00")
    assert (late.code, "--override" in late.err) == (4, True)
    assert not list(carried.root.glob("*.sh"))
    assert not (carried.root / "records").exists()


def test_what_was_overridden_is_recorded_with_the_result(carried: Workspace) -> None:
    bundle = made(carried, "--at", "2199-01-01T10:00", "--override", "flood in the data centre")
    ran = take(carried, result_of(bundle))
    assert ran.json["taken"]["override"]["reason"] == "flood in the data centre"


def test_words_about_engineers_that_were_changed_are_refused(carried: Workspace) -> None:
    """Also where a checksum was made anew: the note of the workspace says otherwise, and without it the team does."""
    result = result_of(made(carried))
    forged = result.read_bytes().replace(b'["zhang", "li"]', b'["zhang", "boss"]').rpartition(b"SUM ")[0]
    result.write_bytes(forged + b"SUM none\n")
    assert take(carried, result).code == 4
    shutil.rmtree(carried.root / "records")
    ran = take(carried, result)
    assert (ran.code, "boss" in ran.err) == (4, True)


def test_a_colleague_who_has_only_the_documents_takes_it_in_and_hears_that_nothing_vouches_for_it(
    carried: Workspace,
) -> None:
    result = result_of(made(carried))
    shutil.rmtree(carried.root / "records")
    (host,) = take(carried, result).json["taken"]["offline"]["hosts"]
    assert host["known"] is False
    assert [doubt["reason"] for doubt in host["doubts"]] == ["bundle-doubt.unknown-bundle"]


def test_a_playbook_that_has_changed_since_is_told_and_nothing_is_taken_in(carried: Workspace) -> None:
    result = result_of(made(carried))
    carried.playbook([{"probe": "state", "expect": "== fine"}])
    ran = take(carried, result)
    assert (ran.code, "playbook test" in ran.err) == (4, True)
    assert carried.run("run", "list", "-o", "json").json["runs"] == []


# --- what was done on the way ----------------------------------------------------------------------------


def test_a_changed_byte_is_refused(carried: Workspace) -> None:
    result = result_of(made(carried))
    result.write_bytes(result.read_bytes().replace(b"fine", b"fyne"))
    ran = take(carried, result)
    assert (ran.code, "checksum does not fit" in ran.err) == (1, True)
    assert carried.run("run", "list", "-o", "json").json["runs"] == []


def test_a_changed_byte_is_refused_wherever_it_stands(carried: Workspace) -> None:
    """Each at a place of its own, and one in every word of its last line, where the checksum stands."""
    whole = result_of(made(carried)).read_bytes()
    last = whole.rindex(b"\n@fo ")
    random = Random(20261128)
    places = {*(random.randrange(len(whole) - 1) for _ in range(120)), *range(last, len(whole) - 1)}
    files = []
    for place in sorted(places):
        # Any other byte that is no blank.
        other = random.choice([each for each in range(33, 256) if each != whole[place]])
        file = carried.root / f"changed-{place}.txt"
        file.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
        files.append(file)
    assert len(files) > 150
    ran = take(carried, *files)
    assert (ran.code, ran.out.strip()) == (1, "")
    assert [file.name for file in files if f"{file.name}: " not in ran.err] == []
    assert carried.run("run", "list", "-o", "json").json["runs"] == []


def test_a_result_without_its_last_line_is_one_that_was_cut_wherever_it_ends(carried: Workspace) -> None:
    whole = result_of(made(carried)).read_bytes()
    for length in range(whole.index(b"\n") + 1, whole.rindex(b"\n@fo ") + 1):
        assert read_result(whole[:length]).summed is Summed.CUT


def test_a_result_whose_end_is_missing_is_a_partial_host_with_the_reason(carried: Workspace) -> None:
    result = result_of(made(carried))
    whole = result.read_bytes()
    result.write_bytes(whole[: whole.index(b" B load") + 20])
    (host,) = take(carried, result).json["taken"]["hosts"]
    assert (host["status"], host["reason"]) == ("partial", "carried-cut")
    assert [(check["verdict"], check.get("reason")) for check in host["checks"]] == [
        ("OK", None),
        ("UNKNOWN", "reading.missing"),
    ]


def test_without_its_checksum_a_result_is_partial_although_every_frame_is_there(carried: Workspace) -> None:
    result = result_of(made(carried))
    result.write_bytes(result.read_bytes().rpartition(b"\n@fo ")[0])
    (host,) = take(carried, result).json["taken"]["hosts"]
    assert (host["status"], host["reason"]) == ("partial", "carried-cut")


def test_another_machine_and_a_wrong_clock_are_said(carried: Workspace) -> None:
    carried.contract([{"id": "db", "serial": "SN-1", "host": {"address": "db-7.example"}}])
    result = result_of(made(carried, host="db"))
    told = result.read_text("utf-8")
    seconds = told.partition(" FROM ")[2].partition("\n")[0]
    name = told.partition(" NAME ")[2].partition("\n")[0]
    forged = told.replace(f" FROM {seconds}", " FROM 1000000000").replace(f" NAME {name}", " NAME web-1")
    serial = told.partition(" SERIAL ")[2].partition("\n")[0]
    forged = forged.replace(f" SERIAL {serial}\n", " SERIAL SN-2\n", 1)
    result.write_text(forged.rpartition("SUM ")[0] + "SUM none\n", "utf-8")
    (host,) = take(carried, result).json["taken"]["offline"]["hosts"]
    assert {doubt["reason"] for doubt in host["doubts"]} == {
        "bundle-doubt.no-checksum",
        "bundle-doubt.other-serial",
        "bundle-doubt.other-name",
        "bundle-doubt.clock-before",
    }


# --- on the machine --------------------------------------------------------------------------------------


def test_a_bundle_runs_for_an_account_without_rights_from_a_folder_that_is_read_only(
    carried: Workspace, tmp_path: Path
) -> None:
    """By busybox alone: no timeout, no setsid, no tool of another kind; nothing is written but what the caller redirects."""
    if os.geteuid() != 0:
        lacking("root makes the account")
    for command in ("busybox", "setpriv"):
        require(command)
    carried.probe("state", "echo fine")
    bundle = made(carried)
    with tempfile.TemporaryDirectory(prefix="fieldops-bundle-") as name:
        folder = Path(name)
        (folder / "bin").mkdir()
        for applet in ("sh", "head", "tail", "kill", "sleep", "cat", "date", "tee", "sha256sum", "id"):
            (folder / "bin" / applet).symlink_to(require("busybox"))
        shutil.copyfile(bundle, folder / "here.sh")
        for each in (folder / "here.sh", folder / "bin", folder):
            each.chmod(0o555)
        with account(f"{ACCOUNT}-carry", folder) as person:
            ids = [f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups"]
            done = subprocess.run(
                ["setpriv", *ids, "env", "-i", f"PATH={folder}/bin", f"{folder}/bin/sh", f"{folder}/here.sh"],
                capture_output=True,
                cwd=folder,
                check=True,
            )
        assert sorted(each.name for each in folder.iterdir()) == ["bin", "here.sh"]
    result = tmp_path / "here.txt"
    result.write_bytes(done.stdout)
    taken = take(carried, result).json["taken"]
    assert taken["offline"]["hosts"][0]["checksum"] == "right"
    assert [check["verdict"] for check in facts(taken)] == ["OK", "WARN"]


def test_a_bundle_asks_as_the_account_that_a_probe_names_and_page_and_annex_say_so(
    carried: Workspace, tmp_path: Path
) -> None:
    if os.geteuid() != 0:
        lacking("only root becomes another account without a password")
    carried.probe("state", "id -un", sudo="nobody")
    bundle = made(carried)
    assert "<code>state sudo -u nobody</code>" in bundle.with_suffix(".html").read_text("utf-8")
    taken = take(carried, result_of(bundle)).json["taken"]
    (state,) = (check for check in facts(taken) if check["id"] == "state")
    assert state["items"][0]["value"] == "nobody"
    assert carried.run("report", taken["run"], "--output", str(tmp_path / "r.html")).code == 0
    annex = next(file for file in tmp_path.glob("r*.html") if file.name != "r.html").read_text("utf-8")
    assert "<td>nobody</td>" in annex


def test_a_bundle_opens_nothing_for_writing_but_its_way_out(carried: Workspace) -> None:
    require("strace")
    bundle, trace = made(carried), carried.root / "trace"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=file,network", "-o", str(trace), "sh", str(bundle)],
        capture_output=True,
    )
    if not trace.is_file() or not done.stdout:
        lacking("strace may trace nothing here")
    calls = trace.read_text("utf-8", "replace").splitlines()
    assert any("execve" in call for call in calls)
    changing = re.compile(
        r"O_WRONLY|O_RDWR|O_CREAT|\b(?:unlink|rename|mkdir|rmdir|link|chmod|chown|socket)\w*\("
    )
    written = [call for call in calls if changing.search(call) and "ENOENT" not in call]
    assert [call for call in written if "/dev/null" not in call and "/proc/self/fd/4" not in call] == []


def test_a_bundle_explains_itself_and_overwrites_nothing(carried: Workspace) -> None:
    bundle, there = made(carried), carried.root / "there.txt"
    there.write_text("precious", "utf-8")
    for arguments in ([str(there)], ["--help"], ["one", "two"]):
        done = subprocess.run(["sh", str(bundle), *arguments], capture_output=True, cwd=carried.root)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode("utf-8")
    assert there.read_text("utf-8") == "precious"
    assert not (carried.root / "one").exists()
    made_new = subprocess.run(["sh", str(bundle), "new.txt"], capture_output=True, cwd=carried.root)
    assert (made_new.returncode, made_new.stdout) == (0, b"")
    assert "已完成" in made_new.stderr.decode("utf-8")
    assert take(carried, carried.root / "new.txt").code == 1


def test_the_page_says_what_it_does_in_the_customers_language_with_every_command(carried: Workspace) -> None:
    bundle = made(carried)
    page = bundle.with_suffix(".html").read_text("utf-8")
    assert "只读取信息" in page
    assert hashlib.sha256(bundle.read_bytes()).hexdigest() in page
    for command in ("echo 85", html.escape(f"cat '{carried.root}/state'")):
        assert command in page
    contract = (carried.root / "contracts/acme.yaml").read_text("utf-8")
    carried.write("contracts/acme.yaml", contract.replace("language: zh-CN", "language: en"))
    assert "It reads only" in made(carried).with_suffix(".html").read_text("utf-8")


@pytest.mark.parametrize("shell", [("dash",), ("busybox", "sh")], ids=lambda words: words[0])
def test_of_an_interrupted_bundle_nothing_runs_beyond_a_time_limit_and_what_it_gave_is_partial(
    carried: Workspace, shell: tuple[str, ...]
) -> None:
    require(shell[0])
    mark = f"60.{os.getpid()}"
    carried.probe(
        "load",
        f"sleep {mark}",
        timeout="3s",
        parse={"with": "int"},
        fields={"value": {"type": "number", "unit": "%"}},
    )
    bundle, result = made(carried), carried.root / "here.txt"
    with result.open("wb") as file:
        process = subprocess.Popen(
            [*shell, str(bundle)],
            stdout=file,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    _await(lambda: b" B load" in result.read_bytes())
    os.killpg(process.pid, signal.SIGINT)
    process.wait()
    _await(lambda: not _running(mark))
    (host,) = take(carried, result).json["taken"]["hosts"]
    assert (host["status"], host["reason"]) == ("partial", "carried-cut")


def _await(done: Callable[[], bool]) -> None:
    for _ in range(600):
        if done():
            return
        time.sleep(0.1)
    raise AssertionError("it does not come")


def _running(mark: str) -> bool:
    """Whether a process has that word among its arguments."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if mark.encode() in file.read_bytes().split(b"\0"):
                return True
    return False


# --- who brings what -------------------------------------------------------------------------------------


def test_frames_of_another_number_are_no_result_of_this_bundle(carried: Workspace) -> None:
    """A result into which somebody has put the frames of another bundle."""
    own, other = (result_of(made(carried, host=host)) for host in ("here", "there"))
    head = own.read_bytes().partition(b"\n")[0]
    own.write_bytes(head + b"\n" + other.read_bytes().partition(b"\n")[2])
    ran = take(carried, own)
    assert (ran.code, "checksum does not fit" in ran.err) == (1, True)
    assert carried.run("run", "list", "-o", "json").json["runs"] == []


def test_one_bad_file_keeps_the_others_out_and_each_is_named(carried: Workspace) -> None:
    good = result_of(made(carried))
    bad, bundle = carried.write("bad.txt", "nothing\n"), carried.root / "here.sh"
    ran = carried.run("bundle", "import", str(good), str(bad), str(bundle), language="zh-CN")
    assert (ran.code, ran.out) == (1, "")
    assert "不是离线巡检的结果文件" in ran.err
    assert "这是离线巡检脚本本身" in ran.err
    assert carried.run("run", "list", "-o", "json").json["runs"] == []


def test_results_of_two_inspections_are_no_one_run(carried: Workspace) -> None:
    carried.write(
        "contracts/team.yaml",
        (carried.root / "contracts/team.yaml").read_text("utf-8")
        + "  - {id: wu, name: 吴, roles: [engineer]}\n",
    )
    others = ("--engineer", "zhang", "--engineer", "wu")
    files = [result_of(made(carried)), result_of(made(carried, host="there", engineers=others))]
    ran = take(carried, *files)
    assert (ran.code, "one after the other" in ran.err) == (2, True)
