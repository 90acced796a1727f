"""SigLIP of both generations: vectors as transformers computes them, texts as they were read, exact overlays."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from msa_core.errors import CheckpointError
from msa_core.model.convert import scratch
from msa_core.model.convert.any_clip import convert
from msa_core.model.network.msa import MSA
from msa_core.model.running.heatmaps import SENTENCE, explain
from msa_core.model.stored import checkpoint
from tests.support.tiny_siglip import (
    PATCH,
    POSITIONS,
    SIDE,
    WIDTH,
    first_tokenizer,
    in_patches,
    save,
    second_tokenizer,
    tiny_naflex,
    tiny_siglip,
)

TEXTS = ["a plane", "many ships, near the harbour's quay", "", "机场 é", "plane " * 60]
NEAR = 1e-5


def pictures(count: int = 3, side_px: int = SIDE) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (side_px, side_px, 3), dtype=np.uint8) for _ in range(count)]


def normalised(images: list[np.ndarray]) -> Tensor:
    return (torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2) / 255.0 - 0.5) / 0.5


def published_texts(network: Any, tokenizer: Any, texts: list[str]) -> Tensor:
    """As the model cards say: padded to the full length, and no mask."""
    batch = tokenizer(texts, padding="max_length", max_length=POSITIONS, truncation=True, return_tensors="pt")
    with torch.no_grad():
        out = network.get_text_features(input_ids=batch["input_ids"])
    return F.normalize(out.pooler_output, dim=-1)


def vectors(model: MSA, images: list[np.ndarray], texts: list[str]) -> tuple[Tensor, Tensor]:
    with torch.no_grad():
        return model.encode_images(model.prepare(images)).embedding, model.encode_texts(texts).embedding


@pytest.fixture(scope="module", params=["first", "second, right", "second, left"])
def siglip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any, Path]:
    """transformers' network, its tokenizer, and both in a folder."""
    kind, _, side = request.param.partition(", ")
    tokenizer = first_tokenizer() if kind == "first" else second_tokenizer(side)
    network = tiny_siglip(tokenizer)
    return network, tokenizer, save(network, tokenizer, tmp_path_factory.mktemp("siglip") / "google")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tokenizer = second_tokenizer()
    return save(tiny_siglip(tokenizer), tokenizer, tmp_path_factory.mktemp("siglip") / "google")


def test_both_vectors_are_transformers_own(siglip: tuple[Any, Any, Path]) -> None:
    network, tokenizer, folder = siglip
    model = convert(folder)
    for count in (1, 3):
        v, g = vectors(model, pictures(count), TEXTS[:count])
        with torch.no_grad():
            wanted = network.get_image_features(pixel_values=normalised(pictures(count))).pooler_output
        assert float((v - F.normalize(wanted, dim=-1)).abs().max()) < NEAR
        assert float((g - published_texts(network, tokenizer, TEXTS[:count])).abs().max()) < NEAR
    _, g = vectors(model, pictures(1), TEXTS)
    assert float((g - published_texts(network, tokenizer, TEXTS)).abs().max()) < NEAR
    assert model.config.max_tokens == POSITIONS
    assert model.config.padding_side == tokenizer.padding_side
    assert model.text_encoder.count_tokens(TEXTS[-1]) > POSITIONS, "the search says that the text was cut"
    assert model.text_encoder.mark_count == 1


def test_the_order_is_that_of_the_probabilities(siglip: tuple[Any, Any, Path]) -> None:
    network, tokenizer, folder = siglip
    model = convert(folder)
    v, g = vectors(model, pictures(6), TEXTS)
    batch = tokenizer(TEXTS, padding="max_length", max_length=POSITIONS, truncation=True, return_tensors="pt")
    with torch.no_grad():
        out = network(input_ids=batch["input_ids"], pixel_values=normalised(pictures(6)))
    probabilities = torch.sigmoid(out.logits_per_image.double())
    assert torch.equal((v @ g.T).argsort(dim=0), probabilities.argsort(dim=0))
    assert model.logit_scale.item() == pytest.approx(network.logit_scale.detach().item())


