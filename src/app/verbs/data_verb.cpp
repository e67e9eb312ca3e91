#include "app/verbs/data_verb.hpp"

#include <fmt/format.h>

#include "app/cli/numbers.hpp"
#include "app/cli/table.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/report_messages.hpp"
#include "app/verbs/synthetic_data.hpp"
#include "engine/market/measure_quality.hpp"
#include "engine/market/repair.hpp"
#include "engine/market/resample.hpp"
#include "engine/market/synth.hpp"

namespace spark::verbs {
namespace {

using cli::say;
using wire::Json;

/// Rows of a data set made from another one, measured and saved as the next version or a set of another timeframe.
struct Derived {
    const store::MappedDataSet& from;
    const market::CandleTable& table;
    Timeframe timeframe;
    std::string format;
    std::vector<std::string> steps;
    bool partial_first = false;
    bool partial_last = false;
};

Result<int> save_derived(Context& context, std::string_view schema, const Derived& derived) {
    const market::DataSetInfo& source = derived.from.info();
    market::DataSetInfo info{.venue = source.venue, .symbol = source.symbol, .timeframe = derived.timeframe};
    info.synthetic = source.synthetic;
    info.calendar = source.calendar;
    info.sources = {{.name = derived.from.id().text(),
                     .sha256 = derived.from.sha256().hex(),
                     .format = derived.format,
                     .rows = static_cast<std::int64_t>(derived.from.columns().size())}};
    info.steps = source.steps;
    info.steps.insert(info.steps.end(), derived.steps.begin(), derived.steps.end());
    info.quality.clock_unit = source.quality.clock_unit;
    info.quality.partial_first = derived.partial_first ? 1 : 0;
    info.quality.partial_last = derived.partial_last ? 1 : 0;
    SPARK_TRY(const market::Calendar* calendar, market::find_calendar(source.calendar));
    const market::CandleColumns columns = derived.table.columns();
    market::measure_quality(columns, derived.timeframe, *calendar, info.quality);
    SPARK_TRY(store::DataFolder folder, open_data_folder(context, false));
    SPARK_TRY(const store::SavedDataSet saved, folder.save(info, columns));
    print_saved(context, schema, saved, columns, info);
    return 0;
}

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

Json info_json(const store::MappedDataSet& data_set) {
    const market::DataSetInfo& info = data_set.info();
    const store::SavedDataSet saved{data_set.id(), data_set.sha256(), data_set.path(), false};
    Json json = saved_json("spark.dataset/1", saved, data_set.columns(), info);
    json.set("bytes", data_set.file_bytes()).set("timeframe", info.timeframe.text());
    json.set("venue", info.venue.text()).set("symbol", info.symbol.text());
    json.set("quality", quality_json(info.quality, true));
    Json sources = Json::array();
    for (const market::Source& source : info.sources) {
        sources.push(Json::object()
                         .set("name", source.name)
                         .set("sha256", source.sha256.empty() ? Json(nullptr) : Json(source.sha256))
                         .set("format", source.format)
                         .set("rows", source.rows));
    }
    Json steps = Json::array();
    for (const std::string& step : info.steps) steps.push(step);
    return json.set("sources", std::move(sources)).set("steps", std::move(steps));
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
        context.terminal.out_line(wire::to_text(info_json(data_set)));
    else
        print_info(context, data_set);
    return 0;
}

Result<int> data_verify(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, false));
    SPARK_TRY(const store::MappedDataSet data_set, folder.open_data_set(invocation.positional(0)));
    const auto checked = data_set.check_identity();
    if (checked)
        context.metrics.add({"spark_data_sets_verified_total", "ok"});
    else
        context.metrics.add({"spark_data_sets_verified_total", "corrupt"});
    SPARK_TRY(checked);
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(Json::object()
                                            .set("schema", "spark.verify/1")
                                            .set("dataset", data_set.id().text())
                                            .set("verified", true)
                                            .set("rows", data_set.columns().size())
                                            .set("bytes", data_set.file_bytes())
                                            .set("sha256", data_set.sha256().hex())));
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
    SPARK_TRY(const store::MappedDataSet source, open_checked(context, invocation.positional(0)));
    SPARK_TRY(const market::Calendar* calendar, market::find_calendar(source.info().calendar));
    SPARK_TRY(const market::Resampled made,
              market::resample(source.columns(), {.from = source.info().timeframe, .to = *to}, *calendar));
    return save_derived(context, "spark.resample/1",
                        {.from = source,
                         .table = made.table,
                         .timeframe = *to,
                         .format = "resample",
                         .steps = {fmt::format("resample {} to {}", source.info().timeframe.text(), to->text())},
                         .partial_first = made.partial_first,
                         .partial_last = made.partial_last});
}

Result<int> data_repair(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::MappedDataSet source, open_checked(context, invocation.positional(0)));
    SPARK_TRY(const market::Calendar* calendar, market::find_calendar(source.info().calendar));
    market::CandleTable table;
    std::vector<std::string> steps;
    bool forming_last = source.info().quality.forming_last;
    for (const std::string& rule : invocation.all("rule")) {
        const market::CandleColumns columns = steps.empty() ? source.columns() : table.columns();
        auto repaired = market::repair({columns, source.info().timeframe, *calendar, forming_last}, rule);
        if (!repaired) {
            if (repaired.error().place.empty()) repaired.error().place = "--rule";
            return fail(repaired.error());
        }
        if (rule == "drop-forming-last") forming_last = false;
        context.terminal.note(repaired->step);
        steps.push_back(repaired->step);
        table = std::move(repaired->table);
    }
    return save_derived(
        context, "spark.repair/1",
        {.from = source, .table = table, .timeframe = source.info().timeframe, .format = "repair", .steps = steps});
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
