#include "app/verbs/data_report.hpp"

#include "app/verbs/data_text.hpp"
#include "app/verbs/quality_counts.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

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
    for (const QualityCount& row : quality_counts) json.set(std::string(row.field), quality.*row.count);
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

Result<void> print_saved(Context& context, std::string_view schema, const store::SavedDataSet& saved,
                         const market::CandleColumns& columns, const market::DataSetInfo& info) {
    return print_saved(context.terminal, saved_json(schema, saved, columns, info));
}

}  // namespace spark::verbs