@pytest.mark.parametrize("side_px", [32, 64, 96, 112])
def test_pictures_of_other_sizes_resample_positions_as_transformers_does(folder: Path, side_px: int) -> None:
    network, model = tiny_siglip(second_tokenizer()), convert(folder)
    images = normalised(pictures(2, side_px))
    with torch.no_grad():
        wanted = network.get_image_features(pixel_values=images, interpolate_pos_encoding=True).pooler_output
        *maps, tokens = model.image_encoder.trunk(images)
        mine = model.image_encoder.trunk.class_vector(tokens)
    torch.testing.assert_close(mine, wanted, atol=NEAR, rtol=1e-5)
    assert [m.shape[2:] for m in maps] == [(side_px // PATCH, side_px // PATCH)] * 4


def test_naflex_is_read_exactly_at_its_own_square_grid(tmp_path: Path) -> None:
    tokenizer = second_tokenizer()
    network = tiny_naflex(tokenizer)
    model = convert(save(network, tokenizer, tmp_path / "naflex"))
    v, g = vectors(model, pictures(), TEXTS)
    patches = in_patches(normalised(pictures()))
    with torch.no_grad():
        wanted = network.get_image_features(
            pixel_values=patches,
            pixel_attention_mask=torch.ones(patches.shape[:2]),
            spatial_shapes=torch.tensor([[SIDE // PATCH] * 2] * len(patches)),
        ).pooler_output
    assert float((v - F.normalize(wanted, dim=-1)).abs().max()) < NEAR
    assert float((g - published_texts(network, tokenizer, TEXTS)).abs().max()) < NEAR
    assert model.input_px == SIDE
    assert model.config.preprocess.interpolation == "bilinear"


def test_a_side_that_is_no_multiple_of_the_patch_is_read_as_published_and_its_maps_lie_where_they_were_read(
    tmp_path: Path,
) -> None:
    tokenizer = first_tokenizer()
    network = tiny_siglip(
        tokenizer, image_size=66, patch=14
    )  # as 384 px in patches of 14: 10 px are in no patch
    model = convert(save(network, tokenizer, tmp_path / "so400m"))
    image = pictures(1, 66)[0]
    v, _ = vectors(model, [image], ["a"])
    with torch.no_grad():
        wanted = network.get_image_features(pixel_values=normalised([image])).pooler_output
    assert float((v - F.normalize(wanted, dim=-1)).abs().max()) < NEAR
    cells = 66 // 2  # the largest cells of which both the patches and the picture are made
    _, heatmaps = explain(model, image, "a plane")
    for heatmap in heatmaps:
        assert heatmap.values.shape == (cells, cells)
        assert heatmap.values.sum() + heatmap.constant == pytest.approx(heatmap.total, abs=2e-5)
        assert not heatmap.values[56 // 2 :].any()
        assert not heatmap.values[:, 56 // 2 :].any()
        patch = heatmap.values[7:14, 14:21]
        assert np.ptp(patch) == 0.0
    assert np.ptp(next(h for h in heatmaps if h.scale == 4 and h.word == "").values) > 0


def test_a_patch_vector_is_the_vector_of_a_probe_that_sees_only_that_patch(folder: Path) -> None:
    trunk = convert(folder).image_encoder.trunk
    with torch.no_grad():
        *maps, tokens = trunk(normalised(pictures(1)))
        one = trunk.class_vector(tokens[:, 6:7])
    torch.testing.assert_close(one[0], maps[3][0].flatten(1)[:, 6], atol=1e-5, rtol=1e-5)


def trained(model_folder: Path) -> MSA:
    """A SigLIP model whose new layers are no longer as they began."""
    torch.manual_seed(3)
    model = scratch.build("msa", "siglip", str(model_folder), None)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "siglip" not in name and "trunk" not in name and parameter.ndim:
                parameter.add_(torch.randn_like(parameter) * 0.05)
    return model.eval()


def test_maps_and_constant_are_the_logit_and_words_add_up(folder: Path) -> None:
    model = trained(folder)
    text = "planes near a café's quay"
    words, heatmaps = explain(model, pictures(1, 80)[0], text)
    assert words == ("planes", "near", "a", "café", "'", "s", "quay")
    with torch.no_grad():
        images = model.encode_images(model.prepare(pictures(1, 80)))
        texts = model.encode_texts([text])
        z = model.match_logits(images.pooled, texts)[0, 0]
    for scale in (1, 2, 3, 4):
        of_scale = {h.word: h for h in heatmaps if h.scale == scale}
        whole = of_scale.pop("")
        assert whole.values.sum() + whole.constant == pytest.approx(float(z[scale - 1]), abs=2e-5)
        assert set(of_scale) == {*words, SENTENCE}
        assert sum(h.total for h in of_scale.values()) == pytest.approx(whole.total, abs=2e-5)
        assert any(np.abs(of_scale[word].values).max() > 1e-6 for word in words)
    ranking = next(h for h in heatmaps if h.scale == 0)
    assert ranking.total == pytest.approx(float(images.embedding[0] @ texts.embedding[0]), abs=1e-5)
    assert ranking.values.sum() + ranking.constant == pytest.approx(ranking.total, abs=1e-5)
    assert np.abs(ranking.values).max() > 1e-4


def test_the_words_are_attended_and_neither_padding_nor_marks(siglip: tuple[Any, Any, Path]) -> None:
    *_, folder = siglip
    model = convert(folder)
    with torch.no_grad():
        texts = model.encode_texts(["a plane", ""])
        alone = model.encode_texts([""])
    attended = [
        "".join(t for t, on in zip(row, mask, strict=True) if on)
        for row, mask in zip(texts.tokens, texts.mask, strict=True)
    ]
    assert attended[0].replace("▁", " ").strip() == "a plane"
    assert texts.words.shape[-1] == WIDTH
    assert texts.mask.any(dim=1).all(), "a text without a word attends the place its vector is read from"
    torch.testing.assert_close(texts.embedding[1:], alone.embedding, atol=1e-6, rtol=0)


@pytest.mark.parametrize("half", [False, True])
def test_a_saved_siglip_ranks_as_before(siglip: tuple[Any, Any, Path], tmp_path: Path, half: bool) -> None:
    *_, folder = siglip
    model = convert(folder)
    checkpoint.save(model, tmp_path / "saved", half=half)
    again = checkpoint.load(tmp_path / "saved")
    for before, after in zip(
        vectors(model, pictures(), TEXTS), vectors(again, pictures(), TEXTS), strict=True
    ):
        assert float((before - after).abs().max()) <= (5e-3 if half else 0.0)
    assert again.config.padding_side == model.config.padding_side


def test_texts_are_cleaned_as_in_training_where_a_class_of_transformers_does_it(tmp_path: Path) -> None:
    tokenizer = first_tokenizer()
    folder = save(tiny_siglip(tokenizer), tokenizer, tmp_path / "google")
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    settings["tokenizer_class"] = "SiglipTokenizer"
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    model = convert(folder)
    checkpoint.save(model, tmp_path / "saved", half=False)
    again = checkpoint.load(tmp_path / "saved")
    for text in ("A Plane!", f"  ships{string.punctuation}\n of  war ", "don't", "\u00c9"):
        clean = re.sub(r"\s+", " ", text.lower().translate(str.maketrans("", "", string.punctuation))).strip()
        rows = tokenizer(clean)["input_ids"]
        assert again.text_encoder.tokenizer(text)["input_ids"] == rows
        assert model.text_encoder.tokenizer(text)["input_ids"] == rows


def write_preprocessing(folder: Path, **values: Any) -> None:
    (folder / "preprocessor_config.json").write_text(json.dumps(values))


def test_pictures_are_prepared_as_the_folder_says(tmp_path: Path) -> None:
    tokenizer = first_tokenizer()
    folder = save(tiny_siglip(tokenizer), tokenizer, tmp_path / "google")
    assert convert(folder).config.preprocess.mean == (0.5, 0.5, 0.5)
    write_preprocessing(folder, image_mean=[0.1, 0.2, 0.3], image_std=[0.4, 0.5, 0.6], resample=2)
    plain = convert(folder).config.preprocess
    assert (plain.mean, plain.std, plain.interpolation) == ((0.1, 0.2, 0.3), (0.4, 0.5, 0.6), "bilinear")
    assert plain.input_px == SIDE
    write_preprocessing(folder, resample=1)
    with pytest.raises(CheckpointError, match="knows bicubic and bilinear"):
        convert(folder)
    write_preprocessing(folder, do_rescale=False)
    with pytest.raises(CheckpointError, match="a range other than 0 to 1"):
        convert(folder)
    write_preprocessing(folder, image_mean=[0.5], image_std=[0.0, 1.0, 1.0])
    with pytest.raises(CheckpointError, match="not three numbers each"):
        convert(folder)
