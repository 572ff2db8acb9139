"""What customers are told of the commands, against the commands."""

from __future__ import annotations

import re
from pathlib import Path

from properties import workspace as shipped

from fieldops.contracts.commands import command_words
from fieldops.inspection.load import probe_of

ROOT = Path(__file__).parents[2]
# Programs that ask another process, which may log, open a socket or be started for it.
ASKS_OTHERS = {
    *(
        "sudo",
        "chronyc",
        "ntpq",
        "ntpctl",
        "timedatectl",
        "hostnamectl",
        "localectl",
        "loginctl",
        "systemctl",
    ),
    *("jcmd", "rabbitmqctl", "openssl", "nc", "kafka-topics.sh", "kafka-consumer-groups.sh"),
    *("crontab", "busctl", "dbus-send", "journalctl", "virsh", "runuser"),
}


def test_every_command_that_asks_another_process_is_on_the_page_for_customers() -> None:
    probes = [probe_of(document) for document in shipped().of_kind("Probe")]
    used = {word for probe in probes for word in command_words(probe.run, probe.needs, probe.sudo)}
    asking = used & ASKS_OTHERS
    assert {"chronyc", "timedatectl", "systemctl", "crontab"} <= asking
    page = (ROOT / "docs" / "what-runs.md").read_text("utf-8")
    table = page.partition("## What the machine itself may do")[2].partition("## What you can forbid")[0]
    causes = {
        word
        for row in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
        for word in re.findall(r"[a-z]+(?:-[a-z]+)*(?:\.sh)?", row)
    }
    assert asking <= causes
