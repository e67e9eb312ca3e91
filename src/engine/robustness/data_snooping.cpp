#include "engine/robustness/data_snooping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/robustness/bootstrap.hpp"
#include "engine/robustness/detail/lead_tiles.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::robustness {
namespace {

constexpr std::size_t periods_least = 10;
constexpr std::size_t replications_most = 1'000'000;
constexpr std::size_t groups_together = 16;
constexpr std::size_t group_size = detail::tile_replications;

/// What a replication's mean lead is compared with, a set. All in √periods × a period's return.
struct Recentring {
    std::vector<double> scale;  ///< 1 ÷ deviation, or 1; 0 where there is no set.
    std::vector<double> lower;  ///< Added to the lead around its own mean.
    std::vector<double> consistent;
};

/// Greatest over the sets, of one replication.
struct Maxima {
    double plain = -1.0 / 0.0;
    double lower = 0;
    double consistent = 0;
    double upper = 0;
};

Result<void> check(const ReturnTable& table, std::span<const double> benchmark, const SnoopingOptions& options) {
    if (table.periods() < periods_least)
        return fail(Fault::invalid_input,
                    fmt::format("found {} periods, allowed at least {}", table.periods(), periods_least));
    if (!benchmark.empty() && benchmark.size() != table.periods()) {
        return fail(Fault::invalid_input, fmt::format("found {} returns of the benchmark, allowed {} as of the sets",
                                                      benchmark.size(), table.periods()));
    }
    if (!std::ranges::all_of(benchmark, [](double value) { return std::isfinite(value); }))
        return fail(Fault::invalid_input, "found a return of the benchmark that is no number");
    if (options.replications == 0 || options.replications > replications_most) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} replications, allowed 1 to {}", options.replications, replications_most));
    }
    const double longest = static_cast<double>(table.periods());
    if (options.block_length && !(*options.block_length >= 1 && *options.block_length <= longest)) {
        return fail(Fault::invalid_input,
                    fmt::format("found block length {}, allowed 1 to {}", *options.block_length, longest));
    }
    return {};
}

double median_block_length(const detail::LeadTiles& leads) {
    std::vector<double> lengths;
    for (std::size_t column = 0; column < leads.sets(); ++column) {
        const auto series = leads.column(column);
        if (const auto best = best_block_lengths(series)) lengths.push_back(best->stationary);
    }
    if (lengths.empty()) return 1;
    std::ranges::sort(lengths);
    return (lengths[(lengths.size() - 1) / 2] + lengths[lengths.size() / 2]) / 2;
}

/// Fills in what the sets show by themselves, and says how replications are compared with it.
Recentring observe(const detail::LeadTiles& leads, bool is_studentised, SnoopingTest& result) {
    const std::size_t width = leads.tiles() * detail::tile_sets;
    const auto count = static_cast<double>(leads.periods());
    const double root = std::sqrt(count);
    const double bound = -std::sqrt(2 * log_stable(log_stable(count)));
    const auto deviations = detail::bootstrap_deviations(leads, result.block_length);
    Recentring recentring{.scale = std::vector<double>(width),
                          .lower = std::vector<double>(width),
                          .consistent = std::vector<double>(width)};
    result.sets = leads.sets();
    bool is_first = true;
    for (std::size_t column = 0; column < leads.sets(); ++column) {
        const double lead = root * leads.mean(column);
        const double scale = is_studentised ? (deviations[column] > 0 ? 1 / deviations[column] : 0.0) : 1.0;
        recentring.scale[column] = scale;
        recentring.lower[column] = std::min(lead, 0.0);
        recentring.consistent[column] = lead < bound * deviations[column] ? lead : 0.0;
        if (is_first || leads.mean(column) > result.best_mean) {
            result.best_mean = leads.mean(column);
            result.best = leads.set(column);
        }
        if (is_first || lead * scale > result.spa_statistic) {
            result.spa_statistic = lead * scale;
            result.spa_best = leads.set(column);
        }
        is_first = false;
    }
    result.spa_statistic = std::max(0.0, result.spa_statistic);
    return recentring;
}

