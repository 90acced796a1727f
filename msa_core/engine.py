"""The front desk: one object whose verbs are those of the command line ``msa``.

The model loads at the first question that needs it. For one thread; the window keeps it in a process of its own
(:mod:`msa_core.engine_process`), the command line calls it directly, and so may a script::

    engine = Engine(index="archive.idx")
    result = engine.search("an airport with runways", k=10)
    for hit in result.hits:
        print(hit.rank, hit.score, hit.tile.source, hit.tile.pixel_bbox)

| verb | method | gives |
|---|---|---|
| ``msa index`` | :meth:`Engine.index` | a report of each source; the index is then open |
| ``msa search`` | :meth:`Engine.search`, :meth:`Engine.similar` | hits, best first |
| ``msa search --out`` | :meth:`Engine.export` | a file for GIS |
| ``msa caption`` | :meth:`Engine.caption` | captions, best first |
| ``msa explain`` | :meth:`Engine.explain`, :meth:`Engine.write_overlays` | heatmaps; GeoTIFFs |
| ``msa search --evidence`` | :meth:`Engine.write_evidence` | a folder: page, pictures, JSON with hashes |
| ``msa searches`` | :meth:`Engine.count_searches` | what saved searches find, in areas |
| ``msa reproduce`` | :meth:`Engine.reproduce` | the same hits, or the difference in words |
| ``msa verify`` | :meth:`Engine.verify` | what is damaged |
| ``msa merge`` | :meth:`Engine.merge` | a new index |
| ``msa export-stac`` | :meth:`Engine.export_stac` | a STAC collection |

Every error raised on purpose is a :class:`msa_core.errors.MsaError`, whose text is a sentence for a person. A
``progress`` may be given to all that takes long: it is told how far the work is, and stops it by raising ``Cancelled``.
Training and evaluation are :mod:`msa_core.training` and need no engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from msa_core.config import IndexOptions
from msa_core.errors import UsageError
from msa_core.messages import Search
from msa_core.progress import Progress
from msa_core.records import (
    CaptionHit,
    Explanation,
    IndexInfo,
    Listing,
    Query,
    QueryTerm,
    SearchResult,
    SourceReport,
    Tile,
    TileHit,
)

if TYPE_CHECKING:
    from distributed import Client

    from msa_core.indexing.care.merging import MergeReport
    from msa_core.indexing.care.verifying import Verdict
    from msa_core.indexing.folder.opened.tile_index import TileIndex
    from msa_core.messages import ScoreGroups, SearchCount
    from msa_core.model.running.embedder import Embedder
    from msa_core.retrieval.captions.captioner import Captioner
    from msa_core.retrieval.evidence.comparison import Comparison
    from msa_core.retrieval.exports.hit_files import Exported
    from msa_core.retrieval.search.tile_searcher import TileSearcher


class Engine:
    """Index, search, caption and explain with one model.

    Args:
        index: index folder to open, or several of one model to search as one; None for none yet.
        model: checkpoint folder; None means the index's own model, or the starter without an index.
        device: ``auto``, ``cpu``, ``cuda`` (or one of several: ``cuda:1``) or ``mps``.

    Raises:
        IndexFolderError: the index cannot be opened.
    """

    def __init__(
        self,
        index: Path | str | Sequence[Path | str] | None = None,
        model: Path | str | None = None,
        device: str = "auto",
    ) -> None:
        self._device = device
        self._vram_limit_gb: float | None = None
        self._wanted_model: Path | None = None
        self.use_model(model)
        self._is_settled = False  # whether the loaded model was found to be the one for the open index
        self._embedder: Embedder | None = None
        self._index: TileIndex | None = None
        self._searcher: TileSearcher | None = None
        self._captioner: Captioner | None = None
        if index is not None:
            self.open_index(index)

    @property
    def opened(self) -> TileIndex:
        """The open index: its manifest, rows and vectors. Raises UsageError when there is none."""
        if self._index is None:
            raise UsageError("No index is open: open one first.")
        return self._index

    @property
    def has_tiles(self) -> bool:
        """True when an index is open and holds tiles."""
        return self._index is not None and len(self._index) > 0

    def use_model(self, model: Path | str | None) -> None:
        """Choose the checkpoint folder from now on; None means the open index's own, or the starter."""
        self._wanted_model = None if model is None else Path(model)
        self._is_settled = False

    def use_device(self, device: str, vram_limit_gb: float | None = None) -> None:
        """Run the model on another device, with at most so much GPU memory (GB), from the next question on."""
        self._device, self._vram_limit_gb = device, vram_limit_gb
        self._embedder, self._searcher, self._is_settled = None, None, False

    def open_index(
        self, folder: Path | str | Sequence[Path | str], progress: Progress | None = None
    ) -> IndexInfo:
        """Open an index, in place of what is open; or several as one: one ranking, one background.

        ``progress`` is told while the index's cache is made, when that is missing.

        Raises:
            IndexFolderError: it is not an index, damaged, newer than this program, or several differ in their model;
                the open one then stays open.
        """
        from msa_core.indexing.folder.opened.library import open_indexes

        index = open_indexes([folder] if isinstance(folder, Path | str) else folder, progress)
        self._index, self._searcher, self._is_settled = index, None, False
        return index.info

    def index(
        self,
        archives: Path | str | Sequence[Path | str],
        out: Path | str,
        options: IndexOptions | None = None,
        progress: Progress | None = None,
        cluster: Client | None = None,
    ) -> tuple[SourceReport, ...]:
        """Make rasters searchable, or bring an index up to date; then open it.

        What has not changed is skipped; after a kill at any moment the same call goes on.

        Args:
            archives: files, folders (searched through) and patterns; one or several.
            out: the index folder, made if needed.
            options: tiling, batch, readers and so on. Without a model or device of their own, the engine's.
            cluster: a client of a Dask cluster whose workers do the work; None: this process does.

        Returns one report per source, ``state`` being indexed, unchanged, partial, refused or missing.

        Raises:
            NothingUsableError: none can be searched, unless it is a part of an archive.
            MsaError: as :func:`~msa_core.indexing.build.index_archive.build_index` does.
        """
        from msa_core.indexing.build.index_archive import build_index
        from msa_core.indexing.folder.manifest.report_lines import require_searchable

        options = options if options is not None else IndexOptions()
        device = self._device if options.device == "auto" else options.device
        options = replace(options, model=options.model or self._wanted_model, device=device)
        several = [archives] if isinstance(archives, Path | str) else list(archives)
        reports = build_index(several, out, options, progress, cluster)
        if options.part is None:
            require_searchable(reports)
        self.open_index(out, progress)
        return tuple(reports)

    def load(self, progress: Progress | None = None) -> Embedder:
        """Load the model if that has not happened: the one for the open index, else the starter.

        Raises:
            CheckpointError: it is missing or damaged.
            IndexFolderError: the model given is another than the open index's.
        """
        from msa_core.indexing.folder.manifest.index_model import bundled_model, check_model, model_of_index
        from msa_core.model.running.embedder import Embedder

        if self._is_settled and self._embedder is not None:
            return self._embedder
        folder = self._wanted_model or bundled_model()
        index = None if self._index is None or self._index.is_foreign else self._index
        if index is not None:
            folder = model_of_index(index.manifest, self._wanted_model)
        if self._embedder is None or self._embedder.folder != folder:
            if progress is not None:
                progress(0.0, "loading the model")
            self._embedder = Embedder(folder, self._device, vram_limit_gb=self._vram_limit_gb)
            self._searcher = None
        if index is not None:
            check_model(index.manifest, self._embedder.fingerprint, index.folder)
        self._is_settled = True
        return self._embedder

    def warm_up(self, progress: Progress | None = None) -> None:
        """Load the model and pay what the first query would: imports, kernels, the vectors of the open index."""
        embedder = self.load(progress)
        embedder.encode_texts(["a place seen from above"])
        if self._index is not None:
            self._index.vectors.warm_up()

    def search(
        self,
        query: Query | str,
        k: int = 20,
        listing: Listing | None = None,
        progress: Progress | None = None,
    ) -> SearchResult:
        """Rank the tiles of the open index.

        Args:
            query: words to look for, or terms and filters:
                ``Query(terms=parse_terms(["river"], like=["a.png"]), bbox=...)`` with
                :func:`msa_core.retrieval.query.parsing.parse_terms`.
            k: most hits wanted, 1 or more.
            listing: how hits are chosen from the ranking: overlaps and places. None: as usual.

        Returns:
            At most ``k`` hits, best first. ``score`` is the cosine of query and tile (a little less for hubs where
            the model makes up for them), or with several terms the sum of those by weight; ``background`` tells what
            all tiles score.

        Raises:
            UsageError: no index is open, or the query is empty.
            NothingUsableError: the index holds no tiles.
            SourceError: a picture of the query cannot be read.
            CheckpointError, IndexFolderError: as :meth:`load`.
        """
        from msa_core.retrieval.query import parsing as queries

        if isinstance(query, str):
            query = Query(terms=queries.parse_terms([query]))
        query = queries.checked(query)
        self.opened.require_tiles()
        return self._ready_searcher(progress).search(query, k, listing, progress)

    def group_scores(self, query: Query, by: str, progress: Progress | None = None) -> ScoreGroups:
        """How tiles score for a query by ``ground`` size or ``source``; errors as :meth:`search`."""
        return self._ready_searcher(progress).groups(query, by)

    def count_searches(
        self, asked: Sequence[Search], areas: Sequence[str | None] = (None,), progress: Progress | None = None
    ) -> tuple[SearchCount, ...]:
        """As :func:`msa_core.retrieval.search.search_counts.count_searches`; errors as :meth:`search`."""
        from msa_core.retrieval.search.search_counts import count_searches

        return count_searches(self._ready_searcher(progress), asked, areas, progress)

    def _ready_searcher(self, progress: Progress | None = None) -> TileSearcher:
        from msa_core.retrieval.search.tile_searcher import TileSearcher

        embedder = None if self.opened.is_foreign else self.load(progress)
        if self._searcher is None:
            self._searcher = TileSearcher(self.opened, embedder)
        return self._searcher

    def similar(self, path: Path | str, k: int = 20, progress: Progress | None = None) -> SearchResult:
        """Tiles of the open index that look like a picture or raster; as :meth:`search`."""
        return self.search(Query(terms=(QueryTerm("image", str(path)),)), k, progress=progress)

    def caption(
        self, path: Path | str, k: int = 5, bank: Path | None = None, progress: Progress | None = None
    ) -> tuple[CaptionHit, ...]:
        """Up to ``k`` captions of a picture or raster, best first; ``score`` is that of a search for the same words.

        Without a bank they say what stands out from what the model usually sees, in few words, and nothing at all when
        nothing does. A model that keeps no training pictures (:mod:`msa_core.model.network.hubness`) knows nothing of
        what is usual: it takes the nearest sentences of the bundled bank.

        Args:
            path: picture, or raster of any size; it is seen as one view.
            bank: file of one caption per line, or CSV or JSON with a ``caption`` column: its nearest ones are taken.

        Raises:
            SourceError: the picture cannot be read.
            UsageError: the bank is missing or holds no captions.
        """
        from msa_core.retrieval.captions.captioner import Captioner

        embedder = self.load(progress)
        if self._captioner is None or self._captioner.embedder is not embedder:
            self._captioner = Captioner(embedder)
        return self._captioner.caption(path, k, bank, progress)

    def explain(
        self, tile: Tile, text: str, progress: Progress | None = None, query: Query | None = None
    ) -> Explanation:
        """Heatmaps of ``text`` on a tile of the open index, read again from its raster, and what its score is made of.

        With the ``query`` that found the tile the parts of its score are told, and the text may be empty. For each
        scale 1..4, for the whole text, its words and the sentence there is a heatmap float32 (h, w) in logits; and the
        ranking map (scale 0), of the score. ``values.sum() + constant == total``. A picture_tile needs no index.

        Raises SourceError when the raster cannot be read, UsageError for an empty text or embeddings made elsewhere.
        """
        from msa_core.retrieval.query.meaning.examples import refuse_overlays
        from msa_core.retrieval.query.parsing import checked
        from msa_core.retrieval.why.overlays import explain_tile

        refuse_overlays(self._index, tile)
        embedder = self.load(progress)
        query = None if query is None else checked(query)
        has_votes = query is not None and bool(query.accepted or query.rejected)
        scored = self._ready_searcher().vector_of(query) if query is not None and has_votes else None
        return explain_tile(embedder, self._index, tile, text, query, scored)

    def write_overlays(self, explanation: Explanation, hit: TileHit, out: Path | str) -> tuple[Path, ...]:
        """Write an explanation of a hit as ``rankNNN_scale1.tif`` .. ``_scale4.tif``, ``_ranking.tif``, ``_sheet.png``.

        The GeoTIFFs are float32 in the CRS of the source, one pixel per cell, with a style for QGIS beside each.
        ``out`` is made if needed; files of the same names are replaced. Raises SourceError when the raster cannot be
        read, StorageError when the files cannot be written.
        """
        from msa_core.retrieval.exports.styles.qml import overlay_qml
        from msa_core.retrieval.why.overlays import write_overlays

        return tuple(write_overlays(explanation, hit, self._index, Path(out), overlay_qml))

    def export(
        self, result: SearchResult, out: Path | str, crs: str | None = None, overwrite: bool = False
    ) -> Exported:
        """Write the hits of a search for GIS, as polygons with all that is known about them, thumbnails too.

        As :func:`msa_core.retrieval.exports.hit_files.export_hits`: the suffix of ``out`` says the format; ``crs`` is
        an authority code, WKT, or ``archive`` for that of the rasters, None for WGS84.
        """
        from msa_core.retrieval.exports.hit_files import export_hits

        return export_hits(result, out, crs, overwrite, self.thumbnails([h.tile.id for h in result.hits]))

    def thumbnails(self, tile_ids: Sequence[str]) -> dict[str, bytes]:
        """Small pictures (WebP, 96 x 96) that the open index keeps of tiles, by id; those that it has."""
        return {} if self._index is None else self._index.thumbnails(tile_ids)

    def write_evidence(
        self, asked: Search, result: SearchResult, out: Path | str, overlays: int = 3, overwrite: bool = False
    ) -> Path:
        """Write a search as a folder of evidence, which :meth:`reproduce` asks again; returns its page.

        As :func:`msa_core.retrieval.evidence.making.write_evidence`.
        """
        from msa_core.retrieval.evidence.making import write_evidence

        embedder = None if self.opened.is_foreign else self.load()
        return write_evidence(embedder, self.opened, asked, result, Path(out), overlays, overwrite)

    def reproduce(self, file: Path | str, progress: Progress | None = None) -> Comparison:
        """Ask the question of evidence of the open index again, and compare; errors as :meth:`search`."""
        from msa_core.retrieval.evidence.evidence_record import read_evidence
        from msa_core.retrieval.evidence.making import compare_now

        before, asked = read_evidence(Path(file))
        return compare_now(
            self.opened, before, asked, self.search(asked.query, asked.k, asked.listing, progress)
        )

    def verify(
        self, folder: Path | str | None = None, quick: bool = False, progress: Progress | None = None
    ) -> Verdict:
        """Examine an index (None: the open one), change nothing: checksums, counts, model, columns, rows, sources.

        ``quick`` leaves out what needs whole files: checksums and rows. Findings and errors are those of
        :func:`msa_core.indexing.care.verifying.verify_index`; UsageError when no folder is given and no index is open.
        """
        from msa_core.indexing.care.verifying import verify_index

        return verify_index(
            folder if folder is not None else self.opened.only_folder, self._wanted_model, quick, progress
        )

    def merge(
        self, folders: Sequence[Path | str], out: Path | str, progress: Progress | None = None
    ) -> MergeReport:
        """Join indexes of the same model and tiling into a new one; they are only read, and none is opened.

        Arguments, what is returned and errors are those of :func:`msa_core.indexing.care.merging.merge_indexes`.
        """
        from msa_core.indexing.care.merging import merge_indexes

        return merge_indexes(folders, out, progress)

    def export_stac(
        self,
        out: Path | str | None = None,
        name: str | None = None,
        license_id: str = "other",
        progress: Progress | None = None,
    ) -> Path:
        """Describe the open index as a STAC collection with the ``emb:`` fields, its shards as assets.

        As :func:`msa_core.indexing.care.stac_collection.export_collection`; UsageError when no index is open.
        """
        from msa_core.indexing.care.stac_collection import export_collection

        return export_collection(self.opened.only_folder, out, name, license_id, progress)
