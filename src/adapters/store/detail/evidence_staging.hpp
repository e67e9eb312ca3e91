#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/store/detail/evidence_file.hpp"
#include "adapters/store/detail/evidence_index.hpp"
#include "foundation/base/file_lock.hpp"
#include "foundation/base/result.hpp"

namespace spark::store::detail {

/// One run while it is written: the folder `.writing/<kind>.<id>`, locked by its living writer. It is there from before
/// the first byte until after the INDEX line, so whatever a dead writer has left, here or already in place, is known by
/// it and swept. Owner: the writing call. Destroyed, it removes its folder; what has been put in place stays. Faults as
/// in files.hpp.
class EvidenceStaging {
  public:
    /// Errors: conflict when the run is in place or being written. `index`: the held lock, which keeps sweepers away
    /// meanwhile.
    static Result<EvidenceStaging> create(const EvidenceIndex& index, const std::filesystem::path& root,
                                          std::string_view kind, std::string_view id);

    EvidenceStaging(EvidenceStaging&&) = default;
    EvidenceStaging& operator=(EvidenceStaging&&) = delete;
    ~EvidenceStaging();

    Result<void> write_top_file(const std::string& name, std::string_view bytes);
    Result<void> write_attachment(const std::string& name, std::string_view bytes);
    /// Makes all that was written durable. The files are synced together at the end: the disk has begun on all by then.
    Result<void> sync();

    /// Moves everything to its place, durably. On error nothing stays in place.
    Result<void> put_in_place(const EvidenceIndex& index);
    /// Takes back what put_in_place has moved.
    void take_back(const EvidenceIndex& index);
    /// Leaves the folder to the next sweep, which looks into the INDEX to decide.
    void leave_to_sweep() { folder_.clear(); }

  private:
    EvidenceStaging(std::filesystem::path root, std::string kind, std::string id, std::filesystem::path folder,
                    FileLock lock);
    Result<void> write(const std::filesystem::path& path, std::string_view bytes);

    std::filesystem::path root_;
    std::string kind_;
    std::string id_;
    std::filesystem::path folder_;
    FileLock lock_;
    std::vector<EvidenceFile> files_;
    bool has_attachments_ = false;
};

/// Removes what dead writers have left, in place too where no line vouches for it. Living writers' folders are left
/// alone. Returns what could not be removed, for a warning.
std::vector<std::string> sweep_evidence(const EvidenceIndex& index, const std::filesystem::path& root);

}  // namespace spark::store::detail
