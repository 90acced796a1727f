"""``msa convert --kind published``: the published code's four state dicts give the same embeddings and match logits.

The published model is written out here from its equations, in the layout of its state dicts and nothing else of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torchvision.models import resnet18, resnet50
from transformers import BertConfig, BertModel

from msa_core import cli
from msa_core.errors import CheckpointError
from msa_core.model.convert.published import SIGNS, convert
from msa_core.model.stored import checkpoint
from tests.support.tiny_model import WORDS, tiny_tokenizer

State = dict[str, Tensor]
TEXTS = ["many white storage tanks beside the river", "runway " * 40, "a plane"]


class Published(nn.Module):
    """The four modules with the published names; its ResNet and BERT are torchvision's and transformers'."""

    def __init__(self, trunk: str, dim: int, seed: int = 0) -> None:
        super().__init__()
        torch.manual_seed(seed)
        channels = (64, 128, 256, 512) if trunk == "resnet18" else (256, 512, 1024, 2048)
        linears = {f"fc{s + 1}": nn.Linear(c, dim) for s, c in enumerate(channels)}
        extractor = {"resnet18": resnet18, "resnet50": resnet50}[trunk]()
        extractor.fc = nn.Linear(channels[-1], 7)
        dead = {
            "norm_layer": nn.BatchNorm2d(1),
            "image_channel_reduce": nn.Conv2d(960, 1, 1, bias=False),
            "image_patch_proj": nn.Conv2d(1, dim, 7, bias=False),
        }
        bert = BertConfig(
            vocab_size=len(tiny_tokenizer()), hidden_size=dim, num_hidden_layers=2, num_attention_heads=12,
            intermediate_size=2 * dim, max_position_embeddings=40,
        )  # fmt: skip
        self.img_model = nn.ModuleDict({"feature_extractor": extractor, **dead, **linears})
        self.img_map = nn.ModuleDict({name: nn.Linear(dim, dim) for name in ("fc", "att", "fc2")})
        self.text_model = nn.ModuleDict({"bert_model": BertModel(bert, add_pooling_layer=True)})
        self.crossatt = nn.ModuleDict(
            {
                **{f"fc{s + 1}": nn.Linear(c, dim) for s, c in enumerate(channels)},
                **{f"cross_attn{s}": nn.MultiheadAttention(dim, 12) for s in range(1, 5)},
                **{name: nn.LayerNorm(dim) for name in ("ln_pre_t", "ln_pre_i", "ln_post")},
                **{f"match_fc{s}": nn.Linear(dim, 1) for s in range(1, 5)},
            }
        )
        with torch.no_grad():  # norms and biases that are not 1 and 0, so that a swapped pair shows
            for parameter in self.parameters():
                parameter.add_(0.05 * torch.randn_like(parameter))
        self.eval()

    def embed_images(self, pictures: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Pictures (B, 3, H, W) in 0..1 -> v (B, D) and the four x^s (B, C_s)."""
        mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
        net = self.img_model["feature_extractor"]
        x = net.maxpool(net.relu(net.bn1(net.conv1((pictures - mean[:, None, None]) / std[:, None, None]))))
        pooled = []
        for layer in (net.layer1, net.layer2, net.layer3):
            x = layer(x)
            pooled.append(x.flatten(2).max(dim=2).values)
        pooled.append(net.layer4(x).flatten(2).mean(dim=2))
        f = sum(self.img_model[f"fc{s + 1}"](pooled[s]) for s in range(4))
        e = self.img_map["fc"](f)
        o = self.img_map["fc2"](e * torch.sigmoid(self.img_map["att"](e)))
        return o / o.norm(dim=1, keepdim=True), pooled

    def embed_texts(self, texts: list[str]) -> tuple[Tensor, Tensor]:
        """Sentences -> g (B, D) and the words (B, 30, D)."""
        rows = [
            tiny_tokenizer()(t, padding="max_length", max_length=31, truncation=True, return_tensors="pt")
            for t in texts
        ]
        ids, attention = (torch.cat([row[key] for row in rows]) for key in ("input_ids", "attention_mask"))
        hidden = self.text_model["bert_model"](input_ids=ids, attention_mask=attention).last_hidden_state
        return hidden[:, 0] / hidden[:, 0].norm(dim=1, keepdim=True), hidden[:, 1:]

    def match(self, pooled: list[Tensor], g: Tensor, words: Tensor) -> Tensor:
        """z (images, texts, 4), one pair at a time."""
        net = self.crossatt
        z = torch.empty(len(pooled[0]), len(g), 4)
        for s in range(4):
            for i in range(len(pooled[0])):
                u = net[f"fc{s + 1}"](pooled[s][i])
                for j in range(len(g)):
                    keys = net["ln_pre_i"](words[j])
                    c = net[f"cross_attn{s + 1}"](net["ln_pre_t"](u)[None], keys, keys, need_weights=False)[
                        0
                    ][0]
                    z[i, j, s] = net[f"match_fc{s + 1}"]((c + g[j]) * u)
        return z


def contributions_of(published: Published) -> dict[str, State]:
    return {name: getattr(published, name).state_dict() for name in SIGNS}


