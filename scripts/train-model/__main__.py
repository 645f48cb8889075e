"""python3 scripts/train-model: train the bundled model, or measure one. See README.md beside this file."""

import sys

try:
    import numpy  # noqa: F401
    import onnx  # noqa: F401
    import scipy  # noqa: F401
except ImportError as missing:
    sys.exit(f"train-model: {missing}. On Debian: apt-get install python3-numpy python3-scipy python3-onnx "
             "libopenblas0-pthread, then run with /usr/bin/python3")

from arguments import parse
from commands import evaluate_model, train_model

if __name__ == "__main__":
    arguments = parse(sys.argv[1:])
    try:
        evaluate_model(arguments) if arguments.command == "evaluate" else train_model(arguments)
    except KeyboardInterrupt:
        sys.exit("train-model: stopped; run the same command again to continue from the last checkpoint")
