"""The front desk: one object that opens an index and answers searches, captions and explanations.

The model loads at the first question that needs it. For one thread; the window keeps it in a process of its own
(:mod:`msa_core.engine_process`), the command line calls it directly, and so may a script::

    engine = Engine(index="archive.idx")
    result = engine.search(Query(parse_terms(["an airport with runways"])), k=10)
    for hit in result.hits:
        print(hit.rank, hit.score, hit.tile.source, hit.tile.pixel_bbox)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msa_core.config import starter_model
from msa_core.errors import CheckpointError, UsageError
from msa_core.progress import Progress
from msa_core.records import CaptionHit, Explanation, IndexInfo, Listing, Query, QueryTerm, SearchResult, Tile

if TYPE_CHECKING:
    from msa_core.indexing.embedder import Embedder
    from msa_core.indexing.reading import TileIndex
    from msa_core.retrieval.captions import CaptionBank
    from msa_core.retrieval.tiles import TileSearcher


class Engine:
    """Search, caption and explain with one model.

    Args:
        index: index folder to open, None for none yet.
        model: checkpoint folder; None means the index's own model, or the starter without an index.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.

    Raises:
        IndexFolderError: the index cannot be opened.
    """

    def __init__(
        self, index: Path | str | None = None, model: Path | str | None = None, device: str = "auto"
    ) -> None:
        self._device = device
        self._wanted_model: Path | None = None
        self.use_model(model)
        # True once the loaded model has been found to be the one for the open index.
        self._is_settled = False
        self._embedder: Embedder | None = None
        self._index: TileIndex | None = None
        self._searcher: TileSearcher | None = None
        self._banks: dict[Path, CaptionBank] = {}
        if index is not None:
            self.open_index(index)

    @property
    def index(self) -> TileIndex:
        """The open index. Raises UsageError when there is none."""
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

    def open_index(self, folder: Path | str, progress: Progress | None = None) -> IndexInfo:
        """Open an index, in place of the one that is open.

        Args:
            folder: the index folder.
            progress: told while the index's cache is made, when that is missing.

        Raises:
            IndexFolderError: it is no index, damaged, newer than this program; the open one then stays open.
        """
        from msa_core.indexing.reading import TileIndex

        index = TileIndex(folder, progress)
        self._index, self._searcher, self._is_settled = index, None, False
        return index.info

    def load(self, progress: Progress | None = None) -> Embedder:
        """Load the model if that has not happened: the one for the open index, else the starter.

        Raises:
            CheckpointError: it is missing or damaged.
            IndexFolderError: the model given is another than the open index's.
        """
        from msa_core.indexing.build import check_model, model_of_index
        from msa_core.indexing.embedder import Embedder

        if self._is_settled and self._embedder is not None:
            return self._embedder
        folder = self._wanted_model or _starter()
        if self._index is not None:
            folder = model_of_index(self._index.manifest, self._wanted_model)
        if self._embedder is None or self._embedder.folder != folder:
            if progress is not None:
                progress(0.0, "loading the model")
            self._embedder, self._searcher, self._banks = Embedder(folder, self._device), None, {}
        if self._index is not None:
            check_model(self._index.manifest, self._embedder.fingerprint, self._index.folder)
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
        query: Query,
        k: int = 20,
        listing: Listing | None = None,
        progress: Progress | None = None,
    ) -> SearchResult:
        """Rank the tiles of the open index; see :meth:`msa_core.retrieval.tiles.TileSearcher.search`.

        Raises:
            UsageError: no index is open, or the query is empty.
            NothingUsableError, SourceError, CheckpointError, IndexFolderError: as their sentences say.
        """
        from msa_core.retrieval import query as queries
        from msa_core.retrieval.tiles import TileSearcher

        queries.check(query)
        index = self.index
        index.require_tiles()
        embedder = self.load(progress)
        if self._searcher is None:
            self._searcher = TileSearcher(index, embedder)
        return self._searcher.search(query, k, listing, progress)

    def similar(self, path: Path | str, k: int = 20, progress: Progress | None = None) -> SearchResult:
        """Tiles of the open index that look like a picture."""
        return self.search(Query((QueryTerm("image", str(path)),)), k, progress=progress)

    def caption(
        self, path: Path | str, k: int = 5, bank: Path | None = None, progress: Progress | None = None
    ) -> tuple[CaptionHit, ...]:
        """The best ``k`` captions of a bank (None: the bundled one) for a picture or raster, best first.

        Raises:
            SourceError: the picture cannot be read.
            UsageError: the bank is missing or holds no captions.
        """
        from msa_core.retrieval.captions import CaptionBank, bundled_bank
        from msa_core.retrieval.pictures import embed_picture

        embedder = self.load(progress)
        vector = embed_picture(embedder, path)
        file = bank if bank is not None else bundled_bank()
        if file not in self._banks:
            self._banks[file] = CaptionBank(file, embedder, progress)
        return self._banks[file].best(vector, k)

    def explain(self, tile: Tile, text: str, progress: Progress | None = None) -> Explanation:
        """Heatmaps of ``text`` on a tile of the open index, read again from its raster.

        Raises:
            SourceError: the raster is gone or cannot be read.
            UsageError: the text is empty.
        """
        from msa_core.retrieval.explain import explain_tile

        embedder = self.load(progress)
        return explain_tile(embedder, self.index, tile, text)

    def unread_words(self, text: str) -> int:
        """Word pieces of ``text`` beyond what the model reads; 0 when it reads all of it."""
        embedder = self.load()
        return max(0, embedder.model.text_encoder.count_tokens(text) - embedder.model.config.max_tokens)


def _starter() -> Path:
    try:
        return starter_model()
    except FileNotFoundError as error:
        raise CheckpointError(f"{error} Or name a model with --model.") from error
