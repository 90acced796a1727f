"""Endings and first bytes by which files are sorted: a table, and no more."""

from __future__ import annotations

# Called like this, a file is a raster until opening it says otherwise.
RASTER_ENDINGS = frozenset((
    ".avif", ".bmp", ".bt", ".btf", ".cal", ".dt0", ".dt1", ".dt2", ".ecw", ".ers", ".exr", ".gif", ".grb", ".grb2",
    ".grib", ".grib2", ".gtif", ".gtiff", ".he5", ".heic", ".heif", ".hf2", ".hgt", ".img", ".j2c", ".j2k", ".jfif",
    ".jls", ".jp2", ".jpe", ".jpeg", ".jpf", ".jpg", ".jpx", ".jxl", ".kap", ".mrf", ".nc4", ".nitf", ".nsf",
    ".ntf", ".pgm", ".pix", ".png", ".pnm", ".ppm", ".rst", ".sdat", ".sid", ".tf8", ".tga", ".tif", ".tiff",
    ".vrt", ".webp",
))  # fmt: skip
# Never looked into: documents, tables, outlines, programs, notes of other programs, downloads that are not complete.
OTHER_ENDINGS = frozenset((
    ".ai", ".aprx", ".att", ".aux", ".avi", ".bak", ".bat", ".c", ".cfg", ".clr", ".copc", ".cpg", ".cpp",
    ".crdownload", ".css", ".csv", ".dbf", ".dgn", ".dll", ".doc", ".docx", ".download", ".dwg", ".dxf", ".eml",
    ".eph", ".eps", ".exe", ".feather", ".geojson", ".gml", ".gpx", ".h", ".htm", ".html", ".imd", ".ini", ".ipynb",
    ".java", ".js", ".json", ".jsonl", ".kml", ".kmz", ".las", ".laz", ".lnk", ".lock", ".log", ".lyr", ".lyrx",
    ".m", ".md", ".md5", ".meta", ".mkv", ".mov", ".mp3", ".mp4", ".msg", ".msk", ".mxd", ".nfo", ".npy", ".npz",
    ".obj", ".ods", ".odt", ".onnx", ".ovr", ".parquet", ".part", ".pdf", ".pkl", ".ply", ".ppt", ".pptx", ".prj",
    ".ps", ".ps1", ".psd", ".pt", ".pth", ".py", ".pyc", ".qgs", ".qgz", ".qix", ".qml", ".qpj", ".r", ".rpb",
    ".rpc", ".rrd", ".rtf", ".safetensors", ".sbn", ".sbx", ".sh", ".sha1", ".sha256", ".shp", ".shx", ".sig",
    ".sld", ".so", ".stx", ".svg", ".tab", ".tfw", ".til", ".tmp", ".toml", ".tsv", ".ttf", ".txt", ".url", ".wav",
    ".wld", ".xls", ".xlsx", ".xml", ".yaml", ".yml",
))  # fmt: skip
ZIP_ENDING = ".zip"
# To be unpacked first; those that hold many files, whatever is in them.
PACKED = (
    ".tar", ".tgz", ".tbz2", ".txz", ".7z", ".rar", ".gz", ".bz2", ".xz", ".zst", ".lzma", ".z",
)  # fmt: skip
PACKS_MANY = (
    ".tar", ".tgz", ".tbz2", ".txz", ".7z", ".rar",
)  # fmt: skip
# How the files of binary formats begin.
MAGIC = (
    b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"\0\0\0\x0cjP  ",
    b"\xff\x4f\xff\x51",
    b"EHFA_HEADER_TAG", b"NITF0", b"NSIF0", b"PCIDSK", b"\x89HDF\r\n", b"\x0e\x03\x13\x01", b"CDF\x01", b"CDF\x02",
    b"CDF\x05", b"GRIB", b"DSBB", b"DSRB", b"RUU CROSS SYSTEM MAP", b"CCSD3Z", b"KRO\x01",
)  # fmt: skip
# Formats that begin with words: virtual rasters, MRF, grids of Esri and Surfer, products of planetary missions.
TEXT_MAGIC = (
    b"<vrtdataset", b"<mrf_meta", b"ncols", b"nrows", b"dsaa", b"pds_version_id", b"object = isiscube",
)  # fmt: skip
SQLITE_MAGIC = b"SQLite format 3\0"
# What belongs to a raster when it stands after the raster's whole name.
APPENDED = (
    ".aux.xml", ".ovr", ".msk", ".aux", ".rrd", ".rde", ".xml", ".vat.dbf", ".vat.cpg", ".hdr", ".json", ".prj",
    ".points", ".rpc", ".rpb", ".qml", ".sld", ".lyr", ".lyrx", ".md5", ".rsc", ".txt",
)  # fmt: skip
# What belongs to a raster when it stands in place of the raster's ending.
BESIDE = frozenset((
    ".att", ".aux", ".clr", ".cpg", ".dbf", ".eph", ".geo", ".hdr", ".idx", ".ige", ".imd", ".json", ".lerc",
    ".lrc", ".lyr", ".lyrx", ".met", ".meta", ".mgrd", ".nfo", ".ovr", ".pjg", ".pjp", ".points", ".ppg", ".prj",
    ".ptf", ".pzp", ".qml", ".rdc", ".ref", ".smp", ".qpj", ".rpb", ".rpc", ".rrd", ".sgrd", ".sld", ".stx", ".tab",
    ".til", ".tst", ".txt", ".wld", ".xml",
))  # fmt: skip
# The other files of a shapefile.
BESIDE_SHAPEFILES = frozenset((
    ".cpg", ".dbf", ".prj", ".qix", ".qpj", ".sbn", ".sbx", ".shp.xml", ".shx", ".xml",
))  # fmt: skip
# Data beside a header (.hdr), the likeliest first.
RAW = (
    ".bil", ".bip", ".bsq", ".dat", ".img", ".raw", ".envi", ".flt", ".bin", ".slc", ".int", "",
)  # fmt: skip
