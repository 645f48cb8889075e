"""Text to words, exactly as `BertNormalizer` + `BertPreTokenizer` of transformers.js do it.

Invariant: for every text, `words(text)` equals what the shipped tokenizer.json yields before
WordPiece. Training on other words than those served would silently cost quality.
"""

import re
import sys
import unicodedata

_CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF))  # the planes the library splits


class _Cleaner(dict):
    """Lazily filled table for `str.translate`: drop controls, unify spaces, isolate ideographs."""

    def __missing__(self, code):
        char = chr(code)
        category = unicodedata.category(char)
        if char in "\t\n\r" or category in ("Zs", "Zl", "Zp"):
            new = " "
        elif code in (0, 0xFFFD) or category in ("Cc", "Cf", "Co", "Cs"):
            new = None
        elif any(low <= code <= high for low, high in _CJK):
            new = f" {char} "
        else:
            new = char
        self[code] = new
        return new


class _AccentDropper(dict):
    def __missing__(self, code):
        new = None if unicodedata.category(chr(code)) == "Mn" else chr(code)
        self[code] = new
        return new


def _punctuation_class():
    """`\\p{P}` and the ASCII symbols, as the inside of a regular expression's [...]."""
    codes = [c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)).startswith("P")]
    codes += [c for c in range(0x21, 0x7F) if not chr(c).isalnum()]
    return "".join(re.escape(chr(c)) for c in sorted(set(codes)))


_clean, _drop_accents = _Cleaner(), _AccentDropper()
_PUNCTUATION = _punctuation_class()
_find_words = re.compile(f"[^\\s{_PUNCTUATION}]+|[{_PUNCTUATION}]").findall


def normalise(text):
    """Lower case, no accents, no control characters, one kind of space."""
    text = text.translate(_clean).lower()
    if text.isascii():
        return text
    return unicodedata.normalize("NFD", text).translate(_drop_accents)


def words(text):
    """The words and single punctuation marks of a text, in order."""
    return _find_words(normalise(text))
