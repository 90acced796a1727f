"""Texts to rows of a vocabulary and back: a tokenizer of the ``tokenizers`` library, called as transformers' fast ones.

It stands here because that is all of transformers that the shipped model needs, and importing transformers takes a
second of every start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from tokenizers import AddedToken, Encoding, Tokenizer

ROLES = ("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token")


class TextRows(dict[str, Any]):
    """Rows of the vocabulary by name, as :meth:`TextTokenizer.__call__` returns them."""

    def __init__(self, rows: Mapping[str, Any], found: Sequence[Encoding]) -> None:
        super().__init__(rows)
        self._found = found

    def word_ids(self, number: int = 0) -> list[int | None]:
        """Of each piece of a text the number of its word, None for marks and padding."""
        return list(self._found[number].word_ids)


class TextTokenizer:
    """What transformers calls a fast tokenizer, as far as it is used here: same calls, same answers.

    Args:
        tokenizer: its vocabulary and steps; marks that it lacks are added to it.
        roles: its marks by role, of :data:`ROLES`; texts are padded with ``pad_token``.

    Attributes:
        backend_tokenizer: the tokenizer itself.
        special_tokens_map: ``roles``.
        padding_side: ``right`` or ``left``.

    Raises:
        ValueError: a role is not known, or there is no padding.
    """

    def __init__(self, tokenizer: Tokenizer, roles: Mapping[str, str]) -> None:
        if unknown := set(roles) - set(ROLES):
            raise ValueError(f"no mark of a tokenizer is called {', '.join(sorted(unknown))}")
        if "pad_token" not in roles:
            raise ValueError("it does not say which of its tokens is padding")
        self.backend_tokenizer = tokenizer
        self.special_tokens_map = {role: roles[role] for role in ROLES if role in roles}
        self.padding_side = "right"
        added = {token.content for token in tokenizer.get_added_tokens_decoder().values()}
        lacking = [token for token in dict.fromkeys(self.special_tokens_map.values()) if token not in added]
        tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in lacking])

    def __len__(self) -> int:
        return int(self.backend_tokenizer.get_vocab_size(with_added_tokens=True))

    @property
    def bos_token(self) -> str | None:
        """The mark at the front of a text, None without one; so with the others."""
        return self.special_tokens_map.get("bos_token")

    @property
    def eos_token(self) -> str | None:
        """The mark at the end of a text (CLIP, SigLIP)."""
        return self.special_tokens_map.get("eos_token")

    @property
    def bos_token_id(self) -> int | None:
        """Row of :attr:`bos_token`."""
        return self._row("bos_token")

    @property
    def eos_token_id(self) -> int | None:
        """Row of :attr:`eos_token`."""
        return self._row("eos_token")

    @property
    def sep_token_id(self) -> int | None:
        """Row of BERT's mark at the end of a text."""
        return self._row("sep_token")

    @property
    def unk_token_id(self) -> int | None:
        """Row of what stands for unknown words."""
        return self._row("unk_token")

    def _row(self, role: str) -> int | None:
        token = self.special_tokens_map.get(role)
        return None if token is None else self.backend_tokenizer.token_to_id(token)

    def __call__(
        self,
        texts: str | Sequence[str],
        *,
        padding: bool | str = False,
        truncation: bool = False,
        max_length: int | None = None,
        return_tensors: str | None = None,
        return_offsets_mapping: bool = False,
        add_special_tokens: bool = True,
        verbose: bool = True,
    ) -> TextRows:
        """Rows of the vocabulary.

        Args:
            texts: one, or several.
            padding: True: to the longest; ``max_length``: all to that many; False: each as long as it is.
            truncation: cut at ``max_length`` rows, marks counted.
            max_length: rows.
            return_tensors: ``pt``: int64 tensors (B, T); None: lists.
            return_offsets_mapping: tell where in the text each piece begins and ends, too.
            add_special_tokens: with the marks at both ends.
            verbose: is not read.

        Returns:
            ``input_ids``, ``attention_mask`` (1 for words and marks, 0 for padding) and, if asked for,
            ``offset_mapping``: of one text a list each, of several a list of lists or a tensor.
        """
        backend = self.backend_tokenizer
        self._set_lengths(padding, max_length if truncation else None, max_length)
        is_one = isinstance(texts, str)
        found = backend.encode_batch(
            [texts] if is_one else list(texts), add_special_tokens=add_special_tokens
        )
        rows: dict[str, list[Any]] = {
            "input_ids": [each.ids for each in found],
            "attention_mask": [each.attention_mask for each in found],
        }
        if return_offsets_mapping:
            rows["offset_mapping"] = [each.offsets for each in found]
        if return_tensors == "pt":
            return TextRows({name: torch.tensor(values) for name, values in rows.items()}, found)
        return TextRows({name: values[0] if is_one else values for name, values in rows.items()}, found)

    def _set_lengths(self, padding: bool | str, most: int | None, length: int | None) -> None:
        """Where the tokenizer cuts and how far it pads; left alone where it is so: another thread may be at work."""
        backend = self.backend_tokenizer
        if most is None:
            if backend.truncation is not None:
                backend.no_truncation()
        elif (backend.truncation or {}).get("max_length") != most:
            backend.enable_truncation(most)
        if not padding:
            if backend.padding is not None:
                backend.no_padding()
            return
        pad = self.special_tokens_map["pad_token"]
        wanted = {
            "length": length if padding == "max_length" else None,
            "direction": self.padding_side,
            "pad_token": pad,
            "pad_id": backend.token_to_id(pad),
        }
        if not wanted.items() <= (backend.padding or {}).items():
            backend.enable_padding(**wanted)

    def convert_ids_to_tokens(self, rows: Sequence[int]) -> list[str]:
        """The pieces of rows of the vocabulary."""
        return [str(self.backend_tokenizer.id_to_token(row)) for row in rows]

    def get_vocab(self) -> dict[str, int]:
        """Piece -> row, of all that were added, too."""
        return dict(self.backend_tokenizer.get_vocab(with_added_tokens=True))

    def num_special_tokens_to_add(self) -> int:
        """How many marks a text gets."""
        return int(self.backend_tokenizer.num_special_tokens_to_add(False))
