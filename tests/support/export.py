"""An export of hits, or of an overlay, to be killed at any moment: ``python -m tests.support.export FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from msa_core.raster.gdal.writer import write_geotiff
from msa_core.retrieval.exports.hit_files import export_hits
from tests.support import made_hits


def main() -> None:
    out = Path(sys.argv[1])
    if out.suffix == ".tif":  # as an overlay is written
        pixels = np.arange(40_000, dtype=np.float32).reshape(200, 200)
        write_geotiff(out, pixels, beside={".qml": b"<qgis/>" * 2000})
    else:
        export_hits(made_hits.mixed(), out, overwrite=True)


if __name__ == "__main__":
    main()
