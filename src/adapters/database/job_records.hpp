#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "adapters/database/database.hpp"
#include "engine/jobs/records.hpp"

namespace spark::database {

/// Jobs in the tables `jobs` and `job_log`. Submissions, starts, cancels and ends are written with full durability,
/// progress and logs with the normal one. The database outlives it.
class JobRecords : public jobs::Records {
  public:
    explicit JobRecords(Database& database) : database_(database) {}

    Result<void> insert(const jobs::JobRecord& record) override;
    Result<void> update(const jobs::JobRecord& record) override;
    Result<void> note_progress(std::string_view id, double progress_ratio, std::optional<std::int64_t> eta_ms) override;
    Result<void> append_log(std::span<const jobs::JobLogLine> lines) override;

    Result<std::optional<jobs::JobRecord>> find(std::string_view id) const override;
    Result<std::optional<jobs::JobRecord>> find_by_key(std::string_view owner, std::string_view key) const override;
    Result<std::vector<jobs::JobRecord>> unfinished() const override;
    Result<std::vector<jobs::JobRecord>> list(const jobs::JobFilter& filter) const override;
    Result<std::vector<jobs::JobLogLine>> log(std::string_view job, std::int64_t after,
                                              std::size_t limit) const override;
    Result<std::int64_t> last_log_sequence(std::string_view job) const override;

  private:
    Result<std::vector<jobs::JobRecord>> select(std::string_view rest, std::span<const Value> values) const;

    Database& database_;
};

}  // namespace spark::database
