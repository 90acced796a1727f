"""What an explanation says, in figures and in one sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.map.overlays.overlay import ALL_SCALES, SCALES, OverlayChoice, total
from msa_core.names import visible
from msa_core.records import SENTENCE, Explanation, ScorePart

SCALE_WORDS = {1: "texture", 2: "small objects", 3: "large objects", 4: "the whole scene"}
# A scale is named alone when it stands out by so many spreads more than the next.
_ALONE = 0.5
# From this share of the strongest word on, what speaks against is worth a word.
_WORTH_A_WORD = 0.1
_SMALLEST_PART = 0.005


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name: ``share`` of the largest beside it, -1..1, is how long its bar is."""

    name: str
    value: float
    share: float


def standing(explanation: Explanation, scale: int) -> float | None:
    """How many spreads the match logit of a scale lies above what the archive usually has; None when unknown."""
    if not explanation.usual or not explanation.words:
        return None
    mean, spread = explanation.usual[scale - 1]
    return (explanation.find(scale).total - mean) / spread if spread > 0 else None


def word_figures(explanation: Explanation) -> list[Figure]:
    """What each word adds to the match logits of all scales, in order, and then the sentence.

    Bars compare the words: the sentence, which is often more than all of them, may fill its own.
    """
    if not explanation.words:
        return []
    names = [*explanation.words, SENTENCE]
    values = [total(explanation, OverlayChoice(ALL_SCALES, name)) for name in names]
    most = max(map(abs, values[:-1])) or 1.0
    shares = [max(-1.0, min(1.0, value / most)) for value in values]
    return [Figure(*row) for row in zip(names, values, shares, strict=True)]


def part_figures(parts: tuple[ScorePart, ...]) -> list[Figure]:
    """The parts of a score as rows."""
    most = max((abs(part.amount) for part in parts), default=0.0) or 1.0
    return [Figure(part_name(part), part.amount, part.amount / most) for part in parts]


def part_name(part: ScorePart) -> str:
    """A part of the score by name: ``“river” × 0.5``, ``Without “clouds”``, ``Like ship.png``."""
    if part.kind == "hubness":
        return "Hubness"
    if part.kind == "votes":
        return "Your votes"
    what = _thing(part)
    if part.weight < 0:
        head = "Without " if part.kind == "text" else "Unlike "
    else:
        head = "" if part.kind == "text" else "Like "
    usual = 1.0 if part.weight > 0 else 0.5
    times = "" if abs(part.weight) == usual else f" × {abs(part.weight):g}"
    return f"{head}{what}{times}"


def _thing(part: ScorePart) -> str:
    return f"“{visible(part.value)}”" if part.kind == "text" else visible(Path(part.value).name)


def part_tip(part: ScorePart) -> str:
    """What a part of the score is, in a sentence."""
    if part.kind == "hubness":
        return (
            "Some pictures are near to every text, and some texts to every picture. Half of how much more than usual "
            "that is here is taken off; less than usual is put on."
        )
    if part.kind == "votes":
        return "What your votes on places move: a light probe on the embeddings, not training."
    return f"Cosine {part.amount / part.weight:.3f} times weight {part.weight:g}."


def why_sentence(explanation: Explanation) -> str:
    """``Mostly large objects; strongest word “tanks”; nothing against.``"""
    if not explanation.words:
        return _against(explanation, []).capitalize() + "." if explanation.parts else ""
    said = [part for part in (_scales_said(explanation), *_words_said(explanation)) if part]
    text = "; ".join(said)
    return text[:1].upper() + text[1:] + "." if text else ""


def _scales_said(explanation: Explanation) -> str:
    known = [(value, scale) for scale in SCALES if (value := standing(explanation, scale)) is not None]
    if not known:
        return ""
    (best, first), (second, other) = sorted(known, reverse=True)[:2]
    if best < _ALONE:
        return "no scale stands out"
    if best - second >= _ALONE:
        return f"mostly {SCALE_WORDS[first]}"
    return f"{SCALE_WORDS[first]} and {SCALE_WORDS[other]}"


def _words_said(explanation: Explanation) -> tuple[str, str]:
    words = [figure for figure in word_figures(explanation) if figure.name != SENTENCE]
    best = max(words, key=lambda figure: figure.value)
    strongest = f"strongest word “{visible(best.name)}”" if best.value > 0 else "no word speaks for it"
    return strongest, _against(explanation, words)


def _against(explanation: Explanation, words: list[Figure]) -> str:
    most = max((abs(figure.value) for figure in words), default=0.0)
    against = [
        f"“{visible(figure.name)}”"
        for figure in sorted(words, key=lambda figure: figure.value)
        if figure.value < -_WORTH_A_WORD * most
    ]
    against += [
        f"{_thing(part)} (to be avoided)" if part.weight < 0 else part_name(part)
        for part in explanation.parts
        if part.kind != "hubness" and part.amount < -_SMALLEST_PART
    ]
    return f"against: {', '.join(against[:3])}" if against else "nothing against"


def scale_tip(explanation: Explanation | None, scale: int, about: str) -> str:
    """What a button of a scale stands for, with its logit and what the archive usually has."""
    if explanation is None or not explanation.words:
        return about
    if scale == ALL_SCALES:
        return f"{about}\nMatch logits added up: {total(explanation, OverlayChoice(scale)):+.2f}"
    lines = [about, f"Match logit {total(explanation, OverlayChoice(scale)):+.2f}"]
    above = standing(explanation, scale)
    if above is not None:
        mean, spread = explanation.usual[scale - 1]
        lines.append(
            f"Tiles of this archive have {mean:+.2f} ± {spread:.2f}: this one lies {abs(above):.1f} spreads "
            f"{'above' if above >= 0 else 'below'}, which is what the bar shows."
        )
    return "\n".join(lines)


def named(word: str) -> str:
    """A word as a chip shows it."""
    return "sentence" if word == SENTENCE else visible(word)
