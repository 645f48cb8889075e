"""How much a repeated token counts: the one formula shared by training, numpy and the ONNX graph.

A token that occurs c times among n tokens counts 1 + r ln c in all, with r = max(0, ½ ln(n / 12)).
In an item of one sentence (n = 30, r = 0.5) a repetition is mostly the title said again; in an article
of 600 tokens (r = 2) it is what the article is about. A fixed r served one of the two at the other's cost.
"""

import numpy as np

SLOPE = 0.5
PIVOT = 12  # tokens; up to this length repetitions do not count


def term_weight(count, length):
    """Total weight of tokens occurring `count` times in texts of `length` tokens (arrays or numbers)."""
    return 1 + np.maximum(SLOPE * np.log(np.maximum(length, 1) / PIVOT), 0) * np.log(count)
