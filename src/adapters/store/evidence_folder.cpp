#include "adapters/store/evidence_folder.hpp"

#include <algorithm>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "adapters/store/detail/evidence_index.hpp"
#include "adapters/store/detail/evidence_place.hpp"
#include "adapters/store/detail/evidence_staging.hpp"
#include "adapters/store/evidence_reader.hpp"
#include "engine/audit/layout.hpp"
#include "engine/audit/names.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::store {
namespace {

namespace fs = std::filesystem;

// Each file stays open until all are synced together; this is far below the 1,024 open files a process has by default.
constexpr std::size_t attachment_count_max = 256;

audit::FileRecord record_of(std::string name, std::string_view bytes) {
    return {.name = std::move(name), .size_bytes = bytes.size(), .sha256 = crypto::sha256_hex(bytes)};
}

Result<audit::Manifest> manifest_of(const EvidenceRun& run, std::string_view document) {
    if (!run.document.is_object()) {
        return fail(Fault::invalid_input, fmt::format("the document is {}, allowed is an object", run.document.kind()));
    }
    if (run.attachments.size() > attachment_count_max) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} attachments, allowed {}", run.attachments.size(), attachment_count_max));
    }
    audit::Manifest manifest{.kind = run.kind,
                             .id = run.id,
                             .nonce = run.nonce,
                             .created_at = run.created_at,
                             .document = record_of(audit::document_name(run.id), document),
                             .attachments = {},
                             .inputs = run.inputs};
    for (const EvidenceAttachment& attachment : run.attachments) {
        manifest.attachments.push_back(record_of(attachment.name, attachment.bytes));
    }
    std::ranges::sort(manifest.attachments, {}, &audit::FileRecord::name);
    return manifest;
}

Result<detail::EvidenceStaging> begin(const fs::path& root, const EvidenceRun& run,
                                      std::vector<std::string>& warnings) {
    SPARK_TRY(make_folders(root / run.kind));
    SPARK_TRY(make_folders(root / audit::writing_folder));
    SPARK_TRY(const detail::EvidenceIndex index, detail::EvidenceIndex::lock(root));
    warnings = detail::sweep_evidence(index, root);
    return detail::EvidenceStaging::create(index, root, run.kind, run.id);
}

/// The point of no return is the INDEX line: before it everything is taken back, after it the run is there.
Result<audit::IndexEntry> commit(const fs::path& root, audit::IndexEntry entry, detail::EvidenceStaging& staging,
                                 std::vector<std::string>& warnings) {
    SPARK_TRY(detail::EvidenceIndex index, detail::EvidenceIndex::lock(root));
    SPARK_TRY(const std::optional<std::string> torn, index.recover_torn_tail());
    if (torn) warnings.push_back(*torn);
    SPARK_TRY(entry, index.chained(std::move(entry)));
    SPARK_TRY(staging.put_in_place(index));
    const auto appended = index.append(entry);
    if (appended) return entry;
    // A line that could not be cut off again vouches for the pieces: then they stay, and the next sweep decides.
    const auto is_indexed = index.has_run(entry.kind, entry.id);
    if (is_indexed && !*is_indexed) {
        staging.take_back(index);
    } else {
        staging.leave_to_sweep();
    }
    return fail(appended.error());
}

}  // namespace

Result<EvidenceFolder> EvidenceFolder::open(fs::path root) {
    std::error_code error;
    const fs::file_type type = fs::status(root, error).type();
    if (type == fs::file_type::directory || type == fs::file_type::not_found) return EvidenceFolder(std::move(root));
    if (type == fs::file_type::none) return fail(file_error("open", root, error.value()));
    return fail(Fault::invalid_input, root.string() + ": a file, allowed is a folder", root.string());
}

Result<WrittenEvidence> EvidenceFolder::write(const EvidenceRun& run) const {
    const std::string document = wire::to_pretty_text(run.document);
    SPARK_TRY(const audit::Manifest manifest, manifest_of(run, document));
    SPARK_TRY(const std::string manifest_text, audit::manifest_text(manifest));
    WrittenEvidence written{.document_path = root_ / run.kind / audit::document_name(run.id),
                            .manifest_path = root_ / run.kind / audit::manifest_name(run.id),
                            .entry = {},
                            .warnings = {}};
    SPARK_TRY(detail::EvidenceStaging staging, begin(root_, run, written.warnings));
    for (const EvidenceAttachment& attachment : run.attachments)
        SPARK_TRY(staging.write_attachment(attachment.name, attachment.bytes));
    SPARK_TRY(staging.write_top_file(audit::document_name(run.id), document));
    SPARK_TRY(staging.write_top_file(audit::manifest_name(run.id), manifest_text));
    SPARK_TRY(staging.sync());
    audit::IndexEntry entry{.kind = run.kind,
                            .id = run.id,
                            .nonce = run.nonce,
                            .created_at = run.created_at,
                            .manifest_sha256 = crypto::sha256_hex(manifest_text)};
    SPARK_TRY(written.entry, commit(root_, std::move(entry), staging, written.warnings));
    return written;
}

