"""Which characters no text of anybody's may hold: they cannot be seen, or make others look like something else."""

import unicodedata

# Marks that turn the direction of what follows, so that a name can look like something else; Unicode TR9.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Control characters, halves of characters, private and unassigned ones, separators of lines and paragraphs.
_UNWANTED = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


def is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNWANTED or letter in _BIDI
