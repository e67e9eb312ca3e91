#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/audit/chain.hpp"
#include "engine/audit/manifest.hpp"
#include "engine/audit/verify.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::store {

struct EvidenceAttachment {
    std::string name;  ///< `trades.csv`: a plain file name.
    std::string bytes;
};

/// What a run leaves behind. `document` is an object; names and digests as engine/audit/names.hpp and manifest.hpp say.
struct EvidenceRun {
    std::string kind;
    std::string id;
    std::string nonce;
    WallTime created_at{};
    wire::Json document;
    std::vector<EvidenceAttachment> attachments;  ///< In any order, at most 256, each name once.
    audit::Inputs inputs;
};

struct WrittenEvidence {
    std::filesystem::path document_path;
    std::filesystem::path manifest_path;
    audit::IndexEntry entry;
    std::vector<std::string> warnings;  ///< A torn tail moved aside, leftovers that could not be removed.
};

struct EvidenceList {
    std::vector<audit::IndexEntry> entries;  ///< Oldest first.
    std::vector<std::string> warnings;
};

struct StoredEvidence {
    audit::IndexEntry entry;
    audit::Manifest manifest;
    wire::Json document;
    std::filesystem::path document_path;
    std::filesystem::path attachment_folder;  ///< Absent where the run has no attachments.
};

/// Evidence on disk (docs/reference/evidence_format.md). A run is there when its line stands in INDEX.jsonl, and only
/// then: a process killed at any moment leaves a whole run or leftovers that nobody takes for one and the next write
/// removes. Any number of processes and threads may use one folder at the same time; only writing locks, and reading
/// works on a read-only folder. Faults of the file operations: as in foundation/base/files.hpp.
class EvidenceFolder {
  public:
    /// Nothing is created before the first write. Errors: invalid_input when `root` is a file.
    static Result<EvidenceFolder> open(std::filesystem::path root);

    /// Returns when all of it is durable, the INDEX line last. On error nothing is listed.
    /// Errors: invalid_input for names, digests or a document that is no object; conflict when the id or the nonce is
    /// used; corrupt when the INDEX's last line is not right; denied; exhausted.
    Result<WrittenEvidence> write(const EvidenceRun& run) const;

    /// All runs, or those of one kind. Errors: corrupt when the chain is broken.
    Result<EvidenceList> list(std::string_view kind = {}) const;

    /// The run of this id or NONCE; its manifest and document are checked, its attachments are not.
    /// Errors: not_found with the nearest id; corrupt.
    Result<StoredEvidence> read(std::string_view id_or_nonce) const;

    /// The run of a line that was read before: as `read`, without reading the INDEX again. Errors: corrupt.
    Result<StoredEvidence> read_entry(const audit::IndexEntry& entry) const;

    /// The bytes of one file of a run that was read, checked against its manifest: its document or an attachment.
    /// Errors: not_found when the manifest does not name it; corrupt; exhausted above `bytes_max`.
    Result<std::string> read_file_of(const StoredEvidence& stored, std::string_view name,
                                     std::size_t bytes_max = std::size_t{1} << 30U) const;

    /// Checks one run whole. `what` is an id or NONCE, or, where it holds a `/` or a dot, the path of a run's document,
    /// manifest, attachment folder, or of a folder that holds one run: in an evidence folder with its INDEX, elsewhere
    /// without. An empty `look_up` leaves the data sets out (`--offline`). Errors: corrupt with the first bad file as
    /// the place; not_found with the nearest id; invalid_input when a path names no run or several.
    Result<audit::VerifyReport> verify(std::string_view what, const audit::DataSetDigest& look_up) const;

    const std::filesystem::path& root() const { return root_; }

  private:
    explicit EvidenceFolder(std::filesystem::path root) : root_(std::move(root)) {}
    Error with_nearest(Error error, std::string_view id_or_nonce) const;

    std::filesystem::path root_;
};

}  // namespace spark::store
