"""Which bands are shown: what the file says, what a preset means in it, and what a user asks for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msa_core.config import BandRules
from msa_core.errors import SourceError, UsageError
from msa_core.raster.pixels.band_presets import CHOICES, PRESETS, check_choice, pick
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.stretch import Stretch, check_band_rules

S2 = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12")

SUPERDOVE = ("coastal_blue", "blue", "green_i", "green", "yellow", "red", "rededge", "nir")


def stack(
    make_raster, count: int, names: tuple[str, ...] = (), name: str = "scene.tif", dtype: str = "uint16"
) -> Path:
    """A raster whose band n is 100 n everywhere (n for bytes), with a little slope."""
    step = 10 if np.dtype(dtype).itemsize == 1 else 100
    slope = np.arange(20)[np.newaxis, :, np.newaxis] % step
    array = np.broadcast_to(np.arange(1, count + 1) * step, (20, 20, count)) + slope
    return make_raster(name, array=array.astype(dtype), descriptions=names or None)


def shown(path: Path, bands: str) -> tuple[int, ...]:
    with RasterReader(path, bands=bands) as reader:
        return reader.bands.indexes


@pytest.mark.parametrize(
    "count, choice, expected",
    [
        (13, "sentinel2", (4, 3, 2)),
        (12, "sentinel2", (4, 3, 2)),
        (10, "sentinel2", (3, 2, 1)),
        (4, "sentinel2", (3, 2, 1)),
        (3, "sentinel2", (1, 2, 3)),
        (13, "sentinel2-nir", (8, 4, 3)),
        (12, "sentinel2-nir", (8, 4, 3)),
        (10, "sentinel2-nir", (7, 3, 2)),
        (4, "sentinel2-nir", (4, 3, 2)),
        (11, "landsat", (4, 3, 2)),
        (7, "landsat", (4, 3, 2)),
        (6, "landsat", (3, 2, 1)),
        (7, "landsat-nir", (5, 4, 3)),
        (6, "landsat-nir", (4, 3, 2)),
        (7, "landsat457", (3, 2, 1)),
        (6, "landsat457-nir", (4, 3, 2)),
        (4, "naip", (1, 2, 3)),
        (4, "naip-nir", (4, 1, 2)),
        (4, "nir", (4, 1, 2)),
        (31, "rgb", (1, 2, 3)),
        (8, "superdove", (6, 4, 2)),
        (8, "superdove-nir", (8, 6, 4)),
        (4, "superdove", (3, 2, 1)),
        (8, "worldview", (5, 3, 2)),
        (8, "worldview-nir", (7, 5, 3)),
        (4, "worldview-nir", (4, 3, 2)),
        (5, "grey", (1,)),
        (5, "4", (4,)),
        (5, "5,3,1", (5, 3, 1)),
        (5, " 5, 5 ,1", (5, 5, 1)),
    ],
)
def test_presets_and_numbers_on_stacks_without_names(
    make_raster, count: int, choice: str, expected: tuple[int, ...]
) -> None:
    assert shown(stack(make_raster, count), choice) == expected


@pytest.mark.parametrize(
    "names, choice, expected",
    [
        (S2, "sentinel2", (4, 3, 2)),
        (("B08", "B04", "B03", "B02", "SCL"), "sentinel2-nir", (1, 2, 3)),
        (("SR_B7", "SR_B5", "SR_B4", "SR_B3", "SR_B2"), "landsat-nir", (2, 3, 4)),
        (("Band 1", "Band 2", "Band 3", "Band 4", "Band 5"), "landsat457-nir", (4, 3, 2)),
        (("Near Infrared", "Blue", "Green", "Red"), "nir", (1, 4, 3)),
        (("NIR", "Red edge", "Red (665 nm)", "Green", "Blue"), "naip-nir", (1, 3, 4)),
        (("B4, central wavelength 665 nm", "B3, 560", "B8, 842"), "B8,B4,B3", (3, 1, 2)),
        (("vv", "vh"), "VH", (2,)),
        (("height", "slope", "red"), "slope", (2,)),
    ],
)
def test_names_of_bands_come_before_their_order(
    make_raster, names: tuple[str, ...], choice: str, expected: tuple[int, ...]
) -> None:
    assert shown(stack(make_raster, len(names), names), choice) == expected


@pytest.mark.parametrize(
    "file, names, expected",
    [
        ("S2A_20200101.tif", S2, (4, 3, 2)),
        ("stack.tif", S2, (4, 3, 2)),
        ("stack.tif", ("B02", "B03", "B04", "B08"), (3, 2, 1)),
        ("LC08_L2SP_190024.tif", tuple(f"SR_B{n}" for n in range(1, 8)), (4, 3, 2)),
        ("LT05_L2SP_190024.tif", tuple(f"SR_B{n}" for n in (1, 2, 3, 4, 5, 7)), (3, 2, 1)),
        ("stack.tif", tuple(f"B{n}" for n in range(1, 8)), (1, 2, 3)),  # two generations of Landsat fit
        (
            "stack.tif",
            ("B2", "B3", "B4"),
            (3, 2, 1),
        ),  # B1, without which the older Landsats have no blue, is not there
        ("stack.tif", tuple(f"B{n}" for n in range(1, 9)), (1, 2, 3)),  # Landsat 7 with its panchromatic band
        ("stack.tif", ("Coastal", "Blue", "Green", "Red", "Red Edge", "NIR"), (4, 3, 2)),
        ("stack.tif", ("b1", "b1", "b2", "b3"), (1, 2, 3)),
        ("x.tif", SUPERDOVE, (6, 4, 2)),
        ("x.tif", ("Coastal", "Blue", "Green", "Yellow", "Red", "Red Edge", "NIR1", "NIR2"), (5, 3, 2)),
        (
            "x.tif",
            ("BAND_C", "BAND_B", "BAND_G", "BAND_Y", "BAND_R", "BAND_RE", "BAND_N", "BAND_N2"),
            (5, 3, 2),
        ),
        ("x.tif", ("blue", "green", "red", "nir"), (3, 2, 1)),
        ("x.tif", ("B4", "B3", "B2"), (1, 2, 3)),
        ("x.tif", ("SR_B2", "SR_B3", "SR_B4"), (3, 2, 1)),
        ("x.tif", tuple(f"SR_B{n}" for n in range(1, 8)), (4, 3, 2)),  # of the older ones SR_B6 is missing
        ("x.tif", tuple(f"SR_B{n}" for n in (1, 2, 3, 4, 5, 7)), (3, 2, 1)),
        ("x.tif", tuple(f"B{n}" for n in (2, 3, 4, 5, 6, 7)), (3, 2, 1)),
        ("x.tif", tuple(f"sur_refl_b0{n}" for n in range(1, 8)), (1, 4, 3)),
        ("x.tif", ("Band 1", "Band 2", "Band 3"), (1, 2, 3)),
        ("x.tif", ("band_0", "band_1", "band_2"), (1, 2, 3)),
        (
            "x.tif",
            ("coastal blue", "blue", "green I", "green II", "yellow", "red", "red edge", "nir"),
            (6, 4, 2),
        ),
        ("x.tif", ("Blau", "Gr\u00fcn", "Rot", "Infrarot"), (3, 2, 1)),
        ("x.tif", ("PIR", "Bleu", "Vert", "Rouge"), (4, 3, 2)),
        ("x.tif", ("Azul", "Verde", "Rojo", "NIR"), (3, 2, 1)),
        ("x.tif", ("TCI_B", "TCI_G", "TCI_R"), (3, 2, 1)),
        ("x.tif", tuple(f"Nadir_Reflectance_Band{n}" for n in range(1, 8)), (1, 4, 3)),
        (
            "x.tif",
            (
                "Blue-444",
                "Blue-475",
                "Green-531",
                "Green-560",
                "Red-650",
                "Red-668",
                "Red edge-717",
                "NIR-842",
            ),
            (6, 4, 2),
        ),
        ("x.tif", ("B1", "B2", "B3", "B4", "B5", "B6_VCID_1", "B6_VCID_2", "B7", "B8"), (3, 2, 1)),
        ("LC80150332014201LGN00.tif", tuple(f"B{n}" for n in range(1, 8)), (4, 3, 2)),
        ("T33UUP_20200831T100031_stack.tif", ("B1", "B2", "B3", "B4"), (4, 3, 2)),
        ("landsat5_1990.tif", tuple(f"B{n}" for n in range(1, 8)), (3, 2, 1)),
        ("landsat_8_2020.tif", tuple(f"B{n}" for n in range(1, 8)), (4, 3, 2)),
        ("LM04_L1TP_016033.tif", ("B1", "B2", "B3", "B4"), (1, 2, 3)),  # MSS has no blue
        (
            "R2_LISS3_2019.tif",
            ("B2", "B3", "B4", "B5"),
            (1, 2, 3),
        ),  # green, red, near infrared, shortwave infrared
        ("VENUS-XS_2019.tif", tuple(f"B{n}" for n in range(1, 13)), (1, 2, 3)),
        (
            "x.tif",
            tuple(f"Band {n}" for n in range(1, 32)),
            (1, 2, 3),
        ),  # a spectrometer's, or days of a month
        ("x.tif", tuple(f"B{n}" for n in range(1, 13)), (1, 2, 3)),  # months of a year
    ],
)
def test_names_that_tell_the_sensor_are_understood_without_being_asked(
    make_raster, file: str, names: tuple[str, ...], expected: tuple[int, ...]
) -> None:
    assert shown(stack(make_raster, len(names), names, file), "auto") == expected


def test_a_band_declared_as_near_infrared_is_one(make_raster) -> None:
    import rasterio
    from rasterio.enums import ColorInterp

    path = stack(make_raster, 4)
    with rasterio.open(path, "r+") as dataset:
        dataset.colorinterp = [ColorInterp.nir, ColorInterp.red, ColorInterp.green, ColorInterp.blue]
    assert shown(path, "nir") == (1, 2, 3)
    assert shown(path, "auto") == (2, 3, 4)


@pytest.mark.parametrize(
    "count, choice, words",
    [
        (3, "4", "asks for band 4, and it has 3 bands"),
        (1, "3,2,1", "it has 1 band."),
        (5, "sentinel2", "does not fit it: it has 5 bands"),
        (3, "nir", "knows stacks of 4"),
        (2, "rgb", "2 bands"),
        (3, "swir", "called nothing"),
    ],
)
def test_bands_that_a_raster_lacks_are_a_sentence(make_raster, count: int, choice: str, words: str) -> None:
    path = stack(make_raster, count)
    with pytest.raises(SourceError, match=words) as caught:
        RasterReader(path, bands=choice)
    assert caught.value.path == str(path)
    assert caught.value.reason.endswith(".")


@pytest.mark.parametrize("choice", ["", "1,2", "1,2,3,4", "0", "70000", "1,,3", "4,3,0"])
def test_nonsense_is_refused_before_any_file_is_opened(choice: str) -> None:
    with pytest.raises(UsageError, match="--bands must be"):
        check_choice(choice)


def test_every_preset_shows_three_bands_of_its_own_stacks() -> None:
    assert set(PRESETS) < set(CHOICES)
    for name, preset in PRESETS.items():
        fitting = [stack for stack in preset.stacks if set(preset.shown) <= set(stack)]
        assert fitting, name
        assert len({len(stack) for stack in fitting}) == len(fitting), name
        for order in fitting:
            bands = pick(name, [None] * len(order), ["undefined"] * len(order))
            assert tuple(order[band - 1] for band in bands) == preset.shown


def test_the_pixels_are_those_of_the_bands(make_raster) -> None:
    path = stack(make_raster, 4, dtype="uint8")
    with RasterReader(path, bands="4,1,2", stretching="none") as reader:
        rgb, valid = reader.read((0, 0, 20, 20), 20)
        assert valid.all()
        assert (rgb[:, 10] == np.array([40, 10, 20])).all()
        assert reader.stretch.bands == (4, 1, 2)


def test_whoever_has_the_stretch_sees_the_same_bands(make_raster) -> None:
    path = stack(make_raster, 6)
    with RasterReader(path, bands="6,2,1", stretching="0,1000") as first:
        kept = Stretch.from_json(first.stretch.to_json())
        expected, _ = first.read((0, 0, 20, 20), 20)
    with RasterReader(path, stretch=kept) as reader:
        assert reader.bands.indexes == (6, 2, 1)
        assert np.array_equal(reader.read((0, 0, 20, 20), 20)[0], expected)
    smaller = stack(make_raster, 3, name="replaced.tif")
    with RasterReader(smaller, stretch=kept) as reader:
        assert reader.bands.indexes == (1, 2, 3)


def test_near_infrared_that_a_file_calls_transparency_can_be_shown(make_raster) -> None:
    array = np.random.default_rng(2).integers(1, 255, (64, 64, 3)).astype(np.uint8)
    path = make_raster(array=array, alpha=np.random.default_rng(3).integers(0, 255, (64, 64)))
    with RasterReader(path, bands="4,1,2") as reader:
        rgb, valid = reader.read((0, 0, 64, 64), 64)
        assert valid.all()
        assert np.array_equal(rgb[..., 1], array[..., 0])


def test_a_palette_stays_a_palette_when_its_band_is_named(make_raster) -> None:
    array = np.zeros((20, 20), np.uint8)
    path = make_raster(array=array, colormap={0: (9, 8, 7, 255)})
    for bands in ("auto", "1", "grey"):
        with RasterReader(path, bands=bands) as reader:
            assert reader.read((0, 0, 20, 20), 4)[0][0, 0].tolist() == [9, 8, 7]


def test_rules_count_for_the_names_they_fit_and_the_last_one_wins() -> None:
    band_rules = BandRules(("rgb", "S2*=sentinel2", "*/old/*=landsat457", "x=y.tif=2"), ("*.tif=0,10",))
    assert band_rules.of("a.tif") == ("rgb", "0,10")
    assert band_rules.of("deep/S2A_1.jp2") == ("sentinel2", "auto")
    assert band_rules.of("deep/old/S2A_1.tif") == ("landsat457", "0,10")
    assert band_rules.of("x=y.tif") == ("2", "0,10")
    assert check_band_rules(band_rules) is band_rules
    with pytest.raises(UsageError, match="--stretch must be"):
        check_band_rules(BandRules((), ("a*=5",)))


def reason(path: Path, bands: str = "auto") -> str:
    with RasterReader(path, bands=bands) as reader:
        return reader.bands.reason


def test_why_these_bands_is_said(make_raster) -> None:
    assert reason(stack(make_raster, 8, SUPERDOVE)) == "by the names of the bands: red, green, blue"
    numbered = reason(stack(make_raster, 3, ("B2", "B3", "B4")))
    assert numbered == "by the names of the bands: B4, B3, B2, as Sentinel-2 and Landsat 8 and 9 number them"
    assert reason(stack(make_raster, 4)) == "the first three: the file says nothing of colours"
    assert reason(stack(make_raster, 2)) == "the first: the file says nothing of colours"
    counted = reason(stack(make_raster, 3, ("Layer_1", "Layer_2", "Layer_3")))
    assert counted == "the first three: the file says nothing of colours"
    false_colour = reason(stack(make_raster, 3, ("NIR", "Red", "Green")))
    assert (
        false_colour
        == "the first three, NIR, Red, Green: the names of its bands do not tell red, green and blue"
    )
    assert reason(stack(make_raster, 1)) == "its only band"
    assert reason(stack(make_raster, 8), "superdove") == "preset superdove"
    assert reason(stack(make_raster, 8), "3,2,1") == "as asked: 3,2,1"
    assert reason(stack(make_raster, 3, dtype="uint8")) == "as the file declares them"
    palette = make_raster(array=np.zeros((20, 20), np.uint8), colormap={0: (9, 8, 7, 255)})
    assert reason(palette) == "palette"


def test_a_name_is_told_without_what_does_not_print(make_raster) -> None:
    assert reason(stack(make_raster, 3, ("red\x1b[31m", "green", "blue\u202e"))).isprintable()


def test_names_come_before_the_colours_that_gdal_writes_unasked(make_raster) -> None:
    path = stack(make_raster, 3, ("blue", "green", "red"), dtype="uint8")
    assert shown(path, "auto") == (3, 2, 1)


@pytest.mark.parametrize(
    "domain, items",
    [
        ("", [{"wavelength": f"{nm}", "wavelength_units": "Nanometers"} for nm in (443, 490, 560, 665, 842)]),
        (
            "",
            [
                {"wavelength": f"{nm / 1000}", "wavelength_units": "Micrometers"}
                for nm in (443, 490, 560, 665, 842)
            ],
        ),
        ("", [{"wavelength": f"{nm}"} for nm in (443, 490, 560, 665, 842)]),
        ("IMAGERY", [{"CENTRAL_WAVELENGTH_UM": f"{nm / 1000}"} for nm in (443, 490, 560, 665, 842)]),
    ],
)
def test_wavelengths_tell_the_colours(make_raster, domain: str, items: list[dict[str, str]]) -> None:
    import rasterio

    path = stack(make_raster, 5)
    with rasterio.open(path, "r+") as dataset:
        for number, item in enumerate(items, 1):
            dataset.update_tags(number, ns=domain, **item) if domain else dataset.update_tags(number, **item)
    assert shown(path, "auto") == (4, 3, 2)
    assert reason(path) == "by the wavelengths of the bands: 665, 560 and 490 nm"


def test_wavelengths_in_names_and_in_stac_items_tell_the_colours(make_raster) -> None:
    import json

    import rasterio

    names = tuple(f"band {n} ({um} Micrometers)" for n, um in enumerate((0.48, 0.55, 0.66, 0.83), 1))
    assert shown(stack(make_raster, 4, names), "auto") == (3, 2, 1)
    path = stack(make_raster, 4, name="stac.tif")
    with rasterio.open(path, "r+") as dataset:
        bands = [{"name": f"x{n}", "center_wavelength": um} for n, um in enumerate((0.83, 0.66, 0.55, 0.48))]
        dataset.update_tags(**{"eo:bands": json.dumps(bands)})
    assert shown(path, "auto") == (2, 3, 4)


@pytest.mark.parametrize("text", ["", "nan", "-665", "inf", "red", "6650000"])
def test_wavelengths_that_make_no_sense_tell_nothing(make_raster, text: str) -> None:
    import rasterio

    path = stack(make_raster, 4)
    with rasterio.open(path, "r+") as dataset:
        for number in range(1, 5):
            dataset.update_tags(number, wavelength=text)
    assert shown(path, "auto") == (1, 2, 3)
