"""Files of every form that GDAL knows to name an address in a network, made for a server that must never be asked."""

from __future__ import annotations

import json
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

import numpy as np

from msa_core.raster.gdal.writer import write_geotiff

MRF = (
    '<MRF_META>{cached}<Raster><Size x="64" y="64" c="3"/><PageSize x="64" y="64" c="3"/><Compression>PNG</Compression>'
    "{files}</Raster></MRF_META>"
)


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine: its ``host:port``, and what it was asked for."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_error(404)

        do_HEAD = do_PUT = do_POST = do_OPTIONS = do_GET  # noqa: N815  (the names http.server calls)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def vrt(name: str, relative: int = 0, more: str = "", head: str = "") -> str:
    """A virtual raster of 64 px with one source, as text."""
    return (
        f'<VRTDataset rasterXSize="64" rasterYSize="64">{head}<VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f'<SourceFilename relativeToVRT="{relative}">{name}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>'
        f"{more}</VRTRasterBand></VRTDataset>"
    )


def _nested(root: Path, url: str) -> Path:
    (root / "inner.vrt").write_text(vrt(url))
    (root / "middle.vrt").write_text(vrt("inner.vrt", 1))
    return _text(root / "outer.vrt", vrt("middle.vrt", 1))


def _text(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def _through_mrf(root: Path, url: str) -> Path:
    (root / "far.mrf").write_text(MRF.format(cached="", files=f"<DataFile>{url}</DataFile>"))
    return _text(root / "outer.vrt", vrt("far.mrf", 1))


def _cached(root: Path, url: str) -> Path:
    cached = f"<CachedSource><Source>{url}</Source></CachedSource>"
    return _text(root / "cached.mrf", MRF.format(cached=cached, files=""))


def _zipped(root: Path, url: str) -> Path:
    with zipfile.ZipFile(root / "packed.zip", "w") as archive:
        archive.writestr("in/inner.vrt", vrt(url))
        archive.writestr("in/outer.vrt", vrt("inner.vrt", 1))
    return root / "packed.zip" / "in" / "outer.vrt"


def _tagged(root: Path, url: str) -> Path:
    """A GeoTIFF whose own tags name an address as its reduced copy."""
    path = write_geotiff(root / "tagged.tif", np.full((64, 64, 3), 99, np.uint8))
    import rasterio

    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=url)
    return path


def _sidecar(root: Path, url: str) -> Path:
    path = write_geotiff(root / "plain.tif", np.full((64, 64, 3), 99, np.uint8))
    domain = f'<Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">{url}</MDI></Metadata>'
    _text(Path(f"{path}.aux.xml"), f"<PAMDataset>{domain}<SRS>{url}</SRS></PAMDataset>")
    return path


def _wms(url: str) -> str:
    service = f"<Service name='TMS'><ServerUrl>http://{url}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service>"
    window = "<DataWindow><UpperLeftX>0</UpperLeftX><UpperLeftY>1</UpperLeftY><LowerRightX>1</LowerRightX>"
    window += (
        "<LowerRightY>0</LowerRightY><SizeX>64</SizeX><SizeY>64</SizeY><TileLevel>0</TileLevel></DataWindow>"
    )
    return f"<GDAL_WMS>{service}{window}<BandsCount>3</BandsCount></GDAL_WMS>"


def _ers(root: Path, url: str) -> Path:
    text = (
        f'DatasetHeader Begin\nVersion="6.0"\nName="a"\nDataFile="{url}"\nDataSetType=ERStorage\nDataType=Raster\n'
        "ByteOrder=LSBFirst\nRasterInfo Begin\nCellType=Unsigned8BitInteger\nNrOfLines=8\nNrOfCellsPerLine=8\n"
        "NrOfBands=1\nRasterInfo End\nDatasetHeader End\n"
    )
    return _text(root / "a.ers", text)


def _warped(root: Path, url: str) -> Path:
    options = f"<GDALWarpOptions><SourceDataset>{url}</SourceDataset></GDALWarpOptions>"
    return _text(
        root / "warped.vrt",
        f'<VRTDataset rasterXSize="64" rasterYSize="64" subClass="VRTWarpedDataset"><VRTRasterBand dataType="Byte" '
        f'band="1" subClass="VRTWarpedRasterBand"/>{options}</VRTDataset>',
    )


def _overview(root: Path, url: str) -> Path:
    write_geotiff(root / "near.tif", np.full((64, 64, 3), 99, np.uint8))
    more = f"<Overview><SourceFilename>{url}</SourceFilename><SourceBand>1</SourceBand></Overview>"
    return _text(root / "o.vrt", vrt("near.tif", 1, more))


def _simple(spell: Callable[[str], str]) -> Callable[[Path, str], Path]:
    return lambda root, host: _text(root / "a.vrt", vrt(escape(spell(host))))


def _with_url(make: Callable[[Path, str], Path]) -> Callable[[Path, str], Path]:
    return lambda root, host: make(root, f"/vsicurl/http://{host}/a.tif")


