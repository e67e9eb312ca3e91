#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/robustness/verdict.hpp"

namespace spark::robustness {

enum class Tone : std::uint8_t { good, bad, note };
std::string_view tone_name(Tone tone);

/// One word on a set, with its number and a line that explains it, English and Turkish.
struct Badge {
    std::string_view key;
    Tone tone = Tone::note;
    std::optional<double> number{};
    std::string text{};
    std::string text_tr{};
};

/// What is known of one set. Absent: not looked at, or it does not exist.
struct BadgeFacts {
    std::optional<double> out_of_sample_return{};  ///< Fraction of equity over the holdout.
    std::optional<double> decay_pct{};             ///< Objective out of sample against in sample; -42 is 42 % less.
    std::optional<double> pbo{};
    std::optional<double> dsr{};
    std::optional<std::int64_t> trades{};
    std::vector<std::string> edges{};  ///< Parameters on whose first or last value the set stands.
    std::optional<double> plateau_score{};
    bool has_no_good_neighbour = false;              ///< Half of its neighbours have no value at all.
    std::optional<double> break_even_cost_factor{};  ///< Costs at which nothing is left, as a multiple of those asked.
    std::optional<std::uint64_t> holdout_seen{};
};

/// Keys: oos_held, oos_lost, decay, pbo, dsr, few_trades, edge_of_range, lonely_peak, plateau, cost_sensitive,
/// holdout_seen; those that have something to say, in this order.
std::vector<Badge> badges_of(const BadgeFacts& facts, const Thresholds& thresholds = {});

}  // namespace spark::robustness
