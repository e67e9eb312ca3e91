#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/chain.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::server {

/// When and how long a file was, to tell whether it has been touched since.
struct FileStamp {
    std::int64_t size_bytes = -1;
    std::int64_t changed_ns = 0;
    std::uint64_t file_number = 0;
    bool operator==(const FileStamp&) const = default;
};

/// What a list says of one run. A run whose document or manifest is not what was written is `is_damaged`: its row says
/// so and shows no figure.
struct RunBrief {
    wire::Json row;
    bool is_damaged = false;
    std::string strategy{};
    std::string data_set{};
    std::int64_t trades = 0;
    std::int64_t net_units = 0;
    std::string words{};  ///< What a search looks through, in lower case.
    FileStamp manifest{};
    FileStamp document{};
};

/// The INDEX of an evidence folder held in memory: each line is read and checked once, and a run's document once for
/// the lists. Other processes may write meanwhile: what was appended is seen at the next look. A file that became
/// shorter, or whose last known line is another, is read again from its beginning. Any thread.
class RunIndex {
  public:
    using Runs = std::vector<std::shared_ptr<const audit::IndexEntry>>;

    explicit RunIndex(std::filesystem::path evidence_folder) : root_(std::move(evidence_folder)) {}

    /// Every line, oldest first. Errors: corrupt when the chain is broken; those of reading a file.
    Result<std::shared_ptr<const Runs>> entries();

    /// The line of this id or NONCE. Errors: not_found, the same for everything there is not; those of entries().
    Result<audit::IndexEntry> find(std::string_view id_or_nonce);

    /// What a list says of a backtest; made at the first time. `is_shown`: its files are looked at, and read again
    /// where they were touched since.
    std::shared_ptr<const RunBrief> brief(const audit::IndexEntry& entry, bool is_shown);

    const std::filesystem::path& root() const { return root_; }

  private:
    Result<void> refresh();
    Result<void> read_from(std::uint64_t offset);
    void forget();

    std::filesystem::path root_;
    std::mutex mutex_;  ///< Guards all below.
    FileStamp stamp_{};
    std::uint64_t size_read_ = 0;  ///< Bytes of whole lines taken in.
    std::shared_ptr<const Runs> entries_ = std::make_shared<const Runs>();
    std::map<std::string, std::size_t, std::less<>> place_of_name_;
    std::map<std::uint64_t, std::shared_ptr<const RunBrief>> briefs_;  ///< By sequence.
};

}  // namespace spark::server
