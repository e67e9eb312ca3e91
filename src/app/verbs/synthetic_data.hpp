#pragma once

#include "adapters/store/data_folder.hpp"
#include "app/verbs/context.hpp"
#include "engine/market/data_set_info.hpp"
#include "engine/market/synth.hpp"
#include "foundation/base/result.hpp"

namespace spark::verbs {

/// A generated data set, saved: marked synthetic, its recipe among its steps.
struct SyntheticDataSet {
    store::SavedDataSet saved;
    market::CandleTable table;
    market::DataSetInfo info;
};

/// Errors: those of market::generate and DataFolder::save.
Result<SyntheticDataSet> save_synthetic(Context& context, const market::SynthRequest& request);

}  // namespace spark::verbs
