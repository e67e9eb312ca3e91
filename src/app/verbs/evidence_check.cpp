#include "app/verbs/evidence_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/store/evidence_reader.hpp"
#include "app/verbs/evidence_verb.hpp"
#include "engine/audit/layout.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/wire/tar.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

constexpr std::size_t archive_bytes_max = std::size_t{256} << 20U;

Json file_json(std::string name, std::string_view state) {
    return Json::object().set("name", std::move(name)).set("ok", state == "equal").set("state", state);
}

Json compared(const store::EvidenceFolderReader& reader, const std::string& path, const audit::FileRecord& record) {
    const auto found = reader.digest(path);
    if (!found) {
        const bool is_gone = found.error().fault == Fault::not_found;
        return file_json(record.name, is_gone ? "missing" : "altered")
            .set("expected", record.sha256)
            .set("found", is_gone ? std::string("nothing") : found.error().message);
    }
    const bool is_equal = found->sha256 == record.sha256 && found->size_bytes == record.size_bytes;
    return file_json(record.name, is_equal ? "equal" : "altered")
        .set("expected", record.sha256)
        .set("found", found->sha256)
        .set("size_bytes", static_cast<std::int64_t>(found->size_bytes));
}

/// Manifest first, then what it names, then what lies there without being named.
Json files_json(const store::EvidenceFolderReader& reader, const audit::IndexEntry& entry) {
    Json files = Json::array();
    const std::string manifest_path = fmt::format("{}/{}", entry.kind, audit::manifest_name(entry.id));
    audit::FileRecord own{.name = audit::manifest_name(entry.id), .sha256 = entry.manifest_sha256};
    if (const auto digest = reader.digest(manifest_path)) own.size_bytes = digest->size_bytes;
    files.push(compared(reader, manifest_path, own));
    const auto manifest = audit::verify_manifest(reader, entry.kind, entry.id, entry);
    if (!manifest) return files;
    files.push(compared(reader, fmt::format("{}/{}", entry.kind, manifest->document.name), manifest->document));
    const std::string folder = fmt::format("{}/{}", entry.kind, entry.id);
    for (const audit::FileRecord& record : manifest->attachments)
        files.push(compared(reader, fmt::format("{}/{}", folder, record.name), record));
    auto names = reader.names(folder);
    if (!names) return files;
    std::ranges::sort(*names);
    for (const std::string& name : *names) {
        if (std::ranges::find(manifest->attachments, name, &audit::FileRecord::name) == manifest->attachments.end())
            files.push(file_json(name, "added"));
    }
    return files;
}

std::string_view state_text(audit::DataSetState state) {
    switch (state) {
        case audit::DataSetState::equal: return "equal";
        case audit::DataSetState::absent: return "absent";
        case audit::DataSetState::not_looked_at: return "not_looked_at";
    }
    return "";
}

}  // namespace

Result<Json> check_evidence(Context& context, const store::EvidenceFolder& folder, const audit::IndexEntry& entry) {
    const auto report = folder.verify(entry.id, data_set_digests(context));
    Json json = Json::object().set("schema", "spark.evidence_check/1").set("id", entry.id).set("kind", entry.kind);
    json.set("nonce", entry.nonce).set("verified", report.has_value());
    json.set("files", files_json(store::EvidenceFolderReader(folder.root()), entry));
    Json index = Json::object().set("row", entry.sequence);
    Json data_sets = Json::array();
    Json warnings = Json::array();
    if (report) {
        index.set("rows", report->index_row_count).set("chain_head", report->chain_head);
        for (const audit::DataSetCheck& check : report->data_sets)
            data_sets.push(
                Json::object().set("id", check.id).set("sha256", check.sha256).set("state", state_text(check.state)));
        for (const std::string& warning : report->warnings) warnings.push(warning);
    } else {
        json.set("problem", Json::object()
                                .set("place", report.error().place)
                                .set("message", report.error().message)
                                .set("remedy", report.error().remedy));
    }
    return json.set("index", std::move(index))
        .set("data_sets", std::move(data_sets))
        .set("warnings", std::move(warnings));
}

Result<std::string> evidence_archive(const store::EvidenceFolder& folder, const store::StoredEvidence& stored) {
    const audit::Manifest& manifest = stored.manifest;
    std::uint64_t size_bytes = manifest.document.size_bytes;
    for (const audit::FileRecord& record : manifest.attachments) size_bytes += record.size_bytes;
    if (size_bytes > archive_bytes_max)
        return fail(
            Fault::exhausted,
            fmt::format("{} has {} bytes, allowed in one archive {}", manifest.id, size_bytes, archive_bytes_max), {},
            "GET …/files/{name} gives one file at a time");
    const std::int64_t seconds = ms_of(manifest.created_at) / 1'000;
    std::string archive;
    const auto add = [&](const std::string& name, std::string_view bytes) {
        return wire::append_tar_file(archive, {.name = name, .changed_at_s = seconds}, bytes);
    };
    SPARK_TRY(const std::string document, folder.read_file_of(stored, manifest.document.name));
    SPARK_TRY(add(manifest.document.name, document));
    SPARK_TRY(const std::string manifest_text, audit::manifest_text(manifest));
    SPARK_TRY(add(audit::manifest_name(manifest.id), manifest_text));
    for (const audit::FileRecord& record : manifest.attachments) {
        SPARK_TRY(const std::string bytes, folder.read_file_of(stored, record.name));
        SPARK_TRY(add(fmt::format("{}/{}", manifest.id, record.name), bytes));
    }
    wire::end_tar(archive);
    return archive;
}

}  // namespace spark::verbs
