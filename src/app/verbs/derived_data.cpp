#include "app/verbs/derived_data.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/verbs/data_report.hpp"
#include "engine/market/calendar.hpp"
#include "engine/market/measure_quality.hpp"
#include "engine/market/repair.hpp"
#include "engine/market/resample.hpp"

namespace spark::verbs {
namespace {

/// What the saved data set says of itself besides its rows.
struct Derivation {
    const store::MappedDataSet& from;
    Timeframe timeframe;
    std::string format;
    std::vector<std::string> steps;
    bool partial_first = false;
    bool partial_last = false;
};

Result<DerivedDataSet> save_derived(Context& context, Derivation derivation, market::CandleTable table) {
    const market::DataSetInfo& source = derivation.from.info();
    market::DataSetInfo info{.venue = source.venue, .symbol = source.symbol, .timeframe = derivation.timeframe};
    info.synthetic = source.synthetic;
    info.calendar = source.calendar;
    info.sources = {{.name = derivation.from.id().text(),
                     .sha256 = derivation.from.sha256().hex(),
                     .format = derivation.format,
                     .rows = static_cast<std::int64_t>(derivation.from.columns().size())}};
    info.steps = source.steps;
    info.steps.insert(info.steps.end(), derivation.steps.begin(), derivation.steps.end());
    info.quality.clock_unit = source.quality.clock_unit;
    info.quality.partial_first = derivation.partial_first ? 1 : 0;
    info.quality.partial_last = derivation.partial_last ? 1 : 0;
    SPARK_TRY(const market::Calendar* calendar, market::find_calendar(source.calendar));
    market::measure_quality(table.columns(), derivation.timeframe, *calendar, info.quality);
    SPARK_TRY(store::DataFolder folder, open_data_folder(context, false));
    SPARK_TRY(store::SavedDataSet saved, folder.save(info, table.columns()));
    return DerivedDataSet{.saved = std::move(saved),
                          .table = std::move(table),
                          .info = std::move(info),
                          .steps = std::move(derivation.steps)};
}

}  // namespace

Result<DerivedDataSet> make_resampled(Context& context, std::string_view id, Timeframe to) {
    SPARK_TRY(const store::MappedDataSet source, open_checked(context, id));
    SPARK_TRY(const market::Calendar* calendar, market::find_calendar(source.info().calendar));
    SPARK_TRY(market::Resampled made,
              market::resample(source.columns(), {.from = source.info().timeframe, .to = to}, *calendar));
    Derivation derivation{.from = source,
                          .timeframe = to,
                          .format = "resample",
                          .steps = {fmt::format("resample {} to {}", source.info().timeframe.text(), to.text())},
                          .partial_first = made.partial_first,
                          .partial_last = made.partial_last};
    return save_derived(context, std::move(derivation), std::move(made.table));
}

Result<DerivedDataSet> make_repaired(Context& context, std::string_view id, std::span<const std::string> rules) {
    SPARK_TRY(const store::MappedDataSet source, open_checked(context, id));
    SPARK_TRY(const market::Calendar* calendar, market::find_calendar(source.info().calendar));
    market::CandleTable table;
    Derivation derivation{.from = source, .timeframe = source.info().timeframe, .format = "repair", .steps = {}};
    bool forming_last = source.info().quality.forming_last;
    for (const std::string& rule : rules) {
        const market::CandleColumns columns = derivation.steps.empty() ? source.columns() : table.columns();
        SPARK_TRY(market::Repaired repaired,
                  market::repair({columns, source.info().timeframe, *calendar, forming_last}, rule));
        if (rule == "drop-forming-last") forming_last = false;
        derivation.steps.push_back(repaired.step);
        table = std::move(repaired.table);
    }
    return save_derived(context, std::move(derivation), std::move(table));
}

}  // namespace spark::verbs
