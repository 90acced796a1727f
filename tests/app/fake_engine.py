"""A small real child process that speaks the messages of the engine, for tests of the window.

It ranks by a hash of query and tile: the same question, the same answer, and no model. Some words of a query
say what its background tells (``clear``, ``vague``); others make it misbehave: ``crash`` ends the process, ``slow``
waits a second, ``nothing`` finds nothing.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from msa_core.messages import (
    ArchiveListing,
    CaptionPicture,
    CheckFiles,
    ComputeDevice,
    CountInAreas,
    CountSearches,
    Explain,
    ExportedHits,
    ExportHits,
    GroupScores,
    ListDevices,
    OpenIndex,
    PictureAnswer,
    RefreshIndex,
    Reply,
    SavedOverlays,
    SaveOverlays,
    ScanArchive,
    ScoreGroup,
    ScoreGroups,
    Search,
    SearchCount,
    Shutdown,
    UseDevice,
    WarmUp,
    WriteEvidence,
    WrittenEvidence,
)
from msa_core.records import (
    SENTENCE,
    Background,
    CaptionHit,
    Contribution,
    Explanation,
    Heatmap,
    IndexInfo,
    Query,
    RasterInfo,
    SearchResult,
    SourceReport,
    Tile,
    TileHit,
)
from msa_core.retrieval.query.meaning.wording import wording_of
from msa_core.retrieval.why.sentence_words import own_words
from msa_core.source_states import SourceState

DEVICES = (
    ComputeDevice("cuda:0", "Big GPU", 80.0),
    ComputeDevice("cuda:1", "Small GPU", 8.0),
    ComputeDevice("cpu", "processor, 2 threads"),
)
GRIDS = {1: 48, 2: 24, 3: 12, 4: 6, 0: 6}


class FakeEngine:
    """Tiles are the quarters of every raster under the index's parent folder."""

    def __init__(self) -> None:
        self._tiles: list[Tile] = []
        self._found: tuple[TileHit, ...] = ()

    def answer(self, body: object) -> object:
        answers = {
            ScanArchive: scan,
            RefreshIndex: self._refresh,
            CheckFiles: self._check,
            OpenIndex: lambda asked: self._open(Path(asked.path)),
            Search: self._search,
            CaptionPicture: self._caption,
            Explain: lambda asked: explain(asked.tile, asked.text, asked.query, self._found),
            SaveOverlays: save_overlays,
            ExportHits: export,
            WriteEvidence: write_evidence,
            GroupScores: self._groups,
            CountSearches: lambda asked: self._count(asked.searches, ("",)),
            CountInAreas: lambda asked: self._count(asked.searches, asked.areas),
            ListDevices: lambda _asked: DEVICES,
            UseDevice: lambda _asked: None,
            WarmUp: lambda _asked: None,
        }
        return answers[type(body)](body)

    def _refresh(self, body: RefreshIndex) -> IndexInfo | None:
        return self._open(Path(body.path)) if (Path(body.path) / "manifest.json").is_file() else None

    def _check(self, _body: CheckFiles) -> tuple[str, ...]:
        return tuple(
            path for path in self._paths if (Path(path).parent / (Path(path).name + ".changed")).exists()
        )

    def _caption(self, body: CaptionPicture) -> PictureAnswer:
        if not Path(body.path).is_file():
            raise ValueError(f"{body.path}: There is no such file.")
        words = ("many storage tanks beside a river", "a large airport with two runways", "dense houses")
        if body.bank is not None:
            words = tuple(Path(body.bank).read_text("utf-8").splitlines())
        captions = tuple(CaptionHit(text, n + 1, 0.3 - 0.04 * n) for n, text in enumerate(words))
        similar = self._rank(body.path, body.similar, None)
        return PictureAnswer(path=body.path, captions=captions, similar=similar)

    def _open(self, folder: Path) -> IndexInfo:
        from msa_core.raster.find import archive

        if not (folder / "manifest.json").is_file():
            raise ValueError(f"{folder} is not an index: it has no manifest.json.")
        listing = archive.scan([folder.parent])
        self._paths = [info.path for info in listing.rasters]
        self._tiles = [tile for info in listing.rasters for tile in quarters(info)]
        reports = [
            SourceReport(name=info.name, path=info.path, state=SourceState.INDEXED, tiles=4)
            for info in listing.rasters
        ]
        return IndexInfo(
            path=str(folder),
            roots=(str(folder.parent),),
            tiles=len(self._tiles),
            dim=8,
            model="f" * 64,
            model_folder=str(folder),
            ground_sizes_m=(320.0,),
            sources=(*reports, *listing.refused),
        )

    def _search(self, body: Search) -> SearchResult:
        text = body.query.text
        if "crash" in text:
            os._exit(9)
        if "slow" in text:
            time.sleep(1.0)
        hits = () if "nothing" in text else self._rank(text, body.k, text)
        if body.listing is not None and body.listing.nms is not None:
            hits = hits[::2]
        hits = moved(hits, body.query)
        told = self._background(text, text)
        noticed = wording_of(body.query, unknown_words)
        return SearchResult(
            query=body.query,
            hits=hits,
            model="f" * 64,
            searched=len(self._tiles),
            seconds=0.012,
            background=told,
            unknown_words=noticed.unknown,
            negated=noticed.negated,
            notes=noticed.sentences(),
        )

    def _groups(self, body: GroupScores) -> ScoreGroups:
        """Of each source; of ground sizes there is one."""
        told = self._background(body.query.text, body.query.text)
        groups = []
        for name in sorted({tile.source for tile in self._tiles} if body.by == "source" else {"320 m"}):
            tiles = [tile for tile in self._tiles if body.by == "ground" or tile.source == name]
            scores = np.array([noise_of(body.query.text, tile) for tile in tiles])
            counts = tuple(np.histogram(scores, 64, (told.low, told.high))[0].tolist())
            above = None if told.cut is None else int((scores >= told.cut).sum())
            groups.append(
                ScoreGroup(
                    name=name, tiles=len(tiles), best=float(scores.max()), above_cut=above, counts=counts
                )
            )
        return ScoreGroups(by=body.by, low=told.low, high=told.high, groups=tuple(groups), others=0)

    def _count(self, searches: tuple[Search, ...], areas: tuple[str, ...]) -> tuple[SearchCount, ...]:
        """Of areas it knows the letters alone: each has as many places above the cut as it has corners."""
        counts = []
        for row, asked in enumerate(searches):
            found = self._search(asked)
            told = found.background
            ids = tuple(hit.tile.id for hit in found.hits)
            above = None if told is None or told.cut is None else told.above_cut
            counts += [
                SearchCount(
                    search=row, area=column, searched=len(ids), ids=ids,
                    scores=tuple(hit.score for hit in found.hits),
                    above_cut=above if not area or above is None else area.count(","),
                    cut=None if told is None else told.cut,
                    best=max((hit.score for hit in found.hits), default=None),
                )
                for column, area in enumerate(areas)
            ]  # fmt: skip
        return tuple(counts)

    def _background(self, key: str, text: str) -> Background:
        """Of all tiles; words with ``clear`` stand out, with ``vague`` they do not, else it cannot be told."""
        scores = np.array([noise_of(key, tile) for tile in self._tiles])
        low, high = float(scores.min()), float(scores.max())
        counts = tuple(np.histogram(scores, 64, (low, high))[0].tolist())
        middle, spread = float(np.median(scores)), float(scores.std())
        cut = (middle + high) / 2 if "clear" in text else high + 2 * spread if "vague" in text else None
        above = 0 if cut is None else int((scores >= cut).sum())
        return Background(
            tiles=len(scores), sampled=False, low=low, high=high, counts=counts, passing=counts,
            mean=float(scores.mean()), sd=spread, middle=middle, spread=spread, cut=cut, above_cut=above,
            stands_out=None if cut is None else above > 0,
        )  # fmt: skip

    def _rank(self, key: str, k: int, text: str | None) -> tuple[TileHit, ...]:
        scored = sorted(((noise_of(key, tile), tile) for tile in self._tiles), key=lambda pair: -pair[0])
        scales = (1.2, -0.4, 2.2, 3.1) if text else None
        # Tiles of "one ground" show the same place wherever they have the same corner of their raster.
        corners = {tile.id: int(tile.id[-1]) + 1 if tile.footprint_lonlat else None for _, tile in scored}
        together = "one ground" in (text or "")
        self._found = tuple(
            TileHit(
                tile=tile,
                rank=n + 1,
                score=score,
                scale_scores=scales,
                ground_group=corners[tile.id] if together else None,
            )
            for n, (score, tile) in enumerate(scored[:k])
        )
        return self._found


