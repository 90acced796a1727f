from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel

from app.models.archive.archive_model import ArchiveModel, RowRole
from app.models.archive.archive_row import STATE_WORDS
from app.models.archive.coverage import Coverage
from app.models.hits.captions_model import CaptionRole, CaptionsModel
from app.models.hits.hit_pictures import Thumbnail, ThumbnailRequest
from app.models.hits.hits_model import HitsModel, ThumbnailRole, ground_label, place_label
from app.widgets.layers.layers_delegate import STATE_ICONS
from app.widgets.layers.layers_panel import LayersPanel, summary
from msa_core.messages import ArchiveListing
from msa_core.records import CaptionHit, PassedOver, RasterInfo, SourceFacts, SourceReport, Tile, TileHit
from msa_core.source_states import SourceState

RING = ((14.0, 46.0), (14.1, 46.0), (14.1, 46.1), (14.0, 46.1), (14.0, 46.0))


def info(name: str, placed: bool = True) -> RasterInfo:
    rings = (RING,) if placed else ()
    return RasterInfo(
        path=f"/archive/{name}",
        name=name,
        width_px=100,
        height_px=80,
        bands=3,
        dtype="uint8",
        crs="EPSG:4326" if placed else None,
        gsd_m=0.5 if placed else None,
        footprint_lonlat=rings,
        position="affine" if placed else "none",
        note="" if placed else "It has no position.",
    )


def hit(rank: int, score: float, placed: bool = True, path: str = "/archive/a.tif") -> TileHit:
    rings = (RING,) if placed else ()
    tile = Tile(
        id=f"s/0/0/{rank}",
        source="a.tif",
        path=path,
        level=0,
        pixel_bbox=(0, 0, 50, 50),
        gsd_m=2.0,
        crs="EPSG:4326",
        footprint_lonlat=rings,
    )
    return TileHit(tile=tile, rank=rank, score=score, scale_scores=(1.0, 2.0, 3.0, 4.0))


def listing() -> ArchiveListing:
    refused = SourceReport(
        name="broken.tif",
        path="/archive/broken.tif",
        state=SourceState.REFUSED,
        tiles=0,
        reason="This is not a raster.",
    )
    return ArchiveListing((info("b.tif"), info("a.tif"), info("c.png", placed=False)), (refused,))


def test_the_models_keep_qts_rules(qapp: QApplication) -> None:
    for model in (ArchiveModel(), HitsModel(), CaptionsModel()):
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        if isinstance(model, ArchiveModel):
            model.set_listing(listing())
            model.set_reports([SourceReport(name="gone.tif", path="", state=SourceState.MISSING, tiles=3)])
            model.set_state("a.tif", "partial", "2 of 3 tiles")
        elif isinstance(model, HitsModel):
            model.set_hits([hit(1, 0.4), hit(2, 0.3)])
        else:
            model.set_captions([CaptionHit("a river", 1, 0.3)])
        assert model.rowCount() > 0
        assert model.data(QModelIndex()) is None
        del tester


def test_a_raster_tells_what_was_taken_of_it_and_the_panel_what_was_passed_over(qapp: QApplication) -> None:
    model = ArchiveModel()
    over = PassedOver(((".pdf", 12), (".shp", 3)))
    model.set_listing(replace(listing(), passed_over=over))
    facts = SourceFacts(
        bands=(6, 4, 2), bands_why="by the bands' names", stretch="percentiles 2 and 98", ends=((10.0, 900.0),) * 3,
        nodata="-9999", nodata_percent=43.0, datetime="2020-08-20T10:10:10Z", datetime_from="the file's name",
        left_out=("2 of 3 pages",),
    )  # fmt: skip
    model.set_reports(
        [
            SourceReport(
                name="a.tif",
                path="/archive/a.tif",
                state=SourceState.INDEXED,
                tiles=3,
                reason="",
                taken=facts,
            )
        ]
    )
    tip = str(model.data(model.index(0), Qt.ItemDataRole.ToolTipRole))
    for phrase in ("6, 4, 2", "names", "10 to 900", "−9999, 43 % of it", "2020-08-20", "2 of 3 pages"):
        assert phrase in tip
    panel = LayersPanel(model)
    assert "15 passed over" in summary(Coverage(model.rows()), model.passed_over)
    tips = [label.toolTip() for label in panel.findChildren(QLabel)]
    assert "Passed over as no rasters: 12 .pdf, 3 .shp." in tips


def test_every_state_has_words_and_an_icon() -> None:
    assert set(STATE_WORDS) == set(STATE_ICONS) == set(SourceState)


def test_a_copy_of_another_file_counts_as_indexed(qapp: QApplication) -> None:
    model = ArchiveModel()
    model.set_listing(listing())
    model.set_reports(
        [
            SourceReport(name="a.tif", path="/archive/a.tif", state=SourceState.INDEXED, tiles=12),
            SourceReport(name="b.tif", path="/archive/b.tif", state=SourceState.COPY, tiles=0),
        ]
    )
    assert "2 of 4 searched" in summary(Coverage(model.rows()), model.passed_over)
    assert "copy" in model.rows()[1].state_words


