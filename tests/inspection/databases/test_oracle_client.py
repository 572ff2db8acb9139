"""What Oracle's client is given and what is made of its answer. sqlplus is no free program: here it is a script that behaves as
its documentation says (SQL*Plus User's Guide: CONNECT, PROMPT, WHENEVER, site profile; the errors of Oracle's reference).
"""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest
from conftest import require
from database_servers import HOST, on, plan_of, words

from fieldops.contracts.model import Instance, InstanceLogin
from fieldops.inspection.checks import CheckResult
from fieldops.inspection.frames import FrameReader
from fieldops.inspection.instances import secret_lines
from fieldops.inspection.shell import compile_script
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

NONCE = "0123456789abcdef"
SECRET = r"p&ss$1 \n'x"
LIMITS = ("limit\tprocesses\t150\t180\t300", "limit\tsessions\t100\t120\t472")

SQLPLUS = r"""#!/bin/sh
# One line for each program started, its arguments and what it may not have in its environment.
log=$(dirname "$0")/log
echo "$* SID=$ORACLE_SID NLS_LANG=$NLS_LANG TWO_TASK=$TWO_TASK" >>"$log"
tr '\0' '\n' <"/proc/$$/environ" >>"$log.environ"
connected=no statement=
while IFS= read -r line; do
  case $line in
    "connect "*)
      printf '%s\n' "$line" >>"$log.connects"
      case $CASE in
        wrong)
          printf 'ERROR:\nORA-01017: invalid username/password; logon denied\n\n\n'
          continue ;;
        expired)
          printf 'ERROR:\nORA-28001: the password has expired\n\n\nChanging password for fieldops\nNew password: '
          read -r new; printf 'Retype new password: '; read -r again
          if [ "$new" = "$again" ]; then echo "changed" >>"$log.changed"; echo 'Password changed'
          else printf "\nERROR:\nORA-28001: the password has expired\n\n\nPassword unchanged\n"; fi
          continue ;;
        idle) echo 'Connected to an idle instance.'; connected=idle; continue ;;
        grace) printf 'ERROR:\nORA-28002: the password will expire within 7 days\n\n\n' ;;
        profile) printf 'Welcome to ORCL\nSP2-0158: unknown SET option "HISTORY"\n' ;;
      esac
      echo 'Connected.'; connected=yes ;;
    "prompt "*) printf '%s\n' "${line#prompt }" ;;
    set\ * | whenever\ *) ;;
    exit) exit 0 ;;
    *';')
      statement="$statement $line"
      case $connected:$CASE:$statement in
        no:*) echo 'SP2-0640: Not connected' ;;
        idle:*) printf 'ERROR at line 1:\nORA-01034: ORACLE not available\n\n\n'; exit 1 ;;
        *:denied:*resource_limit*) printf '  from v$resource_limit\n       *\nERROR at line 2:\nORA-00942: table or view does not exist\n\n\n'; exit 1 ;;
        *dual*) echo '         1' ;;
        *resource_limit*) cat "$(dirname "$0")/rows" ;;
        *) echo 'SP2-0042: unknown command - rest of line ignored.' ;;
      esac
      statement= ;;
    *) statement="$statement $line" ;;
  esac
done
"""

ERP = Instance("erp", "oracle", port=1521, url="ERP", login=InstanceLogin("password", "fieldops"))


