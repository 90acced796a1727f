#!/bin/sh
# `make demo`: a demo archive made by code, indexed, and the window with a query answered.
#
#   packaging/demo.sh PYTHON
#
# WINDOW=no ends after the indexing. Without a display the same window is drawn off screen into demo/screenshot.png, its hits in demo/hits.geojson.
set -u
python=$1
query=${QUERY:-"many storage tanks"}
cd "$(dirname "$0")/.." || exit 1

if [ ! -d demo/archive ]; then
    # Made beside and then renamed: an archive that is there is a whole one.
    rm -rf demo/archive.part
    mkdir -p demo
    echo "Making the demo archive in demo/archive ..."
    "$python" -m msa_core.cli demo-archive demo/archive.part >/dev/null || exit $?
    mv demo/archive.part demo/archive || exit 4
fi
# What an earlier starter made is of no use to this one; the demo's index holds nothing of the user's.
# Anything but a clear difference (3) is left to the indexing itself, which resumes what was interrupted.
is_of_another_starter() {
    "$python" -c '
import sys
from msa_core.config import starter_model
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.model.stored.checkpoint import fingerprint
from pathlib import Path
same = Manifest.load(Path("demo/index")).model.fingerprint == fingerprint(starter_model())
sys.exit(0 if same else 3)' 2>/dev/null
    [ $? -eq 3 ]
}
if [ -d demo/index ] && is_of_another_starter; then
    echo "demo/index was made with another starter model: making it anew."
    rm -rf demo/index
fi
echo "Indexing it into demo/index ..."
"$python" -m msa_core.cli index demo/archive --out demo/index || exit $?

[ "${WINDOW:-yes}" = no ] && exit 0

# A display that is named but does not answer counts as none: Qt would abort instead of saying so.
has_display() {
    [ "$(uname -s)" = Linux ] || return 0
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 1
    [ "${QT_QPA_PLATFORM:-}" != offscreen ] || return 1
    "$python" -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])' >/dev/null 2>&1
}

if has_display; then
    exec "$python" -m app demo/archive --index demo/index --query "$query"
fi

echo "There is no display here: the window is drawn off screen."
rm -f demo/screenshot.png demo/hits.geojson
QT_QPA_PLATFORM=offscreen "$python" -m app demo/archive --index demo/index --query "$query" \
    --screenshot demo/screenshot.png --hits demo/hits.geojson || exit $?
for file in demo/screenshot.png demo/hits.geojson; do
    [ -s "$file" ] || { echo "The window ended without writing $file." >&2; exit 4; }
done
echo "The window with \"$query\" answered: demo/screenshot.png; its hits: demo/hits.geojson"