def test_every_raster_is_listed_with_its_state(qapp: QApplication) -> None:
    model = ArchiveModel()
    model.set_listing(listing())
    model.set_reports(
        [
            SourceReport(name="a.tif", path="/archive/a.tif", state=SourceState.INDEXED, tiles=12),
            SourceReport(
                name="b.tif",
                path="/archive/b.tif",
                state=SourceState.PARTIAL,
                tiles=3,
                reason="3 of 9 tiles could be read.",
            ),
            SourceReport(name="gone.tif", path="/archive/gone.tif", state=SourceState.MISSING, tiles=5),
        ]
    )
    states = {row.name: row.state for row in model.rows()}
    assert states == {
        "a.tif": "indexed",
        "b.tif": "partial",
        "broken.tif": "refused",
        "c.png": "new",
        "gone.tif": "missing",
    }
    assert [row.name for row in model.rows()] == sorted(states)
    assert "This is not a raster." in model.data(model.index(2), Qt.ItemDataRole.ToolTipRole)
    model.set_state("c.png", "indexed", "")
    assert {row.name: row.state for row in model.rows()}["c.png"] == "indexed"
    model.set_reports(())
    assert "gone.tif" not in {row.name for row in model.rows()}


def test_only_placed_rasters_can_be_hidden(qapp: QApplication) -> None:
    model = ArchiveModel()
    model.set_listing(listing())
    changed: list[list[str]] = []
    model.drawn_changed.connect(
        lambda infos, shown, _opacities: changed.append([infos[n].path for n in np.flatnonzero(~shown)])
    )
    placed, unplaced = model.index(0), model.index(3)
    assert model.data(unplaced, RowRole).name == "c.png"
    assert model.data(unplaced, Qt.ItemDataRole.CheckStateRole) is None
    assert model.data(placed, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    model.setData(placed, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert changed == [["/archive/a.tif"]]
    assert model.data(placed, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked


def test_a_thumbnail_is_asked_for_once_and_kept(qapp: QApplication) -> None:
    model = HitsModel()
    asked: list[ThumbnailRequest] = []
    model.thumbnail_wanted.connect(asked.append)
    model.set_hits([hit(1, 0.4), hit(2, 0.3)])
    assert asked == [], "nothing is read for rows that nobody looks at"
    for _ in range(3):
        model.data(model.index(0), ThumbnailRole)
    assert [request.tile.id for request in asked] == ["s/0/0/1"]
    picture = Thumbnail(np.zeros((4, 4, 3), np.uint8), np.ones((4, 4), bool))
    model.on_pixels(asked[0], picture)
    assert model.data(model.index(0), ThumbnailRole) is picture
    model.set_hits([hit(1, 0.4)])
    assert model.data(model.index(0), ThumbnailRole) is picture
    assert len(asked) == 1


def test_a_tile_whose_file_is_gone_has_no_thumbnail(qapp: QApplication) -> None:
    model = HitsModel()
    asked: list[object] = []
    model.thumbnail_wanted.connect(asked.append)
    model.set_hits([hit(1, 0.4, path="")])
    model.data(model.index(0), ThumbnailRole)
    assert asked == []
    assert model.data(model.index(0), ThumbnailRole) is None
    assert "no picture" in model.data(model.index(0), int(Qt.ItemDataRole.ToolTipRole))


def test_places_are_written_for_people() -> None:
    assert place_label(hit(1, 0.4).tile) == "46.0500° N  14.0500° E"
    assert place_label(hit(1, 0.4, placed=False).tile) == "No position"
    assert ground_label(hit(1, 0.4).tile) == "9.27 km across"
    assert ground_label(hit(1, 0.4, placed=False).tile) == "50 px wide"


def test_captions_come_in_order(qapp: QApplication) -> None:
    model = CaptionsModel()
    model.set_captions([CaptionHit("a river", 1, 0.3), CaptionHit("a road", 2, 0.2)])
    assert [model.data(model.index(row), CaptionRole).text for row in range(2)] == ["a river", "a road"]


def test_a_raster_that_the_index_knows_by_a_longer_name_is_not_missing(qapp: QApplication) -> None:
    """Of two folders with files of the same names; one of them is open."""
    model = ArchiveModel()
    open_folder = listing()
    model.set_listing(open_folder)
    reports = [
        SourceReport(name=f"2020/{raster.name}", path=raster.path, state=SourceState.INDEXED, tiles=3)
        for raster in open_folder.rasters
    ]
    elsewhere = SourceReport(name="2021/a.tif", path="/other/2021/a.tif", state=SourceState.INDEXED, tiles=4)
    model.set_reports([*reports, elsewhere])
    states = {row.name: str(row.state) for row in model.rows() if row.info is not None}
    assert set(states.values()) == {"indexed"}
    missing = [row.name for row in model.rows() if row.state is SourceState.MISSING]
    assert missing == ["2021/a.tif"]


def test_a_name_that_is_no_utf8_is_shown_with_an_escape(qapp: QApplication) -> None:
    strange = info("caf\udce9.tif")
    model = ArchiveModel()
    model.set_listing(ArchiveListing((strange,), ()))
    assert model.data(model.index(0)) == "caf\\xe9.tif"
    model.setData(model.index(0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert model.hidden() == (strange.path,)
    model.set_state("caf\\xe9.tif", "indexed", "")
    assert model.rows()[0].state == "indexed"
