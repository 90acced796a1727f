"""A random CLIP of a few thousand weights, its tokenizer, and a naive reading of open_clip's state dict."""

from __future__ import annotations

from typing import Any

import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from torch import Tensor
from torch.nn import functional as F
from transformers import CLIPConfig, CLIPModel, PreTrainedTokenizerFast

from msa_core.model.network.text_encoder import CLIP_TOKENS

START, END = CLIP_TOKENS["bos_token"], CLIP_TOKENS["eos_token"]
WIDTH, TEXT_WIDTH, DIM, PATCH, SIDE, LAYERS, POSITIONS = 128, 64, 48, 16, 64, 5, 40


def clip_tokenizer() -> Any:
    """Byte-level BPE with ``</w>``, as CLIP's, with a few merges; the two marks are the last of the vocabulary."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = [
        ("p", "l"),
        ("a", "n"),
        ("pl", "an"),
        ("plan", "e</w>"),
        ("s", "h"),
        ("i", "p</w>"),
        ("sh", "ip</w>"),
    ]
    pieces = [
        *letters,
        *(f"{letter}</w>" for letter in letters),
        *("".join(pair) for pair in merges),
        START,
        END,
    ]
    vocabulary = {piece: row for row, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, end_of_word_suffix="</w>", unk_token=END))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    words = Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(words, "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.post_processor = processors.RobertaProcessing(
        (END, vocabulary[END]), (START, vocabulary[START]), trim_offsets=False, add_prefix_space=False
    )
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **CLIP_TOKENS)


def tiny_clip(seed: int = 0, activation: str = "quick_gelu") -> CLIPModel:
    """transformers' CLIP with random weights; vision and text widths, heads and D all differ."""
    torch.manual_seed(seed)
    vocabulary = len(clip_tokenizer())
    shared = {"num_hidden_layers": LAYERS, "hidden_act": activation, "projection_dim": DIM}
    vision = {
        "image_size": SIDE,
        "patch_size": PATCH,
        "hidden_size": WIDTH,
        "intermediate_size": 96,
        "num_attention_heads": 2,
    }
    text = {
        "vocab_size": vocabulary, "hidden_size": TEXT_WIDTH, "intermediate_size": 80, "num_attention_heads": 1,
        "max_position_embeddings": POSITIONS, "eos_token_id": vocabulary - 1, "bos_token_id": vocabulary - 2,
        "pad_token_id": vocabulary - 1,
    }  # fmt: skip
    config = CLIPConfig(vision_config=vision | shared, text_config=text | shared, projection_dim=DIM)
    model = CLIPModel(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim:  # as made, biases are 0 and norms 1: that would hide a wrong name
                parameter.add_(torch.randn_like(parameter) * 0.1)
    return model


def open_clip_state(seed: int = 0) -> dict[str, Tensor]:
    """A random state dict in open_clip's naming and shapes, written down by hand."""
    generator = torch.Generator().manual_seed(seed)

    def random(*shape: int, scale: float = 0.2) -> Tensor:
        return torch.randn(shape, generator=generator) * scale

    vocabulary = len(clip_tokenizer())
    state = {
        "positional_embedding": random(POSITIONS, TEXT_WIDTH),
        "text_projection": random(TEXT_WIDTH, DIM),
        "logit_scale": torch.tensor(4.2),
        "visual.class_embedding": random(WIDTH),
        "visual.positional_embedding": random((SIDE // PATCH) ** 2 + 1, WIDTH),
        "visual.proj": random(WIDTH, DIM),
        "visual.conv1.weight": random(WIDTH, 3, PATCH, PATCH, scale=0.05),
        "token_embedding.weight": random(vocabulary, TEXT_WIDTH),
    }
    for norm, width in (("visual.ln_pre", WIDTH), ("visual.ln_post", WIDTH), ("ln_final", TEXT_WIDTH)):
        state |= {f"{norm}.weight": 1 + random(width), f"{norm}.bias": random(width)}
    for prefix, width, hidden in (("visual.", WIDTH, 96), ("", TEXT_WIDTH, 80)):
        for layer in range(LAYERS):
            block = f"{prefix}transformer.resblocks.{layer}."
            for name, shape in {
                "attn.in_proj_weight": (3 * width, width), "attn.in_proj_bias": (3 * width,),
                "attn.out_proj.weight": (width, width), "attn.out_proj.bias": (width,),
                "mlp.c_fc.weight": (hidden, width), "mlp.c_fc.bias": (hidden,),
                "mlp.c_proj.weight": (width, hidden), "mlp.c_proj.bias": (width,),
            }.items():  # fmt: skip
                state[block + name] = random(*shape, scale=0.1)
            for norm in ("ln_1", "ln_2"):
                state |= {f"{block}{norm}.weight": 1 + random(width), f"{block}{norm}.bias": random(width)}
    return state


def naive_blocks(
    state: dict[str, Tensor], prefix: str, x: Tensor, mask: Tensor | None, quick: bool
) -> Tensor:
    """A tower's blocks on tokens (B, n, C) by torch's own attention."""
    width = x.shape[-1]
    for layer in range(LAYERS):
        block = f"{prefix}transformer.resblocks.{layer}."
        part = {key.removeprefix(block): value for key, value in state.items() if key.startswith(block)}
        attention = torch.nn.MultiheadAttention(width, width // 64, batch_first=True).eval()
        attention.load_state_dict(
            {k.removeprefix("attn."): v for k, v in part.items() if k.startswith("attn.")}
        )
        y = F.layer_norm(x, (width,), part["ln_1.weight"], part["ln_1.bias"])
        x = x + attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        y = F.layer_norm(x, (width,), part["ln_2.weight"], part["ln_2.bias"])
        y = F.linear(y, part["mlp.c_fc.weight"], part["mlp.c_fc.bias"])
        y = y * torch.sigmoid(1.702 * y) if quick else F.gelu(y)
        x = x + F.linear(y, part["mlp.c_proj.weight"], part["mlp.c_proj.bias"])
    return x


def naive_image_vectors(state: dict[str, Tensor], images: Tensor, quick: bool) -> Tensor:
    """CLIP's unit image vectors (B, D) of normalised images (B, 3, SIDE, SIDE), after open_clip's own forward."""
    x = F.conv2d(images, state["visual.conv1.weight"], stride=PATCH).flatten(2).transpose(1, 2)
    x = torch.cat([state["visual.class_embedding"].expand(len(x), 1, -1), x], dim=1)
    x = x + state["visual.positional_embedding"]
    x = F.layer_norm(x, (WIDTH,), state["visual.ln_pre.weight"], state["visual.ln_pre.bias"])
    x = naive_blocks(state, "visual.", x, None, quick)[:, 0]
    x = F.layer_norm(x, (WIDTH,), state["visual.ln_post.weight"], state["visual.ln_post.bias"])
    return F.normalize(x @ state["visual.proj"], dim=-1)


def naive_text_vectors(state: dict[str, Tensor], rows: list[list[int]], quick: bool) -> Tensor:
    """CLIP's unit text vectors (B, D): POSITIONS tokens padded with 0, causal, read at the highest row (the end)."""
    ids = torch.zeros(len(rows), POSITIONS, dtype=torch.long)
    for row, pieces in enumerate(rows):
        ids[row, : len(pieces)] = torch.tensor(pieces)
    x = state["token_embedding.weight"][ids] + state["positional_embedding"]
    mask = torch.full((POSITIONS, POSITIONS), float("-inf")).triu(1)
    x = naive_blocks(state, "", x, mask, quick)
    x = F.layer_norm(x, (TEXT_WIDTH,), state["ln_final.weight"], state["ln_final.bias"])
    return F.normalize(x[torch.arange(len(ids)), ids.argmax(dim=1)] @ state["text_projection"], dim=-1)
