#include "engine/audit/verify.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/audit/layout.hpp"
#include "engine/audit/names.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::audit {
namespace {

constexpr std::string_view remedy = "restore the file from a backup, or repeat the run; evidence is never repaired";

std::unexpected<Error> bad(std::string message, std::string place) {
    return fail(Fault::corrupt, std::move(message), std::move(place), std::string(remedy));
}

std::string joined(const std::string& folder, std::string_view name) {
    return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

/// not_found means here that a file the manifest or the INDEX names has gone, invalid_input that something else has its
/// name.
template <class T>
Result<T> present(Result<T> read, const std::string& place) {
    if (read) return read;
    if (read.error().fault == Fault::not_found) return bad("missing", place);
    if (read.error().fault == Fault::invalid_input) return bad("altered: not a plain file any more", place);
    return read;
}

Result<void> compare(const FileDigest& found, const FileRecord& record, const std::string& place) {
    if (found.size_bytes != record.size_bytes)
        return bad(fmt::format("altered: found {} bytes, the manifest says {}", found.size_bytes, record.size_bytes),
                   place);
    if (found.sha256 != record.sha256)
        return bad(fmt::format("altered: found sha256 {}, the manifest says {}", found.sha256, record.sha256), place);
    return {};
}

Result<void> verify_file(const EvidenceReader& reader, const std::string& place, const FileRecord& record) {
    SPARK_TRY(const FileDigest found, present(reader.digest(place), place));
    return compare(found, record, place);
}

/// Nothing may lie in the attachment folder that the manifest does not name.
Result<void> verify_no_more(const EvidenceReader& reader, const std::string& folder, const Manifest& manifest) {
    auto names = reader.names(folder);
    if (!names && names.error().fault == Fault::not_found) return {};  // Missing attachments are found one by one.
    if (!names) return fail(std::move(names).error());
    std::ranges::sort(*names);
    for (const std::string& name : *names) {
        const bool is_named = std::ranges::binary_search(manifest.attachments, name, {}, &FileRecord::name);
        if (!is_named) return bad("added: the manifest does not name it", joined(folder, name));
    }
    return {};
}

/// A run on disk without a line: taken out of the INDEX, or never put in. A marker says that its writer has not
/// finished, or died.
Result<void> refuse_without_line(const EvidenceReader& reader, std::string_view id) {
    auto kinds = reader.names("");
    if (!kinds) return {};
    std::ranges::sort(*kinds);
    for (const std::string& kind : *kinds) {
        if (!check_kind(kind) || !check_id(id)) continue;
        const std::string place = joined(kind, document_name(id));
        const bool is_here =
            reader.digest(place).has_value() || reader.digest(joined(kind, manifest_name(id))).has_value();
        const bool is_unfinished = reader.names(joined(std::string(writing_folder), marker_name(kind, id))).has_value();
        if (is_here && !is_unfinished)
            return bad(fmt::format("on disk, but no line of {} vouches for it", index_name), place);
    }
    return {};
}

Result<void> add_data_sets(VerifyReport& report, const Manifest& manifest, const DataSetDigest& look_up) {
    for (const DataSetRecord& record : manifest.inputs.data_sets) {
        DataSetCheck check{.id = record.id, .sha256 = record.sha256};
        if (look_up) {
            auto found = look_up(record.id);
            if (!found && found.error().fault != Fault::not_found) return fail(std::move(found).error());
            if (found && *found != record.sha256)
                return bad(fmt::format("data set altered: found sha256 {}, the run has read {}", *found, record.sha256),
                           record.id);
            check.state = found ? DataSetState::equal : DataSetState::absent;
        }
        if (check.state == DataSetState::absent)
            report.warnings.push_back(fmt::format("data set {} is not here; it was not compared", record.id));
        report.data_sets.push_back(std::move(check));
    }
    return {};
}

VerifyReport report_of(const Manifest& manifest) {
    constexpr std::size_t manifest_and_document = 2;
    VerifyReport report;
    report.kind = manifest.kind;
    report.id = manifest.id;
    report.nonce = manifest.nonce;
    report.file_count = manifest_and_document + manifest.attachments.size();
    return report;
}

}  // namespace

Result<Manifest> verify_manifest(const EvidenceReader& reader, const std::string& folder, std::string_view id,
                                 const std::optional<IndexEntry>& entry) {
    const std::string place = joined(folder, manifest_name(id));
    SPARK_TRY(const std::string text, present(reader.read(place), place));
    if (entry) {
        const std::string sha256 = crypto::sha256_hex(text);
        if (sha256 != entry->manifest_sha256)
            return bad(fmt::format("altered: found sha256 {}, INDEX row {} says {}", sha256, entry->sequence,
                                   entry->manifest_sha256),
                       place);
    }
    auto manifest = parse_manifest(text);
    if (!manifest) return bad(manifest.error().message, place);
    if (manifest->id != id) return bad(fmt::format("the manifest is that of {}", manifest->id), place);
    const bool fits = !entry || (manifest->kind == entry->kind && manifest->nonce == entry->nonce &&
                                 manifest->created_at == entry->created_at);
    if (!fits) return bad(fmt::format("kind, nonce or time differ from INDEX row {}", entry->sequence), place);
    return manifest;
}

Result<std::string> verified_document(const EvidenceReader& reader, const std::string& folder,
                                      const Manifest& manifest) {
    const std::string place = joined(folder, manifest.document.name);
    SPARK_TRY(std::string text, present(reader.read(place), place));
    SPARK_TRY(compare({.size_bytes = text.size(), .sha256 = crypto::sha256_hex(text)}, manifest.document, place));
    return text;
}

Result<Manifest> verify_files(const EvidenceReader& reader, const std::string& folder, std::string_view id,
                              const std::optional<IndexEntry>& entry) {
    SPARK_TRY(const Manifest manifest, verify_manifest(reader, folder, id, entry));
    SPARK_TRY(verify_file(reader, joined(folder, manifest.document.name), manifest.document));
    const std::string attachments = joined(folder, id);
    SPARK_TRY(verify_no_more(reader, attachments, manifest));
    for (const FileRecord& record : manifest.attachments)
        SPARK_TRY(verify_file(reader, joined(attachments, record.name), record));
    return manifest;
}

Result<VerifyReport> verify_run(const EvidenceReader& reader, std::string_view id_or_nonce,
                                const DataSetDigest& look_up) {
    auto index = reader.read(std::string(index_name));
    const bool has_index = index.has_value();
    if (!has_index && index.error().fault != Fault::not_found) return fail(std::move(index).error());
    SPARK_TRY(const std::vector<IndexEntry> entries, check_chain(has_index ? *index : std::string_view{}));
    const IndexEntry* entry = find_entry(entries, id_or_nonce);
    if (entry == nullptr) {
        SPARK_TRY(refuse_without_line(reader, id_or_nonce));
        return fail(Fault::not_found, fmt::format("no evidence '{}' among {} runs", shown(id_or_nonce), entries.size()),
                    {}, "list all with: spark evidence ls");
    }
    SPARK_TRY(const Manifest manifest, verify_files(reader, entry->kind, entry->id, *entry));
    VerifyReport report = report_of(manifest);
    report.has_index = true;
    report.index_row = entry->sequence;
    report.index_row_count = entries.size();
    report.chain_head = entries.back().hash;
    if (const std::size_t torn = torn_size(*index); torn > 0) report.warnings.push_back(torn_warning(torn));
    SPARK_TRY(add_data_sets(report, manifest, look_up));
    return report;
}

Result<VerifyReport> verify_copy(const EvidenceReader& reader, std::string_view id, const DataSetDigest& look_up) {
    SPARK_TRY(const Manifest manifest, verify_files(reader, "", id, std::nullopt));
    VerifyReport report = report_of(manifest);
    report.warnings.push_back(
        fmt::format("no {} beside this copy: its files hold together, but no chain vouches for them", index_name));
    SPARK_TRY(add_data_sets(report, manifest, look_up));
    return report;
}

}  // namespace spark::audit
