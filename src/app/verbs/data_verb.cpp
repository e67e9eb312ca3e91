#include "app/verbs/data_verb.hpp"

#include <fmt/format.h>

#include "app/cli/numbers.hpp"
#include "app/cli/table.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/derived_data.hpp"
#include "app/verbs/report_messages.hpp"
#include "app/verbs/synthetic_data.hpp"
#include "engine/market/synth.hpp"

namespace spark::verbs {
namespace {

using cli::say;
using wire::Json;

void print_info(Context& context, const store::MappedDataSet& data_set) {
    cli::Terminal& terminal = context.terminal;
    const cli::Language language = terminal.language();
    const market::DataSetInfo& info = data_set.info();
    const store::SavedDataSet saved{data_set.id(), data_set.sha256(), data_set.path(), true};
    print_saved(context, "", saved, data_set.columns(), info);
    terminal.out_line(fmt::format("{}: {}", cli::Text{"Calendar", "Takvim"}.in(language), info.calendar));
    for (const market::Gap& gap : info.quality.gap_list) {
        terminal.out_line(fmt::format("  {} {} → {}  ({})", cli::Text{"gap", "boşluk"}.in(language),
                                      format_iso8601(gap.after), format_iso8601(gap.before), gap.missing));
    }
    for (const market::Finding& finding : info.quality.findings) {
        terminal.out_line(fmt::format("  {} {}  {}", finding.kind, format_iso8601(finding.time), finding.detail));
    }
    for (const market::Source& source : info.sources) {
        terminal.out_line(fmt::format("{}: {} ({}, {} {}) {}", cli::Text{"Source", "Kaynak"}.in(language), source.name,
                                      source.format, source.rows, say<messages::rows_unit>(language),
                                      source.sha256.empty() ? "" : "sha256:" + source.sha256));
    }
    for (const std::string& step : info.steps) {
        terminal.out_line(fmt::format("{}: {}", cli::Text{"Step", "Adım"}.in(language), step));
    }
}

}  // namespace

Result<int> data_ls(Context& context, const cli::Invocation&) {
    cli::Terminal& terminal = context.terminal;
    std::vector<store::DataSetEntry> entries;
    const auto folder = open_data_folder(context, false);
    if (folder) {
        SPARK_TRY(entries, folder->list());
    } else if (folder.error().fault != Fault::not_found) {
        return fail(folder.error());
    }
    if (terminal.options().json) {
        Json list = Json::array();
        for (const store::DataSetEntry& entry : entries) list.push(entry_json(entry));
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.datasets/1").set("datasets", std::move(list))));
        return 0;
    }
    const cli::Language language = terminal.language();
    if (entries.empty()) {
        terminal.note(fmt::format("{}: spark data synth --symbol BTCUSDT --timeframe 1h --bars 20000 --seed 7",
                                  say<messages::none_yet_data>(language)));
        return 0;
    }
    const cli::NumberStyle style{language, terminal.options().plain};
    cli::Table table({{"id"},
                      {say<messages::rows_unit>(language), cli::Align::right},
                      {cli::Text{"first", "ilk"}.in(language).data()},
                      {cli::Text{"last", "son"}.in(language).data()},
                      {"sha256"},
                      {""}});
    for (const store::DataSetEntry& entry : entries) {
        if (entry.damage) {
            table.add({entry.id.text(), "", "", "", "", std::string(cli::Text{"DAMAGED", "BOZUK"}.in(language))});
            continue;
        }
        table.add({entry.id.text(), cli::shown_count(static_cast<std::int64_t>(entry.rows), style),
                   format_iso8601(entry.first), format_iso8601(entry.last), entry.sha256.hex().substr(0, 12),
                   entry.synthetic ? say<messages::synthetic_mark>(language) : ""});
    }
    table.print(terminal);
    return 0;
}

Result<int> data_info(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, false));
    SPARK_TRY(const store::MappedDataSet data_set, folder.open_data_set(invocation.positional(0)));
    if (context.terminal.options().json)
        context.terminal.out_line(wire::to_text(data_set_json(data_set)));
    else
        print_info(context, data_set);
    return 0;
}

Result<int> data_verify(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, false));
    SPARK_TRY(const store::MappedDataSet data_set, folder.open_data_set(invocation.positional(0)));
    SPARK_TRY(check_whole(context, data_set));
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(verified_json(data_set)));
        return 0;
    }
    const cli::NumberStyle style{terminal.language(), terminal.options().plain};
    terminal.out_line(say<messages::verified>(
        terminal.language(), data_set.id().text(),
        cli::shown_count(static_cast<std::int64_t>(data_set.columns().size()), style),
        cli::shown_count(static_cast<std::int64_t>(data_set.file_bytes()), style), data_set.sha256().hex()));
    return 0;
}

Result<int> data_resample(Context& context, const cli::Invocation& invocation) {
    auto to = Timeframe::parse(invocation.required_text("to"));
    if (!to) return fail(Fault::invalid_input, to.error().message, "--to", to.error().remedy);
    SPARK_TRY(const DerivedDataSet made, make_resampled(context, invocation.positional(0), *to));
    print_saved(context, "spark.resample/1", made.saved, made.table.columns(), made.info);
    return 0;
}

Result<int> data_repair(Context& context, const cli::Invocation& invocation) {
    auto made = make_repaired(context, invocation.positional(0), invocation.all("rule"));
    if (!made && made.error().place.empty() && made.error().fault != Fault::corrupt) made.error().place = "--rule";
    SPARK_TRY(made);
    for (const std::string& step : made->steps) context.terminal.note(step);
    print_saved(context, "spark.repair/1", made->saved, made->table.columns(), made->info);
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
    print_saved(context, "spark.synth/1", made.saved, made.table.columns(), made.info);
    context.terminal.note(fmt::format("{}: spark backtest run smaCross --dataset {} --set fast=9 --set slow=21",
                                      cli::Text{"Next", "Sonra"}.in(context.terminal.language()),
                                      made.saved.id.text()));
    return 0;
}

}  // namespace spark::verbs
