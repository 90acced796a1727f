"""Our own BERT computes what transformers' does, trained or used, and is where a model of either comes to."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor
from transformers import BertConfig, BertModel

from msa_core.model.network.bert import Bert, BertSizes, is_plain
from msa_core.model.network.text_encoder import read_pretrained
from tests.model.convert.test_trunk_weights import bert_folder

SIZES = {
    "vocab_size": 300, "hidden_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4, "intermediate_size": 96,
    "max_position_embeddings": 40,
}  # fmt: skip


def both(act: str = "gelu") -> tuple[BertModel, Bert]:
    """Transformers' and ours, with the same random weights, in eval mode."""
    theirs = BertModel(BertConfig(**SIZES, hidden_act=act), add_pooling_layer=False).eval()
    ours = Bert(BertSizes(**SIZES, hidden_act=act)).eval()
    ours.load_state_dict(theirs.state_dict())
    return theirs, ours


def texts(*lengths: int) -> tuple[Tensor, Tensor]:
    """Random words of texts of these lengths, and which of them are no padding."""
    places = torch.arange(max(lengths))
    words = torch.stack([places < length for length in lengths]).long()
    return torch.randint(1, SIZES["vocab_size"], words.shape) * words, words


@pytest.mark.parametrize("act", ["gelu", "relu"])
@pytest.mark.parametrize("lengths", [(7, 7, 7), (3, 9, 1), (12,), (40, 2)])
def test_hidden_states_are_transformers_to_the_bit(act: str, lengths: tuple[int, ...]) -> None:
    theirs, ours = both(act)
    ids, words = texts(*lengths)
    with torch.no_grad():
        expected = theirs(input_ids=ids, attention_mask=words).last_hidden_state
        assert torch.equal(ours(ids, words).last_hidden_state, expected)
        assert expected.std() > 0.1


def test_it_compiles_in_one_graph() -> None:
    """As ``msa-train`` compiles the towers on a GPU; texts with and without padding take the same."""
    _, ours = both()
    compiled = torch.compile(ours, backend="eager", fullgraph=True)
    for ids, words in (texts(6, 6), texts(6, 3)):
        with torch.no_grad():
            expected = ours(ids, words).last_hidden_state
            found = compiled(ids, words).last_hidden_state
        assert torch.allclose(found, expected, atol=1e-5)


def test_a_step_of_training_is_transformers_too() -> None:
    """With the same dropout, drawn in the same order."""
    theirs, ours = both()
    ids, words = texts(5, 9, 2)
    gradients = []
    for model in (theirs.train(), ours.train()):
        torch.manual_seed(3)
        model(input_ids=ids, attention_mask=words).last_hidden_state.square().sum().backward()
        gradients.append({name: weight.grad for name, weight in model.named_parameters()})
    assert gradients[0].keys() == gradients[1].keys()
    for name, gradient in gradients[0].items():
        assert torch.allclose(gradient, gradients[1][name], atol=1e-5), name


def test_random_weights_are_spread_as_transformers_spreads_them() -> None:
    theirs, ours = BertModel(BertConfig(**SIZES), add_pooling_layer=False), Bert(BertSizes(**SIZES))
    for (name, expected), weight in zip(theirs.state_dict().items(), ours.state_dict().values(), strict=True):
        assert weight.mean().item() == pytest.approx(expected.mean().item(), abs=0.01), name
        if weight.numel() > 1:
            assert weight.std().item() == pytest.approx(expected.std().item(), abs=0.005), name
    assert not ours.embeddings.word_embeddings.weight[0].any()  # padding


def test_a_folder_of_transformers_is_read_into_it(tmp_path: Path) -> None:
    folder = bert_folder(tmp_path)
    settings, network, tokenizer = read_pretrained(folder)
    assert isinstance(network, Bert)
    theirs = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
    batch = tokenizer(["a river and a bridge", "trees"], padding=True, return_tensors="pt")
    ids, words = batch["input_ids"], batch["attention_mask"]
    with torch.no_grad():
        expected = theirs(input_ids=ids, attention_mask=words).last_hidden_state
        assert torch.equal(network.eval()(ids, words).last_hidden_state, expected)
    assert is_plain(settings)


@pytest.mark.parametrize("settings", [{"hidden_act": "gelu_new"}, {"is_decoder": True}])
def test_what_it_cannot_do_is_left_to_transformers(settings: dict[str, object]) -> None:
    assert not is_plain({**SIZES, **settings})


def test_a_width_that_its_heads_do_not_share_evenly_is_refused() -> None:
    with pytest.raises(ValueError, match="5 heads do not share a width of 48"):
        Bert(BertSizes(**{**SIZES, "num_attention_heads": 5}))
