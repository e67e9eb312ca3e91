#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/audit/record.hpp"
#include "engine/audit/verify_log.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::store {

/// Which records; an empty field asks nothing.
struct AuditFilter {
    std::string actor{};   ///< Id or name of the actor.
    std::string action{};  ///< `auth.login`, or all of a group: `auth.*`.
    std::string object{};
    std::optional<audit::Outcome> outcome{};
    std::optional<WallTime> since{};  ///< Included.
    std::optional<WallTime> until{};  ///< Not included.

    bool admits(const audit::AuditRecord& record) const;
};

struct AuditQuery {
    std::uint64_t before = 0;  ///< Only records below this number; 0: from the newest.
    std::size_t limit = 50;
    AuditFilter filter{};
    /// Looked at before the page is given out as it is: bounds the time of a filter that hardly admits anything.
    std::size_t scan_max = 20'000;
};

struct AuditPage {
    std::vector<audit::AuditRecord> records;  ///< Newest first.
    std::uint64_t next = 0;                   ///< `before` of the next page; 0 when there is none.
};

/// A page of the log in this folder. Needs no lock: only whole lines are read, whoever writes. `newest`: nothing above
/// this number (0: no bound). Errors: corrupt, with file and record; those of the file operations. An absent folder
/// holds nothing.
Result<AuditPage> read_audit(const std::filesystem::path& folder, const AuditQuery& query, std::uint64_t newest = 0);

/// A log on disk, for verify_log.
class AuditFolderReader : public audit::LogReader {
  public:
    explicit AuditFolderReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Result<std::vector<std::string>> names() const override;
    Result<std::string> read(const std::string& name, std::uint64_t offset, std::size_t size_max) const override;

  private:
    std::filesystem::path folder_;
};

}  // namespace spark::store
