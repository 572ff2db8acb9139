#!/bin/sh
# test-programs.sh [real]: the programs that tests talk to, and what PDF files are made with. Installed by apt-get when we are root, the editor's language
# server by npm into .node; waits for whoever holds apt's lock. A download from which nothing comes is given up within a minute; one that
# goes on may take long: apt-get is stopped after ten minutes, npm after five.
# `real` adds those of `make test-real`; what is missing there, or anywhere with CI=true, is a failure. Otherwise the
# tests that need a missing program are skipped, and pytest counts them at its end.
set -u
PATH=$PATH:/usr/sbin:/sbin
cd "$(dirname "$0")/.." || exit 1
real=${1:-}
LOCK=180 # seconds

# program package
programs="
sshd openssh-server
ssh-keygen openssh-client
dropbear dropbear-bin
tinysshd tinysshd
busybox busybox
dash dash
bash bash
mksh mksh
ksh93 ksh93u+m
zsh zsh
tcsh tcsh
fish fish
strace strace
mawk mawk
git git
ip iproute2
sudo sudo
libpango-1.0.so.0 libpango-1.0-0
libpangoft2-1.0.so.0 libpangoft2-1.0-0
libharfbuzz-subset.so.0 libharfbuzz-subset0
fc-list fontconfig
chinese-font fonts-droid-fallback
"
[ -z "$real" ] || programs="$programs
node nodejs
npm npm
chromium chromium
pdftotext poppler-utils
mariadbd mariadb-server
soffice libreoffice-writer
mariadbd mariadb-server
pg_ctlcluster postgresql
redis-server redis-server
nginx nginx-light
sudo-rs sudo-rs
apache2 apache2-bin
rabbitmqctl rabbitmq-server
javac default-jdk-headless
/usr/share/java/zookeeper.jar zookeeper
"

# there NAME: whether there is a program of that name, a file, a library of the system, or a font that has Chinese.
there() {
    case $1 in
    lib*) ldconfig -p 2>/dev/null | grep -q "[[:space:]]$1 " ;;
    /*) [ -e "$1" ] ;;
    chinese-font) [ -n "$(fc-list :lang=zh file 2>/dev/null)" ] ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# missing COLUMN: " NAME" of each program (1) that is not there, or of its package (2).
missing() {
    echo "$programs" | while read -r program package; do
        [ -z "$program" ] || there "$program" ||
            if [ "$1" = 1 ]; then printf ' %s' "$program"; else printf ' %s' "$package"; fi
    done
}

# apt SECONDS ARGUMENTS...
apt() {
    seconds=$1
    shift
    timeout "$seconds" apt-get -qq -o DPkg::Lock::Timeout="$LOCK" -o Acquire::Retries=0 -o Acquire::http::Timeout=30 \
        -o Acquire::https::Timeout=30 "$@" >/dev/null
}

# The lists have a lock of their own, for which apt-get does not wait.
update() {
    waited=0
    until said=$(apt 60 update 2>&1); do
        case $said in *lock*) [ "$waited" -lt "$LOCK" ] || break ;; *) break ;; esac
        [ "$waited" != 0 ] || echo "waiting for whoever holds apt's lock"
        sleep 5
        waited=$((waited + 5))
    done
    [ -z "$said" ] || echo "apt-get update: $said" >&2
}

packages=$(missing 2)
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing$packages with apt-get"
    update
    # A name that this system's packages lack must not keep the others away.
    known=
    for package in $packages; do
        apt-cache show "$package" >/dev/null 2>&1 && known="$known $package"
    done
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    # shellcheck disable=SC2086 # one word for each package
    [ -z "$known" ] || apt 600 install -y --no-install-recommends $known
fi

# sudo_rs: Debian has sudo-rs from trixie on. Its program also runs by the libraries of bookworm: it is unpacked, not installed,
# so that no other package becomes one of another release. Where apt asks is what this machine asks; its keys are trusted.
sudo_rs() {
    own=$(mktemp -d) && mkdir -p "$own/lists/partial" "$own/archives/partial" && : >"$own/status" || return
    # shellcheck disable=SC2016 # apt-get's own name, no variable
    site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site trixie main" >"$own/sources.list"
    options="-o Dir::Etc::SourceList=$own/sources.list -o Dir::Etc::SourceParts=- -o Dir::State::Lists=$own/lists
        -o Dir::State::status=$own/status -o Dir::Cache=$own -o APT::Sandbox::User=root"
    # shellcheck disable=SC2086 # one word for each option
    apt 120 $options update && (cd "$own" && apt 60 $options download sudo-rs) &&
        dpkg-deb -x "$own"/sudo-rs_*.deb "$own/root" && "$own/root/usr/lib/cargo/bin/sudo" --version >/dev/null &&
        mkdir -p /usr/local/lib/sudo-rs &&
        install -m 4755 "$own/root/usr/lib/cargo/bin/sudo" /usr/local/lib/sudo-rs/sudo-rs &&
        ln -sf ../lib/sudo-rs/sudo-rs /usr/local/bin/sudo-rs
    rm -rf "$own"
}

if [ -n "$real" ] && ! there sudo-rs && [ "$(id -u)" = 0 ] && command -v dpkg-deb >/dev/null; then
    echo "unpacking sudo-rs of Debian trixie"
    sudo_rs
fi

# .node/package.json is written last: it says that all of it is there.
wanted=tests/editor/package.json
if [ -n "$real" ] && ! cmp -s "$wanted" .node/package.json && command -v npm >/dev/null; then
    echo "installing yaml-language-server with npm"
    rm -rf .node .node.new
    mkdir .node.new
    cp "$wanted" .node.new/
    # Nothing of it runs while it is installed, and no list of addresses is kept. Each request is made twice, for 25 seconds.
    if timeout 300 npm install --prefix .node.new --no-package-lock --ignore-scripts --no-audit --no-fund \
        --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=25000; then
        mv .node.new .node
    else
        rm -rf .node.new
    fi
fi

lacking=$(missing 1)
[ -z "$real" ] || cmp -s "$wanted" .node/package.json || lacking="$lacking yaml-language-server"
[ -n "$lacking" ] || exit 0
if [ -n "$real${CI:-}" ]; then
    echo "could not be installed:$lacking" >&2
    exit 1
fi
echo "not installed, their tests will be skipped:$lacking" >&2