_CLOUDS = ("vsis3", "vsis3_streaming", "vsigs", "vsiaz", "vsiadls", "vsioss", "vsiswift")
# Refused with a sentence: a virtual raster or an MRF that names an address.
REFUSED: dict[str, Callable[[Path, str], Path]] = {
    "plain": _simple(lambda host: f"/vsicurl/http://{host}/a.tif"),
    "an ending once allowed": _simple(lambda host: f"/vsicurl/http://{host}/a.no-network"),
    "percent-encoded": _simple(lambda host: f"/vsicurl?url={quote(f'http://{host}/a.tif', safe='')}"),
    "streaming": _simple(lambda host: f"/vsicurl_streaming/http://{host}/a.tif"),
    "capitals": _simple(lambda host: f"/VSICURL/http://{host}/a.tif"),
    "web address": _simple(lambda host: f"http://{host}/a.tif"),
    "ftp": _simple(lambda host: f"ftp://{host}/a.tif"),
    "web file system": _simple(lambda host: f"/vsiwebhdfs/http://{host}/webhdfs/v1/a.tif"),
    "zip in the web": _simple(lambda host: f"/vsizip//vsicurl/http://{host}/a.zip/a.tif"),
    "zip in braces": _simple(lambda host: f"/vsizip/{{/vsicurl/http://{host}/a.zip}}/a.tif"),
    "gzip": _simple(lambda host: f"/vsigzip//vsicurl/http://{host}/a.gz"),
    "tar": _simple(lambda host: f"/vsitar//vsicurl/http://{host}/a.tar/a.tif"),
    "part of a file": _simple(lambda host: f"/vsisubfile/0_100,/vsicurl/http://{host}/a.tif"),
    "cached": _simple(lambda host: f"/vsicached?file=/vsicurl/http://{host}/a.tif"),
    "netCDF": _simple(lambda host: f'NETCDF:"http://{host}/a.nc":band'),
    "HDF5": _simple(lambda host: f"HDF5:/vsicurl/http://{host}/a.h5://band"),
    "map service": _simple(lambda host: f"WMS:http://{host}/?service=WMS"),
    "map service inside": _simple(_wms),
    "virtual raster inside": _simple(lambda host: vrt(f"/vsicurl/http://{host}/a.tif")),
    "connection of a VRT": _simple(lambda host: f"vrt:///vsicurl/http://{host}/a.tif?bands=1"),
    "character by number": _with_url(lambda root, url: _text(root / "a.vrt", vrt(url.replace("/", "&#47;")))),
    "in CDATA": _with_url(lambda root, url: _text(root / "a.vrt", vrt(f"<![CDATA[{url}]]>"))),
    "nested": _with_url(_nested),
    "MRF": _with_url(
        lambda root, url: _text(root / "a.mrf", MRF.format(cached="", files=f"<DataFile>{url}</DataFile>"))
    ),
    "index of an MRF": _with_url(
        lambda root, url: _text(root / "a.mrf", MRF.format(cached="", files=f"<IndexFile>{url}</IndexFile>"))
    ),
    "VRT that names an MRF": _with_url(_through_mrf),
    "MRF with a source": _with_url(_cached),
    "zipped": _with_url(_zipped),
    "warped": _with_url(_warped),
    "overview": _with_url(_overview),
    **{cloud: _simple(lambda host, cloud=cloud: f"/{cloud}/bucket/a.tif") for cloud in _CLOUDS},  # type: ignore[misc]
}  # fmt: skip
NETCDF = 'NETCDF:"http://{}/a.nc":band'


def _beside(root: Path, host: str, ending: str) -> Path:
    path = write_geotiff(root / "plain.tif", np.full((64, 64, 3), 99, np.uint8))
    _text(Path(f"{path}{ending}"), vrt(escape(NETCDF.format(host))))
    return path


def _tagged_piece(root: Path, host: str) -> Path:
    _tagged(root, NETCDF.format(host))
    return _text(root / "a.vrt", vrt("tagged.tif", 1))


# GDAL would hand these to the netCDF library, which knows no file systems and fetches by itself.
REFUSED |= {
    "netCDF in the tags of a TIFF": lambda root, host: _tagged(root, NETCDF.format(host)),
    "netCDF in a sidecar": lambda root, host: _sidecar(root, NETCDF.format(host)),
    "netCDF in the tags of a piece": _tagged_piece,
    "netCDF behind an overview": lambda root, host: _beside(root, host, ".ovr"),
    "netCDF behind a mask": lambda root, host: _beside(root, host, ".msk"),
    "netCDF beside a piece": lambda root, host: _text(
        root / "a.vrt", vrt(_beside(root, host, ".ovr").name, 1)
    ),
    "netCDF by bytes": _simple(lambda host: f'NETCDF:"http://{host}/a.nc#mode=bytes":band'),
    "tags of a TIFF": _with_url(_tagged),
    "sidecar": _with_url(_sidecar),
    "sidecar with a web address": lambda root, host: _sidecar(root, f"http://{host}/a.tif"),
}
# Read without what they name, or refused for another reason; in any case nobody is asked.
SILENT: dict[str, Callable[[Path, str], Path]] = {
    "coordinate system": lambda root, host: _text(
        root / "a.vrt", vrt("no.tif", 1, head=f"<SRS>http://{host}/x</SRS>")
    ),
    "ERS": _with_url(_ers),
    "service as a file": lambda root, host: _text(root / "service.tif", _wms(host)),
    "STAC": lambda root, host: _text(
        root / "stac.json",
        json.dumps(
            {"stac_version": "1.0.0", "type": "Feature", "assets": {"a": {"href": f"http://{host}/a.tif"}}}
        ),
    ),
}


def main() -> None:
    """Open every form below a folder, for a process that is watched: ``python -m tests.support.addresses DIR HOST``."""
    from msa_core.errors import SourceError
    from msa_core.raster.pixels.reader import RasterReader

    root, host = Path(sys.argv[1]), sys.argv[2]
    for number, make in enumerate([*REFUSED.values(), *SILENT.values()]):
        folder = root / str(number)
        folder.mkdir()
        try:
            with RasterReader(make(folder, host)) as reader:
                reader.read((0, 0, 64, 64), 16)
        except SourceError:
            continue


if __name__ == "__main__":
    main()
