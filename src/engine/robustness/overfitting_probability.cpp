#include "engine/robustness/overfitting_probability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "foundation/base/stable_math.hpp"

namespace spark::robustness {
namespace {

constexpr std::size_t blocks_most = 20;
constexpr std::size_t pairs_between_calls = 64;
/// A variance this small beside the mean square is rounding: returns that do not vary.
constexpr double rounding_share = 1e-11;

/// Σr and Σr² of every set over every choice of some neighbouring blocks: a half of the history is one choice of the
/// earlier blocks with one of the later ones, so that it costs two additions a set however many blocks there are.
class ChoiceSums {
  public:
    ChoiceSums(const ReturnTable& table, std::size_t first_period, std::size_t block_periods, std::size_t blocks)
        : sets_(table.sets()), sums_((std::size_t{2} << blocks) * sets_) {
        for (std::size_t block = 0; block < blocks; ++block) {
            const std::size_t choice = std::size_t{1} << block;
            add_block(table, first_period + block * block_periods, block_periods, choice);
            for (std::size_t rest = 1; rest < choice; ++rest) {
                const double* a = sums(rest);
                const double* b = sums(choice);
                double* both = sums_.data() + (rest + choice) * 2 * sets_;
                for (std::size_t at = 0; at < 2 * sets_; ++at) both[at] = a[at] + b[at];
            }
        }
    }

    /// Σr of every set, then Σr² of every set.
    const double* sums(std::size_t choice) const { return sums_.data() + choice * 2 * sets_; }

  private:
    void add_block(const ReturnTable& table, std::size_t first, std::size_t count, std::size_t choice) {
        double* sum = sums_.data() + choice * 2 * sets_;
        double* squares = sum + sets_;
        for (std::size_t period = first; period < first + count; ++period) {
            const auto row = table.period(period);
            for (std::size_t set = 0; set < sets_; ++set) {
                sum[set] += row[set];
                squares[set] += row[set] * row[set];
            }
        }
    }

    std::size_t sets_;
    std::vector<double> sums_;
};

struct Half {
    const double* early;
    const double* late;
    double periods;
};

void mean_of_half(const Half& half, std::vector<double>& performance) {
    for (std::size_t set = 0; set < performance.size(); ++set)
        performance[set] = (half.early[set] + half.late[set]) / half.periods;
}

void sharpe_of_half(const Half& half, std::vector<double>& performance) {
    const std::size_t sets = performance.size();
    const double* early_squares = half.early + sets;
    const double* late_squares = half.late + sets;
    double* result = performance.data();
    const double per_period = 1 / half.periods;
    const double per_freedom = 1 / (half.periods - 1);
    for (std::size_t set = 0; set < sets; ++set) {
        const double sum = half.early[set] + half.late[set];
        const double squares = early_squares[set] + late_squares[set];
        const double mean = sum * per_period;
        const double spread = squares - sum * mean;
        const bool varies = spread > rounding_share * squares;
        // Dividing by 1 where nothing varies keeps the loop without branches.
        result[set] = (varies ? mean : 0.0) / std::sqrt(varies ? spread * per_freedom : 1.0);
    }
}

/// 1 for the worst; equal ones share the average of their places.
double rank_of(double value, const std::vector<double>& values) {
    std::int64_t below = 0;
    std::int64_t equal = 0;
    for (const double other : values) {
        below += other < value ? 1 : 0;
        equal += other == value ? 1 : 0;
    }
    return static_cast<double>(below) + static_cast<double>(equal + 1) / 2;
}

double rank_in(double value, const std::vector<double>& ascending) {
    const auto [first, last] = std::equal_range(ascending.begin(), ascending.end(), value);
    return static_cast<double>(first - ascending.begin()) + static_cast<double>(last - first + 1) / 2;
}

Split split_of(const std::vector<double>& in_sample, const std::vector<double>& out_of_sample) {
    const auto sets = static_cast<double>(in_sample.size());
    double best = in_sample.front();
    double total = 0;
    for (const double value : in_sample) best = value > best ? value : best;
    for (const double value : out_of_sample) total += value;
    const auto first = static_cast<std::size_t>(std::ranges::find(in_sample, best) - in_sample.begin());
    const auto equally_good = std::count(in_sample.begin() + static_cast<std::ptrdiff_t>(first), in_sample.end(), best);

    Split split{.in_sample = best, .out_of_sample = out_of_sample[first], .average = total / sets};
    if (equally_good == 1) {
        split.rank = rank_of(split.out_of_sample, out_of_sample);
    } else {
        auto ascending = out_of_sample;
        std::ranges::sort(ascending);
        split.out_of_sample = 0;
        for (std::size_t set = first; set < in_sample.size(); ++set) {
            if (in_sample[set] != best) continue;
            split.out_of_sample += out_of_sample[set];
            split.rank += rank_in(out_of_sample[set], ascending);
        }
        split.out_of_sample /= static_cast<double>(equally_good);
        split.rank /= static_cast<double>(equally_good);
    }
    split.logit = log_stable(split.rank / (sets + 1 - split.rank));
    return split;
}

void fit_line(OverfittingProbability& result) {
    const auto count = static_cast<double>(result.splits.size());
    double x_mean = 0;
    double y_mean = 0;
    for (const Split& split : result.splits) {
        x_mean += split.in_sample;
        y_mean += split.out_of_sample;
    }
    x_mean /= count;
    y_mean /= count;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (const Split& split : result.splits) {
        const double x = split.in_sample - x_mean;
        const double y = split.out_of_sample - y_mean;
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    result.slope = xx > 0 ? xy / xx : 0;
    result.intercept = y_mean - result.slope * x_mean;
    result.determination = xx > 0 && yy > 0 ? std::min(1.0, xy * xy / (xx * yy)) : 0;
}

/// Both samples have one size, so a distribution lies below the other one's where its sorted numbers lie above.
void compare_distributions(OverfittingProbability& result) {
    std::vector<double> chosen;
    std::vector<double> average;
    for (const Split& split : result.splits) {
        chosen.push_back(split.out_of_sample);
        average.push_back(split.average);
    }
    std::ranges::sort(chosen);
    std::ranges::sort(average);
    bool first_order = true;
    bool second_order = true;
    double ahead = 0;
    for (std::size_t at = 0; at < chosen.size(); ++at) {
        ahead += chosen[at] - average[at];
        first_order = first_order && chosen[at] >= average[at];
        second_order = second_order && ahead >= 0;
    }
    result.dominates_first_order = first_order && chosen != average;
    result.dominates_second_order = second_order && chosen != average;
}

void summarise(OverfittingProbability& result) {
    const auto count = static_cast<double>(result.splits.size());
    const double middle = static_cast<double>(result.sets + 1) / 2;
    std::size_t not_above = 0;
    std::size_t lost = 0;
    std::vector<double> logits;
    for (const Split& split : result.splits) {
        not_above += split.rank <= middle ? 1U : 0U;
        lost += split.out_of_sample < 0 ? 1U : 0U;
        logits.push_back(split.logit);
    }
    result.probability = static_cast<double>(not_above) / count;
    result.loss_probability = static_cast<double>(lost) / count;
    std::ranges::sort(logits);
    result.logit_median = (logits[(logits.size() - 1) / 2] + logits[logits.size() / 2]) / 2;
    fit_line(result);
    compare_distributions(result);
}

Result<void> check(const ReturnTable& table, std::size_t blocks) {
    if (table.sets() < 2)
        return fail(Fault::invalid_input, fmt::format("found {} set, allowed at least 2", table.sets()));
    if (blocks < 2 || blocks > blocks_most || blocks % 2 != 0) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} blocks, allowed an even number from 2 to {}", blocks, blocks_most));
    }
    if (table.periods() < 2 * blocks) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} periods, allowed at least {}: two a block", table.periods(), 2 * blocks));
    }
    return {};
}

}  // namespace

