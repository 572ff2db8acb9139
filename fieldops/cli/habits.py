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
    "--private-key": "habit.private-key",
    "--key-file": "habit.private-key",
    "--ssh-common-args": "habit.ssh-args",
    "--ssh-extra-args": "habit.ssh-args",
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
    "--flush-cache": "habit.facts",
    "--tree": "habit.facts",
    "--force-handlers": "habit.no-changes",
}
# Commands: programs of Ansible without their first word, and what ad-hoc users type.
COMMANDS: Mapping[str, str] = {
    "all": "habit.module",
    "ping": "habit.module",
    "doc": "habit.doc",
    "ansible-doc": "habit.doc",
    "vault": "habit.vault",
    "ansible-vault": "habit.vault",
    "galaxy": "habit.galaxy",
    "ansible-galaxy": "habit.galaxy",
    "inventory": "habit.list-inventory",
    "ansible-inventory": "habit.list-inventory",
    "ansible-playbook": "habit.play",
    "lint": "habit.syntax-check",
    "ansible-lint": "habit.syntax-check",
    "facts": "habit.facts",
    "setup": "habit.facts",
    "shell": "habit.command",
    "console": "habit.command",
}