@pytest.fixture(scope="module")
def published() -> Published:
    return Published("resnet18", 24)


@pytest.fixture
def bert_folder(tmp_path: Path) -> Path:
    """The folder that the published code reads its vocabulary from."""
    folder = tmp_path / "bert"
    folder.mkdir()
    vocabulary = tiny_tokenizer().get_vocab()
    (folder / "vocab.txt").write_text("\n".join(sorted(vocabulary, key=vocabulary.get)) + "\n")
    return folder


def save_four(parts: dict[str, State], folder: Path) -> list[Path]:
    files = []
    for name, state in parts.items():
        files.append(folder / f"best_{name}.pth")
        torch.save(state, files[-1])
    return files


def assert_same(model: Any, published: Published, px: int) -> None:
    pictures = torch.randint(0, 256, (3, 3, px, px), dtype=torch.uint8)
    with torch.no_grad():
        images, texts = model.encode_images(pictures), model.encode_texts(TEXTS)
        v, pooled = published.embed_images(pictures.float() / 255)
        g, words = published.embed_texts(TEXTS)
        z = published.match(pooled, g, words)
        ours = model.match_logits(images.pooled, texts)
    torch.testing.assert_close(images.embedding, v, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(texts.embedding, g, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(ours, z, rtol=1e-4, atol=1e-4)
    assert float(z.std()) > 0.05
    torch.testing.assert_close(torch.sigmoid(ours), torch.sigmoid(z), rtol=1e-4, atol=1e-5)


def test_the_command_gives_the_same_embeddings_and_match_logits(
    published: Published, bert_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = save_four(contributions_of(published), tmp_path)
    arguments = ["convert", *files, "--kind", "published", "--text", bert_folder, "--out", tmp_path / "model"]
    arguments += ["--ground-range", 50, 900]
    assert cli.run([str(a) for a in arguments]) == 0
    out = capsys.readouterr().out
    assert out.split() == [str(tmp_path / "model"), checkpoint.fingerprint(tmp_path / "model")]
    model = checkpoint.load(tmp_path / "model")
    assert model.config.preset == "paper"
    assert model.ground_range_m == (50.0, 900.0)
    assert_same(model, published, 96)
    assert "best_crossatt.pth" in (tmp_path / "model" / "MODEL_CARD.md").read_text()
    assert cli.run([str(a) for a in arguments]) == 2, "a model is not overwritten"
    assert "already holds a model" in capsys.readouterr().err


@pytest.mark.slow
def test_the_real_shapes_are_converted(bert_folder: Path, tmp_path: Path) -> None:
    published = Published("resnet50", 768)
    model = convert(save_four(contributions_of(published), tmp_path), bert_folder)
    assert model.config.trunk == "resnet50"
    assert model.config.heads == model.config.text["num_attention_heads"] == 12
    assert_same(model, published, 64)


@pytest.mark.parametrize("layout", ["dict", "flat", "parallel", "safetensors", "wrapped"])
def test_the_four_may_lie_in_one_file_or_come_wrapped(
    published: Published, bert_folder: Path, tmp_path: Path, layout: str
) -> None:
    parts = contributions_of(published)
    file = tmp_path / "all.pt"
    files = [file]
    if layout == "dict":
        torch.save({**parts, "epoch": 57, "lr": 1e-5}, file)
    elif layout == "flat":
        torch.save(published.state_dict(), file)
    elif layout == "safetensors":
        files = [tmp_path / f"{name}.safetensors" for name in parts]
        for path, state in zip(files, parts.values(), strict=True):
            save_file(state, path)
    elif layout == "parallel":
        files = save_four({n: {f"module.{k}": v for k, v in s.items()} for n, s in parts.items()}, tmp_path)
    else:
        files = save_four({n: {"state_dict": s, "epoch": 3} for n, s in parts.items()}, tmp_path)  # type: ignore[misc]
    model = convert(files, bert_folder)
    assert torch.equal(model.mscmat.norm_image.weight, published.crossatt["ln_pre_t"].weight)
    assert torch.equal(model.image_encoder.w2.weight, published.img_map["att"].weight)


def test_what_old_libraries_add_or_lack_does_not_matter(
    published: Published, bert_folder: Path, tmp_path: Path
) -> None:
    parts = contributions_of(published)
    parts["text_model"]["bert_model.embeddings.position_ids"] = torch.arange(40)[None]
    parts["img_model"] = {k: v for k, v in parts["img_model"].items() if "num_batches" not in k}
    del parts["crossatt"]["ln_post.weight"]
    assert_same(convert(save_four(parts, tmp_path), bert_folder), published, 64)


def _drop(part: str, key: str) -> Any:
    return lambda parts: parts[part].pop(key)


def _set(part: str, key: str, value: Tensor) -> Any:
    return lambda parts: parts[part].update({key: value})


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda parts: parts.pop("crossatt"), ["crossatt", "does not save"]),
        (lambda parts: [parts.pop("img_map"), parts.pop("text_model")], ["img_map or of text_model"]),
        (_drop("crossatt", "cross_attn3.out_proj.bias"), ["crossatt.pth", "cross_attn3.out_proj.bias", "missing"]),
        (_drop("img_model", "fc2.weight"), ["img_model.pth", "fc2.weight", "missing"]),
        (_drop("img_map", "fc.weight"), ["img_map.pth", "fc.weight", "missing"]),
        (_drop("text_model", "bert_model.embeddings.word_embeddings.weight"), ["text_model.pth", "word_embeddings"]),
        (_drop("img_model", "feature_extractor.layer4.1.conv2.weight"), ["layer4.1.conv2.weight", "missing"]),
        (_set("crossatt", "match_fc2.weight", torch.zeros(2, 24)), ["match_fc2.weight", "2 x 24", "1 x 24"]),
        (_set("crossatt", "cross_attn1.in_proj_weight", torch.zeros(70, 24)), ["in_proj_weight", "72 x 24"]),
        (_set("img_map", "att.bias", torch.full((24,), torch.nan)), ["att.bias", "not numbers"]),
        (_set("crossatt", "cross_attn5.in_proj_bias", torch.zeros(72)), ["cross_attn5", "not a layer"]),
        (_set("img_model", "feature_extractor.layer3.2.conv1.weight", torch.zeros(1)), ["2, 2, 3, 2 blocks"]),
    ],
)  # fmt: skip
def test_state_dicts_of_another_model_are_refused_in_one_sentence(
    published: Published, bert_folder: Path, tmp_path: Path, spoil: Any, words: list[str]
) -> None:
    parts = contributions_of(published)
    spoil(parts)
    with pytest.raises(CheckpointError) as error:
        convert(save_four(parts, tmp_path), bert_folder)
    assert all(word in str(error.value) for word in words), str(error.value)


