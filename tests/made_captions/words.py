"""Numbers and choices in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen",
)  # fmt: skip
_TENS = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}


def spelt(count: int) -> str:
    """0..99 in words; the fives between the tens too (``twenty-five``). Larger ones in digits."""
    if count < len(_SMALL):
        return _SMALL[count]
    tens, rest = count // 10 * 10, count % 10
    if count > 99:
        return str(count)
    if tens == 10:
        return {6: "sixteen", 7: "seventeen", 8: "eighteen", 9: "nineteen"}[rest]
    return _TENS[tens] + (f"-{_SMALL[rest]}" if rest else "")


def roundly(count: int) -> int:
    """A count as one says it at a glance: exact below ten, then in fives, from fifty on in tens."""
    if count < 10:
        return count
    step = 5 if count < 50 else 10
    return round(count / step) * step


def counted(count: int, one: str, many: str, rng: np.random.Generator) -> str:
    """So many of a thing, in one of several ways; from four on never as if it were sure.

    Labels miss a few small things, so "about" is truer than a number.
    """
    if count == 1:
        return pick(rng, [f"a single {one}", f"one {one}", f"just one {one}"])
    ways = [f"{spelt(count)} {many}"] if count <= 3 else [f"about {spelt(roundly(count))} {many}"]
    if count <= 3:
        ways.append(f"a couple of {many}" if count == 2 else f"a few {many}")
    elif count <= 5:
        ways.append(f"a few {many}")
    elif count <= 9:
        ways += [f"several {many}", f"a group of {many}"]
    elif count <= 23:
        ways += [f"many {many}", f"a dozen or more {many}" if count >= 12 else f"around ten {many}"]
    else:
        ways += [f"dozens of {many}", f"a great many {many}", f"very many {many}"]
    return pick(rng, ways)


def pick(rng: np.random.Generator, ways: Sequence[str]) -> str:
    """One of them."""
    return ways[int(rng.integers(len(ways)))]


def several(rng: np.random.Generator, ways: Sequence[str], count: int) -> list[str]:
    """``count`` different ones, or all when there are fewer, each begun and ended as a caption is."""
    different = [*dict.fromkeys(ways)]
    chosen = rng.permutation(len(different))[:count]
    return [f"{different[number]} ." for number in sorted(chosen)]
