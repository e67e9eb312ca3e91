#!/usr/bin/env python3
"""Writes oracles.json: what numpy, scipy and arch say about samples that the tests make again bit by bit.

make_oracles.py [--check]      needs numpy, scipy and arch (8.0.0 wrote what is kept); --check only compares

The samples come from this project's random numbers (foundation/base/rng.hpp), written down again below: a test in C++
and a script in Python then have the same inputs, and no table has to be kept. A statistic's formula is never taken from
the C++ it tests: where a package has it the package is called, else it is written plainly, from the paper's equations.
"""

import itertools
import json
import math
import sys
from pathlib import Path

import numpy as np
from arch.bootstrap import SPA, StationaryBootstrap, optimal_block_length
from scipy import integrate, stats

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


class Rng:
    """xoshiro256++ seeded through SplitMix64."""

    def __init__(self, seed):
        self.state = []
        for step in range(1, 5):
            z = (seed + step * GAMMA) & MASK
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            self.state.append(z ^ (z >> 31))

    def bits(self):
        s = self.state
        rotl = lambda x, k: ((x << k) | (x >> (64 - k))) & MASK  # noqa: E731
        result = (rotl((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        shifted = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotl(s[3], 45)
        return result

    def real(self):
        return (self.bits() >> 11) * 2.0**-53

    def below(self, count):
        """Lemire's; the draws that would be drawn again are too rare to be met here, and are asserted against."""
        product = self.bits() * count
        assert (product & MASK) >= count, "drawn again: take another seed"
        return product >> 64

    def bell(self):
        """Mean 0, variance 1: twelve uniform numbers less 6, added in order."""
        total = 0.0
        for _ in range(12):
            total += self.real()
        return total - 6.0


def sample_table(case):
    """periods × sets; testing/sample_returns.hpp has the same lines."""
    rng = Rng(case["seed"])
    previous = [0.0] * case["sets"]
    rows = []
    for _ in range(case["periods"]):
        market = rng.bell()
        row = []
        for index in range(case["sets"]):
            step = case["scale"] * (case["market_weight"] * market + rng.bell())
            previous[index] = case["memory"] * previous[index] + step
            row.append(previous[index] + (case["drift_first"] + case["drift_step"] * index))
        for index in range(case["sets"] - case["idle"], case["sets"]):
            row[index] = 0.0
        rows.append(row)
    return np.array(rows)


def sample(seed, periods, sets, scale=0.01, market_weight=0.0, memory=0.0, drift_first=0.0, drift_step=0.0, idle=0):
    return dict(locals())


def normal_max_by_integration(count):
    density = lambda x: x * count * stats.norm.pdf(x) * stats.norm.cdf(x) ** (count - 1)  # noqa: E731
    return integrate.quad(density, -12, 12, limit=400)[0]


def expected_max(trials):
    gamma = np.euler_gamma
    return (1 - gamma) * stats.norm.ppf(1 - 1 / trials) + gamma * stats.norm.ppf(1 - 1 / (trials * math.e))


def sharpe_cases():
    cases = []
    for case in (sample(11, 750, 40), sample(12, 400, 25, market_weight=0.8, drift_first=0.002, drift_step=-0.0001),
                 sample(13, 1000, 60, memory=0.3, drift_first=0.0005)):
        table = sample_table(case)
        ratios = table.mean(0) / table.std(0, ddof=1)
        best = int(ratios.argmax())
        column = table[:, best]
        variance = ratios.var(ddof=1)
        threshold = math.sqrt(variance) * expected_max(case["sets"])
        skew, kurtosis = stats.skew(column), stats.kurtosis(column, fisher=False)
        spread = math.sqrt(1 - skew * ratios[best] + (kurtosis - 1) / 4 * ratios[best] ** 2)
        probability = stats.norm.cdf((ratios[best] - threshold) * math.sqrt(len(column) - 1) / spread)
        correlation = np.corrcoef(table.T)
        average = (correlation.sum() - case["sets"]) / (case["sets"] * (case["sets"] - 1))
        eigenvalues = np.linalg.eigvalsh(correlation)
        cases.append(dict(sample=case, best=best, sharpe=ratios[best], skew=skew, kurtosis=kurtosis, variance=variance,
                          expected_max=threshold, probability=probability, average_correlation=average,
                          effective=average + (1 - average) * case["sets"],
                          participation=eigenvalues.sum() ** 2 / (eigenvalues**2).sum()))
    return cases


def performance_of(rows, kind):
    if kind == "mean":
        return rows.mean(0)
    deviation = rows.std(0, ddof=1)
    return np.where(deviation > 0, rows.mean(0) / np.where(deviation > 0, deviation, 1), 0)


def overfitting(case, blocks, kind):
    """Sections 2.2 and 3 of the paper, split by split."""
    table = sample_table(case)
    length = len(table) // blocks
    parts = np.split(table[len(table) - length * blocks:], blocks)
    inside, outside, logits, ranks, averages = [], [], [], [], []
    for chosen in itertools.combinations(range(blocks), blocks // 2):
        first = performance_of(np.concatenate([parts[i] for i in chosen]), kind)
        second = performance_of(np.concatenate([parts[i] for i in range(blocks) if i not in chosen]), kind)
        best = int(first.argmax())
        rank = stats.rankdata(second)[best]
        share = rank / (case["sets"] + 1)
        ranks.append(rank)
        inside.append(first[best])
        outside.append(second[best])
        averages.append(second.mean())
        logits.append(math.log(share / (1 - share)))
    line = stats.linregress(inside, outside)
    grid = np.union1d(outside, averages)
    below = lambda values: np.searchsorted(np.sort(values), grid, side="right")  # noqa: E731
    ahead = below(averages) - below(outside)
    area = np.cumsum(ahead[:-1] * np.diff(grid))
    return dict(sample=case, blocks=blocks, performance=kind, splits=len(ranks),
                probability=float(np.mean(np.array(logits) <= 1e-12)),
                loss_probability=float(np.mean(np.array(outside) < 0)),
                logit_median=float(np.median(logits)), slope=line.slope, intercept=line.intercept,
                determination=line.rvalue**2, rank_sum=float(np.sum(ranks)),
                dominates_first_order=bool((ahead >= 0).all()), dominates_second_order=bool((area >= -1e-15).all()))


def hansen(lead, rows, block, studentised):
    """Hansen 2005, section 3: statistic, and the three p-values on given resamples."""
    periods = len(lead)
    mean = lead.mean(0)
    deviation = bootstrap_deviation(lead, block)
    unit = deviation if studentised else np.ones_like(deviation)
    statistic = max(0.0, (math.sqrt(periods) * mean / unit).max())
    bound = -math.sqrt(2 * math.log(math.log(periods)))
    kept = math.sqrt(periods) * mean / deviation >= bound
    centres = dict(lower=np.maximum(mean, 0), consistent=np.where(kept, mean, 0), upper=mean)
    means = np.array([lead[row].mean(0) for row in rows])
    result = {name: float(np.mean(np.maximum(0, (math.sqrt(periods) * (means - centre) / unit).max(1)) > statistic))
              for name, centre in centres.items()}
    white = math.sqrt(periods) * mean.max()
    result["reality_check"] = float(np.mean((math.sqrt(periods) * (means - mean)).max(1) > white))
    result["statistic"] = statistic
    return result


def bootstrap_deviation(lead, block):
    """Hansen's kernel, lag by lag."""
    periods = len(lead)
    around = lead - lead.mean(0)
    variance = (around**2).mean(0)
    for lag in range(1, periods):
        weight = (periods - lag) / periods * (1 - 1 / block) ** lag + lag / periods * (1 - 1 / block) ** (periods - lag)
        variance = variance + 2 * weight * (around[:-lag] * around[lag:]).sum(0) / periods
    return np.sqrt(variance)


def snooping(case, block, replications, benchmark_drift, keep_rows):
    table = sample_table(case)
    noise = Rng(case["seed"] + 1)
    benchmark = np.array([0.005 * noise.bell() + benchmark_drift for _ in range(len(table))]) \
        if benchmark_drift is not None else np.zeros(len(table))
    lead = table - benchmark[:, None]
    spa = SPA(-benchmark, -table, block_size=block, reps=replications, studentize=False, seed=case["seed"])
    spa.compute()
    twin = StationaryBootstrap(block, lead, seed=case["seed"])
    rows = [np.array(twin.index) for _ in twin.bootstrap(replications)]
    plain = hansen(lead, rows, block, False)
    for name in ("lower", "consistent", "upper"):
        assert plain[name] == spa.pvalues[name], "arch's resamples are not those of its own bootstrap"
    np.testing.assert_allclose(bootstrap_deviation(lead, block) ** 2, spa._loss_diff_var, rtol=1e-10)
    result = dict(sample=case, benchmark_drift=benchmark_drift, block=block, replications=replications,
                  arch={name: float(value) for name, value in spa.pvalues.items()},
                  plain=plain, studentised=hansen(lead, rows, block, True),
                  deviations=[float(value) for value in bootstrap_deviation(lead, block)])
    if keep_rows:
        # One text a replication, periods in base 36: small, and read by the tests without a further parser.
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"
        result["rows"] = ["".join(digits[index // 36] + digits[index % 36] for index in row) for row in rows]
    return result


def block_lengths():
    cases = []
    for seed, periods, memory in ((31, 200, 0.0), (32, 500, 0.5), (33, 1000, -0.3), (34, 300, 0.9), (35, 40, 0.2)):
        case = sample(seed, periods, 1, memory=memory)
        row = optimal_block_length(sample_table(case)[:, 0]).iloc[0]
        cases.append(dict(sample=case, stationary=max(1.0, float(row["stationary"])),
                          circular=max(1.0, float(row["circular"]))))
    return cases


def haircuts():
    table = sample_table(sample(71, 250, 30, market_weight=0.4, drift_first=0.003, drift_step=-0.0002))
    ratios = table.mean(0) / table.std(0, ddof=1)
    p_values = 2 * stats.norm.sf(np.abs(ratios) * math.sqrt(len(table)))
    order = np.argsort(p_values)
    holm = np.empty_like(p_values)
    holm[order] = np.minimum(1, np.maximum.accumulate(p_values[order] * np.arange(len(order), 0, -1)))
    adjusted = dict(bonferroni=np.minimum(1, p_values * len(p_values)), holm=holm,
                    yekutieli=stats.false_discovery_control(p_values, method="by"))
    best = int(np.abs(ratios).argmax())
    return dict(sharpes=list(ratios), periods=len(table), best=best, p_values=list(p_values),
                adjusted={name: list(values) for name, values in adjusted.items()},
                haircut={name: float(1 - stats.norm.isf(values[best] / 2) / math.sqrt(len(table)) / abs(ratios[best]))
                         for name, values in adjusted.items()})


def sample_trades(seed, count):
    rng = Rng(seed)
    trades = []
    for _ in range(count):
        turnover = 2000.0 + 100.0 * rng.bell()
        trades.append((turnover * (0.0005 + 0.01 * rng.bell()), turnover))
    return np.array(trades)


def monte_carlo(order, skip, extra_bps, runs=300, block=7.0, seed=77, fan_points=9):
    trades = sample_trades(41, 60)
    nets = trades[:, 0] - trades[:, 1] * extra_bps / 1e4
    rng = Rng(seed)
    numbers = list(range(len(trades)))
    start = 1000.0
    curves = []
    for _ in range(runs):
        if order == "shuffled":
            for left in range(len(numbers), 1, -1):
                other = rng.below(left)
                numbers[left - 1], numbers[other] = numbers[other], numbers[left - 1]
        elif order in ("resampled", "block_resampled"):
            new_block = 1.0 if order == "resampled" else 1 / block
            at = 0
            for step in range(len(numbers)):
                # The first step has no block to go on with, so nothing is drawn for it.
                at = rng.below(len(numbers)) if step == 0 or rng.real() < new_block else (at + 1) % len(numbers)
                numbers[step] = at
        kept = np.array([0.0 if skip and rng.real() < skip else 1.0 for _ in numbers])
        curves.append(start + np.concatenate(([0.0], np.cumsum(nets[numbers] * kept))))
    curves = np.array(curves)
    falls = (curves / np.maximum.accumulate(curves, axis=1) - 1).min(1)
    bands = lambda values: [float(x) for x in np.percentile(values, [5, 25, 50, 75, 95], axis=0)]  # noqa: E731
    points = [len(trades) * point // (fan_points - 1) for point in range(fan_points)]
    actual = start + np.concatenate(([0.0], np.cumsum(trades[:, 0])))
    actual_fall = float((actual / np.maximum.accumulate(actual) - 1).min())
    return dict(order=order, skip=skip, extra_bps=extra_bps, runs=runs, block=block, seed=seed, fan_points=fan_points,
                start=start, ruin_share=0.85, final=bands(curves[:, -1]), drawdown=bands(falls), points=points,
                fan=[bands(curves[:, point]) for point in points],
                ruin=float((curves.min(1) <= 0.85 * start).mean()),
                worse=float((falls < actual_fall).mean()), actual_final=float(actual[-1]), actual_fall=actual_fall)


def stress():
    trades = sample_trades(41, 60)
    rows = []
    for bps in (0, 2.5, 10, 40):
        nets = trades[:, 0] - trades[:, 1] * bps / 1e4
        curve = 1000 + np.concatenate(([0.0], np.cumsum(nets)))
        rows.append(dict(bps=bps, final=float(curve[-1]), win=float((nets > 0).mean()),
                         drawdown=float((curve / np.maximum.accumulate(curve) - 1).min())))
    return dict(rows=rows, break_even=float(trades[:, 0].sum() / trades[:, 1].sum() * 1e4))


def oracles():
    clustered = sample(21, 320, 12, market_weight=0.7, memory=0.1, drift_first=-0.001, drift_step=0.0001)
    return {
        "made_by": "make_oracles.py",
        "expected_max": [dict(trials=n, formula=expected_max(n), exact=normal_max_by_integration(n))
                         for n in (2, 5, 10, 46, 100, 1000, 50000)],
        "sharpe": sharpe_cases(),
        "overfitting": [overfitting(sample(51, 403, 10), 8, "sharpe"),
                        overfitting(sample(52, 400, 30, market_weight=0.5, drift_first=0.002, drift_step=-0.0001), 10,
                                    "sharpe"),
                        overfitting(clustered, 6, "mean"),
                        overfitting(sample(54, 240, 9, idle=3), 8, "sharpe"),
                        overfitting(sample(55, 300, 8, drift_first=0.006, drift_step=-0.0003), 8, "sharpe"),
                        overfitting(sample(53, 64, 5, drift_first=0.004, drift_step=-0.001), 16, "sharpe")],
        "snooping": [snooping(sample(61, 80, 6, drift_first=0.0012, drift_step=-0.001), 5, 60, None, True),
                     snooping(clustered, 8, 2000, None, False),
                     snooping(sample(62, 250, 20, memory=0.2, drift_step=0.0001), 4, 2000, 0.0003, False),
                     snooping(sample(63, 250, 15, drift_first=0.0008, drift_step=-0.0008), 3, 2000, None, False)],
        "block_lengths": block_lengths(),
        "monte_carlo": [monte_carlo("as_traded", 0.0, 0.0), monte_carlo("shuffled", 0.0, 0.0),
                        monte_carlo("resampled", 0.0, 0.0), monte_carlo("block_resampled", 0.0, 5.0),
                        monte_carlo("shuffled", 0.1, 2.0)],
        "stress": stress(),
        "haircut": haircuts(),
    }


def main():
    path = Path(__file__).with_name("oracles.json")
    text = json.dumps(oracles(), indent=1, default=float) + "\n"
    if "--check" in sys.argv[1:]:
        # Not the bytes: a library of another build may move the last digits.
        same = close(json.loads(path.read_text(encoding="utf-8")), json.loads(text))
        print("oracles.json says the same" if same else "oracles.json says something else", file=sys.stderr)
        return 0 if same else 1
    path.write_text(text, encoding="utf-8")
    return 0


def close(kept, made):
    if isinstance(kept, dict):
        return isinstance(made, dict) and kept.keys() == made.keys() and all(close(kept[k], made[k]) for k in kept)
    if isinstance(kept, list):
        return isinstance(made, list) and len(kept) == len(made) and all(map(close, kept, made))
    if isinstance(kept, float):
        return math.isclose(kept, made, rel_tol=1e-9, abs_tol=1e-12)
    return kept == made


if __name__ == "__main__":
    sys.exit(main())
