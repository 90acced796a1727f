"""What could take for ever or all memory, and what nests too deep: it ends, in words, and can be stopped meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.windows import Window

from tests.hostile.bench import Bench, Row, carry_out, patience
from tests.hostile.children import send
from tests.support.addresses import vrt

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

LAUGHS = "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)  # ten times ten times ...
BOMB = f'<!DOCTYPE x [<!ENTITY a "lol">{LAUGHS}]>'


def with_one_scene(bench: Bench) -> Path:
    folder = bench.folder / "archive"
    folder.mkdir()
    shutil.copy(bench.archive / "scene0.tif", folder)
    return folder


def indexes_the_scene_alone(bench: Bench, folder: Path, *words: str) -> None:
    ended = bench.msa("index", folder, "--out", bench.folder / "out", "--tile-m", 100)
    assert ended.code == 0, ended
    assert "indexed  scene0.tif" in ended.out, ended
    for word in words:
        assert word in ended.out, (word, ended)


def pipes_and_devices(bench: Bench) -> None:
    folder = with_one_scene(bench)
    shutil.copy(bench.archive / "scene1.tif", folder)
    shutil.copy(bench.archive / "scene1.tif", folder / "scene2.tif")
    names = ("pipe.tif", "pipe.vrt", "pipe.txt", "pipe.zip", "pipe.jp2", "scene1.tfw", "scene2.tif.aux.xml")
    for name in names:
        os.mkfifo(folder / name)
    for device in ("zero", "urandom", "full", "tty"):
        (folder / f"{device}.tif").symlink_to(f"/dev/{device}")
        (folder / f"of_{device}.vrt").write_text(vrt(f"/dev/{device}"))
    (folder / "of_pipe.vrt").write_text(vrt("pipe.tif", 1))
    (folder / "outer.vrt").write_text(vrt("of_pipe.vrt", 1))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.tif"))
        indexes_the_scene_alone(bench, folder, "scene1.tfw", "scene2.tif.aux.xml", "refused  of_zero.vrt")
    (bench.folder / "list.txt").write_text(
        f"{folder / 'pipe.tif'}\n{folder / 'zero.tif'}\n{folder / 'scene0.tif'}\n"
    )
    ended = bench.msa("index", bench.folder / "list.txt", "--out", bench.folder / "out2", "--tile-m", 100)
    assert ended.code == 0, ended


def pipes_in_options(bench: Bench) -> None:
    pipe = bench.folder / "pipe.json"
    os.mkfifo(pipe)
    picture = bench.archive / "scene0.tif"
    for thing in (pipe, Path("/dev/zero")):
        for command in (
            ("search", bench.index, "--like", thing),
            ("search", bench.index, "lake", "--area", thing),
            ("search", bench.index, "lake", "--reviews", thing),
            ("caption", thing),
            ("caption", picture, "--bank", thing),
            ("convert", thing, "--kind", "open_clip", "--out", bench.folder / "model"),
        ):
            ended = bench.msa(*command)
            assert ended.code in (2, 3, 4), (command, ended)
            assert thing.name in ended.words, (command, ended)


def pipes_in_folders(bench: Bench) -> None:
    for name in ("manifest.json", "index.lock", "shards/*"):
        index = bench.folder / f"index-{name[:4]}"
        shutil.copytree(bench.index, index, ignore=shutil.ignore_patterns("cache"))
        (index / "index.lock").touch()
        file = next(index.glob(name))
        file.unlink()
        os.mkfifo(file)
        for command in (("search", index, "lake"), ("verify", index), bench.to_index(index)):
            ended = bench.msa(*command)
            assert ended.code in (0, 3, 4), (name, command, ended)
    for name in ("config.json", "model.safetensors", "tokenizer/tokenizer.json"):
        model = bench.folder / f"model-{name[:4]}"
        shutil.copytree(bench.model, model)
        (model / name).unlink()
        os.mkfifo(model / name)
        ended = bench.msa("caption", bench.archive / "scene0.tif", "--model", model)
        assert ended.code in (3, 4), (name, ended)


def billion_laughs(bench: Bench) -> None:
    folder = with_one_scene(bench)
    (folder / "laughs.vrt").write_text(f'{BOMB}<VRTDataset rasterXSize="9" rasterYSize="9">&j;</VRTDataset>')
    (folder / "inner.mrf").write_text(f'{BOMB}<MRF_META><Raster><Size x="9" y="9"/></Raster>&j;</MRF_META>')
    shutil.copy(bench.archive / "scene1.tif", folder)
    (folder / "scene1.tif.aux.xml").write_text(f"{BOMB}<PAMDataset><SRS>&j;</SRS></PAMDataset>")
    (folder / "MTD.xml").write_text(f"{BOMB}<n1:Level-1C_User_Product>&j;</n1:Level-1C_User_Product>")
    indexes_the_scene_alone(bench, folder, "laughs.vrt")


def many_sources(folder: Path, count: int = 100_000) -> Path:
    source = '<SimpleSource><SourceFilename relativeToVRT="1">{}.tif</SourceFilename></SimpleSource>'
    names = ("".join(source.format(n) for n in range(count)), source.format("scene0") * count)
    for path, sources in zip((folder / "gone.vrt", folder / "same.vrt"), names, strict=True):
        path.write_text(
            '<VRTDataset rasterXSize="300" rasterYSize="300"><SRS>EPSG:32633</SRS>'
            "<GeoTransform>500000,1,0,5000000,0,-1</GeoTransform>"
            f'<VRTRasterBand dataType="Byte" band="1">{sources}</VRTRasterBand></VRTDataset>'
        )
    return folder


def hundred_thousand_sources(bench: Bench) -> None:
    indexes_the_scene_alone(bench, many_sources(with_one_scene(bench)), "gone.vrt", "same.vrt")


def giant(path: Path, side: int = 400_000) -> Path:
    """A sparse raster with something in two corners."""
    profile: dict[str, Any] = {
        "driver": "GTiff", "width": side, "height": side, "count": 1, "dtype": "uint16", "crs": "EPSG:32633",
        "transform": rasterio.Affine(1.0, 0.0, 300_000.0, 0.0, -1.0, 5_400_000.0), "tiled": True, "blockxsize": 2048,
        "blockysize": 2048, "sparse_ok": True, "compress": "deflate", "bigtiff": "yes",
    }  # fmt: skip
    noise = np.random.default_rng(0).integers(100, 9000, (512, 512), dtype=np.uint16)
    with rasterio.open(path, "w", **profile) as dataset:
        dataset.write(noise, 1, window=Window(0, 0, 512, 512))
        dataset.write(noise, 1, window=Window(side - 512, side - 512, 512, 512))
    return path


def sparse_giant(bench: Bench) -> None:
    path = giant(bench.folder / "giant.tif")
    for command in (("caption", path), ("search", bench.index, "--like", path)):
        ended = bench.msa(*command)
        assert ended.code == 0 or "giant.tif" in ended.words, ended
    ended = bench.msa("index", path, "--out", bench.folder / "out", "--tile-m", 200_000)
    assert ended.code == 0 or "giant.tif" in ended.words, ended


def scribble(path: Path, corners: int = 1_000_000) -> Path:
    path.write_text(shapely.Polygon(np.random.default_rng(0).uniform(0, 10, (corners, 2))).wkt)
    return path


def million_crossings(bench: Bench) -> None:
    path = scribble(bench.folder / "scribble.wkt")
    ended = bench.msa("search", bench.index, "lake", "--area", path)
    assert ended.code == 2, ended
    assert "crosses itself more than" in ended.err


def nested_areas(bench: Bench) -> None:
    point = '{"type":"Point","coordinates":[1,2]}'
    for depth in (100, 5_000, 10_000, 200_000):
        texts = (
            "GEOMETRYCOLLECTION(" * depth + "POINT(1 2)" + ")" * depth,
            '{"type":"GeometryCollection","geometries":[' * depth + point + "]}" * depth,
            '{"a":' * depth + "1" + "}" * depth,
            "[" * depth + "]" * depth,
        )
        for number, text in enumerate(texts):
            file = bench.folder / f"{number}.txt"
            file.write_text(text)
            as_text = (text,) if len(text) < 100_000 else ()  # as much as a system takes in one argument
            for value in (file, *as_text):
                ended = bench.msa("search", bench.index, "lake", "--area", value)
                assert ended.code == 2, (depth, number, ended)


def damaged_model(bench: Bench, name: str, change: Callable[[dict[str, Any]], None]) -> Path:
    model = bench.folder / "model"
    shutil.rmtree(model, ignore_errors=True)
    shutil.copytree(bench.model, model)
    facts = json.loads((model / name).read_text("utf-8"))
    change(facts)
    (model / name).write_text(json.dumps(facts), "utf-8")
    return model


def greedy_config(bench: Bench) -> None:
    asked: list[tuple[tuple[str, ...], Any]] = [
        (("text", "num_hidden_layers"), 10_000_000),
        (("text", "vocab_size"), 3_000_000_000),
        (("text", "hidden_size"), 4_000_000),
        (("text", "intermediate_size"), 1_000_000_000),
        (("text", "max_position_embeddings"), 1_000_000_000),
        (("dim",), 1_000_000_000),
        (("preprocess", "input_px"), 1_000_000),
        (("max_tokens",), 1_000_000_000),
        (("heads",), 1_000_000_000),
    ]
    for keys, value in asked:

        def change(facts: dict[str, Any], keys: tuple[str, ...] = keys, value: Any = value) -> None:
            for key in keys[:-1]:
                facts = facts[key]
            assert keys[-1] in facts
            facts[keys[-1]] = value

        model = damaged_model(bench, "config.json", change)
        ended = bench.msa("caption", bench.archive / "scene0.tif", "--model", model)
        assert ended.code in (3, 4), (keys, ended)
        assert "model" in ended.err, ended


def greedy_tokenizer(bench: Bench) -> None:
    def pads(facts: dict[str, Any]) -> None:
        facts["padding"] = {
            "strategy": {"Fixed": 900_000_000}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0,
            "pad_type_id": 0, "pad_token": "[PAD]",
        }  # fmt: skip

    def multiplies(facts: dict[str, Any]) -> None:
        facts["normalizer"] = {
            "type": "Sequence",
            "normalizers": [{"type": "Replace", "pattern": {"String": "a"}, "content": "a" * 1000}] * 4,
        }

    def numbers(facts: dict[str, Any]) -> None:
        facts["added_tokens"][0] |= {"id": 2_000_000_000}

    for change in (pads, multiplies, numbers):
        model = damaged_model(bench, "tokenizer/tokenizer.json", change)
        ended = bench.msa("caption", bench.archive / "scene0.tif", "--model", model)
        assert ended.code in (0, 3, 4), (change.__name__, ended)


def cancelled_meanwhile(bench: Bench) -> None:
    folder = many_sources(with_one_scene(bench))
    area = scribble(bench.folder / "scribble.wkt")
    path = giant(bench.folder / "giant.tif")
    for number, command in enumerate(
        (
            ("index", folder, "--out", bench.folder / "out", "--tile-m", 100),
            ("index", path, "--out", bench.folder / "out2"),
            ("caption", path),
            ("search", bench.index, "--like", path),
            ("search", bench.index, "lake", "--area", area),
        )
    ):
        for seconds in (0.5, 3.0):
            child = bench.fork(*command)
            time.sleep(seconds * patience())
            send(child, signal.SIGINT)
            asked_s = time.monotonic()
            ended = bench.finish(child)
            assert time.monotonic() - asked_s < 15 * patience(), (command, ended)
            assert ended.code in (0, 2, 3, 130), (number, ended)


ROWS = [
    Row("pipes, devices and a socket among files, and as sources of VRTs", "passed over or refused", pipes_and_devices),
    Row("pipes and devices as area, reviews, picture, captions, weights", "refused in words", pipes_in_options),
    Row("pipes as manifest, lock, shard, configuration, tokenizer", "refused in words", pipes_in_folders),
    Row("a billion laughs in VRT, MRF, sidecar and product", "refused; the others are indexed", billion_laughs),
    Row("virtual rasters of 100,000 sources", "indexed or refused in words", hundred_thousand_sources),
    Row("a sparse raster of 400,000 x 400,000", "indexed, captioned, compared or refused", sparse_giant),
    Row("an area with a million corners that crosses itself", "refused in words", million_crossings),
    Row("areas nested 100 to 200,000 deep (WKT, GeoJSON, JSON)", "refused in words; no signal", nested_areas),
    Row("configurations that ask for 10 million layers and the like", "refused in words", greedy_config),
    Row("tokenizers that ask for gigabytes", "work, or refused in words", greedy_tokenizer),
    Row("Ctrl-C during each of these", "ends within seconds", cancelled_meanwhile),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.given)
def test_it_ends(row: Row, bench: Bench) -> None:
    carry_out(row, bench)
