"""The two commands: train a model folder, measure a model folder."""

from dataclasses import asdict
from pathlib import Path

from corpus import file_digest, load_corpus
from evaluate import load_set, measure
from export import write_model
from model import StaticModel
from report import fail, progress
from training import even_out, train
from vocabulary import build_vocabulary


def train_model(arguments):
    settings, work = arguments.settings, Path(arguments.work)
    work.mkdir(parents=True, exist_ok=True)
    digest = file_digest(arguments.corpus)
    corpus = load_corpus(arguments.corpus, digest, work)
    vocabulary = build_vocabulary(corpus, settings.whole_words, settings.word_pieces)
    stream, starts = vocabulary.encode_corpus(corpus)
    progress(f"{len(starts) - 1:,} articles, {len(stream):,} tokens, vocabulary of {len(vocabulary):,}")
    table = train(stream, starts, len(vocabulary), settings, digest, work)
    table = even_out(stream, starts, table, settings.evenness)
    revision = write_model(vocabulary.tokens, table, arguments.out, {"corpus": digest, "settings": asdict(settings)})
    progress(f"wrote {arguments.out}, revision {revision}")


def evaluate_model(arguments):
    if not (Path(arguments.model) / "tokenizer.json").is_file():
        fail(f"no model in {arguments.model}", "give the folder that holds tokenizer.json and onnx/")
    model = StaticModel.read(arguments.model)
    for folder in arguments.sets:
        ids, texts, judged = load_set(folder)
        measured = measure(ids, model.embed(texts), judged)
        print(f"{Path(folder).name}  " + "  ".join(f"{name} {value:.4f}" for name, value in measured.items())
              + f"  ({len(judged):,} queries, {len(ids):,} articles)")
