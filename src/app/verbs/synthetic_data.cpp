#include "app/verbs/synthetic_data.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/verbs/data_report.hpp"
#include "engine/market/measure_quality.hpp"

namespace spark::verbs {

Result<SyntheticDataSet> save_synthetic(Context& context, const market::SynthRequest& request) {
    SPARK_TRY(const Venue venue, Venue::parse("synth"));
    SPARK_TRY(market::CandleTable table, market::generate(request));
    market::DataSetInfo info{.venue = venue, .symbol = request.symbol, .timeframe = request.timeframe};
    info.synthetic = true;
    info.sources = {
        {.name = fmt::format("synth seed={}", request.seed), .sha256 = "", .format = "synth", .rows = request.bars}};
    info.steps = {fmt::format("synth --symbol {} --timeframe {} --bars {} --seed {}", request.symbol.text(),
                              request.timeframe.text(), request.bars, request.seed)};
    market::measure_quality(table.columns(), request.timeframe, market::Calendar::always_open(), info.quality);
    SPARK_TRY(store::DataFolder folder, open_data_folder(context, true));
    SPARK_TRY(store::SavedDataSet saved, folder.save(info, table.columns()));
    return SyntheticDataSet{.saved = std::move(saved), .table = std::move(table), .info = std::move(info)};
}

}  // namespace spark::verbs
