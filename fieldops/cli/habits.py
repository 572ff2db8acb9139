"""What an Ansible user types by habit and fieldops calls otherwise: what to type instead. Habits that work are not here.

One table; which of them work, and which say so, is tested over the page of habits (tests/cli/test_habits.py).
"""

from __future__ import annotations

from collections.abc import Mapping

# Options, by the code of the sentence that says what to do instead. Where a command has the option itself, it works.
OPTIONS: Mapping[str, str] = {
    "-i": "habit.inventory",
    "--inventory": "habit.inventory",
    "-m": "habit.module",
    "--module-name": "habit.module",
    "-a": "habit.command",
    "--args": "habit.command",
    "--check": "habit.check",
    "-D": "habit.diff",
    "--diff": "habit.diff",
    "-e": "habit.extra-vars",
    "--extra-vars": "habit.extra-vars",
    "-b": "habit.become",
    "--become": "habit.become",
    "--become-user": "habit.become-user",
    "--become-method": "habit.become",
    "-f": "habit.forks",
    "--forks": "habit.forks",
    "-t": "habit.tags",
    "-T": "habit.timeout",
    "--timeout": "habit.timeout",
    "-c": "habit.connection",
    "--connection": "habit.connection",
    "--remote-user": "habit.remote-user",
    "--private-key": "habit.private-key",
    "--key-file": "habit.private-key",
    "--ssh-common-args": "habit.ssh-args",
    "--ssh-extra-args": "habit.ssh-args",
    "--ssh-args": "habit.ssh-args",
    "--scp-extra-args": "habit.ssh-args",
    "--sftp-extra-args": "habit.ssh-args",
    "--start-at-task": "habit.start-at-task",
    "--step": "habit.start-at-task",
    "--syntax-check": "habit.syntax-check",
    "--list-tasks": "habit.list-tasks",
    "--list-tags": "habit.list-tasks",
    "--ask-vault-pass": "habit.vault",
    "--ask-vault-password": "habit.vault",
    "--vault-password-file": "habit.vault",
    "--vault-id": "habit.vault",
    "-J": "habit.vault",
    "--become-password-file": "habit.vault",
    "--become-pass-file": "habit.vault",
    "--connection-password-file": "habit.vault",
    "--conn-pass-file": "habit.vault",
    "--flush-cache": "habit.facts",
    "--tree": "habit.facts",
    "--force-handlers": "habit.no-changes",
    "-B": "habit.background",
    "--background": "habit.background",
    "-P": "habit.background",
    "--poll": "habit.background",
    "--one-line": "habit.one-line",
    "-M": "habit.module-path",
    "--module-path": "habit.module-path",
    "--playbook-dir": "habit.module-path",
    "-V": "habit.version",
}
# Commands: programs of Ansible without their first word, and what ad-hoc users type.
COMMANDS: Mapping[str, str] = {
    "all": "habit.module",
    "ansible": "habit.module",
    "adhoc": "habit.module",
    "ping": "habit.module",
    "doc": "habit.doc",
    "ansible-doc": "habit.doc",
    "vault": "habit.vault",
    "ansible-vault": "habit.vault",
    "galaxy": "habit.galaxy",
    "ansible-galaxy": "habit.galaxy",
    "collection": "habit.galaxy",
    "role": "habit.galaxy",
    "inventory": "habit.list-inventory",
    "ansible-inventory": "habit.list-inventory",
    "ansible-playbook": "habit.play",
    "lint": "habit.syntax-check",
    "ansible-lint": "habit.syntax-check",
    "facts": "habit.facts",
    "setup": "habit.facts",
    "shell": "habit.command",
    "console": "habit.command",
    "ansible-console": "habit.command",
    "command": "habit.command",
    "raw": "habit.command",
    "script": "habit.command",
    "copy": "habit.changes",
    "file": "habit.changes",
    "lineinfile": "habit.changes",
    "package": "habit.changes",
    "yum": "habit.changes",
    "apt": "habit.changes",
    "systemd": "habit.changes",
    "user": "habit.changes",
    "gather_facts": "habit.facts",
    "debug": "habit.facts",
    "pull": "habit.pull",
    "ansible-pull": "habit.pull",
    "config": "habit.config",
    "ansible-config": "habit.config",
    "ansible-test": "habit.test",
    "molecule": "habit.test",
    "retry": "habit.retry",
    "version": "habit.version",
    "help": "habit.help",
}

# Behind `fieldops playbook` and `fieldops hosts` by habit: what would be played, and the hosts of an inventory.
WITHIN: Mapping[str, Mapping[str, str]] = {
    "playbook": {"run": "habit.play"},
    "hosts": {"list": "habit.list-inventory"},
}


def of_command(name: str, group: str | None) -> str | None:
    """The code for a word that is no command of `group` (None: of fieldops itself), if it is a habit."""
    if group is not None and name in WITHIN.get(group, {}):
        return WITHIN[group][name]
    # A file, as behind `ansible-playbook`: in a group of commands it can be nothing else.
    return "habit.play" if name.endswith((".yml", ".yaml")) else COMMANDS.get(name)
