"""What clients of databases complain of: told without what they repeat, and by its own name where an account is refused."""

from __future__ import annotations

import pytest

from fieldops.contracts.model import Instance, InstanceLogin
from fieldops.inspection.frames import ProbeEnd, RawOutput
from fieldops.inspection.instances import bound_to, read_instance, trial
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.readings import Reading
from fieldops.messages import Text

KINDS = {"ERROR": "mysql", "ORA": "oracle", "SP2": "oracle"}
MARIADB = b"--------------\nSELECT 'accounts' AS kind,\n COUNT(*) AS n FROM mysql.user\n--------------\n\n"
SQLPLUS = (
    b"select 'role', database_role from v$database\n                                *\nERROR at line 1:\n"
)


def answered(kind: str, error: bytes, trial_error: bytes = b"") -> Reading:
    """What is read of a probe that ended with that complaint, and of the first login before it."""
    instance = Instance("erp", kind, login=InstanceLogin("password", "inspector"))
    probe = Probe("p", Text("采集", "probe"), kind, "sql 'SELECT 1'", Parse("lines"), {"line": Field("text")})
    first, bound = trial(instance), bound_to(probe, instance)
    outputs = {first.id: RawOutput(first.id, err=trial_error, exit_code=int(bool(trial_error)), why="ok")}
    if trial_error:
        outputs[bound.id] = RawOutput(bound.id, why=ProbeEnd.ABSENT, detail="@erp")
    else:
        outputs[bound.id] = RawOutput(bound.id, err=error, exit_code=1, why="ok")
    return read_instance(probe, instance, outputs, None)


@pytest.mark.parametrize(
    ("before", "complaint", "code"),
    [
        (MARIADB, "ERROR 1142 (42000) at line 1: SELECT command denied to user 'x'@'y' for table 'user'", "instance-refused"),
        (b"Enter password: ", "ERROR 1227 (42000) at line 1: Access denied; you need PROCESS", "instance-refused"),
        (MARIADB, "ERROR 1969 (70100) at line 1: Query execution was interrupted", "exit-code"),
        (SQLPLUS, "ORA-00942: table or view does not exist", "instance-refused"),
        (SQLPLUS, "ORA-01507: database not mounted", "exit-code"),
        (b"", "SP2-0640: Not connected", "exit-code"),
    ],
)  # fmt: skip
def test_a_complaint_is_told_without_the_statement_and_a_refusal_by_its_name(
    before: bytes, complaint: str, code: str
) -> None:
    found = answered(KINDS[complaint.split("-")[0].split()[0]], before + complaint.encode() + b"\n").unknown
    assert found is not None
    assert (found.code, found.values["said"]) == (f"reading.{code}", complaint)


def test_a_login_that_was_refused_is_told_for_each_probe_that_was_not_run() -> None:
    said = b"Enter password: ERROR 1045 (28000): Access denied for user 'inspector'@'localhost'\n"
    found = answered("mysql", b"", said).unknown
    assert found is not None
    assert found.code == "reading.instance-refused"
    assert str(found.values["said"]).startswith("ERROR 1045")
