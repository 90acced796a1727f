"""A file that is not opened is called what it is, and the sentence says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from msa_core.errors import SourceError
from msa_core.raster.gdal.opening import open_dataset
from msa_core.raster.pixels.reader import RasterReader


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        open_dataset(path).close()
    return caught.value.reason


FOREIGN = {
    "a.ecw": (b"e\x02\x01\x01\0" + bytes(range(200)), "ECW"),
    "renamed.img": (b"e\x02\x01\0\0" + bytes(range(200)), "ECW"),
    "a.sid": (b"msid\x03\0\0\x01" + bytes(range(200)), "MrSID"),
    "a.hdf": (b"\x0e\x03\x13\x01" + bytes(range(200)), "HDF4"),
    "a.jxl": (b"\xff\x0a" + bytes(range(200)), "JPEG XL"),
    "b.jxl": (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(range(200)), "JPEG XL"),
    "a.heic": (b"\0\0\0\x18ftypheic" + bytes(range(200)), "HEIF"),
    "a.avif": (b"\0\0\0\x18ftypavif" + bytes(range(200)), "AVIF"),
    "a.fits": (b"SIMPLE  =                    T" + b" " * 2850, "FITS"),
    "a.exr": (b"v/1\x01" + bytes(range(200)), "OpenEXR"),
    "a.psd": (b"8BPS\0\x01" + bytes(range(200)), "Photoshop"),
    "map.pdf": (b"%PDF-1.7\n" + bytes(range(200)), "PDF"),
    "cloud.las": (b"LASF" + bytes(range(200)), "cloud of points"),
    "plots.shp": (b"\0\0\x27\x0a" + bytes(200), "outlines"),
    "packed.tif": (b"\x1f\x8b\x08" + bytes(range(200)), "Unpack"),
    "seven.tif": (b"7z\xbc\xaf\x27\x1c" + bytes(range(200)), "Unpack"),
    "service.xml": (b"<GDAL_WMS><Service name='TMS'/></GDAL_WMS>", "map service"),
    "wmts.xml": (
        b'<?xml version="1.0"?><Capabilities xmlns="http://www.opengis.net/wmts/1.0"/>',
        "map service",
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_format_that_is_not_read_is_named(tmp_path: Path, name: str) -> None:
    data, expected = FOREIGN[name]
    (tmp_path / name).write_bytes(data)
    reason = refusal(tmp_path / name)
    assert expected in reason
    assert "damaged" not in reason
    assert str(tmp_path) not in reason
    assert reason.endswith(".")


@pytest.mark.parametrize("code, expected", [(50002, "JPEG XL"), (34712, "JPEG 2000"), (22610, "JPEG XR")])
def test_a_compression_this_build_lacks_is_named(make_raster, code: int, expected: str) -> None:
    path = make_raster(compress="deflate")
    data = bytearray(path.read_bytes())
    entry = data.index(b"\x03\x01\x03\x00\x01\x00\x00\x00")  # tag 259 (compression), one 16-bit number
    data[entry + 8 : entry + 10] = code.to_bytes(2, "little")
    path.write_bytes(data)
    reason = refusal(path)
    assert f"compressed with {expected}, which this build of GDAL cannot unpack" in reason
    assert "damaged" not in reason


@pytest.mark.parametrize("spelling", ["Python", "PYTHON", "python"])
def test_code_in_a_virtual_raster_is_refused_and_not_run(make_raster, tmp_path: Path, spelling: str) -> None:
    make_raster("base.tif")
    code = f"def half(a, b, *c, **d):\n    open({str(tmp_path / 'ran')!r}, 'w')"
    path = tmp_path / "code.vrt"
    path.write_text(
        '<VRTDataset rasterXSize="48" rasterYSize="64"><VRTRasterBand dataType="Byte" band="1" '
        'subClass="VRTDerivedRasterBand"><PixelFunctionType>half</PixelFunctionType>'
        f"<PixelFunctionLanguage>{spelling}</PixelFunctionLanguage><PixelFunctionCode><![CDATA[{code}]]>"
        '</PixelFunctionCode><SimpleSource><SourceFilename relativeToVRT="1">base.tif</SourceFilename></SimpleSource>'
        "</VRTRasterBand></VRTDataset>"
    )
    assert "running code from a file is off" in refusal(path)
    assert not (tmp_path / "ran").exists()


def test_a_text_is_still_no_raster(tmp_path: Path) -> None:
    (tmp_path / "e.tif").write_text("everything in here is words\n" * 9)
    assert refusal(tmp_path / "e.tif").startswith("This is not a raster")


def test_entities_in_a_virtual_raster_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "laughs.vrt"
    path.write_text(
        '<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;">]>'
        '<VRTDataset rasterXSize="9" rasterYSize="9">&y;</VRTDataset>'
    )
    assert "it declares entities" in refusal(path)


def test_virtual_rasters_that_name_each_other_are_refused_or_end(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.vrt").write_text(
            '<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
            f'<SourceFilename relativeToVRT="1">{other}.vrt</SourceFilename></SimpleSource>'
            "</VRTRasterBand></VRTDataset>"
        )
    with pytest.raises(SourceError), RasterReader(tmp_path / "a.vrt") as reader:
        reader.read((0, 0, 9, 9), 9)
