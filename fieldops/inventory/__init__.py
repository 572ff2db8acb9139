"""Ansible inventories: their hosts, groups and variables, and what of them a contract takes over. No I/O."""
