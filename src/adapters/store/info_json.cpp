#include "adapters/store/info_json.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace spark::store {
namespace {

using market::QualityReport;
using wire::Json;

/// The report's plain counts, in the order they are written. The one list for both directions.
struct Count {
    std::string_view name;
    std::int64_t QualityReport::* member;
};
constexpr std::array counts{
    Count{"rows", &QualityReport::rows},
    Count{"gaps", &QualityReport::gaps},
    Count{"missing", &QualityReport::missing},
    Count{"duplicates", &QualityReport::duplicates},
    Count{"out_of_order", &QualityReport::out_of_order},
    Count{"ohlc_violations", &QualityReport::ohlc_violations},
    Count{"zero_volume", &QualityReport::zero_volume},
    Count{"zero_volume_runs", &QualityReport::zero_volume_runs},
    Count{"truncated_close", &QualityReport::truncated_close},
    Count{"rounded_values", &QualityReport::rounded_values},
    Count{"rejected_rows", &QualityReport::rejected_rows},
    Count{"holiday_ghosts", &QualityReport::holiday_ghosts},
    Count{"partial_first", &QualityReport::partial_first},
    Count{"partial_last", &QualityReport::partial_last},
};

Json gap_to_json(const market::Gap& gap) {
    Json json = Json::object();
    json.set("after", format_iso8601(gap.after));
    json.set("before", format_iso8601(gap.before));
    json.set("missing", gap.missing);
    return json;
}

Json finding_to_json(const market::Finding& finding) {
    Json json = Json::object();
    json.set("kind", finding.kind);
    json.set("time", format_iso8601(finding.time));
    json.set("detail", finding.detail);
    return json;
}

Json source_to_json(const market::Source& source) {
    Json json = Json::object();
    json.set("name", source.name);
    json.set("sha256", source.sha256);
    json.set("format", source.format);
    json.set("rows", source.rows);
    return json;
}

/// The member as a time. Errors: invalid_input with the member as place.
Result<WallTime> time_at(const Json& json, std::string_view key) {
    SPARK_TRY(const std::string text, json.string_at(key));
    auto time = parse_iso8601(text);
    if (!time) time.error().place = key;
    return time;
}

Result<market::Gap> gap_of_json(const Json& json) {
    market::Gap gap;
    SPARK_TRY(gap.after, time_at(json, "after"));
    SPARK_TRY(gap.before, time_at(json, "before"));
    SPARK_TRY(gap.missing, json.int64_at("missing"));
    return gap;
}

Result<market::Finding> finding_of_json(const Json& json) {
    market::Finding finding;
    SPARK_TRY(finding.kind, json.string_at("kind"));
    SPARK_TRY(finding.time, time_at(json, "time"));
    SPARK_TRY(finding.detail, json.string_at("detail"));
    return finding;
}

Result<market::Source> source_of_json(const Json& json) {
    market::Source source;
    SPARK_TRY(source.name, json.string_at("name"));
    SPARK_TRY(source.sha256, json.string_at("sha256"));
    SPARK_TRY(source.format, json.string_at("format"));
    SPARK_TRY(source.rows, json.int64_at("rows"));
    return source;
}

/// The member as a list, each element read by `read`. Errors: invalid_input with the member as place.
template <class T>
Result<std::vector<T>> list_at(const Json& json, std::string_view key, Result<T> (*read)(const Json&)) {
    SPARK_TRY(const std::span<const Json> elements, json.array_at(key));
    std::vector<T> list;
    list.reserve(elements.size());
    for (const Json& element : elements) {
        SPARK_TRY(T value, read(element));
        list.push_back(std::move(value));
    }
    return list;
}

Result<QualityReport> quality_of_json(const Json& json) {
    QualityReport quality;
    for (const Count& count : counts) {
        SPARK_TRY(quality.*count.member, json.int64_at(count.name));
    }
    SPARK_TRY(quality.forming_last, json.bool_at("forming_last"));
    SPARK_TRY(quality.clock_unit, json.string_at("clock_unit"));
    SPARK_TRY(quality.gap_list, list_at<market::Gap>(json, "gap_list", gap_of_json));
    SPARK_TRY(quality.findings, list_at<market::Finding>(json, "findings", finding_of_json));
    return quality;
}

template <class T>
Json list_to_json(const std::vector<T>& list, Json (*write)(const T&)) {
    Json json = Json::array();
    for (const T& element : list) json.push(write(element));
    return json;
}

}  // namespace

Json quality_to_json(const QualityReport& quality) {
    Json json = Json::object();
    for (const Count& count : counts) json.set(std::string(count.name), quality.*count.member);
    json.set("forming_last", quality.forming_last);
    json.set("clock_unit", quality.clock_unit);
    json.set("gap_list", list_to_json<market::Gap>(quality.gap_list, gap_to_json));
    json.set("findings", list_to_json<market::Finding>(quality.findings, finding_to_json));
    return json;
}

Json info_to_json(const market::DataSetInfo& info) {
    Json json = Json::object();
    json.set("schema", "spark.dataset-info/1");
    json.set("venue", info.venue.text());
    json.set("symbol", info.symbol.text());
    json.set("timeframe", info.timeframe.text());
    json.set("synthetic", info.synthetic);
    json.set("calendar", info.calendar);
    json.set("sources", list_to_json<market::Source>(info.sources, source_to_json));
    json.set("steps", list_to_json<std::string>(info.steps, [](const std::string& step) { return Json(step); }));
    json.set("quality", quality_to_json(info.quality));
    return json;
}

Result<market::DataSetInfo> info_of_json(const Json& json) {
    SPARK_TRY(const std::string schema, json.string_at("schema"));
    if (schema != "spark.dataset-info/1")
        return fail(Fault::invalid_input, "found schema '" + schema + "', allowed spark.dataset-info/1", "schema");
    SPARK_TRY(const std::string venue_text, json.string_at("venue"));
    SPARK_TRY(const std::string symbol_text, json.string_at("symbol"));
    SPARK_TRY(const std::string timeframe_text, json.string_at("timeframe"));
    SPARK_TRY(Venue venue, Venue::parse(venue_text));
    SPARK_TRY(Symbol symbol, Symbol::parse(symbol_text));
    SPARK_TRY(const Timeframe timeframe, Timeframe::parse(timeframe_text));
    market::DataSetInfo info{.venue = std::move(venue),
                             .symbol = std::move(symbol),
                             .timeframe = timeframe,
                             .sources = {},
                             .steps = {},
                             .quality = {}};
    SPARK_TRY(info.synthetic, json.bool_at("synthetic"));
    SPARK_TRY(info.calendar, json.string_at("calendar"));
    SPARK_TRY(info.sources, list_at<market::Source>(json, "sources", source_of_json));
    SPARK_TRY(info.steps, list_at<std::string>(json, "steps", [](const Json& step) { return step.as_string(); }));
    SPARK_TRY(const Json* const quality, json.at("quality"));
    SPARK_TRY(info.quality, quality_of_json(*quality));
    return info;
}

}  // namespace spark::store
