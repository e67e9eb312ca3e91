#include "app/optimizer/outputs.hpp"

#include <fmt/format.h>

#include "app/verbs/backtest_document.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/mapped_file.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;

constexpr std::string_view manifest_schema = "spark.optimize-manifest/1";
constexpr std::size_t manifest_bytes_max = 1U << 20U;
constexpr std::size_t document_bytes_max = 64U << 20U;

Json number_or_null(std::optional<double> value) { return value ? Json(*value) : Json(nullptr); }

/// Of the manifest without its own digest.
std::string digest_of(const Json& manifest) { return crypto::sha256_hex(wire::to_text(manifest)); }

std::unexpected<Error> spoilt(const std::filesystem::path& path, std::string message) {
    return fail(Fault::corrupt, std::move(message), path.string(),
                "the folder was changed after it was written; run the optimization again");
}

}  // namespace

Json set_json(const Bench& bench, const trials::TrialRow& row, std::uint64_t rank) {
    const sweep::SetFigures& figures = row.outcome.figures;
    Json json = Json::object();
    json.set("rank", rank).set("number", row.number);
    json.set("params", verbs::parameters_json(bench.definition(), bench.space->values(row.point)));
    json.set("objective", number_or_null(row.objective));
    json.set("net_pnl", to_text(figures.net)).set("trades", figures.trades);
    json.set("sharpe", number_or_null(figures.sharpe)).set("max_drawdown_pct", figures.max_drawdown_pct);
    json.set("profit_factor", number_or_null(figures.profit_factor));
    json.set("result_hash", "sha256:" + row.outcome.result_hash.hex());
    json.set("gross_pnl", to_text(figures.gross)).set("fees", to_text(figures.fees));
    json.set("final_equity", to_text(figures.final_equity)).set("wins", figures.wins);
    json.set("rejected_orders", figures.rejected).set("annual_return", number_or_null(figures.annual_return));
    json.set("volatility", number_or_null(figures.volatility)).set("sortino", number_or_null(figures.sortino));
    return json;
}

Result<audit::FileRecord> record_of(const std::filesystem::path& folder, std::string_view name) {
    SPARK_TRY(const MappedFile file, MappedFile::open(folder / name));
    return audit::FileRecord{
        .name = std::string(name), .size_bytes = file.bytes().size(), .sha256 = crypto::sha256_hex(file.bytes())};
}

Json records_json(const std::vector<audit::FileRecord>& records) {
    Json list = Json::array();
    for (const audit::FileRecord& record : records)
        list.push(Json::object().set("name", record.name).set("bytes", record.size_bytes).set("sha256", record.sha256));
    return list;
}

Result<void> write_manifest(const std::filesystem::path& folder, std::string_view id,
                            const std::vector<audit::FileRecord>& records) {
    Json manifest = Json::object();
    manifest.set("schema", manifest_schema).set("id", id).set("files", records_json(records));
    const std::string digest = digest_of(manifest);
    manifest.set("hash", digest);
    return replace_file(folder / manifest_name, wire::to_pretty_text(manifest));
}

Result<Json> check_manifest(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / manifest_name;
    SPARK_TRY(const std::string text, read_file(path, manifest_bytes_max));
    auto parsed = wire::parse_json(text);
    if (!parsed || !parsed->is_object()) return spoilt(path, "the manifest is no JSON object");
    const std::string schema = parsed->string_at("schema").value_or("");
    if (schema != manifest_schema)
        return spoilt(path, fmt::format("found schema '{}', allowed {}", schema, manifest_schema));
    const auto files = parsed->array_at("files");
    if (!files) return spoilt(path, "the manifest lists no files");
    Json unsigned_part = Json::object();
    unsigned_part.set("schema", schema)
        .set("id", parsed->string_at("id").value_or(""))
        .set("files", *parsed->find("files"));
    if (parsed->string_at("hash").value_or("") != digest_of(unsigned_part))
        return spoilt(path, "the manifest's own digest does not fit");
    for (const Json& row : *files) {
        const std::string name = row.string_at("name").value_or("");
        if (name.empty() || name.contains('/')) return spoilt(path, "the manifest names no file");
        const auto found = record_of(folder, name);
        if (!found) return spoilt(folder / name, fmt::format("the file cannot be read: {}", found.error().message));
        if (found->sha256 != row.string_at("sha256").value_or(""))
            return spoilt(folder / name,
                          fmt::format("found {} bytes with SHA-256 {}, the manifest has {}", found->size_bytes,
                                      found->sha256, row.string_at("sha256").value_or("none")));
    }
    return *std::move(parsed);
}

Result<Json> read_document(const std::filesystem::path& folder) {
    SPARK_TRY(const std::string text, read_file(folder / document_name, document_bytes_max));
    SPARK_TRY(Json document, wire::parse_json(text));
    std::error_code absent;
    if (!std::filesystem::exists(folder / assessment_name, absent)) return document;
    // A look since then made it anew.
    SPARK_TRY(const std::string newest, read_file(folder / assessment_name, document_bytes_max));
    SPARK_TRY(Json assessment, wire::parse_json(newest));
    document.set("assessment", std::move(assessment));
    return document;
}

Result<void> replace_assessment(const std::filesystem::path& folder, const Json& assessment) {
    SPARK_TRY(const Json manifest, check_manifest(folder));
    SPARK_TRY(replace_file(folder / assessment_name, wire::to_pretty_text(assessment)));
    std::vector<audit::FileRecord> records;
    const auto files = manifest.array_at("files").value();
    for (const Json& row : files) {
        SPARK_TRY(const std::string name, row.string_at("name"));
        SPARK_TRY(audit::FileRecord record, record_of(folder, name));
        records.push_back(std::move(record));
    }
    return write_manifest(folder, manifest.string_at("id").value_or(""), records);
}

}  // namespace spark::optimizer
