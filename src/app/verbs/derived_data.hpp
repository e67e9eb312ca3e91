#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/store/data_folder.hpp"
#include "app/verbs/context.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/data_set_info.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::verbs {

/// A data set made from another one, measured and saved with its lineage.
struct DerivedDataSet {
    store::SavedDataSet saved;
    market::CandleTable table;
    market::DataSetInfo info;
    std::vector<std::string> steps{};  ///< What was done now.
};

/// Coarser bars as a data set of their own. Errors: those of the data set; invalid_input for a timeframe that the
/// bars do not fill.
Result<DerivedDataSet> make_resampled(Context& context, std::string_view id, Timeframe to);

/// The next version, by named rules in this order. Errors: those of the data set and of market::repair.
Result<DerivedDataSet> make_repaired(Context& context, std::string_view id, std::span<const std::string> rules);

}  // namespace spark::verbs
