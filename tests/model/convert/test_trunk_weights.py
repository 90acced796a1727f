"""Where pretrained weights are looked for, and what is said when they are not there."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel, DistilBertConfig, DistilBertModel, RobertaConfig, RobertaModel

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.config.text_table import TEXTS
from msa_core.model.convert import scratch, weights
from msa_core.model.network.text_encoder import load_tokenizer, read_pretrained, special_tokens_of
from msa_core.model.stored import checkpoint
from tests.support.tiny_model import tiny_tokenizer


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Caches of this test alone, and a network that is not there, at once."""
    from huggingface_hub import constants

    def refuse(*_args: object, **_more: object) -> None:
        raise OSError("no network in this test")

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def snapshot(hub: Path, repository: str, source: Path) -> Path:
    """A repository in the hub's cache, as its client leaves it."""
    root = hub / f"models--{repository.replace('/', '--')}"
    folder = root / "snapshots" / ("a" * 40)
    folder.mkdir(parents=True)
    (root / "refs").mkdir()
    (root / "refs" / "main").write_text("a" * 40)
    for file in source.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def bert_folder(out: Path, kind: str = "bert") -> Path:
    tokenizer = tiny_tokenizer()
    sizes = {"vocab_size": len(tokenizer), "max_position_embeddings": 64}
    torch.manual_seed(0)
    if kind == "bert":
        body = {"hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
        network = BertModel(BertConfig(**sizes, **body))
    elif kind == "roberta":
        body = {"hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
        network = RobertaModel(RobertaConfig(**sizes, **body, pad_token_id=0))
    else:
        network = DistilBertModel(DistilBertConfig(**sizes, dim=24, n_layers=1, n_heads=2, hidden_dim=32))
    network.save_pretrained(out)
    tokenizer.save_pretrained(out)
    return out


def test_torchvision_s_cache_is_used(tmp_path: Path) -> None:
    file = tmp_path / "torch" / "hub" / "checkpoints" / "resnet18-f37072fd.pth"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    assert weights.find_trunk_weights("resnet18", "imagenet") == file


def test_without_a_download_it_says_what_was_looked_for_and_where(tmp_path: Path) -> None:
    with pytest.raises(
        CheckpointError, match=r"ResNet18.*resnet18-f37072fd\.pth.*--trunk-weights PATH.*--download"
    ):
        weights.find_trunk_weights("resnet18", "imagenet")
    with pytest.raises(CheckpointError, match=rf"openai/clip-vit-base-patch32.*{tmp_path}/hub.*--download"):
        weights.find_trunk_weights("clip_vit_b_32", "openai")
    with pytest.raises(CheckpointError, match=r"bert-base-uncased.*local folder.*--download"):
        weights.find_text("bert-base")


def test_a_download_without_a_network_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"cannot be fetched from https://.*no network") as said:
        weights.find_trunk_weights("swin_t", "imagenet", download=True)
    assert "\n" not in str(said.value)
    with pytest.raises(CheckpointError, match="cannot be fetched") as said:
        weights.find_text("bert-base", download=True)
    assert "\n" not in str(said.value)
    assert not list((tmp_path / "torch" / "hub" / "checkpoints").iterdir())


def test_names_that_mean_nothing_list_what_there_is() -> None:
    with pytest.raises(UsageError, match="weights called 'openai'; --trunk-weights takes imagenet or a path"):
        weights.find_trunk_weights("resnet18", "openai")
    with pytest.raises(UsageError, match="takes openai or a path"):
        weights.find_trunk_weights("clip_vit_b_16", "imagenet")
    with pytest.raises(CheckpointError, match="no such file or folder"):
        weights.find_trunk_weights("resnet18", "nowhere.pth")
    with pytest.raises(UsageError, match="minilm"):
        weights.find_text("gpt")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.undo()
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    (tmp_path / "served").mkdir()
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "served"))
    httpd = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def test_a_fetched_file_must_have_the_digits_of_its_name(server: str, tmp_path: Path) -> None:
    content = b"weights" * 1000
    name = f"net-{hashlib.sha256(content).hexdigest()[:8]}.pth"
    (tmp_path / "served" / name).write_bytes(content)
    (tmp_path / "served" / "net-00000000.pth").write_bytes(content)
    weights._fetch(f"{server}/{name}", tmp_path / "cache" / name)
    assert (tmp_path / "cache" / name).read_bytes() == content
    with pytest.raises(CheckpointError, match="its sha256 differs"):
        weights._fetch(f"{server}/net-00000000.pth", tmp_path / "cache" / "net-00000000.pth")
    with pytest.raises(CheckpointError, match="404"):
        weights._fetch(f"{server}/absent.pth", tmp_path / "cache" / "absent.pth")
    assert [p.name for p in (tmp_path / "cache").iterdir()] == [name]


