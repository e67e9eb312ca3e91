#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "adapters/intake/sniff.hpp"
#include "adapters/store/upload_folder.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/start_job.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/ingest_files.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using wire::Json;

/// Eight times the largest upload: candles pack to about a fifth. What unpacks to more is no candle file.
constexpr std::uint64_t unpacked_bytes_max = std::uint64_t{512} << 20U;

/// The value; its error says `place`, the request's own word for it.
template <class T>
Result<T> placed(Result<T> value, std::string place) {
    if (value) return value;
    value.error().place = std::move(place);
    // A calendar that is not there is a wrong word of the request; the address is right.
    if (value.error().fault == Fault::not_found) value.error().fault = Fault::invalid_input;
    return value;
}

intake::IntakeLimits limits_of(const verbs::Context& context) {
    intake::IntakeLimits limits = verbs::intake_limits(context);
    limits.gzip_output_bytes_max = std::min(limits.gzip_output_bytes_max, unpacked_bytes_max);
    return limits;
}

wire::ByteSourceLimits source_limits(const intake::IntakeLimits& limits) {
    return {.gzip_output_bytes_max = limits.gzip_output_bytes_max, .gzip_output_setting = "the limit of uploads"};
}

Json mapping_json(const intake::Mapping& mapping) {
    Json json = Json::object();
    for (std::size_t column = 0; column < intake::mapped_columns.size(); ++column) {
        if (!mapping.columns[column].empty())
            json.set(std::string(intake::mapped_columns[column]), mapping.columns[column]);
    }
    return json;
}

Json texts(const std::vector<std::string>& list) {
    Json json = Json::array();
    for (const std::string& text : list) json.push(text);
    return json;
}

Json upload_json(const store::Upload& upload, const intake::Sniffed& sniffed) {
    const bool has_format = sniffed.format != intake::Format::automatic;
    Json rows = Json::array();
    for (const auto& row : sniffed.rows) rows.push(texts(row));
    const std::string self = "/api/v1/uploads/" + upload.id;
    Json json = Json::object();
    json.set("schema", "spark.upload/1").set("id", upload.id).set("object", "upload").set("name", upload.name);
    json.set("bytes", upload.bytes).set("sha256", upload.sha256).set("created_at", format_iso8601(upload.created_at));
    json.set("gzip", sniffed.is_gzip).set("format", has_format ? Json(intake::name_of(sniffed.format)) : Json(nullptr));
    json.set("delimiter", intake::delimiter_name(sniffed.guess.delimiter));
    json.set("decimal", intake::name_of(sniffed.guess.decimal));
    json.set("clock_unit", sniffed.clock_unit.empty() ? Json(nullptr) : Json(sniffed.clock_unit));
    json.set("columns", texts(sniffed.columns)).set("rows", std::move(rows));
    json.set("mapping", mapping_json(sniffed.guess));
    return json.set("links", Json::object().set("self", self).set("ingest", self + "/ingest"));
}

Json error_json(const Error& error) { return Json::object().set("message", error.message).set("remedy", error.remedy); }

Json preview_json(const intake::Preview& preview) {
    Json rows = Json::array();
    std::int64_t wrong = 0;
    for (const intake::PreviewRow& row : preview.rows) {
        Json one = Json::object().set("line", row.line);
        if (row.problem) {
            ++wrong;
            rows.push(one.set("problem", error_json(*row.problem)));
            continue;
        }
        one.set("time", format_iso8601(row.time)).set("open", format_units(row.open));
        one.set("high", format_units(row.high)).set("low", format_units(row.low));
        one.set("close", format_units(row.close)).set("volume", format_wide_units(row.volume));
        rows.push(std::move(one));
    }
    Json json = Json::object();
    json.set("problem", preview.layout_problem ? error_json(*preview.layout_problem) : Json(nullptr));
    return json.set("rows", std::move(rows)).set("wrong", wrong);
}

/// Reads a packed upload to its end: what unpacks past the limit, or breaks half-way, is not kept.
Result<void> check_packed(std::string_view bytes, const std::string& name, const intake::IntakeLimits& limits) {
    SPARK_TRY(wire::ByteSource source, wire::ByteSource::of_memory(bytes, name, source_limits(limits)));
    if (!source.is_gzip()) return {};
    std::vector<char> buffer(std::size_t{1} << 20U);
    while (true) {
        SPARK_TRY(const std::size_t read, source.read(buffer));
        if (read == 0) return {};
    }
}

