"""Which learning rate suits which start: dbn-pretraining.py at many rates, in real PyTorch.

    python3 src/experiments/dbn-pretraining/rates.py sgd he 3 .0125 .025 .05 .1 .2   # optimizer, start, seeds, rates
    python3 src/experiments/dbn-pretraining/rates.py sgd rbm 3 .1 .2 .4 .8 1.2      # of the pre-training itself

Seeds from 1000 on, which are not shown. Prints the rate, and the mean share of held-out digits that are right in the end, in
per cent: after learning from 100 labels, from 4,000, and the mean of the two, by which the rates of RATES were chosen.
"""
import pathlib
import runpy
import sys

import numpy as np
import torch

FIRST = 1000
twin = runpy.run_path(str(pathlib.Path(__file__).resolve().parent.parent / "dbn-pretraining.py"))


def ends(optimizer, start, rate, seeds):
    way = "pre-trained" if start == "rbm" else start
    runs = []
    for seed in range(FIRST, FIRST + seeds):
        last = {}
        for _, labels, _, _, right in twin["dbn_pretraining"](seed=seed, optimizer=optimizer, rates={start: rate}, ways=(way,)):
            last[labels] = right
        runs.append([last[100], last[4000]])
    return 100 * np.mean(runs, 0)


if __name__ == "__main__":
    torch.set_num_threads(1)
    optimizer, start, seeds, *rates = sys.argv[1:]
    for rate in map(float, rates):
        few, many = ends(optimizer, start, rate, int(seeds))
        print(f"{optimizer} {start} {rate:g}: {few:.1f} {many:.1f} {(few + many) / 2:.1f}", flush=True)
