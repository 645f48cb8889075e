"""A model folder read back, computing in numpy what its ONNX graph computes."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from text import words
from vocabulary import SPECIAL, Vocabulary
from weighting import term_weight


class StaticModel:
    def __init__(self, vocabulary, table):
        self.vocabulary, self.table = vocabulary, table

    @classmethod
    def read(cls, folder):
        tokens = json.loads((Path(folder) / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
        graph = onnx.load(str(Path(folder) / "onnx" / "model_quantized.onnx")).graph
        arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        table = arrays["rows"].astype(np.float32) * arrays["scale"][:, None]
        return cls(Vocabulary(sorted(tokens, key=tokens.get)), table)

    def embed(self, texts):
        """Unit rows, float32; a text without a known token is a row of zeros."""
        return np.stack([self._embed_one(text) for text in texts])

    def _embed_one(self, text):
        tokens, count = np.unique(np.array(self.vocabulary.encode(words(text)), np.int64), return_counts=True)
        tokens, count = tokens[tokens >= len(SPECIAL)], count[tokens >= len(SPECIAL)]
        total = term_weight(count, count.sum()).astype(np.float32) @ self.table[tokens]
        return total / max(float(np.linalg.norm(total)), 1e-12)
