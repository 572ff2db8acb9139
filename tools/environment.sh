#!/bin/sh
# environment.sh PYTHON FOLDER: make a virtual environment, with what Debian splits off when we may install it.
set -eu
python=$1 folder=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "fieldops needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1). Try: make PYTHON=python3.11" >&2
    exit 1
}
[ -x "$folder/bin/python" ] && "$folder/bin/python" -m pip --version >/dev/null 2>&1 && exit 0

make_it() { rm -rf "$folder" && "$python" -m venv "$folder" >/dev/null 2>&1; }
make_it && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing python3-venv with apt-get"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-venv >/dev/null
    make_it && exit 0
fi
echo "'$python -m venv' does not work here; on Debian and Ubuntu install the package python3-venv" >&2
exit 1