std::uint64_t split_count(std::size_t blocks) {
    std::uint64_t count = 1;
    for (std::uint64_t step = 1; step <= blocks / 2; ++step) count = count * (blocks / 2 + step) / step;
    return count;
}

Result<OverfittingProbability> overfitting_probability(const ReturnTable& table, const CrossValidation& options,
                                                       const Progress& progress) {
    SPARK_TRY(check(table, options.blocks));
    const std::size_t half = options.blocks / 2;
    const std::size_t block_periods = table.periods() / options.blocks;
    OverfittingProbability result{
        .sets = table.sets(), .blocks = options.blocks, .periods = block_periods * options.blocks};
    const std::size_t first = table.periods() - result.periods;
    const ChoiceSums early(table, first, block_periods, half);
    const ChoiceSums late(table, first + half * block_periods, block_periods, half);
    const std::size_t choices = std::size_t{1} << half;
    const auto measure = options.performance == Performance::sharpe ? sharpe_of_half : mean_of_half;
    const auto half_periods = static_cast<double>(half * block_periods);

    std::vector<double> chosen(result.sets);
    std::vector<double> other(result.sets);
    result.splits.reserve(split_count(options.blocks));
    for (std::size_t mask = 1; mask < choices * choices; mask += 2) {
        if (static_cast<std::size_t>(std::popcount(mask)) != half) continue;
        const std::size_t pair = result.splits.size() / 2;
        if (pair % pairs_between_calls == 0 && !progress(pair))
            return fail(Fault::unavailable, "stopped before its end");
        const std::size_t low = mask % choices;
        const std::size_t high = mask / choices;
        measure(Half{early.sums(low), late.sums(high), half_periods}, chosen);
        measure(Half{early.sums(choices - 1 - low), late.sums(choices - 1 - high), half_periods}, other);
        result.splits.push_back(split_of(chosen, other));
        result.splits.push_back(split_of(other, chosen));
    }
    summarise(result);
    return result;
}

}  // namespace spark::robustness
