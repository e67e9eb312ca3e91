#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::store {

namespace detail {
class EvidenceFile;
}

/// What a stream journal holds: the newest records, all of one epoch, in order.
struct StreamJournalTail {
    std::int64_t epoch = 0;
    std::vector<std::string> records;
};

/// Records of the event stream in two files that take turns: the newest is appended to, and when it is full the older
/// one is begun anew, so that between one and two segments of records are there. Survives the end of the process at any
/// moment (a record half written is cut off), not a loss of power: nothing is synced, so records from before a restart
/// of the machine are refused. One thread at a time; one process (the data folder's lock).
class StreamJournal {
  public:
    static constexpr std::size_t segment_bytes_default = 16U << 20U;

    /// `boot_id` tells one run of the machine from another.
    StreamJournal(std::filesystem::path folder, std::string boot_id,
                  std::size_t segment_bytes_max = segment_bytes_default);
    ~StreamJournal();
    StreamJournal(const StreamJournal&) = delete;
    StreamJournal& operator=(const StreamJournal&) = delete;

    /// Everything that is there; appends go on behind it. Errors: not_found where there is none; corrupt where it
    /// cannot be trusted to be whole; those of files.
    Result<StreamJournalTail> load();
    /// Empties it for a new epoch. Errors: those of files.
    Result<void> restart(std::int64_t epoch);
    /// Precondition (asserted): loaded or restarted. Errors: those of files; what was written then is unknown, so
    /// discard it.
    Result<void> append(std::span<const std::string> records);
    /// The next load finds nothing.
    void discard();

  private:
    struct Segment;

    std::filesystem::path path_of(std::int64_t generation) const;
    Result<std::optional<Segment>> read_segment(const std::filesystem::path& path) const;
    Result<void> begin_segment(std::int64_t generation);

    std::filesystem::path folder_;
    std::string boot_id_;
    std::size_t segment_bytes_max_;
    std::int64_t epoch_ = 0;
    std::int64_t generation_ = 0;
    std::size_t segment_bytes_ = 0;
    std::unique_ptr<detail::EvidenceFile> file_;
};

/// The kernel's id of this run of the machine; empty where it gives none.
std::string read_boot_id();

}  // namespace spark::store
