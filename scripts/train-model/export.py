"""Write the model folder: int8 table and pooling as ONNX, the tokenizer and its settings as JSON."""

import hashlib
import json
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

from vocabulary import MAX_WORD, PREFIX, SPECIAL
from weighting import PIVOT, SLOPE

LIMIT = 8192  # tokens a text may have; the graph has no limit of its own
OPSET = 17  # ScatterElements adds since 16; 17 is the newest that Debian 12's python3-onnx knows


def quantise(table):
    """int8 rows and one positive scale per row, so that row ≈ scale × int8; special rows are zero."""
    scale = np.abs(table).max(axis=1) / 127
    scale[: len(SPECIAL)] = 0
    rows = np.rint(table / np.maximum(scale, 1e-12)[:, None])
    rows[: len(SPECIAL)] = 0
    return rows.astype(np.int8), scale.astype(np.float32)


def _graph(rows, scale):
    """ids, mask → unit vectors.

    A token that occurs c times counts w(c) in all (see weighting.py), hence each occurrence w(c) / c.
    Special tokens count neither as tokens nor towards the length of the text.
    """
    size, dimension = rows.shape
    constants = {
        "rows": rows,
        "scale": scale,
        "one": np.array(1, np.float32),
        "tiny": np.array(1e-12, np.float32),
        "slope": np.array(SLOPE, np.float32),
        "offset": np.array(SLOPE * np.log(PIVOT), np.float32),
        "zero": np.array(0, np.float32),
        "size": np.array([size], np.int64),
        "last_special": np.array(len(SPECIAL) - 1, np.int64),
        "second": np.array([1], np.int64),
    }
    node = helper.make_node
    nodes = [
        node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        node("Greater", ["input_ids", "last_special"], ["is_word"]),
        node("Cast", ["is_word"], ["words"], to=TensorProto.FLOAT),
        node("Mul", ["mask", "words"], ["present"]),
        # how much repetitions count in a text of this length
        node("ReduceSum", ["present", "second"], ["tokens"], keepdims=1),
        node("Max", ["tokens", "one"], ["length"]),
        node("Log", ["length"], ["log_length"]),
        node("Mul", ["log_length", "slope"], ["steep"]),
        node("Sub", ["steep", "offset"], ["above"]),
        node("Max", ["above", "zero"], ["repetition"]),
        # how often each token of the vocabulary occurs, then looked up at every position
        node("Shape", ["input_ids"], ["batch"], start=0, end=1),
        node("Concat", ["batch", "size"], ["counts_shape"], axis=0),
        node("ConstantOfShape", ["counts_shape"], ["no_counts"],
             value=helper.make_tensor("nothing", TensorProto.FLOAT, [1], [0.0])),
        node("ScatterElements", ["no_counts", "input_ids", "present"], ["counts"], axis=1, reduction="add"),
        node("GatherElements", ["counts", "input_ids"], ["raw_count"], axis=1),
        node("Max", ["raw_count", "one"], ["count"]),  # 0 only where masked
        node("Log", ["count"], ["log_count"]),
        node("Mul", ["log_count", "repetition"], ["repeated"]),
        node("Add", ["repeated", "one"], ["counted"]),
        node("Div", ["counted", "count"], ["share"]),
        # weight of each occurrence: its share, its row's scale, and 0 where masked
        node("Gather", ["scale", "input_ids"], ["row_scale"]),
        node("Mul", ["share", "row_scale"], ["scaled"]),
        node("Mul", ["scaled", "present"], ["weight"]),
        node("Unsqueeze", ["weight", "second"], ["weights"]),
        node("Gather", ["rows", "input_ids"], ["int8_rows"]),
        node("Cast", ["int8_rows"], ["float_rows"], to=TensorProto.FLOAT),
        node("MatMul", ["weights", "float_rows"], ["summed"]),
        node("Squeeze", ["summed", "second"], ["sum"]),
        # unit length; a sum of nothing stays zero
        node("ReduceL2", ["sum"], ["norm"], axes=[1], keepdims=1),
        node("Max", ["norm", "tiny"], ["divisor"]),
        node("Div", ["sum", "divisor"], ["sentence_embedding"]),
    ]
    used = {name for n in nodes for name in n.input}
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch_size", "sequence_length"])
              for name in ("input_ids", "attention_mask")]
    output = helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch_size", dimension])
    weights = [numpy_helper.from_array(array, name) for name, array in constants.items() if name in used]
    return helper.make_graph(nodes, "seealso-static", inputs, [output], weights)


def write_onnx(rows, scale, path):
    model = helper.make_model(_graph(rows, scale), producer_name="seealso train-model",
                              opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = 8
    checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    save(model, str(path))


def tokenizer_json(tokens):
    special = [{"id": i, "content": token, "single_word": False, "lstrip": False, "rstrip": False,
                "normalized": False, "special": True} for i, token in enumerate(SPECIAL)]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": True, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": {"type": "WordPiece", "prefix": PREFIX, "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": PREFIX,
                  "max_input_chars_per_word": MAX_WORD, "vocab": {t: i for i, t in enumerate(tokens)}},
    }


TOKENIZER_CONFIG = {
    "tokenizer_class": "BertTokenizer",
    "do_lower_case": True,
    "strip_accents": True,
    "tokenize_chinese_chars": True,
    "model_max_length": LIMIT,
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "clean_up_tokenization_spaces": True,
}


def write_model(tokens, table, out, facts):
    """Write the folder and return its revision; `facts` about the training are added to config.json."""
    rows, scale = quantise(table)
    revision = _revision(tokens, rows, scale)
    out = Path(out)
    write_onnx(rows, scale, out / "onnx" / "model_quantized.onnx")
    config = {
        "model_type": "bert",  # what AutoModel accepts; the graph has no transformer in it
        "architectures": ["BertModel"],
        "hidden_size": table.shape[1],
        "vocab_size": len(tokens),
        "max_position_embeddings": LIMIT,
        "pad_token_id": 0,
        "seealso": {"pooling": "none", "output": "sentence_embedding", "normalized": True,
                    "revision": revision, **facts},
    }
    _write_json(out / "tokenizer.json", tokenizer_json(tokens), indent=None)
    _write_json(out / "tokenizer_config.json", TOKENIZER_CONFIG)
    _write_json(out / "config.json", config)
    return revision


def _revision(tokens, rows, scale):
    """Twelve hex digits naming the content: everything that can change a vector."""
    digest = hashlib.sha256(json.dumps([tokens, SLOPE, PIVOT]).encode())
    digest.update(rows.tobytes())
    digest.update(scale.tobytes())
    return digest.hexdigest()[:12]


def _write_json(path, content, indent=2):
    text = json.dumps(content, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