Result<Outcome> create(House& house, const Call& call) {
    const std::string name(call.query("name").value_or("upload.csv"));
    SPARK_TRY(store::check_upload_name(name));
    const std::string_view bytes = call.request.body;
    CallContext context(house.context);
    const intake::IntakeLimits limits = limits_of(*context);
    SPARK_TRY(wire::ByteSource source, wire::ByteSource::of_memory(bytes, name, source_limits(limits)));
    SPARK_TRY(const intake::Sniffed sniffed, intake::sniff(source, limits));
    SPARK_TRY(check_packed(bytes, name, limits));
    const store::Upload upload{.id = house.new_id("upl"),
                               .name = name,
                               .sha256 = crypto::sha256_hex(bytes),
                               .owner = call.caller.user_id,
                               .bytes = bytes.size(),
                               .created_at = call.received_at};
    SPARK_TRY(store::UploadFolder(house.folder()).add(upload, bytes));
    return Outcome::made(upload_json(upload, sniffed), "/api/v1/uploads/" + upload.id);
}

/// The mapping a preview's address asks for; none where it says nothing of it.
Result<std::optional<intake::Mapping>> mapping_of_query(const Call& call) {
    const auto columns = call.query("map");
    const auto decimal = call.query("decimal");
    const auto delimiter = call.query("delimiter");
    if (!columns && !decimal && !delimiter) return std::optional<intake::Mapping>{};
    intake::Mapping mapping;
    if (columns) SPARK_TRY(placed(intake::map_columns(mapping, *columns), "map"));
    if (decimal) {
        SPARK_TRY(mapping.decimal, placed(intake::parse_decimal_mark(*decimal), "decimal"));
    }
    if (delimiter) {
        SPARK_TRY(mapping.delimiter, placed(intake::parse_delimiter(*delimiter), "delimiter"));
    }
    return std::optional(std::move(mapping));
}

Result<Json> show(const House& house, const Call& call) {
    const store::UploadFolder folder(house.folder());
    SPARK_TRY(const store::Upload upload, folder.find(call.path_part(0)));
    CallContext context(house.context);
    const intake::IntakeLimits limits = limits_of(*context);
    const std::string path = folder.file_of(upload).string();
    SPARK_TRY(wire::ByteSource source, wire::ByteSource::open(path, source_limits(limits)));
    SPARK_TRY(const intake::Sniffed sniffed, intake::sniff(source, limits));
    intake::IntakeRequest request;
    request.limits = limits;
    SPARK_TRY(request.mapping, mapping_of_query(call));
    SPARK_TRY(request.format, placed(intake::parse_format(call.query("format").value_or("auto")), "format"));
    SPARK_TRY(request.zone, placed(intake::Zone::parse(call.query("tz").value_or("UTC")), "tz"));
    SPARK_TRY(request.timeframe, placed(Timeframe::parse(call.query("timeframe").value_or("1h")), "timeframe"));
    const bool is_known = sniffed.format != intake::Format::automatic;
    if (!request.mapping && request.format == intake::Format::automatic && !is_known) request.mapping = sniffed.guess;
    SPARK_TRY(wire::ByteSource again, wire::ByteSource::open(path, source_limits(limits)));
    SPARK_TRY(const intake::Preview preview, intake::preview(again, request));
    return upload_json(upload, sniffed).set("preview", preview_json(preview));
}

std::string text_or(const Json& body, std::string_view key, std::string_view fallback) {
    return body.find(key) == nullptr ? std::string(fallback) : body.string_at(key).value_or(std::string(fallback));
}

Result<std::optional<intake::Mapping>> mapping_of_body(const Json& body) {
    const Json* const columns = body.find("mapping");
    if (columns == nullptr && body.find("decimal") == nullptr && body.find("delimiter") == nullptr)
        return std::optional<intake::Mapping>{};
    intake::Mapping mapping;
    if (columns != nullptr) {
        for (const wire::JsonMember& member : std::span(columns->as_object().value())) {
            SPARK_TRY(const std::string name, member.value.as_string());
            SPARK_TRY(placed(intake::map_column(mapping, member.key, name), "/mapping/" + member.key));
        }
    }
    SPARK_TRY(mapping.decimal, placed(intake::parse_decimal_mark(text_or(body, "decimal", "point")), "/decimal"));
    SPARK_TRY(mapping.delimiter, placed(intake::parse_delimiter(text_or(body, "delimiter", ",")), "/delimiter"));
    return std::optional(std::move(mapping));
}

