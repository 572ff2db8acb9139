"""A key that OpenSSH does not know (SM2): a program of this machine signs, another one verifies, and without that it counts for nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.test_sign import Signed
from tests.conftest import Workspace, require

SIGN = """\
import base64, json, subprocess, sys
made = subprocess.run(["openssl", "dgst", "-sm3", "-sign", sys.argv[1]], stdin=sys.stdin, capture_output=True, check=True).stdout
print(json.dumps({"scheme": "sm2", "key": sys.argv[2], "signature": base64.b64encode(made).decode()}))
"""
VERIFY = """\
import base64, json, subprocess, sys, tempfile
asked = json.load(sys.stdin)
with tempfile.NamedTemporaryFile() as file:
    file.write(base64.b64decode(asked["signature"])); file.flush()
    done = subprocess.run(["openssl", "dgst", "-sm3", "-verify", sys.argv[1], "-signature", file.name],
                          input=base64.b64decode(asked["message"]), capture_output=True)
print("good" if done.returncode == 0 else "bad")
"""


@pytest.fixture
def signed(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Signed:
    """Li signs with SM2, by two programs that whoever set up this machine has named."""
    require("openssl")
    key, public = tmp_path / "sm2.key", tmp_path / "sm2.pub"
    curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2"]
    subprocess.run(["openssl", "genpkey", *curve, "-out", str(key)], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", str(key), "-pubout", "-out", str(public)], check=True)
    for name, text in (("sign", SIGN), ("verify", VERIFY)):
        (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.setenv("FIELDOPS_SIGNER_COMMAND", f"python3 '{tmp_path}/sign.py' '{key}' TOKEN-31A7C0DE")
    monkeypatch.setenv("FIELDOPS_VERIFIER_COMMAND", f"python3 '{tmp_path}/verify.py' '{public}'")
    made = Signed(workspace, tmp_path)
    team = workspace.root / "contracts/team.yaml"
    line = (tmp_path / "li.pub").read_text().strip()
    team.write_text(team.read_text().replace(line, "sm2 TOKEN-31A7C0DE li"))
    return made


def concluded(signed: Signed) -> str:
    run = signed.inspect()
    signed.conclude()
    assert signed.sign("zhang").code == 0
    return run


def test_a_report_is_final_with_a_signature_that_another_program_made(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = concluded(signed)
    done = signed.workspace.run("sign", run, "--as", "li")
    assert done.code == 0, done.err
    assert signed.workspace.run("verify", run).code == 0
    archive = str(signed.folder / "run.zip")
    assert signed.workspace.run("run", "export", run, archive).code == 0
    assert signed.workspace.run("verify", archive).code == 0
    signers = subprocess.run(["unzip", "-p", archive, "allowed_signers"], capture_output=True, text=True)
    assert "sm2" not in signers.stdout
    monkeypatch.delenv("FIELDOPS_VERIFIER_COMMAND")
    for language, told in (("en", "not verified here"), ("zh-CN", "此处未能验证")):
        elsewhere = signed.workspace.run("verify", run, language=language)
        assert (elsewhere.code, told in elsewhere.out) == (1, True), elsewhere.out


def test_what_the_program_does_not_sign_or_nobody_verifies_is_not_recorded(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = concluded(signed)
    sign = str(signed.folder / "sign.py")
    key = str(signed.folder / "sm2.key")
    for variable, command, told in (
        ("SIGNER", f"python3 '{sign}' '{key}' TOKEN-OTHER-KEY", "the documents have sm2 TOKEN-31A7C0DE"),
        ("SIGNER", "echo hello", "did not print a signature"),
        ("SIGNER", "false", "exit 1"),
        ("SIGNER", "/nowhere/program", "FileNotFoundError"),
        ("SIGNER", "echo 'x", "a quotation mark is not closed"),
        ("VERIFIER", "echo bad", "no signature of this run"),
        ("VERIFIER", "echo perhaps", "not verified here"),
        ("VERIFIER", "false", "not verified here"),
    ):
        with monkeypatch.context() as other:
            other.setenv(f"FIELDOPS_{variable}_COMMAND", command)
            refused = signed.workspace.run("sign", run, "--as", "li")
        assert (refused.code != 0, told in refused.err) == (True, True), refused.err
    assert "signed by one of two" in signed.workspace.run("run", "show", run).out


def test_a_program_is_started_without_a_shell(signed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    run = concluded(signed)
    monkeypatch.setenv("FIELDOPS_SIGNER_COMMAND", f"echo x; touch {signed.folder}/touched")
    signed.workspace.run("sign", run, "--as", "li")
    assert not (signed.folder / "touched").exists()
