#!/usr/bin/env python3
"""Makes the numbers of optuna_reference.hpp: what Optuna's TPESampler and pycma reach on the functions of
learning_test.cpp. Run by hand (pip install optuna==5.0.0 cma==4.5.0); nothing of the project needs either.

The functions are maximised on grids, as in testing/functions.hpp.
"""

import math
import statistics

import cma
import optuna

SEEDS = range(1, 21)
TRIALS = 100


def quadratic(x, y):
    return -((x - 33) ** 2) - (y - 71) ** 2


def branin(i, j):
    x, y = -5 + 15 * i / 100, 15 * j / 100
    a = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return -(a * a + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10)


def mixed(kind, x, y):
    """kind 0..2: only kind 1 has the high ground, and its top lies elsewhere than that of the others."""
    top = (20, 80, 50)[kind]
    return (0, 60, 30)[kind] - abs(x - top) - abs(y - top) / 2


def tpe(objective, seed):
    sampler = optuna.samplers.TPESampler(seed=seed, multivariate=False, group=False)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    study.optimize(objective, n_trials=TRIALS)
    return study.best_value


def of_tpe():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    cases = {
        "quadratic": lambda t: quadratic(t.suggest_int("x", 0, 100), t.suggest_int("y", 0, 100)),
        "branin": lambda t: branin(t.suggest_int("x", 0, 100), t.suggest_int("y", 0, 100)),
        "mixed": lambda t: mixed(t.suggest_categorical("kind", [0, 1, 2]), t.suggest_int("x", 0, 100),
                                 t.suggest_int("y", 0, 100)),
    }
    for name, objective in cases.items():
        best = [tpe(objective, seed) for seed in SEEDS]
        print(f"tpe {name}: median of the best of {TRIALS} trials over 20 seeds {statistics.median(best)!r}")


def sphere(x):
    return sum((each - 0.3) ** 2 for each in x)


def ellipsoid(x):
    return sum(10 ** (4 * at / (len(x) - 1)) * (each - 0.3) ** 2 for at, each in enumerate(x))


def rosenbrock(x):
    z = [4 * each - 2 for each in x]
    return sum(100 * (z[at + 1] - z[at] ** 2) ** 2 + (1 - z[at]) ** 2 for at in range(len(z) - 1))


def of_cma():
    for name, function, size, target in (("sphere", sphere, 4, 1e-6), ("ellipsoid", ellipsoid, 4, 1e-6),
                                         ("rosenbrock", rosenbrock, 4, 1e-3)):
        counts = []
        for seed in SEEDS:
            options = {"seed": seed, "verbose": -9, "ftarget": target, "bounds": [0, 1], "maxfevals": 20_000}
            search = cma.CMAEvolutionStrategy([0.5] * size, 0.3, options)
            search.optimize(function)
            counts.append(search.countevals if search.best.f <= target else 20_000)
        print(f"cma {name}: median evaluations to {target} over 20 seeds {statistics.median(counts)!r}")


if __name__ == "__main__":
    of_tpe()
    of_cma()