def test_files_that_hold_no_state_dict_are_refused_in_one_sentence(
    published: Published, bert_folder: Path, tmp_path: Path
) -> None:
    files = save_four(contributions_of(published), tmp_path)
    (tmp_path / "text.pth").write_text("not a model")
    (tmp_path / "empty.pth").touch()
    (tmp_path / "cut.pth").write_bytes(files[1].read_bytes()[:500])
    (tmp_path / "cut.safetensors").write_bytes(b"\x08")
    torch.save(published.img_map, tmp_path / "whole.pth")
    torch.save({"epoch": 3}, tmp_path / "epoch.pth")
    torch.save(nn.Linear(2, 2).state_dict(), tmp_path / "other.pth")
    for name, reason in {
        "text.pth": "is damaged, or holds more than weights",
        "empty.pth": "is damaged",
        "cut.pth": "is damaged",
        "cut.safetensors": "is not a safetensors file",
        "whole.pth": "holds more than weights",
        "epoch.pth": "holds no state dict",
        "other.pth": "none of img_model",
        "absent.pth": "is missing",
        "bert": "is a folder",
        files[1].name: "is there twice",
    }.items():
        with pytest.raises(CheckpointError, match=reason) as error:
            convert([*files, tmp_path / name], bert_folder)
        assert name in str(error.value)


def test_the_vocabulary_of_another_bert_is_refused(
    published: Published, bert_folder: Path, tmp_path: Path
) -> None:
    files = save_four(contributions_of(published), tmp_path)
    vocabulary = (bert_folder / "vocab.txt").read_text()
    (bert_folder / "vocab.txt").write_text(vocabulary + "extra\n")
    with pytest.raises(CheckpointError, match="word pieces"):
        convert(files, bert_folder)
    (bert_folder / "vocab.txt").write_text("one\ntwo\n")
    with pytest.raises(CheckpointError, match=r"vocab.txt is damaged .*lacks \[PAD\]"):
        convert(files, bert_folder)
    (bert_folder / "vocab.txt").write_text(vocabulary)
    (bert_folder / "config.json").write_text(json.dumps({"hidden_size": 384, "num_attention_heads": 12}))
    with pytest.raises(CheckpointError, match=r"config\.json is of another BERT: hidden_size 384"):
        convert(files, bert_folder)
    (bert_folder / "config.json").write_text("{")
    with pytest.raises(CheckpointError, match=r"config\.json cannot be read"):
        convert(files, bert_folder)
    (bert_folder / "vocab.txt").unlink()
    with pytest.raises(CheckpointError, match="holds no tokenizer"):
        convert(files, bert_folder)


def test_a_vocabulary_file_cuts_words_as_its_tokenizer_file_does(bert_folder: Path) -> None:
    from msa_core.model.network.text_encoder import load_tokenizer

    ours, usual = load_tokenizer(bert_folder), tiny_tokenizer()
    for text in ["Two PLANES, near a\tRunway.", "zebra-crossing é 北", "", " ".join(WORDS)]:
        assert ours(text)["input_ids"] == usual(text)["input_ids"]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--kind", "onnx"], "--kind must be published"),
        (["--kind", "published"], "needs --text"),
        (["--kind", "published", "--ground-range", "9", "3"], "the smaller first"),
    ],
)
def test_a_request_that_makes_no_sense_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    (tmp_path / "a.pth").touch()
    assert cli.run(["convert", str(tmp_path / "a.pth"), "--out", str(tmp_path / "model"), *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "model").exists()
