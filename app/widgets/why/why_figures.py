"""What an explanation says, in figures and in one sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.map.overlays.overlay import ALL_SCALES, SCALES, OverlayChoice, total
from app.map.overlays.overlay_drawing import OverlayRequest
from app.models.question.conditions import Picture
from app.translation import mark, numeral, plain_numeral, tr
from msa_core.names import visible
from msa_core.records import RANKING, SENTENCE, Contribution, Explanation
from msa_core.retrieval.query.parsing import EXAMPLES

SCALE_WORDS = {
    1: mark("texture"),
    2: mark("small objects"),
    3: mark("large objects"),
    4: mark("the whole scene"),
}
# A scale is named alone when it stands out by so many spreads more than the next.
_ALONE = 0.5
# From this share of the strongest word on, what speaks against is worth a word.
_WORTH_A_WORD = 0.1
_MIN_SHARE = 0.005


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


def contribution_figures(contributions: tuple[Contribution, ...]) -> list[Figure]:
    """What a score is made of, as rows."""
    most = max((abs(contribution.amount) for contribution in contributions), default=0.0) or 1.0
    return [
        Figure(contribution_name(contribution), contribution.amount, contribution.amount / most)
        for contribution in contributions
    ]


def contribution_name(contribution: Contribution) -> str:
    """A part of the score by name: ``“river” × 0.5``, ``Without “clouds”``, ``Like ship.png``."""
    if contribution.kind == "hubness":
        return tr("Hubness")
    if contribution.kind == "votes":
        return tr("Your votes")
    what = _thing(contribution)
    is_text = contribution.kind == "text"
    if contribution.weight < 0:
        what = tr("Without {words}", words=what) if is_text else tr("Unlike {picture}", picture=what)
    elif not is_text:
        what = tr("Like {picture}", picture=what)
    usual = 1.0 if contribution.weight > 0 else 0.5
    times = "" if abs(contribution.weight) == usual else f" × {plain_numeral(abs(contribution.weight))}"
    return f"{what}{times}"


def _thing(contribution: Contribution) -> str:
    if contribution.kind == "text":
        return f"“{visible(contribution.value)}”"
    if contribution.kind in EXAMPLES:
        return visible(Picture(contribution.value, kind=contribution.kind).name)
    return visible(Path(contribution.value).name)


def contribution_tip(contribution: Contribution) -> str:
    """What a part of the score is, in a sentence."""
    if contribution.kind == "hubness":
        return tr(
            "Some pictures are near to every text, and some texts to every picture. Half "
            "of how much more than usual that is here is taken off; less than usual is put "
            "on."
        )
    if contribution.kind == "votes":
        return tr("What your votes on places move: a light probe on the embeddings, not training.")
    return tr(
        "Cosine {cosine} times weight {weight}.",
        cosine=numeral(contribution.amount / contribution.weight, 3),
        weight=plain_numeral(contribution.weight),
    )


def why_sentence(explanation: Explanation) -> str:
    """``Mostly large objects; strongest word “tanks”; nothing against.``"""
    if not explanation.words:
        return _against(explanation, []).capitalize() + "." if explanation.contributions else ""
    said = [
        contribution
        for contribution in (_scales_said(explanation), *_words_said(explanation))
        if contribution
    ]
    text = "; ".join(said)
    return text[:1].upper() + text[1:] + "." if text else ""


def _scales_said(explanation: Explanation) -> str:
    known = [(value, scale) for scale in SCALES if (value := standing(explanation, scale)) is not None]
    if not known:
        return ""
    (best, first), (second, other) = sorted(known, reverse=True)[:2]
    if best < _ALONE:
        return tr("no scale stands out")
    if best - second >= _ALONE:
        return tr("mostly {what}", what=tr(SCALE_WORDS[first]))
    return tr("{one} and {other}", one=tr(SCALE_WORDS[first]), other=tr(SCALE_WORDS[other]))


def _words_said(explanation: Explanation) -> tuple[str, str]:
    words = [figure for figure in word_figures(explanation) if figure.name != SENTENCE]
    best = max(words, key=lambda figure: figure.value)
    strongest = (
        tr("strongest word “{word}”", word=visible(best.name))
        if best.value > 0
        else tr("no word speaks for it")
    )
    return strongest, _against(explanation, words)


def _against(explanation: Explanation, words: list[Figure]) -> str:
    most = max((abs(figure.value) for figure in words), default=0.0)
    against = [
        f"“{visible(figure.name)}”"
        for figure in sorted(words, key=lambda figure: figure.value)
        if figure.value < -_WORTH_A_WORD * most
    ]
    against += [
        tr("{what} (to be avoided)", what=_thing(contribution))
        if contribution.weight < 0
        else contribution_name(contribution)
        for contribution in explanation.contributions
        if contribution.kind != "hubness" and contribution.amount < -_MIN_SHARE
    ]
    return tr("against: {what}", what=", ".join(against[:3])) if against else tr("nothing against")


def scale_tip(explanation: Explanation | None, scale: int, about: str) -> str:
    """What a button of a scale stands for, with its logit and what the archive usually has."""
    if explanation is None or not explanation.words:
        return about
    if scale == ALL_SCALES:
        added = numeral(total(explanation, OverlayChoice(scale)), 2, plus=True)
        return f"{about}\n{tr('Match logits added up: {total}', total=added)}"
    lines = [
        about,
        tr("Match logit {total}", total=numeral(total(explanation, OverlayChoice(scale)), 2, plus=True)),
    ]
    above = standing(explanation, scale)
    if above is not None:
        mean, spread = explanation.usual[scale - 1]
        values = {"mean": numeral(mean, 2, plus=True), "spread": numeral(spread, 2)}
        values["spreads"] = numeral(abs(above), 1)
        lines.append(_place_in_archive(above >= 0, values))
    return "\n".join(lines)


def _place_in_archive(is_above: bool, values: dict[str, str]) -> str:
    if is_above:
        return tr(
            "Tiles of this archive have {mean} ± {spread}: this one lies {spreads} spreads above, "
            "which is what the bar shows.",
            **values,
        )
    return tr(
        "Tiles of this archive have {mean} ± {spread}: this one lies {spreads} spreads below, "
        "which is what the bar shows.",
        **values,
    )


def word_tip(explanation: Explanation, figure: Figure) -> str:
    """What a chip stands for, with what it adds to the match logits of each scale."""
    if figure.name == SENTENCE:
        inside = ", ".join(explanation.in_sentence)
        about = (
            tr("The sentence as a whole, with {words}", words=inside)
            if inside
            else tr("The sentence as a whole")
        )
    else:
        about = tr("Only the part of “{word}”", word=figure.name)
    parts = [total(explanation, OverlayChoice(scale, figure.name)) for scale in SCALES]
    added = tr(
        "Adds {sum} to the match logits: {each} at scales 1 to 4",
        sum=numeral(figure.value, 2, plus=True),
        each="  ".join(numeral(part, 2, plus=True) for part in parts),
    )
    return f"{about}\n{added}"


def named(word: str) -> str:
    """A word as a chip shows it."""
    return tr("sentence", about="the words as a whole") if word == SENTENCE else visible(word)


def legend_note(request: OverlayRequest) -> str:
    """What a legend's range belongs to."""
    if request.choice.scale == RANKING:
        return tr("What each place gives to the score, of all that was asked for.")
    if request.is_common:
        return tr("One range for all words of this scale.")
    return tr("The range of this word.") if request.choice.word else tr("The range of all words together.")