def moved(hits: tuple[TileHit, ...], query: Query) -> tuple[TileHit, ...]:
    """What was accepted comes first, what was rejected last."""
    order = sorted(
        hits, key=lambda hit: (hit.tile.id in query.rejected, hit.tile.id not in query.accepted, hit.rank)
    )
    return tuple(replace(hit, rank=n + 1) for n, hit in enumerate(order))


def unknown_words(text: str) -> tuple[list[str], bool]:
    """Words that are not of ASCII are those it does not know."""
    words = text.split()
    return [word for word in words if not word.isascii()], any(word.isascii() for word in words)


def noise(key: str) -> float:
    """A number from 0.1 to 0.4 that depends on the key alone."""
    return 0.1 + 0.3 * int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def noise_of(key: str, tile: Tile) -> float:
    """That of a key for a tile, wherever its archive lies: which places lead must not depend on the folder of a run."""
    return noise(f"{key} {tile.source} {tile.id.partition('/')[2]}")


def quarters(info: RasterInfo) -> list[Tile]:
    """Four tiles of a raster."""
    from msa_core.raster.pixels.reader import RasterReader

    half_w, half_h = max(1, info.width_px // 2), max(1, info.height_px // 2)
    tiles = []
    with RasterReader(info.path) as reader:
        for row in (0, 1):
            for column in (0, 1):
                box = (column * half_w, row * half_h, (column + 1) * half_w, (row + 1) * half_h)
                rings = reader.georef.footprint_lonlat(box)
                name = f"{hashlib.sha256(info.path.encode()).hexdigest()[:16]}/0/{row}/{column}"
                tiles.append(
                    Tile(
                        id=name,
                        source=info.name,
                        path=info.path,
                        level=0,
                        pixel_bbox=box,
                        gsd_m=info.gsd_m,
                        crs=info.crs,
                        footprint_lonlat=rings,
                    )
                )
    return tiles


def scan(body: ScanArchive) -> ArchiveListing:
    """As the engine does it."""
    from msa_core.raster.find import archive

    return archive.scan(body.paths)


def save_overlays(body: SaveOverlays) -> SavedOverlays:
    """Two files of the names that the engine gives."""
    files = [Path(body.folder) / f"rank{body.hit.rank:03d}_{end}" for end in ("scale1.tif", "sheet.png")]
    for file in files:
        file.write_bytes(body.text.encode())
    return SavedOverlays(tuple(map(str, files)))


def export(body: ExportHits) -> ExportedHits:
    """As the engine does it."""
    from msa_core.errors import MsaError
    from msa_core.retrieval.exports.hit_files import export_hits

    try:
        return ExportedHits(tuple(export_hits(body.result, body.path, body.crs, overwrite=True).sentences()))
    except MsaError as error:
        raise ValueError(str(error)) from error


def write_evidence(body: WriteEvidence) -> WrittenEvidence:
    """The page as the engine writes it, with pictures of one colour."""
    from msa_core.errors import MsaError
    from msa_core.retrieval.evidence.pack import Pictures, clear_folder, write_pack

    pixels = {hit.tile.id: np.full((64, 64, 3), 90, np.uint8) for hit in body.result.hits}
    facts = {
        "msa_evidence": 1, "made": "2026-11-27", "question": {}, "model": "f" * 64, "program": {},
        "index": {"tiles": 8, "sources": 2, "data": "e" * 64},
    }  # fmt: skip
    try:
        clear_folder(Path(body.folder), False)
        return WrittenEvidence(
            str(write_pack(Path(body.folder), facts, body.result, Pictures(pixels, {}), {}))
        )
    except MsaError as error:
        raise ValueError(str(error)) from error


def explain(
    tile: Tile, text: str, query: Query | None = None, found: tuple[TileHit, ...] = ()
) -> Explanation:
    """Smooth hills and hollows, other ones for each scale and word; sums are kept as the record demands."""
    words = own_words(text.split()[:6])
    score = next((hit.score for hit in found if hit.tile == tile), 0.3)
    maps = []
    for scale, grid in GRIDS.items():
        for word in ("",) if scale == 0 else ("", *words, SENTENCE):
            rng = np.random.default_rng(int(noise(f"{text}{tile.id}{scale}{word}") * 1e9))
            y, x = np.mgrid[0:grid, 0:grid] / grid
            at = rng.uniform(0.2, 0.8, 4)
            hills = np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / 0.03)
            hollows = np.exp(-((x - at[2]) ** 2 + (y - at[3]) ** 2) / 0.05)
            values = ((hills - 0.6 * hollows) * (8 if not word else 3) / grid**2).astype(np.float32)
            maps.append(
                Heatmap(scale=scale, word=word, values=values, constant=0.5, total=float(values.sum()) + 0.5)
            )
    parts = (Contribution("text", text, 1.0, score + 0.02), Contribution("hubness", "", 1.0, -0.02))
    usual = ((0.5, 1.0), (0.0, 1.0), (0.5, 1.0), (3.0, 1.0))
    others = tuple(word for word in text.split()[:6] if word not in words)
    return Explanation(
        tile=tile,
        text=text,
        words=words,
        heatmaps=tuple(maps),
        in_sentence=others,
        contributions=parts if query is not None else (),
        usual=usual,
    )


def run(connection: Connection, device: str) -> None:
    """Answer until told to stop or the window is gone."""
    assert device in ("auto", "cpu", "cuda", "mps")
    engine = FakeEngine()
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        if isinstance(request.body, Shutdown):
            connection.send(Reply(request.id))
            return
        try:
            connection.send(Reply(request.id, engine.answer(request.body)))
        except ValueError as error:
            connection.send(Reply(request.id, error=str(error)))
