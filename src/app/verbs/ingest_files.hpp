#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/intake/intake.hpp"
#include "adapters/store/data_folder.hpp"
#include "app/verbs/context.hpp"
#include "engine/market/calendar.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/data_set_info.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/instrument.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::verbs {

/// What is to be read and how it is called.
struct IngestOrder {
    Venue venue;
    Symbol symbol;
    Timeframe timeframe;
    intake::Format format = intake::Format::automatic;
    std::optional<intake::Mapping> mapping{};
    intake::Zone zone{};
    const market::Calendar* calendar = nullptr;
    std::vector<std::string> files;
    std::vector<std::string> names{};                      ///< As IntakeRequest::names.
    std::optional<std::uint64_t> gzip_output_bytes_max{};  ///< Where less than the setting is allowed.
    bool refuses_unclean = false;                          ///< Nothing is saved unless the quality report is clean.
};

struct IngestedFiles {
    store::SavedDataSet saved;
    market::CandleTable table;
    market::DataSetInfo info;
};

/// Reads, measures and saves. Errors: those of intake and DataFolder::save; invalid_input with the counts where an
/// unclean report is refused. Nothing is written on error.
Result<IngestedFiles> ingest_files(Context& context, const IngestOrder& order,
                                   const std::function<void(const intake::IntakeProgress&)>& progress);

/// The bounds of the settings `ingest.*`.
intake::IntakeLimits intake_limits(const Context& context);

}  // namespace spark::verbs
