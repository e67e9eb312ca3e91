#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/market/calendar.hpp"
#include "engine/market/candle_columns.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market {

struct RepairRule {
    std::string_view name;
    std::string_view what;  ///< One sentence for help and documents.
};

/// Every rule there is, in the order they are listed to people.
std::span<const RepairRule> repair_rules();

/// What is to be repaired. `forming_last` is the set's own report's: only what the report says is formed is dropped.
struct RepairInput {
    CandleColumns columns;
    Timeframe timeframe;
    const Calendar& calendar;
    bool forming_last = false;
};

struct Repaired {
    CandleTable table;
    std::int64_t bars_changed = 0;
    std::int64_t bars_dropped = 0;
    std::string step;  ///< For the lineage: "repair drop-zero-volume: 72 bars dropped".
};

/// A new table by one named rule; the source is never touched. A rule that finds nothing makes an equal table and says
/// 0. Errors: not_found for an unknown rule, naming the nearest; invalid_input when nothing would be left.
Result<Repaired> repair(const RepairInput& input, std::string_view rule);

}  // namespace spark::market
