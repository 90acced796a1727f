"""Folders of open_clip against open_clip's own code, on random weights."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional as F

from msa_core.model.convert.any_clip import convert
from tests.model.convert.test_siglip import pictures
from tests.support.tiny_clip import POSITIONS, clip_tokenizer
from tests.support.tiny_siglip import first_tokenizer

NEAR = 1e-5
TEXTS = ["a plane", "many ships near the quay", "", "plane " * 60]
CLIP = {
    "embed_dim": 48,
    "vision_cfg": {"image_size": 64, "layers": 5, "width": 96, "head_width": 32, "patch_size": 16},
    "text_cfg": {"context_length": POSITIONS, "vocab_size": len(clip_tokenizer()), "width": 64, "heads": 4,
                 "layers": 5},
}  # fmt: skip
SIGLIP = {
    "embed_dim": 768,
    "custom_text": True,
    "init_logit_bias": -10,
    "vision_cfg": {
        "image_size": 224, "timm_model_name": "vit_base_patch32_siglip_256", "timm_pool": "map", "timm_proj": "none",
    },
    "text_cfg": {
        "context_length": 24, "vocab_size": len(first_tokenizer()), "tokenizer_kwargs": {"clean": "canonicalize"},
        "width": 768, "heads": 12, "layers": 4, "no_causal_mask": True, "proj_bias": True, "pool_type": "last",
        "norm_kwargs": {"eps": 1e-6},
    },
}  # fmt: skip


@pytest.fixture
def open_clip(monkeypatch: pytest.MonkeyPatch) -> Any:
    warnings.simplefilter("ignore")
    package = pytest.importorskip("open_clip", reason="open_clip is not installed: it is in the extra dev")
    timm = pytest.importorskip("timm", reason="timm is not installed: it is in the extra dev")
    plain = timm.create_model
    # Four blocks instead of twelve: what is compared is the same, and three times as fast.
    monkeypatch.setattr(timm, "create_model", lambda name, **settings: plain(name, depth=4, **settings))
    return package


def pushed(model: Any, settings: dict[str, Any], tokenizer: Any, folder: Path, **preprocess: Any) -> Path:
    """As open_clip's ``push_to_hf_hub`` lays a folder down."""
    folder.mkdir()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.02)
    save_file(
        {key: value.contiguous() for key, value in model.state_dict().items()},
        folder / "open_clip_model.safetensors",
    )
    data = {"model_cfg": settings, "preprocess_cfg": preprocess}
    (folder / "open_clip_config.json").write_text(json.dumps(data))
    tokenizer.save_pretrained(folder)
    return folder


def compare(model: Any, folder: Path, images: Tensor, rows: Tensor, side_px: int) -> None:
    mine = convert(folder)
    with torch.no_grad():
        v, g = F.normalize(model.encode_image(images), dim=-1), F.normalize(model.encode_text(rows), dim=-1)
        own = mine.encode_images(mine.prepare(pictures(2, side_px))).embedding
        texts = mine.encode_texts(TEXTS).embedding
    assert float((own - v).abs().max()) < NEAR
    assert float((texts - g).abs().max()) < NEAR
    assert mine.logit_scale.item() == pytest.approx(float(model.logit_scale.detach()))


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("custom", [False, True])
def test_a_clip(open_clip: Any, tmp_path: Path, quick: bool, custom: bool) -> None:
    torch.manual_seed(0)
    settings = {**CLIP, "quick_gelu": quick}
    kind = open_clip.CustomTextCLIP if custom else open_clip.CLIP
    model = kind(**settings).eval()
    folder = pushed(model, settings, clip_tokenizer(), tmp_path / "clip", mean=[0.4] * 3, std=[0.3] * 3)
    images = torch.stack([torch.from_numpy(p) for p in pictures(2)]).permute(0, 3, 1, 2) / 255.0
    batch = clip_tokenizer()(
        TEXTS, padding="max_length", max_length=POSITIONS, truncation=True, return_tensors="pt"
    )
    rows = batch["input_ids"] * batch["attention_mask"]  # open_clip pads with 0
    compare(model, folder, (images - 0.4) / 0.3, rows, 64)


@pytest.mark.parametrize(
    "tower",
    ["vit_base_patch32_siglip_256", pytest.param("vit_base_patch16_siglip_224", marks=pytest.mark.slow)],
)
def test_a_siglip_whose_image_tower_is_timm_s(open_clip: Any, tmp_path: Path, tower: str) -> None:
    torch.manual_seed(0)
    tanh = {"act_kwargs": {"approximate": "tanh"}} if "32" in tower else {}
    side = int(tower.rsplit("_", 1)[1])
    vision = {**SIGLIP["vision_cfg"], "timm_model_name": tower, "image_size": side}
    settings = {**SIGLIP, "vision_cfg": vision, "text_cfg": {**SIGLIP["text_cfg"], **tanh}}
    model = open_clip.CustomTextCLIP(**{k: v for k, v in settings.items() if k != "custom_text"}).eval()
    prepared = {"mean": [0.5] * 3, "std": [0.5] * 3, "interpolation": "bicubic", "resize_mode": "squash"}
    folder = pushed(model, settings, first_tokenizer(), tmp_path / "siglip", **prepared)
    images = torch.stack([torch.from_numpy(p) for p in pictures(2, side)]).permute(0, 3, 1, 2) / 255.0
    words = [" ".join(text.split()) for text in TEXTS]
    batch = first_tokenizer()(
        words, padding="max_length", max_length=24, truncation=True, return_tensors="pt"
    )
    compare(model, folder, (images - 0.5) / 0.5, batch["input_ids"], side)
    mine = convert(folder).text_encoder.tokenizer
    for text in ("A Plane!", "don't"):
        cleaned = open_clip.tokenizer.canonicalize_text(text)
        assert mine(text)["input_ids"] == first_tokenizer()(cleaned)["input_ids"]
