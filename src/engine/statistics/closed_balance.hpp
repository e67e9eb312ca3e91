#pragma once

#include <cstdint>
#include <vector>

#include "engine/statistics/freqtrade_statistics.hpp"

namespace spark::statistics {

/// The balance at the end of each day (UTC) of the period: starting balance plus the net of every trade closed by then.
/// What an open position is worth is not in it.
struct ClosedBalance {
    std::vector<std::int64_t> time_ns;  ///< Start of the day; the first two are the same: the starting balance leads.
    std::vector<double> equity;
};

/// Nothing without trades or a starting balance. Precondition (asserted): begin not after end; trades that close
/// outside the period count on its first or last day.
ClosedBalance closed_balance(const AccountTrades& account);

/// Returns between successive equities; none at all when an equity is not above 0 or a return leaves the range of
/// double: such a row of equities has no growth to speak of.
std::vector<double> returns_between(std::span<const double> equity);

}  // namespace spark::statistics
