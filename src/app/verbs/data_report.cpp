#include "app/verbs/data_report.hpp"

#include <fmt/format.h>

#include <array>

#include "app/cli/numbers.hpp"
#include "app/verbs/report_messages.hpp"

namespace spark::verbs {
namespace {

using cli::say;
using wire::Json;

/// One count of the report: its JSON field and its words, so that both surfaces name the same things.
struct CountRow {
    std::string_view field;
    std::int64_t market::QualityReport::* count;
    cli::Text words;
    bool in_line = true;  ///< False for counts that only explain another one.
};

constexpr std::array count_rows{
    CountRow{"gaps", &market::QualityReport::gaps, {"gaps", "boşluk"}},
    CountRow{"missing", &market::QualityReport::missing, {"missing bars", "eksik bar"}},
    CountRow{"duplicates", &market::QualityReport::duplicates, {"duplicates", "yinelenen"}},
    CountRow{"out_of_order", &market::QualityReport::out_of_order, {"out of order", "sırasız"}},
    CountRow{"ohlc_violations", &market::QualityReport::ohlc_violations, {"OHLC violations", "OHLC ihlali"}},
    CountRow{"zero_volume", &market::QualityReport::zero_volume, {"zero-volume bars", "sıfır hacimli bar"}},
    CountRow{"zero_volume_runs",
             &market::QualityReport::zero_volume_runs,
             {"zero-volume runs", "sıfır hacim dizisi"},
             false},
    CountRow{
        "truncated_close", &market::QualityReport::truncated_close, {"truncated close times", "kırpık kapanış zamanı"}},
    CountRow{"rounded_values", &market::QualityReport::rounded_values, {"rounded values", "yuvarlanan değer"}},
    CountRow{"rejected_rows", &market::QualityReport::rejected_rows, {"rejected rows", "reddedilen satır"}},
    CountRow{"holiday_ghosts", &market::QualityReport::holiday_ghosts, {"bars on holidays", "tatil günü barı"}},
    CountRow{"partial_first", &market::QualityReport::partial_first, {"partial first bar", "yarım ilk bar"}},
    CountRow{"partial_last", &market::QualityReport::partial_last, {"partial last bar", "yarım son bar"}},
};

Json gaps_json(const market::QualityReport& quality) {
    Json list = Json::array();
    for (const market::Gap& gap : quality.gap_list) {
        list.push(Json::object()
                      .set("after", format_iso8601(gap.after))
                      .set("before", format_iso8601(gap.before))
                      .set("missing", gap.missing));
    }
    return list;
}

Json findings_json(const market::QualityReport& quality) {
    Json list = Json::array();
    for (const market::Finding& finding : quality.findings) {
        list.push(Json::object()
                      .set("kind", finding.kind)
                      .set("time", format_iso8601(finding.time))
                      .set("detail", finding.detail));
    }
    return list;
}

}  // namespace

Result<store::DataFolder> open_data_folder(Context& context, bool create) {
    const std::chrono::milliseconds wait{context.settings.integer("store.lock_wait_ms")};
    std::string command;
    for (const std::string& word : context.command_line) command += (command.empty() ? "" : " ") + word;
    return store::DataFolder::open(data_dir(context), {.create = create, .lock_wait = wait, .command = command});
}

Result<store::MappedDataSet> open_checked(Context& context, std::string_view id) {
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, false));
    SPARK_TRY(store::MappedDataSet data_set, folder.open_data_set(id));
    const auto checked = data_set.check_columns();
    if (checked)
        context.metrics.add({"spark_data_sets_verified_total", "ok"});
    else
        context.metrics.add({"spark_data_sets_verified_total", "corrupt"});
    SPARK_TRY(checked);
    return data_set;
}

