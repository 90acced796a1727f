"""What a search of STAC catalogues found, kept as an ItemCollection in a file: a catalogue like any other."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from msa_core import addresses
from msa_core.files import make_folder, storing, write_whole
from msa_core.messages import counted
from msa_core.progress import Progress
from msa_core.raster.find.stac.stac_assets import choose
from msa_core.raster.find.stac.stac_catalogues import FoundItem
from msa_core.raster.find.stac.stac_documents import DocumentError, resolve
from msa_core.raster.find.stac.stac_sources import StacSources
from msa_core.raster.gdal.locations import network
from msa_core.stac_search import KeptItems, StacSearch

_TOLD_NAMES = 5
_SIGNED = (
    "What comes after ? in its address may be a signature, which is not kept: index the catalogue on the command line "
    "(msa index --stac)."
)


def keep_items(wanted: StacSearch, out: Path, progress: Progress | None = None) -> KeptItems:
    """Write the wanted items of ``wanted.catalogues`` to ``out``, whole or not at all; no picture is fetched.

    Names of files in them are made absolute. What comes after ``?`` in an address may be a signature and is not kept:
    pictures that have it are refused.

    Args:
        wanted: which items; addresses among its catalogues have been asked for.
        out: the file, GeoJSON (STAC 1.0 ItemCollection).
        progress: told of items; may raise ``Cancelled``.

    Raises:
        StorageError: it cannot be written.
    """
    refused: list[tuple[str, str]] = []
    skipped: Counter[str] = Counter()
    kept, hosts = list[dict[str, Any]](), set[str]()
    told: list[str] = []
    for catalogue in wanted.catalogues:
        source = StacSources(
            wanted, progress or Progress(), lambda *pair: refused.append(pair), lambda _path: iter(())
        )
        given = network.full_address(catalogue) if addresses.is_address(catalogue) else catalogue
        for found in source.wanted_items(given, catalogue):
            pictures = _pictures_of(found, wanted.asset)
            kept.append(_standing_alone(found, pictures, refused))
            hosts |= {_host(full) for full in pictures if addresses.is_address(full)}
        skipped += source.skipped
        told += source.told
    if kept:
        make_folder(out.parent)
        with storing(out):
            write_whole(out, json.dumps({"type": "FeatureCollection", "features": kept}).encode())
    return KeptItems(
        path=str(out) if kept else "",
        items=len(kept),
        names=tuple(str(item["id"]) for item in kept[:_TOLD_NAMES]),
        hosts=tuple(sorted(hosts)),
        passed_over=counted(skipped),
        refused=tuple(refused),
        told=tuple(told),
    )


def _standing_alone(found: FoundItem, pictures: set[str], refused: list[tuple[str, str]]) -> dict[str, Any]:
    """An item without links, whose assets name in full where they lie; one that cannot be kept so is left out."""
    item: dict[str, Any] = found.item.to_dict(include_self_link=False, transform_hrefs=False)
    item["links"], assets = [], {}
    for key, asset in item["assets"].items():
        try:
            full = resolve(asset["href"], found.base)
        except DocumentError as error:
            refused.append((f"{found.item.id}, {key}", str(error)))
            continue
        if not (addresses.is_address(full) and "?" in full):
            assets[key] = {**asset, "href": full}
        elif full in pictures:
            refused.append((f"{found.item.id}, {key}", f"{network.plain(full)}: {_SIGNED}"))
    item["assets"] = assets
    return item


def _pictures_of(found: FoundItem, asset: str) -> set[str]:
    """Paths and addresses of the pictures that would be read of an item."""
    full = set()
    for href in (href for hrefs in choose(found.item.assets, asset).pictures for href in hrefs):
        with contextlib.suppress(DocumentError):
            full.add(resolve(href, found.base))
    return full


def _host(address: str) -> str:
    return network.plain(address).partition("://")[2].partition("/")[0]
