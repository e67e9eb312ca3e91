#include "app/verbs/evidence_document.hpp"

namespace spark::verbs {

using wire::Json;

Json index_entry_json(const audit::IndexEntry& entry) {
    return Json::object()
        .set("id", entry.id)
        .set("kind", entry.kind)
        .set("nonce", entry.nonce)
        .set("created_at", format_iso8601(entry.created_at))
        .set("row", entry.sequence)
        .set("manifest_sha256", entry.manifest_sha256);
}

Json manifest_json(const store::StoredEvidence& stored) {
    const audit::Manifest& manifest = stored.manifest;
    Json files = Json::array();
    const auto add = [&files](const audit::FileRecord& file) {
        files.push(Json::object().set("name", file.name).set("size_bytes", file.size_bytes).set("sha256", file.sha256));
    };
    add(manifest.document);
    for (const audit::FileRecord& file : manifest.attachments) add(file);
    Json data_sets = Json::array();
    for (const audit::DataSetRecord& record : manifest.inputs.data_sets) {
        data_sets.push(Json::object().set("id", record.id).set("sha256", record.sha256));
    }
    Json json = index_entry_json(stored.entry);
    json.set("files", std::move(files)).set("data_sets", std::move(data_sets));
    json.set("strategy_sha256", manifest.inputs.strategy_sha256).set("binary_sha256", manifest.inputs.binary_sha256);
    json.set("commit", manifest.inputs.commit).set("compiler", manifest.inputs.compiler);
    return json.set("command", manifest.inputs.command);
}

Json stored_json(const store::StoredEvidence& stored) {
    return Json::object()
        .set("schema", "spark.evidence/1")
        .set("manifest", manifest_json(stored))
        .set("document", stored.document)
        .set("document_path", stored.document_path.string());
}

}  // namespace spark::verbs
