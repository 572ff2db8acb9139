#!/bin/sh
# The programs that tests talk to: real SSH servers, shells, an editor's language server. Installed by apt-get when
# root, the language server by npm into .node; otherwise the tests that need a missing one are skipped, and with
# CI=true they fail.
set -eu
PATH=$PATH:/usr/sbin:/sbin
cd "$(dirname "$0")/.."
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
need node nodejs
# .node/package.json is written last: it says that all of it is there.
wanted=tests/editor/package.json
cmp -s "$wanted" .node/package.json || need npm npm
if [ -z "$missing" ]; then
    :
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
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
if ! cmp -s "$wanted" .node/package.json && command -v npm >/dev/null; then
    echo "installing yaml-language-server with npm"
    rm -rf .node .node.new
    mkdir .node.new
    cp "$wanted" .node.new/
    # Nothing of it runs while it is installed, and no list of addresses is kept.
    if npm install --prefix .node.new --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error \
        --fetch-retries=2 --fetch-timeout=60000; then
        mv .node.new .node
    else
        rm -rf .node.new
        echo "could not install yaml-language-server, its tests will be skipped" >&2
    fi
fi