Json quality_json(const market::QualityReport& quality, bool lists) {
    Json json = Json::object();
    for (const CountRow& row : count_rows) json.set(std::string(row.field), quality.*row.count);
    json.set("forming_last", quality.forming_last)
        .set("clock_unit", quality.clock_unit)
        .set("clean", quality.is_clean());
    if (lists) json.set("gap_list", gaps_json(quality)).set("findings", findings_json(quality));
    return json;
}

Json entry_json(const store::DataSetEntry& entry) {
    Json json = Json::object();
    json.set("id", entry.id.text()).set("bytes", entry.bytes).set("damaged", entry.damage.has_value());
    if (entry.damage) return json.set("damage", entry.damage->message);
    json.set("rows", entry.rows).set("first", format_iso8601(entry.first)).set("last", format_iso8601(entry.last));
    return json.set("sha256", entry.sha256.hex()).set("synthetic", entry.synthetic);
}

Json saved_json(std::string_view schema, const store::SavedDataSet& saved, const market::CandleColumns& columns,
                const market::DataSetInfo& info) {
    Json json = Json::object();
    json.set("schema", schema).set("dataset", saved.id.text()).set("new", saved.is_new).set("rows", columns.size());
    json.set("sha256", saved.sha256.hex());
    json.set("first", format_iso8601(wall_time_of_ns(columns.open_time_ns.front())));
    json.set("last", format_iso8601(wall_time_of_ns(columns.open_time_ns.back())));
    json.set("synthetic", info.synthetic).set("calendar", info.calendar);
    json.set("quality", quality_json(info.quality, false));
    return json;
}

Json data_set_json(const store::MappedDataSet& data_set) {
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

Result<void> check_whole(Context& context, const store::MappedDataSet& data_set) {
    auto checked = data_set.check_identity();
    if (checked)
        context.metrics.add({"spark_data_sets_verified_total", "ok"});
    else
        context.metrics.add({"spark_data_sets_verified_total", "corrupt"});
    return checked;
}

Json verified_json(const store::MappedDataSet& data_set) {
    return Json::object()
        .set("schema", "spark.verify/1")
        .set("dataset", data_set.id().text())
        .set("verified", true)
        .set("rows", data_set.columns().size())
        .set("bytes", data_set.file_bytes())
        .set("sha256", data_set.sha256().hex());
}

std::string quality_line(const market::QualityReport& quality, cli::Language language) {
    std::string line;
    const auto add = [&line](const std::string& words) { line += (line.empty() ? "" : "  ") + words; };
    for (const CountRow& row : count_rows) {
        if (!row.in_line || quality.*row.count == 0) continue;
        add(fmt::format("{} {}", row.words.in(language), cli::shown_count(quality.*row.count, {language, false})));
    }
    if (quality.forming_last)
        add(std::string(cli::Text{"last bar still forming", "son bar henüz oluşuyor"}.in(language)));
    return line.empty() ? say<messages::clean>(language) : line;
}

void print_saved(Context& context, std::string_view schema, const store::SavedDataSet& saved,
                 const market::CandleColumns& columns, const market::DataSetInfo& info) {
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(saved_json(schema, saved, columns, info)));
        return;
    }
    const cli::Language language = terminal.language();
    const std::string mark =
        info.synthetic ? "  " + terminal.inked(cli::Ink::caution, say<messages::synthetic_mark>(language)) : "";
    terminal.out_line(
        fmt::format("{}{}  {} {}  {} → {}", terminal.inked(cli::Ink::bold, saved.id.text()), mark,
                    cli::shown_count(static_cast<std::int64_t>(columns.size()), {language, terminal.options().plain}),
                    say<messages::rows_unit>(language), format_iso8601(wall_time_of_ns(columns.open_time_ns.front())),
                    format_iso8601(wall_time_of_ns(columns.open_time_ns.back()))));
    terminal.out_line(quality_line(info.quality, language));
    terminal.out_line("sha256:" + saved.sha256.hex());
    if (!saved.is_new) terminal.note(say<messages::same_rows>(language, saved.id.text()));
}

}  // namespace spark::verbs
