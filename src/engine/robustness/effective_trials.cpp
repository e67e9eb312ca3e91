#include "engine/robustness/effective_trials.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace spark::robustness {
namespace {

/// Set after set, those that vary, each with mean 0 and Σz² = 1: the product of two is their correlation.
struct Standardised {
    std::size_t periods = 0;
    std::size_t sets = 0;
    std::vector<double> factor;  ///< Of every set of the table; 0 for one that does not vary.
    std::vector<double> mean;
};

Standardised standardised(const ReturnTable& table) {
    auto moments = column_moments(table);
    Standardised result{
        .periods = table.periods(), .factor = std::move(moments.squares), .mean = std::move(moments.mean)};
    for (double& factor : result.factor) {
        if (!(factor > 0)) continue;
        factor = 1 / std::sqrt(factor);
        ++result.sets;
    }
    return result;
}

constexpr std::size_t rows_between_calls = 16;

/// Σ over all pairs of rows of (product)². Each row has `width` numbers.
Result<double> squared_products(const std::vector<double>& rows, std::size_t width, const Progress& progress) {
    const std::size_t count = rows.size() / width;
    double total = 0;
    for (std::size_t row = 0; row < count; ++row) {
        if (row % rows_between_calls == 0 && !progress(row)) return fail(Fault::unavailable, "stopped before its end");
        const double* a = rows.data() + row * width;
        double off_diagonal = 0;
        double diagonal = 0;
        for (std::size_t other = row; other < count; ++other) {
            const double* b = rows.data() + other * width;
            double lanes[8] = {};
            std::size_t at = 0;
            for (; at + 8 <= width; at += 8)
                for (std::size_t lane = 0; lane < 8; ++lane) lanes[lane] += a[at + lane] * b[at + lane];
            for (; at < width; ++at) lanes[at % 8] += a[at] * b[at];
            const double product =
                ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
            (other == row ? diagonal : off_diagonal) += product * product;
        }
        total += diagonal + 2 * off_diagonal;
    }
    return total;
}

}  // namespace

EffectiveTrials effective_trials(const ReturnTable& table) {
    const auto scale = standardised(table);
    EffectiveTrials result{.sets = scale.sets};
    if (scale.sets == 0) return result;
    const auto sets = static_cast<double>(scale.sets);
    result.trials = sets;
    if (scale.sets < 2) return result;
    double squares = 0;  // variance of the sum: Σ over all pairs of their correlation, each with itself included
    for (std::size_t period = 0; period < scale.periods; ++period) {
        const auto row = table.period(period);
        double sum = 0;
        for (std::size_t set = 0; set < row.size(); ++set) sum += (row[set] - scale.mean[set]) * scale.factor[set];
        squares += sum * sum;
    }
    result.average_correlation = std::clamp((squares - sets) / (sets * (sets - 1)), -1.0, 1.0);
    result.trials = std::clamp(result.average_correlation + (1 - result.average_correlation) * sets, 1.0, sets);
    return result;
}

Result<double> participation_ratio(const ReturnTable& table, const Progress& progress) {
    const auto scale = standardised(table);
    if (scale.sets == 0) return 0.0;
    const bool by_period = scale.periods <= scale.sets;
    std::vector<double> rows;
    rows.reserve(scale.periods * scale.sets);
    const auto add = [&](std::size_t period, std::size_t set) {
        if (scale.factor[set] > 0) rows.push_back((table.at(period, set) - scale.mean[set]) * scale.factor[set]);
    };
    if (by_period) {
        for (std::size_t period = 0; period < table.periods(); ++period)
            for (std::size_t set = 0; set < table.sets(); ++set) add(period, set);
    } else {
        for (std::size_t set = 0; set < table.sets(); ++set)
            for (std::size_t period = 0; period < table.periods(); ++period) add(period, set);
    }
    SPARK_TRY(const double squares, squared_products(rows, by_period ? scale.sets : scale.periods, progress));
    const auto sets = static_cast<double>(scale.sets);
    return std::clamp(sets * sets / squares, 1.0, sets);
}

}  // namespace spark::robustness
