#include "engine/robustness/sharpe_tests.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "foundation/base/stable_math.hpp"

namespace spark::robustness {
namespace {

constexpr double euler_mascheroni = 0.57721566490153286061;
constexpr double e = 2.71828182845904523536;

/// Greatest of `trials` standard normal numbers, expected. By the tail's own share: 1 − 1/N would lose digits.
double expected_normal_max(double trials) {
    if (!(trials > 1)) return 0;
    const double quantile = -normal_quantile_stable(1 / trials);
    const double quantile_e = -normal_quantile_stable(1 / (trials * e));
    return std::max(0.0, (1 - euler_mascheroni) * quantile + euler_mascheroni * quantile_e);
}

}  // namespace

std::optional<statistics::SharpeRecord> sharpe_record(std::span<const double> returns) {
    if (returns.size() < 2) return std::nullopt;
    const auto count = static_cast<double>(returns.size());
    double mean = 0;
    double sizes = 0;
    for (const double value : returns) {
        mean += value;
        sizes += value * value;
    }
    mean /= count;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (const double value : returns) {
        const double distance = value - mean;
        const double square = distance * distance;
        second += square;
        third += square * distance;
        fourth += square * square;
    }
    if (!std::isfinite(second) || second <= no_variation_share * sizes) return std::nullopt;
    const double variance = second / count;
    const statistics::SharpeRecord record{.sharpe = mean / std::sqrt(second / (count - 1)),
                                          .skew = third / count / (variance * std::sqrt(variance)),
                                          .kurtosis = fourth / count / (variance * variance),
                                          .periods = static_cast<std::int64_t>(returns.size())};
    if (!std::isfinite(record.sharpe) || !std::isfinite(record.skew) || !std::isfinite(record.kurtosis))
        return std::nullopt;
    return record;
}

std::vector<double> sharpe_ratios(const ReturnTable& table) {
    auto [ratios, squares] = column_moments(table);
    const auto freedom = static_cast<double>(table.periods()) - 1;
    for (std::size_t set = 0; set < ratios.size(); ++set)
        ratios[set] = squares[set] > 0 ? ratios[set] / std::sqrt(squares[set] / freedom) : 0.0;
    return ratios;
}

double variance_of(std::span<const double> sharpes) {
    if (sharpes.size() < 2) return 0;
    double mean = 0;
    for (const double sharpe : sharpes) mean += sharpe;
    mean /= static_cast<double>(sharpes.size());
    double squares = 0;
    for (const double sharpe : sharpes) squares += (sharpe - mean) * (sharpe - mean);
    return squares / static_cast<double>(sharpes.size() - 1);
}

double sharpe_variance(const ReturnTable& table) {
    const auto squares = column_moments(table).squares;
    const auto ratios = sharpe_ratios(table);
    std::vector<double> varying;
    for (std::size_t set = 0; set < ratios.size(); ++set) {
        if (squares[set] > 0) varying.push_back(ratios[set]);
    }
    return variance_of(varying);
}

double expected_sharpe_max(double trials, double variance) {
    return variance > 0 ? std::sqrt(variance) * expected_normal_max(trials) : 0;
}

std::optional<DeflatedSharpe> deflated_sharpe(const statistics::SharpeRecord& record, double trials, double variance) {
    const double expected = expected_sharpe_max(trials, variance);
    const auto probability = statistics::probabilistic_sharpe(record, expected);
    if (!probability) return std::nullopt;
    return DeflatedSharpe{.expected_max = expected, .probability = *probability};
}

std::optional<double> backtest_years_min(double trials, double annual_sharpe) {
    if (!(annual_sharpe > 0)) return std::nullopt;
    const double ratio = expected_normal_max(trials) / annual_sharpe;
    return ratio * ratio;
}

}  // namespace spark::robustness
