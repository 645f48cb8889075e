"""The vocabulary: whole words first, word pieces only for what is left. WordPiece, longest match first."""

from collections import Counter

import numpy as np

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")  # ids 0-3; their rows are zero
UNKNOWN = 1
PREFIX = "##"
MAX_WORD = 100  # characters; a longer word is [UNK], as in the library's WordPiece


class Vocabulary:
    def __init__(self, tokens):
        self.tokens = list(tokens)
        self._ids = {token: i for i, token in enumerate(self.tokens)}
        self._cache = {}

    def __len__(self):
        return len(self.tokens)

    def __getitem__(self, token):
        return self._ids[token]

    def pieces(self, word):
        """Token ids of one word: the longest known beginning, then the longest known rest, …"""
        found = self._cache.get(word)
        if found is None:
            found = self._cache[word] = _longest_match(word, self._ids)
        return found

    def encode(self, words):
        return [i for word in words for i in self.pieces(word)]

    def encode_corpus(self, corpus):
        """The corpus in token ids: article i is `stream[starts[i]:starts[i + 1]]`; [UNK] left out."""
        per_word = [[i for i in self.pieces(word) if i != UNKNOWN] for word in corpus.words]
        size = np.array([len(p) for p in per_word], dtype=np.int64)
        flat = np.array([i for p in per_word for i in p], dtype=np.int32)
        first = np.concatenate([[0], np.cumsum(size)])
        position = np.concatenate([[0], np.cumsum(size[corpus.stream])])
        within = np.arange(position[-1]) - np.repeat(position[:-1], size[corpus.stream])
        stream = flat[np.repeat(first[corpus.stream], size[corpus.stream]) + within]
        return stream, position[corpus.starts]


def _longest_match(word, ids):
    if len(word) > MAX_WORD:
        return (UNKNOWN,)
    found, start = [], 0
    while start < len(word):
        prefix = PREFIX if start else ""
        for end in range(len(word), start, -1):
            token = ids.get(prefix + word[start:end])
            if token is not None:
                break
        else:
            return (UNKNOWN,)
        found.append(token)
        start = end
    return tuple(found)


def document_frequency(stream, starts, size):
    """In how many articles each number below `size` occurs."""
    article = np.repeat(np.arange(len(starts) - 1, dtype=np.int64), np.diff(starts))
    seen = np.unique(article * size + stream)
    return np.bincount(seen % size, minlength=size)


def build_vocabulary(corpus, whole_words, word_pieces):
    """The `whole_words` words in most articles, and `word_pieces` rests of the words left out."""
    frequency = document_frequency(corpus.stream, corpus.starts, len(corpus.words))
    order = np.lexsort((np.arange(len(frequency)), -frequency))  # ties: as met in the corpus
    kept = [corpus.words[i] for i in order[:whole_words]]
    characters = Counter()
    for word, count in zip(corpus.words, frequency.tolist()):
        for char in set(word):
            characters[char] += count
    alphabet = sorted(char for char, count in characters.items() if count >= 20)
    start = list(dict.fromkeys(kept + alphabet))
    left_out = ((corpus.words[i], int(frequency[i])) for i in order[whole_words:])
    rests = _frequent_rests(left_out, set(start), word_pieces)
    pieces = dict.fromkeys([PREFIX + char for char in alphabet] + [PREFIX + rest for rest in rests])
    return Vocabulary([*SPECIAL, *start, *pieces])


def _frequent_rests(words, known, limit):
    """What remains of each word behind its longest known beginning, and every beginning of that."""
    counts = Counter()
    for word, count in words:
        cut = next((end for end in range(len(word), 0, -1) if word[:end] in known), 0)
        rest = word[cut:]
        if not cut or not rest or len(word) > MAX_WORD:
            continue
        counts[rest] += 2 * count  # a rest matched whole keeps the word in two pieces
        for end in range(2, min(len(rest), 6)):
            counts[rest[:end]] += count
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [rest for rest, _ in ranked if len(rest) > 1][:limit]