Result<EvidenceList> EvidenceFolder::list(std::string_view kind) const {
    auto index = EvidenceFolderReader(root_).read(std::string(audit::index_name));
    if (!index && index.error().fault == Fault::not_found) return EvidenceList{};
    if (!index) return fail(std::move(index).error());
    EvidenceList list;
    SPARK_TRY(list.entries, audit::check_chain(*index));
    if (!kind.empty()) std::erase_if(list.entries, [&](const audit::IndexEntry& entry) { return entry.kind != kind; });
    if (const std::size_t torn = audit::torn_size(*index); torn > 0) list.warnings.push_back(audit::torn_warning(torn));
    return list;
}

Result<StoredEvidence> EvidenceFolder::read(std::string_view id_or_nonce) const {
    SPARK_TRY(const EvidenceList all, list());
    const audit::IndexEntry* entry = audit::find_entry(all.entries, id_or_nonce);
    if (entry == nullptr) {
        return fail(with_nearest(
            {Fault::not_found, fmt::format("no evidence '{}' among {} runs", shown(id_or_nonce), all.entries.size())},
            id_or_nonce));
    }
    return read_entry(*entry);
}

Result<StoredEvidence> EvidenceFolder::read_entry(const audit::IndexEntry& entry) const {
    const EvidenceFolderReader reader(root_);
    StoredEvidence stored{.entry = entry,
                          .manifest = {},
                          .document = {},
                          .document_path = root_ / entry.kind / audit::document_name(entry.id),
                          .attachment_folder = root_ / entry.kind / entry.id};
    SPARK_TRY(stored.manifest, audit::verify_manifest(reader, entry.kind, entry.id, entry));
    SPARK_TRY(const std::string document, audit::verified_document(reader, entry.kind, stored.manifest));
    auto json = wire::parse_json(document);
    if (!json) return fail(Fault::corrupt, json.error().message, stored.document_path.string());
    stored.document = *std::move(json);
    return stored;
}

Result<std::string> EvidenceFolder::read_file_of(const StoredEvidence& stored, std::string_view name,
                                                 std::size_t bytes_max) const {
    const audit::Manifest& manifest = stored.manifest;
    const auto attachment = std::ranges::find(manifest.attachments, name, &audit::FileRecord::name);
    const bool is_document = name == manifest.document.name;
    if (!is_document && attachment == manifest.attachments.end())
        return fail(Fault::not_found, fmt::format("{} has no file '{}'", manifest.id, shown(name)));
    const audit::FileRecord& record = is_document ? manifest.document : *attachment;
    const std::string path = is_document ? fmt::format("{}/{}", manifest.kind, record.name)
                                         : fmt::format("{}/{}/{}", manifest.kind, manifest.id, record.name);
    if (record.size_bytes > bytes_max)
        return fail(Fault::exhausted, fmt::format("{} has {} bytes, allowed {}", path, record.size_bytes, bytes_max));
    auto bytes = EvidenceFolderReader(root_).read(path);
    if (!bytes && bytes.error().fault != Fault::not_found) return bytes;
    const std::string found = bytes ? crypto::sha256_hex(*bytes) : std::string("nothing");
    if (found == record.sha256) return bytes;
    return fail(Fault::corrupt,
                bytes ? fmt::format("altered: found sha256 {}, the manifest says {}", found, record.sha256) : "missing",
                path, "restore the file from a backup, or repeat the run; evidence is never repaired");
}

Result<audit::VerifyReport> EvidenceFolder::verify(std::string_view what, const audit::DataSetDigest& look_up) const {
    const bool is_path = what.find_first_of("/.") != std::string_view::npos;
    if (!is_path) {
        auto report = audit::verify_run(EvidenceFolderReader(root_), what, look_up);
        if (!report && report.error().fault == Fault::not_found)
            return fail(with_nearest(std::move(report).error(), what));
        return report;
    }
    SPARK_TRY(const detail::EvidencePlace place, detail::find_evidence_place(fs::path(what)));
    if (!place.root) return audit::verify_copy(EvidenceFolderReader(place.folder), place.id, look_up);
    SPARK_TRY(audit::VerifyReport report, audit::verify_run(EvidenceFolderReader(*place.root), place.id, look_up));
    if (report.kind == place.folder.filename()) return report;
    return fail(Fault::corrupt, fmt::format("{} says this run is of kind {}", audit::index_name, report.kind),
                std::string(what));
}

Error EvidenceFolder::with_nearest(Error error, std::string_view id_or_nonce) const {
    error.remedy = "list all with: spark evidence ls";
    const auto all = list();
    if (!all) return error;
    std::vector<std::string_view> names;
    for (const audit::IndexEntry& entry : all->entries) names.insert(names.end(), {entry.id, entry.nonce});
    if (const auto nearest = nearest_name(id_or_nonce, names))
        error.remedy = fmt::format("nearest is {}; {}", *nearest, error.remedy);
    return error;
}

}  // namespace spark::store
