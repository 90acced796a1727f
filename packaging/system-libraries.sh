#!/bin/sh
# Makes sure that the shared libraries Qt's wheels expect from the system, and a font, are there.
#
#   packaging/system-libraries.sh PYTHON     PYTHON: an interpreter in which PySide6 is installed
#
# pip cannot bring these. As root on a system with apt they are installed; otherwise the one command that
# does it is printed, and the exit status is 1. Does nothing on macOS and Windows, whose wheels are complete.
set -u
python=$1
packages="libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0 \
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0 \
fonts-dejavu-core"

[ "$(uname -s)" = Linux ] || exit 0

# What Qt's widgets and its display plugins are linked to, and the system does not have; one name a line.
missing() {
    qt=$("$python" -c 'import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])') ||
        { echo "PySide6 itself"; return; }
    plugins="$qt/Qt/plugins/platforms"
    ldd "$qt"/QtWidgets*.so "$plugins/libqxcb.so" "$plugins/libqoffscreen.so" 2>/dev/null |
        awk '/not found/ { print $1 }' | grep -v '^libQt6' | sort -u
    fonts=$(find -L /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.fonts" "${HOME:-/}/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' -o -name '*.ttc' \) 2>/dev/null | head -n 1)
    [ -n "$fonts" ] || echo "a font"
}

absent=$(missing | tr '\n' ' ')
[ -n "$absent" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing the system libraries that Qt needs (missing: $absent) ..."
    log=$(mktemp)
    # $packages is a list of words on purpose.
    if DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >"$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages \
            </dev/null >>"$log" 2>&1; then
        rm -f "$log"
        absent=$(missing | tr '\n' ' ')
        [ -n "$absent" ] || exit 0
        echo "apt-get succeeded, but these are still missing: $absent" >&2
        exit 1
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
    echo "apt-get could not install the system libraries that Qt needs; its last words are above." >&2
    exit 1
fi

echo "The window cannot start: Qt needs system libraries that are not here (missing: $absent)." >&2
if command -v apt-get >/dev/null 2>&1; then
    echo "Run this once, then the same command again:" >&2
    echo "    sudo apt-get install -y $packages" >&2
else
    echo "Install them with your package manager, then run the same command again." >&2
    echo "On Debian and Ubuntu the packages are called: $packages" >&2
fi
exit 1
