"""Lab mnist_nn_deep beside mnist_nn_xavier: mnist-nn-deep.ts in real PyTorch. The rest of the lab is in mnist-nn-xavier.py."""
import argparse
import pathlib
import runpy

import numpy as np

WIDTHS = (784, 512, 512, 512, 512, 10)
lab = runpy.run_path(str(pathlib.Path(__file__).with_name("mnist-nn-xavier.py")))


def both(start, seed, data, steps=160):
    """Rows of the shallow net, then of the deep one, on the same images."""
    for name, widths in (("shallow", lab["WIDTHS"]), ("deep", WIDTHS)):
        for step, losses, right in lab["learn"](lab["net"](start, seed, widths), data, steps):
            yield name, step, losses, right


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=777)
    parser.add_argument("--start", default="xavier_uniform_", choices=lab["STARTS"])
    parser.add_argument("--steps", type=int, default=160)
    parser.add_argument("--data", help="a folder with the two t10k files of MNIST; without it digits are drawn")
    args = parser.parse_args()
    data = lab["mnist"](args.data) if args.data else lab["drawn"](args.seed)
    for name, step, losses, right in both(args.start, args.seed, data, args.steps):
        print(name, args.start, step, np.mean(losses), right.mean())
