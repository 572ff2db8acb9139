#!/bin/sh
# The programs that tests talk to: real SSH servers and shells. Installed by apt-get when root; otherwise the
# tests that need a missing one are skipped, and with CI=true they fail.
set -eu
PATH=$PATH:/usr/sbin:/sbin
missing=
need() { command -v "$1" >/dev/null || missing="$missing $2"; }
need sshd openssh-server
need ssh-keygen openssh-client
need dropbear dropbear-bin
need busybox busybox
need dash dash
need bash bash
need mksh mksh
need ksh93 ksh93u+m
need git git
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing$missing with apt-get"
    apt-get update -qq
    # One by one: a name that this system's packages lack must not keep the others away.
    for package in $missing; do
        DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -qq -y --no-install-recommends "$package" >/dev/null ||
            echo "could not install $package" >&2
    done
else
    echo "not installed, their tests will be skipped:$missing" >&2
fi