void take_maxima(const detail::LeadTiles& leads, std::size_t tile, const detail::PeriodCounts& counts,
                 const Recentring& recentring, std::span<Maxima, group_size> maxima) {
    detail::TileSums sums;
    detail::sum_tile(leads, tile, counts, sums);
    const std::size_t first = tile * detail::tile_sets;
    const std::size_t columns = std::min(detail::tile_sets, leads.sets() - first);
    const double per_root = 1 / std::sqrt(static_cast<double>(leads.periods()));
    for (std::size_t replication = 0; replication < group_size; ++replication) {
        Maxima& most = maxima[replication];
        for (std::size_t lane = 0; lane < columns; ++lane) {
            const std::size_t column = first + lane;
            const double lead = sums.sums[replication][lane] * per_root;
            const double scale = recentring.scale[column];
            most.plain = std::max(most.plain, lead);
            most.upper = std::max(most.upper, lead * scale);
            most.consistent = std::max(most.consistent, (lead + recentring.consistent[column]) * scale);
            most.lower = std::max(most.lower, (lead + recentring.lower[column]) * scale);
        }
    }
}

}  // namespace

Result<SnoopingTest> data_snooping_with(const ReturnTable& table, std::span<const double> benchmark,
                                        const SnoopingOptions& options, const Resample& resample,
                                        const Progress& progress) {
    SPARK_TRY(check(table, benchmark, options));
    if (!options.block_length) return fail(Fault::invalid_input, "found no block length, allowed 1 to the periods");
    const detail::LeadTiles leads(table, benchmark);
    SnoopingTest result{.block_length = *options.block_length, .replications = options.replications};
    if (leads.sets() == 0) return result;
    const auto recentring = observe(leads, options.is_studentised, result);
    const double plain = std::sqrt(static_cast<double>(leads.periods())) * result.best_mean;

    std::array<std::size_t, 4> above{};
    std::vector<detail::PeriodCounts> counts(groups_together, detail::PeriodCounts(table.periods()));
    std::vector<std::uint32_t> row(table.periods());
    for (std::size_t done = 0; done < options.replications;) {
        if (!progress(done)) return fail(Fault::unavailable, "stopped before its end");
        const std::size_t now = std::min(groups_together * group_size, options.replications - done);
        for (auto& group : counts) group.clear();
        for (std::size_t replication = 0; replication < now; ++replication) {
            resample(row);
            counts[replication / group_size].add(replication % group_size, row);
        }
        std::array<Maxima, groups_together * group_size> maxima{};
        for (std::size_t tile = 0; tile < leads.tiles(); ++tile) {
            for (std::size_t group = 0; group * group_size < now; ++group) {
                take_maxima(leads, tile, counts[group], recentring,
                            std::span(maxima).subspan(group * group_size).first<group_size>());
            }
        }
        for (const Maxima& most : std::span(maxima).first(now)) {
            above[0] += most.plain > plain ? 1U : 0U;
            above[1] += most.lower > result.spa_statistic ? 1U : 0U;
            above[2] += most.consistent > result.spa_statistic ? 1U : 0U;
            above[3] += most.upper > result.spa_statistic ? 1U : 0U;
        }
        done += now;
    }
    // No set leads the benchmark: nothing speaks for one, though no maximum, 0 or above, is over the statistic's 0.
    if (!(result.spa_statistic > 0)) above[1] = above[2] = above[3] = options.replications;
    const auto share = [&](std::size_t count) {
        return static_cast<double>(count) / static_cast<double>(result.replications);
    };
    result.reality_check = share(above[0]);
    result.spa_lower = share(above[1]);
    result.spa_consistent = share(above[2]);
    result.spa_upper = share(above[3]);
    return result;
}

Result<SnoopingTest> data_snooping(const ReturnTable& table, std::span<const double> benchmark,
                                   const SnoopingOptions& options, Rng& rng, const Progress& progress) {
    SPARK_TRY(check(table, benchmark, options));
    SnoopingOptions chosen = options;
    if (!chosen.block_length) chosen.block_length = median_block_length(detail::LeadTiles(table, benchmark));
    const auto resample = [&](std::span<std::uint32_t> row) {
        stationary_bootstrap(row, table.periods(), *chosen.block_length, rng);
    };
    return data_snooping_with(table, benchmark, chosen, resample, progress);
}

}  // namespace spark::robustness