class Client:
    """The script in a folder of its own, and what it was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "sqlplus").write_text(SQLPLUS, "utf-8")
        (folder / "sqlplus").chmod(0o755)
        (folder / "rows").write_text("\n".join(LIMITS) + "\n", "utf-8")

    def asked(
        self, case: str, secret: str = SECRET, instance: Instance = ERP, shell: str = "dash"
    ) -> dict[str, CheckResult]:
        """What the playbook says where the client behaves like that."""
        plan = on(instance, plan_of("oracle"))
        script = compile_script(plan.probes_on(HOST))
        secrets = secret_lines({instance.id: secret}) if instance.method == "password" else None
        reader = FrameReader(NONCE, script.caps, secrets=secrets)
        env = (
            require("env"),
            "-i",
            f"CASE={case}",
            f"PATH={self.folder}:/usr/bin:/bin",
            "TWO_TASK=elsewhere",
        )
        Local((*env, require(shell))).run_script(
            Target("local"),
            script.with_nonce(NONCE),
            reader,
            Limits(silence=600, total=600),
            threading.Event(),
        )
        return {result.id: result for result in plan.judge(reader.outputs, None, HOST)}

    def told(self, name: str = "log") -> list[str]:
        """The lines that the client has written down."""
        file = self.folder / name
        return file.read_text("utf-8").splitlines() if file.exists() else []


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(tmp_path)


@pytest.mark.parametrize("case", ["well", "grace", "profile"])
def test_what_comes_before_our_mark_is_no_answer(client: Client, case: str) -> None:
    """`Connected.`, a password that will expire, a greeting of the site's own profile, and what it cannot set there."""
    results = client.asked(case)
    assert results["oracle-sessions"].verdict == "OK", words(results["oracle-sessions"])


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_the_password_goes_to_the_client_by_its_standard_input_alone(client: Client, shell: str) -> None:
    client.asked("well", shell=shell)
    assert set(client.told("log.connects")) == {f'connect fieldops/"{SECRET}"@//127.0.0.1:1521/ERP'}
    assert not any(SECRET in line for line in (*client.told(), *client.told("log.environ")))
    assert set(client.told()) == {"-S -L -R 3 /nolog SID= NLS_LANG=AMERICAN_AMERICA.AL32UTF8 TWO_TASK="}


def test_an_account_of_the_system_is_nobodys_by_another_way(client: Client) -> None:
    peer = Instance("erp", "oracle", url="ORCL", login=InstanceLogin("peer"))
    client.asked("well", instance=peer)
    assert set(client.told("log.connects")) == {"connect / as sysdba"}
    assert set(client.told()) == {"-S -L -R 3 /nolog SID=ORCL NLS_LANG=AMERICAN_AMERICA.AL32UTF8 TWO_TASK="}


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("wrong", "ORA-01017: invalid username/password; logon denied"),
        ("expired", "ORA-28001: the password has expired"),
        ("idle", "ORA-01034: ORACLE not available"),
    ],
)
def test_a_login_that_fails_is_one_attempt_and_told_in_the_servers_words(
    client: Client, case: str, said: str
) -> None:
    results = client.asked(case)
    assert {str(each.verdict) for each in results.values()} == {"UNKNOWN"}
    assert said in words(results["oracle-sessions"])
    assert len(client.told("log.connects")) == 1
    # Two lines of ours that were the same would have become the account's new password.
    assert client.told("log.changed") == []


def test_a_right_that_is_lacking_is_told_of_what_needs_it(client: Client) -> None:
    result = client.asked("denied")["oracle-sessions"]
    assert result.verdict == "UNKNOWN"
    assert "ORA-00942" in words(result)


def test_a_password_that_oracle_cannot_have_is_not_tried(client: Client) -> None:
    results = client.asked("well", 'a"b')
    assert {str(each.verdict) for each in results.values()} == {"UNKNOWN"}
    assert "double quote" in words(results["oracle-sessions"])
    assert client.told() == []


def test_an_account_without_its_profile_finds_the_client_in_oratab(tmp_path: Path) -> None:
    """By sudo one becomes oracle with the PATH of sudo; root runs no program that is somebody else's."""
    source = (
        (Path(__file__).parents[3] / "fieldops/inspection/script/oracle.sh")
        .read_text("utf-8")
        .replace("/etc/oratab", f"{tmp_path}/oratab")
    )
    home = tmp_path / "dbhome_1"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "sqlplus").write_text("", "utf-8")
    (home / "bin" / "sqlplus").chmod(0o755)
    oratab = tmp_path / "oratab"
    oratab.write_text(f"# SID:HOME:START\n\nOTHER:/nowhere:N\nORCL:{home}:Y\n", "utf-8")

    def found(uid: str, sid: str) -> str:
        begins = f"id() {{ echo {uid}; }}\ninstance_login=peer instance_url={sid}\n"
        ends = '_find_sqlplus; echo "$ORACLE_HOME"'
        done = subprocess.run(
            [require("dash"), "-c", begins + source + ends],
            capture_output=True,
            text=True,
            env={"PATH": "/usr/bin:/bin"},
        )
        assert done.stderr == ""
        return done.stdout.strip()

    assert found("54321", "ORCL") == str(home)
    assert [found("0", "ORCL"), found("54321", "OTHER"), found("54321", "NONE")] == ["", "", ""]
