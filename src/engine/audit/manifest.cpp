#include "engine/audit/manifest.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "engine/audit/canonical.hpp"
#include "engine/audit/layout.hpp"
#include "engine/audit/names.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/wire/json.hpp"

namespace spark::audit {
namespace {

using wire::Json;

constexpr std::string_view schema = "spark.manifest/1";
// A manifest is about 1 KiB; this is room for some ten thousand attachments.
constexpr wire::JsonLimits limits{.bytes_max = 4U << 20U, .depth_max = 8};

Result<void> check_sha256(std::string_view name, std::string_view text) {
    const auto digest = crypto::Sha256Digest::parse(text);
    if (digest && digest->hex() == text) return {};
    return fail(Fault::invalid_input, fmt::format("{}: a sha256 of 64 lower-case hexadecimal digits is allowed", name));
}

Result<void> check_inputs(const Inputs& inputs) {
    SPARK_TRY(check_sha256("inputs.binary_sha256", inputs.binary_sha256));
    if (!inputs.strategy_sha256.empty()) SPARK_TRY(check_sha256("inputs.strategy_sha256", inputs.strategy_sha256));
    for (const DataSetRecord& data_set : inputs.data_sets) {
        if (data_set.id.empty()) return fail(Fault::invalid_input, "inputs.data_sets: an id is empty");
        SPARK_TRY(check_sha256("inputs.data_sets", data_set.sha256));
    }
    const std::array<std::pair<std::string_view, std::string_view>, 3> texts{
        {{"commit", inputs.commit}, {"compiler", inputs.compiler}, {"command", inputs.command}}};
    for (const auto& [name, text] : texts) {
        if (text.empty()) return fail(Fault::invalid_input, fmt::format("inputs.{} is empty", name));
    }
    return {};
}

Result<void> check_fields(const Manifest& manifest) {
    SPARK_TRY(check_kind(manifest.kind));
    SPARK_TRY(check_id(manifest.id));
    SPARK_TRY(check_nonce(manifest.nonce));
    if (manifest.document.name != document_name(manifest.id)) {
        return fail(Fault::invalid_input,
                    fmt::format("document: found another name, expected {}", document_name(manifest.id)));
    }
    SPARK_TRY(check_sha256("document", manifest.document.sha256));
    for (const FileRecord& record : manifest.attachments) {
        SPARK_TRY(check_attachment_name(record.name));
        SPARK_TRY(check_sha256(record.name, record.sha256));
    }
    const bool ascends = std::ranges::adjacent_find(manifest.attachments, std::greater_equal{}, &FileRecord::name) ==
                         manifest.attachments.end();
    if (!ascends) return fail(Fault::invalid_input, "attachments: allowed is each name once, ascending");
    return check_inputs(manifest.inputs);
}

Json json_of(const FileRecord& record) {
    Json json = Json::object();
    json.set("name", record.name).set("size_bytes", record.size_bytes).set("sha256", record.sha256);
    return json;
}

Json json_of(const Inputs& inputs) {
    Json data_sets = Json::array();
    for (const DataSetRecord& record : inputs.data_sets) {
        Json data_set = Json::object();
        data_set.set("id", record.id).set("sha256", record.sha256);
        data_sets.push(std::move(data_set));
    }
    Json json = Json::object();
    json.set("data_sets", std::move(data_sets))
        .set("strategy_sha256", inputs.strategy_sha256)
        .set("binary_sha256", inputs.binary_sha256);
    json.set("commit", inputs.commit).set("compiler", inputs.compiler).set("command", inputs.command);
    return json;
}

Json json_of(const Manifest& manifest) {
    Json attachments = Json::array();
    for (const FileRecord& record : manifest.attachments) attachments.push(json_of(record));
    Json json = Json::object();
    json.set("schema", schema).set("kind", manifest.kind).set("id", manifest.id).set("nonce", manifest.nonce);
    json.set("created_at", format_iso8601(manifest.created_at)).set("document", json_of(manifest.document));
    json.set("attachments", std::move(attachments)).set("inputs", json_of(manifest.inputs));
    json.set("hash", self_hash(json));
    return json;
}

Result<FileRecord> read_file_record(const Json& json) {
    FileRecord record;
    SPARK_TRY(record.name, json.string_at("name"));
    SPARK_TRY(const std::int64_t size_bytes, json.int64_at("size_bytes"));
    if (size_bytes < 0) return fail(Fault::invalid_input, "a size below 0");
    record.size_bytes = static_cast<std::uint64_t>(size_bytes);
    SPARK_TRY(record.sha256, json.string_at("sha256"));
    return record;
}

Result<Inputs> read_inputs(const Json& json) {
    Inputs inputs;
    SPARK_TRY(const auto data_sets, json.array_at("data_sets"));
    for (const Json& data_set : data_sets) {
        DataSetRecord record;
        SPARK_TRY(record.id, data_set.string_at("id"));
        SPARK_TRY(record.sha256, data_set.string_at("sha256"));
        inputs.data_sets.push_back(std::move(record));
    }
    SPARK_TRY(inputs.strategy_sha256, json.string_at("strategy_sha256"));
    SPARK_TRY(inputs.binary_sha256, json.string_at("binary_sha256"));
    SPARK_TRY(inputs.commit, json.string_at("commit"));
    SPARK_TRY(inputs.compiler, json.string_at("compiler"));
    SPARK_TRY(inputs.command, json.string_at("command"));
    return inputs;
}

Result<Manifest> read_manifest(std::string_view text) {
    SPARK_TRY(const Json json, wire::parse_json(text, limits));
    SPARK_TRY(const std::string found_schema, json.string_at("schema"));
    if (found_schema != schema)
        return fail(Fault::invalid_input, fmt::format("found another schema, this program reads {}", schema));
    Manifest manifest;
    SPARK_TRY(manifest.kind, json.string_at("kind"));
    SPARK_TRY(manifest.id, json.string_at("id"));
    SPARK_TRY(manifest.nonce, json.string_at("nonce"));
    SPARK_TRY(const std::string created_at, json.string_at("created_at"));
    SPARK_TRY(manifest.created_at, parse_iso8601(created_at));
    SPARK_TRY(const Json* document, json.at("document"));
    SPARK_TRY(manifest.document, read_file_record(*document));
    SPARK_TRY(const auto attachments, json.array_at("attachments"));
    for (const Json& attachment : attachments) {
        SPARK_TRY(FileRecord record, read_file_record(attachment));
        manifest.attachments.push_back(std::move(record));
    }
    SPARK_TRY(const Json* inputs, json.at("inputs"));
    SPARK_TRY(manifest.inputs, read_inputs(*inputs));
    return manifest;
}

}  // namespace

Result<std::string> manifest_text(const Manifest& manifest) {
    SPARK_TRY(check_fields(manifest));
    std::string text = wire::to_pretty_text(json_of(manifest));
    // What is not UTF-8 in a command line is replaced when written, so the fields would not be read back as they were.
    const auto read = read_manifest(text);
    if (!read || *read != manifest)
        return fail(Fault::invalid_input,
                    "a field of the manifest is not valid UTF-8, or a size or time is out of range");
    return text;
}

Result<Manifest> parse_manifest(std::string_view text) {
    auto manifest = read_manifest(text);
    if (!manifest)
        return fail(Fault::corrupt, fmt::format("altered: {} {}", manifest.error().place, manifest.error().message));
    if (auto checked = check_fields(*manifest); !checked)
        return fail(Fault::corrupt, fmt::format("altered: {}", checked.error().message));
    if (wire::to_pretty_text(json_of(*manifest)) != text)
        return fail(Fault::corrupt, "altered: its bytes are not those its fields give, or its hash does not fit");
    return manifest;
}

}  // namespace spark::audit
