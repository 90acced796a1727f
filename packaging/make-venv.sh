#!/bin/sh
# Makes a virtual environment, or completes the one that is there, and installs this checkout into it.
#
#   packaging/make-venv.sh FOLDER [EXTRA]    EXTRA: an optional dependency group of pyproject.toml
#
# PYTHON in the environment names the interpreter to use; otherwise the first of python3, python3.13,
# python3.12, python3.11 that is new enough. Running it again is quick and harmless.
set -u
cd "$(dirname "$0")/.." || exit 1
venv=$1
extra=${2:-}

fail() {
    echo "" >&2
    echo "Setting up $venv failed: $*" >&2
    exit 1
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        new_enough "$candidate" && { echo "$candidate"; return; }
    done
}

if [ -e "$venv/bin/python" ] || [ -L "$venv/bin/python" ]; then
    new_enough "$venv/bin/python" ||
        fail "the Python in it does not start or is older than 3.11. Remove the folder $venv, then run the same command again."
else
    python=$(find_python)
    [ -n "$python" ] ||
        fail "no Python 3.11 or newer was found (looked for ${PYTHON:-python3, python3.13, python3.12, python3.11}). Install one, or name it: make PYTHON=/path/to/python3.12 ..."
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python has no venv module. On Debian and Ubuntu: sudo apt-get install -y python3-venv"
    "$python" -m venv "$venv" || fail "$python could not make the environment; its reason is above."
fi

echo "Installing the packages into $venv (the first time about 7 GB on Linux and some minutes) ..."
quiet=-q
[ -t 1 ] && quiet=
target=.
[ -n "$extra" ] && target=".[$extra]"
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null 2>&1
PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/python" -m pip install $quiet -e "$target" </dev/null ||
    fail "pip could not install the packages; its reason is above. Check the network and the free space, then run the same command again: what is installed already is kept."
touch "$venv/.installed-app"
[ -z "$extra" ] || touch "$venv/.installed-$extra"
