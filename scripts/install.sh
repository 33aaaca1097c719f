#!/bin/sh
# Install the project into .venv: install.sh . (to run it) or install.sh '.[dev]' (to test it too).
# What goes wrong ends with one sentence.
set -u

need_kib=3000000 # what an installation with the CPU build of PyTorch takes, with room to unpack

fail() {
    echo "$1" >&2
    exit 1
}

find_python() {
    for python in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
}

python=$(find_python)
[ -n "$python" ] || fail "Python 3.11 or newer should be installed, and there is none in PATH."

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    free_kib=$(df -Pk . | awk 'NR == 2 { print $4 }')
    [ "$free_kib" -ge "$need_kib" ] ||
        fail "This disk should have 3 GB free for the installation, and has $((free_kib / 1000)) MB."
    rm -rf .venv
    "$python" -m venv .venv >/dev/null 2>&1 || {
        rm -rf .venv
        fail "$python should be able to make a virtual environment; on Debian and Ubuntu, install the package python3-venv."
    }
fi

echo "Installing into .venv; this takes a few minutes, once." >&2
log=.venv/install.log
if ! .venv/bin/python -m pip install --constraint constraints.txt --editable "$1" >"$log" 2>&1; then
    if grep -q 'No space left on device' "$log"; then
        fail "The installation filled the disk; free some space and try again (details in $log)."
    elif grep -Eq 'NewConnectionError|NameResolutionError|ConnectTimeoutError|ProxyError|from versions: none' "$log"; then
        fail "The packages could not be downloaded; check the network and try again (details in $log)."
    fi
    fail "The installation failed: $(grep -m 1 'ERROR' "$log" || tail -n 1 "$log") (details in $log)"
fi
