"""Which of GDAL's drivers this program uses: an allow-list, and why each other one is left out.

A file decides by its bytes which driver opens it, and files come from strangers. So a driver is used when it reads
rasters from files on this machine and nothing else: no network, no database, no program, nothing written.

A list given with one opening would not reach what a virtual raster or a sidecar opens within GDAL. So the rest is not
even registered (``GDAL_SKIP``, set by :mod:`.environment` before GDAL starts), and what a driver unknown here has
opened is closed again.
"""

from __future__ import annotations

from collections.abc import Iterable


def _names(text: str) -> list[str]:
    """Names parted by spaces; one that has a space itself stands between bars."""
    found: list[str] = []
    for number, part in enumerate(text.split("|")):
        found += [part] if number % 2 else part.split()
    return found


_BUILT_IN = (
    "AAIGrid ACE2 ADRG AIG AirSAR BAG BIGGIF BLX BMP BSB BT BYN CALS CEOS COASP COSAR CPG CTG DIMAP DIPEx DOQ1 DOQ2 "
    "DTED ECRGTOC EHdr EIR ELAS ENVI ERS ESAT ESRIC FAST FIT GFF GIF GPKG GRASSASCIIGrid GRIB GS7BG GSAG GSBG GSC "
    "GTiff GXF GenBin HDF5 HDF5Image HF2 HFA ILWIS IRIS ISCE ISG ISIS2 ISIS3 JAXAPALSAR JDEM JP2OpenJPEG JPEG KRO "
    "L1B LAN LCP Leveller MAP MBTiles MFF MFF2 MRF MSGN NDF NITF NSIDCbin NWT_GRC NWT_GRD OZI PAux PCIDSK PCRaster "
    "PDS PDS4 PNG PNM PRF R RIK RMF ROI_PAC RPFTOC RRASTER RS2 RST S102 S104 S111 SAFE SAGA SAR_CEOS SDTS SENTINEL2 "
    "SGI SIGDEM SNAP_TIFF SNODAS SRP SRTMHGT TGA TIL TSX Terragen USGSDEM VICAR VRT WEBP XPM ZMap netCDF"
)
# Formats whose driver some builds of GDAL lack, that of rasterio's wheels among them.
_OPTIONAL = (
    "AVIF BASISU DDS ECW EXR HDF4 HDF4Image HEIF JP2ECW JP2KAK JP2Lura JP2MrSID JPEGLS JPEGXL KEA KTX2 LIBERTIFF "
    "MrSID MSG RCM"
)
READABLE: tuple[str, ...] = tuple(sorted(_names(f"{_BUILT_IN} {_OPTIONAL}")))

# Registered, and never given a file: GDAL keeps arrays in MEM while it reprojects, and MBTiles asks its tables of
# SQLite's driver, which by itself reads outlines alone.
INTERNAL: tuple[str, ...] = ("COG", "MEM", "SQLite")

_REASONS: dict[str, str] = {
    "It asks the network or a database.": (
        "DAAS DODS EEDA EEDAI GeoRaster HTTP JPIPKAK NGW OGCAPI PLMOSAIC PLSCENES PostGISRaster Rasdaman STACIT "
        "STACTA TileDB WCS WMS WMTS"
    ),
    "It opens whatever a list of links or a query names, addresses as well.": "GDALG GTI KMLSUPEROVERLAY",
    "It needs another program, or a library that interprets names as commands.": "CAD FITS GRASS PDF RDB",
    "It reads folders, not files.": "OpenFileGDB Zarr",
    "It is a database of tables that anything may have been put into.": "Rasterlite",
    "It takes any text that begins with numbers for a grid.": "XYZ",
    "It computes other rasters out of a raster.": "DERIVED",
    "It holds shifts between datums, not pictures.": "CTable2 GTX LOSLAS NGSGEOID NOAA_B NTv2",
    "It holds outlines or networks, not pixels.": (
        "AVCBin AVCE00 ESRIJSON|ESRI Shapefile|GNMDatabase GNMFile GeoJSON GeoJSONSeq MVT Memory OSM TopoJSON"
    ),
}


LEFT_OUT: dict[str, str] = {name: reason for reason, text in _REASONS.items() for name in _names(text)}


def unknown(registered: Iterable[str]) -> tuple[str, ...]:
    """Drivers of this build of GDAL that nobody has judged yet: their rasters are refused."""
    return tuple(sorted(set(registered) - set(READABLE) - set(INTERNAL) - LEFT_OUT.keys()))
