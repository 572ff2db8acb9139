"""The table of kernel log lines: each entry finds its own line, nothing before it does, and the probe lets it through."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import require
from properties import workspace as shipped

from fieldops.inspection.kernel_log import Kind, faults, kernel_log, kind_of, kinds
from fieldops.inspection.load import probe_of
from fieldops.inspection.raw import Unreadable

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "tests/data/kernel-log-lines.txt").read_text("utf-8").splitlines()[1:]
# The tests are root, or ask nothing that only root may.
AS_ROOT = 'as_root() { "$@"; }\n'


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.id)
def test_each_kind_finds_its_recorded_line_and_no_other_kind_does_before_it(kind: Kind) -> None:
    assert kind.class_ in ("storage", "hardware", "kernel")
    assert kind.severity in ("error", "warning", "none")
    assert kind_of(kind.line) == kind
    assert kind.severity == "none" or (kind.zh and kind.en)


def test_lines_of_many_kernels_are_what_they_are() -> None:
    assert [line for line in LINES if line != f"{found(line)} {line.split(' ', 2)[2]}"] == []
    assert len(LINES) > 700


def found(recorded: str) -> str:
    """Class and severity of a recorded line; whatever is no fault is "none"."""
    kind = kind_of(recorded.split(" ", 2)[2])
    return f"{kind.class_} {kind.severity}" if kind is not None and kind.severity != "none" else "none none"


def test_the_ids_of_kinds_differ() -> None:
    assert len({kind.id for kind in kinds()}) == len(kinds())


@pytest.mark.parametrize("shell", ["sh", "busybox sh"])
def test_the_probe_lets_every_recorded_line_through(shell: str, tmp_path: Path) -> None:
    program, *words = shell.split()
    wanted = [kind.line for kind in kinds() if kind.severity != "none"]
    wanted += [line.split(" ", 2)[2] for line in LINES if not line.startswith("none ")]
    wanted = list(dict.fromkeys(wanted))
    (tmp_path / "log").write_text("".join(f"<3>[  100.000000] {line}\n" for line in wanted), "utf-8")
    (tmp_path / "dmesg").write_text(f"#!/bin/sh\ncat {tmp_path}/log\n", "utf-8")
    (tmp_path / "dmesg").chmod(0o755)
    probe = probe_of(shipped().need("Probe", "linux-kernel-log"))
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "LC_ALL": "C"}
    done = subprocess.run(
        [require(program), *words, "-c", AS_ROOT + probe.run],
        env=env,
        capture_output=True,
        check=True,
        text=True,
    )
    let_through = {line.partition(" ")[2] for line in done.stdout.splitlines()[1:]}
    # Of lines that differ in a number only, one comes.
    assert [line for line in wanted if line not in let_through and not _alike(line, let_through)] == []


def _alike(line: str, others: set[str]) -> bool:
    return re.sub("[0-9]+", "#", line) in {re.sub("[0-9]+", "#", other) for other in others}


@pytest.mark.parametrize(
    "line",
    [
        "nvme nvme0: Shutdown timeout set to 10 seconds",
        "ata1: SATA link down (SStatus 0 SControl 300)",
        "ata2: softreset failed (device not ready)",
        "rcu: \tRCU CPU stall warnings timeout set to 21 (rcu_cpu_stall_timeout).",
        "BTRFS info (device sdb1): using crc32c (crc32c-intel) checksum algorithm",
        "EXT4-fs (sda3): recovery complete",
        "md/raid1:md0: active with 2 out of 2 mirrors",
        "EDAC MC0: Giving out device to module sb_edac controller Broadwell: DEV 0000:7f:12.0 (INTERRUPT)",
        "HEST: Enabling Firmware First mode for corrected errors.",
        "watchdog: watchdog0: watchdog did not stop!",
        "ACPI: Early table checksum verification disabled",
    ],
)
def test_ordinary_lines_are_no_fault(line: str) -> None:
    kind = kind_of(line)
    assert kind is None or kind.severity == "none"


def test_a_cd_drive_at_an_ata_port_is_no_disk() -> None:
    cdrom = (1, "ata2.00: ATAPI: VBOX CD-ROM, 1.0, max UDMA/133")
    fault = "exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen"
    lines = [cdrom, (2, f"ata2.00: {fault}"), (3, f"ata3.00: {fault}")]
    assert [(seen.kind.id, seen.count, seen.line) for seen in faults(lines)] == [
        ("ata", 3, f"ata3.00: {fault}")
    ]


@pytest.mark.parametrize(
    ("attached", "complaint"),
    [
        (
            "hdc: VMware Virtual IDE CDROM Drive, ATAPI CD/DVD-ROM drive",
            "end_request: I/O error, dev hdc, sector 0",
        ),
        ("hdc: ATAPI 32X DVD-ROM drive, 128kB Cache", "hdc: media error (bad sector): status=0x51"),
        (
            "sd 6:0:0:1: [sdc] Attached SCSI removable disk",
            "blk_update_request: I/O error, dev sdc, sector 0",
        ),
        ("sd 6:0:0:1: [sdc] Attached SCSI removable disk", "Buffer I/O error on device sdc, logical block 0"),
    ],
)
def test_an_empty_drive_is_no_disk(attached: str, complaint: str) -> None:
    fixed = (
        complaint.replace("hdc", "hda")
        .replace("sdc", "sda")
        .replace("hda: media error", "hda: lost interrupt")
    )
    assert list(faults([(1, attached), (2, complaint)])) == []
    assert [seen.line for seen in faults([(1, attached), (2, complaint), (1, fixed)])] == [fixed]


def test_a_stick_that_was_read_and_fails_is_a_fault() -> None:
    lines = [(1, "sd 6:0:0:1: [sdc] Attached SCSI removable disk"), (1, "I/O error, dev sdc, sector 123456")]
    assert [seen.kind.id for seen in faults(lines)] == ["disk-io-error"]


@pytest.mark.parametrize(
    ("status", "severity"), [("be00000000800400", "error"), ("8c00004000010090", "warning"), ("fe", None)]
)
@pytest.mark.parametrize("words", ["Machine Check: 0", "Machine Check Exception: 0"])
def test_a_machine_check_is_judged_by_its_status_not_by_its_name(
    words: str, status: str, severity: str | None
) -> None:
    """Bit 61 of the status (UC) tells, whatever old kernels call the line."""
    kind = kind_of(f"[Hardware Error]: CPU 0: {words} Bank 5: {status}")
    assert kind is not None
    assert severity in (None, kind.severity)


def test_a_line_that_names_no_fault_of_its_own_is_told_only_alone() -> None:
    logged = (1, "mce: [Hardware Error]: Machine check events logged")
    corrected = (1, "[Hardware Error]: Corrected error, no action required.")
    assert [seen.kind.id for seen in faults([logged])] == ["hardware-other"]
    assert [seen.kind.id for seen in faults([logged, corrected])] == ["machine-check-corrected"]


def test_a_host_that_sends_no_end_of_lines_is_judged_by_the_first() -> None:
    text = "lines=9999\n" + "1 EXT4-fs error (device sda1)\n" * 2500
    *rows, more = kernel_log(text)
    assert [row["count"] for row in rows if not isinstance(row, Unreadable)] == [2000]
    assert isinstance(more, Unreadable)
    assert (more.code, more.values) == ("reading.more-lines", {"count": 500})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "field-missing"),
        ("lines=0\n", "empty-log"),
        ("lines=x\n", "field-missing"),
        ("lines=1\nx y\n", "line"),
    ],
)
def test_a_log_that_tells_nothing_is_unknown(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        kernel_log(text)
    assert caught.value.code == f"reading.{code}"