def test_the_hub_s_cache_is_used_for_names_and_repositories(tmp_path: Path) -> None:
    source = bert_folder(tmp_path / "bert")
    folder = snapshot(tmp_path / "hub", TEXTS["bert-base"], source)
    assert weights.find_text("bert-base") == folder
    assert weights.find_text(TEXTS["bert-base"]) == folder
    model = scratch.build("msa", "tiny", None, "bert-base", input_px=64)
    assert model.embedding_dim == 24
    (folder / "model.safetensors").unlink()
    with pytest.raises(CheckpointError, match="not on this machine"):
        weights.find_text("bert-base")


@pytest.mark.parametrize("kind", ["bert", "roberta", "distilbert"])
def test_a_text_encoder_of_the_family_comes_back_from_a_checkpoint(tmp_path: Path, kind: str) -> None:
    bert_folder(tmp_path / "text", kind)
    model = scratch.build("msa", "tiny", None, str(tmp_path / "text"), input_px=64).eval()
    checkpoint.save(model, tmp_path / "model", half=False)
    again = checkpoint.load(tmp_path / "model")
    network = read_pretrained(tmp_path / "text")[1].eval()
    texts = ["a plane beside the river", "zebra"]
    with torch.no_grad():
        a, b = model.encode_texts(texts), again.encode_texts(texts)
        batch = model.text_encoder.tokenizer(texts, padding=True, return_tensors="pt")
        wanted = network(
            input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]
        ).last_hidden_state
    assert torch.equal(a.words, b.words)
    assert torch.equal(a.embedding, b.embedding)
    torch.testing.assert_close(a.words[0], wanted[0, 1:], atol=1e-6, rtol=0)
    assert model.config.text.get("model_type", "bert") == kind


def test_a_bert_s_configuration_stays_as_it_always_was(tmp_path: Path) -> None:
    model = scratch.build("msa", "tiny", None, str(bert_folder(tmp_path / "text")), input_px=64)
    written = model.config.to_json()
    assert not written.keys() & {"trunk_options", "class_token", "special_tokens"}
    assert "model_type" not in written["text"]
    assert "interpolation" not in written["preprocess"]


def test_marks_are_read_from_the_folder(tmp_path: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "a": 4, "plane": 5}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    with pytest.raises(CheckpointError, match="which of its tokens is padding"):
        load_tokenizer(tmp_path)
    roles = {"pad_token": "<pad>", "cls_token": {"content": "<s>"}, "sep_token": "</s>", "unk_token": "<unk>"}
    (tmp_path / "special_tokens_map.json").write_text(json.dumps(roles))
    found = load_tokenizer(tmp_path)
    assert found.sep_token_id == 2
    assert special_tokens_of(found) == {
        "pad_token": "<pad>", "cls_token": "<s>", "sep_token": "</s>", "unk_token": "<unk>",
    }  # fmt: skip
    assert special_tokens_of(tiny_tokenizer()) == {}
