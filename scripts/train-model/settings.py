"""Everything that determines the model besides the corpus."""

from dataclasses import dataclass, field


def _setting(default, meaning):
    return field(default=default, metadata={"help": meaning})


@dataclass(frozen=True)
class Settings:
    seed: int = _setting(1, "same seed, corpus and settings: same model")
    steps: int = _setting(700, "training steps")
    batch: int = _setting(4096, "pairs of passages in a step")
    dimension: int = _setting(256, "length of a vector")
    whole_words: int = _setting(72000, "words with a row of their own: those in most articles")
    word_pieces: int = _setting(6000, "pieces for all other words")
    shortest: int = _setting(30, "tokens in the shortest passage")
    longest: int = _setting(800, "tokens in the longest passage")
    dropped: float = _setting(0.4, "share of a passage's distinct tokens left out")
    group: int = _setting(32, "neighbouring articles that stand together in a batch")
    grouped: float = _setting(0.5, "share of a batch drawn in such groups")
    temperature: float = _setting(0.03, "of the softmax over cosines")
    rate: float = _setting(0.003, "Adam's learning rate at its highest")
    warm_up: int = _setting(30, "steps until the rate is at its highest")
    idf_power: float = _setting(1.0, "start: a row's length is idf to this power")
    noise: float = _setting(1.0, "start: length of a row's random part, the topical part being 1")
    evenness: float = _setting(0.2, "end: each direction is divided by its spread over the corpus to this power")
