#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/chain.hpp"
#include "engine/audit/manifest.hpp"
#include "foundation/base/result.hpp"

namespace spark::audit {

struct FileDigest {
    std::uint64_t size_bytes = 0;
    std::string sha256;
};

/// Where the bytes to check come from: a folder on disk, or memory in tests. Paths are relative and use `/`.
/// Errors of all three: not_found when nothing has this name; others as the medium gives them.
class EvidenceReader {
  public:
    virtual ~EvidenceReader() = default;

    virtual Result<std::string> read(const std::string& path) const = 0;
    virtual Result<FileDigest> digest(const std::string& path) const = 0;
    /// Every name in a folder, hidden ones too.
    virtual Result<std::vector<std::string>> names(const std::string& folder) const = 0;
};

/// The digest of a data set as it lies here now. Errors: not_found when it is not here; corrupt when its bytes are not
/// what was written.
using DataSetDigest = std::function<Result<std::string>(std::string_view id)>;

enum class DataSetState : std::uint8_t { equal, absent, not_looked_at };

struct DataSetCheck {
    std::string id;
    std::string sha256;
    DataSetState state = DataSetState::not_looked_at;
};

/// What was found right. A run with anything wrong gives no report but Fault::corrupt with the first bad file as the
/// place.
struct VerifyReport {
    std::string kind;
    std::string id;
    std::string nonce;
    bool has_index =
        false;  ///< False for a copy without INDEX.jsonl: its files hold together, but no chain vouches for them.
    std::uint64_t index_row = 0;      ///< This run's line; 0 without an INDEX.
    std::size_t index_row_count = 0;  ///< Lines of the whole chain, all checked.
    std::string chain_head;           ///< Hash of the last line: written down elsewhere, it shows lines cut off later.
    std::size_t file_count = 0;       ///< Manifest, document and attachments.
    std::vector<DataSetCheck> data_sets;
    std::vector<std::string>
        warnings;  ///< Torn tail, absent data set, no INDEX: what the reader ought to know though nothing is wrong.
};

/// The manifest of one run in `folder` (empty: the reader's top), checked against `entry` (none: against its own hash
/// alone). Errors: corrupt with the manifest as the place; others when the reader could not look.
Result<Manifest> verify_manifest(const EvidenceReader& reader, const std::string& folder, std::string_view id,
                                 const std::optional<IndexEntry>& entry);

/// The bytes of the run's document, checked against its manifest. Errors: as verify_manifest, with the document as the
/// place.
Result<std::string> verified_document(const EvidenceReader& reader, const std::string& folder,
                                      const Manifest& manifest);

/// Checks one run whole: its manifest as verify_manifest does, the document and each attachment against the manifest,
/// and that the attachment folder holds nothing else. Errors: corrupt with the bad file as the place; others when the
/// reader could not look.
Result<Manifest> verify_files(const EvidenceReader& reader, const std::string& folder, std::string_view id,
                              const std::optional<IndexEntry>& entry);

/// The run of this id or NONCE in an evidence folder whose top is the reader's: the whole chain, then the run's files,
/// then its data sets (none looked at without a look-up). A run that is still being written, or was when its process
/// died, is not there. Errors: not_found; corrupt with the first bad file as the place, also for a run on disk that no
/// line vouches for.
Result<VerifyReport> verify_run(const EvidenceReader& reader, std::string_view id_or_nonce,
                                const DataSetDigest& look_up);

/// A run copied out of its evidence folder: the reader's top holds `<id>.json`, its manifest and its attachments, and
/// no INDEX vouches for them. Errors: corrupt with the first bad file as the place.
Result<VerifyReport> verify_copy(const EvidenceReader& reader, std::string_view id, const DataSetDigest& look_up);

}  // namespace spark::audit
