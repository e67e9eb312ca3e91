#include "app/verbs/data_verb.hpp"

#include <fmt/format.h>

#include "app/verbs/data_report.hpp"
#include "app/verbs/data_text.hpp"
#include "app/verbs/derived_data.hpp"
#include "app/verbs/synthetic_data.hpp"
#include "engine/market/synth.hpp"

namespace spark::verbs {

Result<int> data_ls(Context& context, const cli::Invocation&) {
    std::vector<store::DataSetEntry> entries;
    const auto folder = open_data_folder(context, false);
    if (folder) {
        SPARK_TRY(entries, folder->list());
    } else if (folder.error().fault != Fault::not_found) {
        return fail(folder.error());
    }
    std::vector<wire::Json> rows;
    for (const store::DataSetEntry& entry : entries) rows.push_back(entry_json(entry));
    SPARK_TRY(print_data_sets(context.terminal, rows));
    return 0;
}

Result<int> data_info(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, false));
    SPARK_TRY(const store::MappedDataSet data_set, folder.open_data_set(invocation.positional(0)));
    SPARK_TRY(print_data_set(context.terminal, data_set_json(data_set)));
    return 0;
}

Result<int> data_verify(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, false));
    SPARK_TRY(const store::MappedDataSet data_set, folder.open_data_set(invocation.positional(0)));
    SPARK_TRY(check_whole(context, data_set));
    SPARK_TRY(print_verified(context.terminal, verified_json(data_set)));
    return 0;
}

Result<int> data_resample(Context& context, const cli::Invocation& invocation) {
    auto to = Timeframe::parse(invocation.required_text("to"));
    if (!to) return fail(Fault::invalid_input, to.error().message, "--to", to.error().remedy);
    SPARK_TRY(const DerivedDataSet made, make_resampled(context, invocation.positional(0), *to));
    SPARK_TRY(print_saved(context, "spark.resample/1", made.saved, made.table.columns(), made.info));
    return 0;
}

Result<int> data_repair(Context& context, const cli::Invocation& invocation) {
    auto made = make_repaired(context, invocation.positional(0), invocation.all("rule"));
    if (!made && made.error().place.empty() && made.error().fault != Fault::corrupt) made.error().place = "--rule";
    SPARK_TRY(made);
    for (const std::string& step : made->steps) context.terminal.note(step);
    SPARK_TRY(print_saved(context, "spark.repair/1", made->saved, made->table.columns(), made->info));
    return 0;
}

Result<int> data_synth(Context& context, const cli::Invocation& invocation) {
    auto symbol = Symbol::parse(invocation.required_text("symbol"));
    if (!symbol) return fail(Fault::invalid_input, symbol.error().message, "--symbol", symbol.error().remedy);
    auto timeframe = Timeframe::parse(invocation.required_text("timeframe"));
    if (!timeframe)
        return fail(Fault::invalid_input, timeframe.error().message, "--timeframe", timeframe.error().remedy);
    SPARK_TRY(const auto bars, invocation.whole("bars", 1, market::synth_bars_max));
    SPARK_TRY(const auto seed, invocation.whole("seed", 0, std::numeric_limits<std::int64_t>::max()));
    SPARK_TRY(const SyntheticDataSet made, save_synthetic(context, {.symbol = *symbol,
                                                                    .timeframe = *timeframe,
                                                                    .bars = *bars,
                                                                    .seed = static_cast<std::uint64_t>(*seed)}));
    SPARK_TRY(print_saved(context, "spark.synth/1", made.saved, made.table.columns(), made.info));
    context.terminal.note(fmt::format("{}: spark backtest run smaCross --dataset {} --set fast=9 --set slow=21",
                                      cli::Text{"Next", "Sonra"}.in(context.terminal.language()),
                                      made.saved.id.text()));
    return 0;
}

}  // namespace spark::verbs