Result<verbs::IngestOrder> order_of(const Json& body, const store::Upload& upload, std::string path) {
    SPARK_TRY(Venue venue, placed(Venue::parse(text_or(body, "venue", "")), "/venue"));
    SPARK_TRY(Symbol symbol, placed(Symbol::parse(text_or(body, "symbol", "")), "/symbol"));
    SPARK_TRY(const Timeframe timeframe, placed(Timeframe::parse(text_or(body, "timeframe", "")), "/timeframe"));
    SPARK_TRY(const intake::Format format, placed(intake::parse_format(text_or(body, "format", "auto")), "/format"));
    SPARK_TRY(const intake::Zone zone, placed(intake::Zone::parse(text_or(body, "tz", "UTC")), "/tz"));
    SPARK_TRY(std::optional<intake::Mapping> mapping, mapping_of_body(body));
    const std::string calendar_name = text_or(body, "calendar", market::calendar_name_of(venue));
    SPARK_TRY(const market::Calendar* calendar, placed(market::find_calendar(calendar_name), "/calendar"));
    const Json* const strict = body.find("strict");
    return verbs::IngestOrder{.venue = std::move(venue),
                              .symbol = std::move(symbol),
                              .timeframe = timeframe,
                              .format = format,
                              .mapping = std::move(mapping),
                              .zone = zone,
                              .calendar = calendar,
                              .files = {std::move(path)},
                              .names = {upload.name},
                              .gzip_output_bytes_max = unpacked_bytes_max,
                              .refuses_unclean = strict != nullptr && strict->as_bool().value_or(false)};
}

Result<JobResult> ingest(const House& house, JobRun& job) {
    SPARK_TRY(const std::string id, job.request().string_at("upload"));
    SPARK_TRY(const Json* const body, job.request().at("order"));
    const store::UploadFolder folder(house.folder());
    SPARK_TRY(const store::Upload upload, folder.find(id));
    SPARK_TRY(const verbs::IngestOrder order, order_of(*body, upload, folder.file_of(upload).string()));
    CallContext context(house.context);
    const auto report = [&job](const intake::IntakeProgress& at) {
        if (at.bytes_all && *at.bytes_all > 0)
            job.progress(static_cast<double>(at.bytes_done) / static_cast<double>(*at.bytes_all));
    };
    SPARK_TRY(const verbs::IngestedFiles made, verbs::ingest_files(*context, order, report));
    return JobResult{.id = made.saved.id.text(),
                     .location = "/api/v1/datasets/" + made.saved.id.text(),
                     .document = verbs::saved_json("spark.ingest/1", made.saved, made.table.columns(), made.info)};
}

Answered start_ingest(House& house, const Call& call) {
    const store::UploadFolder folder(house.folder());
    const auto upload = folder.find(call.path_part(0));
    if (!upload) return http::problem_of(upload.error());
    const auto order = order_of(call.body, *upload, {});
    if (!order) return http::problem_of(order.error());
    return start_job(house, call, "ingest", Json::object().set("upload", upload->id).set("order", call.body));
}

/// Files nobody has come back for.
void remove_old(const House& house) {
    const auto removed = store::UploadFolder(house.folder()).remove_older(house.context.now() - std::chrono::hours(24));
    Json line = Json::object().set("event", "old_uploads_removed");
    if (removed && *removed == 0) return;
    house.log(removed ? line.set("count", *removed) : line.set("error", removed.error().message));
}

}  // namespace

void add_upload_operations(House& house, http::Operations& operations) {
    remove_old(house);
    house.kinds.add("ingest", [&house](JobRun& job) { return ingest(house, job); });
    operations.add("uploads.create", [&house](Call& call) { return http::answered(create(house, call)); });
    operations.add("uploads.show", [&house](Call& call) { return http::answered(show(house, call)); });
    operations.add("uploads.ingest", [&house](Call& call) { return start_ingest(house, call); });
    operations.add("uploads.remove", [&house](Call& call) -> Answered {
        const auto removed = store::UploadFolder(house.folder()).remove(call.path_part(0));
        if (!removed) return http::problem_of(removed.error());
        return Outcome::nothing();
    });
}

}  // namespace spark::server
