"""The command line. Settings' names and defaults come from settings.py, so that help cannot disagree."""

import argparse
from dataclasses import fields

from settings import Settings

EXAMPLE = """examples:
  python3 scripts/train-model --corpus corpus.jsonl.gz --out models/seealso-en --work /tmp/train
  python3 scripts/train-model evaluate models/seealso-en eval/digitalgov eval/current-events

The corpus is JSON lines (.jsonl or .jsonl.gz) with `title` and `text`. A run that was stopped goes on
from its last checkpoint in --work when the same command is given again."""


def parse(words):
    """The namespace of either command; `settings` holds a Settings for training."""
    if words[:1] == ["evaluate"]:
        return _evaluate_parser().parse_args(words[1:])
    arguments = _train_parser().parse_args(words)
    chosen = {f.name: getattr(arguments, f.name) for f in fields(Settings)}
    arguments.settings = Settings(**chosen)
    return arguments


def _train_parser():
    parser = argparse.ArgumentParser(prog="train-model", description="Train a static embedding model.",
                                     epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.set_defaults(command="train")
    parser.add_argument("--corpus", required=True, help="articles to learn from, JSON lines")
    parser.add_argument("--out", required=True, help="folder to write the model to")
    parser.add_argument("--work", default="/tmp/seealso-train", help="folder for caches and checkpoints (%(default)s)")
    for field in fields(Settings):
        parser.add_argument("--" + field.name.replace("_", "-"), type=field.type, default=field.default,
                            metavar="N", help=f"{field.metadata['help']} ({field.default})")
    return parser


def _evaluate_parser():
    parser = argparse.ArgumentParser(prog="train-model evaluate", description="Measure nDCG@10 and MRR of a model.",
                                     epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.set_defaults(command="evaluate")
    parser.add_argument("model", help="model folder")
    parser.add_argument("sets", nargs="+", help="folders with articles.jsonl.gz and qrels.txt")
    return parser
