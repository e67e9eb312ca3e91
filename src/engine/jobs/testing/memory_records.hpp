#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/jobs/records.hpp"

namespace spark::jobs::testing {

/// Jobs in memory. `fail_with` makes every write fail until it is taken away again.
class MemoryRecords : public Records {
  public:
    Result<void> insert(const JobRecord& record) override {
        const std::lock_guard lock(mutex_);
        if (fault_) return fail(*fault_);
        const bool is_used = std::ranges::any_of(rows_, [&](const auto& row) {
            return !record.idempotency_key.empty() && row.second.owner == record.owner &&
                   row.second.idempotency_key == record.idempotency_key;
        });
        if (is_used || !rows_.emplace(record.id, record).second) return fail(Fault::conflict, "it is there already");
        return {};
    }
    Result<void> update(const JobRecord& record) override {
        const std::lock_guard lock(mutex_);
        if (fault_) return fail(*fault_);
        const auto found = rows_.find(record.id);
        if (found == rows_.end() || is_over(found->second.status)) return fail(Fault::conflict, "it is over");
        found->second = record;
        return {};
    }
    Result<void> note_progress(std::string_view id, double progress_ratio,
                               std::optional<std::int64_t> eta_ms) override {
        const std::lock_guard lock(mutex_);
        const auto found = rows_.find(id);
        if (found == rows_.end() || found->second.status != Status::running) return {};
        found->second.progress_ratio = progress_ratio;
        found->second.eta_ms = eta_ms;
        return {};
    }
    Result<void> append_log(std::span<const JobLogLine> lines) override {
        const std::lock_guard lock(mutex_);
        for (const JobLogLine& line : lines) lines_[line.job].push_back(line);
        return {};
    }
    Result<std::optional<JobRecord>> find(std::string_view id) const override {
        const std::lock_guard lock(mutex_);
        const auto found = rows_.find(id);
        return found == rows_.end() ? std::nullopt : std::optional(found->second);
    }
    Result<std::optional<JobRecord>> find_by_key(std::string_view owner, std::string_view key) const override {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, row] : rows_) {
            if (row.owner == owner && row.idempotency_key == key) return std::optional(row);
        }
        return std::optional<JobRecord>{};
    }
    Result<std::vector<JobRecord>> unfinished() const override {
        const std::lock_guard lock(mutex_);
        std::vector<JobRecord> found;
        for (const auto& [id, row] : rows_) {
            if (!is_over(row.status)) found.push_back(row);
        }
        return found;
    }
    Result<std::vector<JobRecord>> list(const JobFilter& filter) const override {
        const std::lock_guard lock(mutex_);
        std::vector<JobRecord> found;
        for (auto row = rows_.rbegin(); row != rows_.rend() && found.size() < filter.limit; ++row) {
            const JobRecord& record = row->second;
            if ((filter.owner.empty() || record.owner == filter.owner) &&
                (filter.kind.empty() || record.kind == filter.kind) &&
                (!filter.status || record.status == *filter.status) &&
                (filter.before.empty() || record.id < filter.before))
                found.push_back(record);
        }
        return found;
    }
    Result<std::vector<JobLogLine>> log(std::string_view job, std::int64_t after, std::size_t limit) const override {
        const std::lock_guard lock(mutex_);
        std::vector<JobLogLine> found;
        const auto lines = lines_.find(job);
        if (lines == lines_.end()) return found;
        for (const JobLogLine& line : lines->second) {
            if (line.sequence > after && found.size() < limit) found.push_back(line);
        }
        return found;
    }
    Result<std::int64_t> last_log_sequence(std::string_view job) const override {
        const std::lock_guard lock(mutex_);
        const auto lines = lines_.find(job);
        return lines == lines_.end() ? 0 : lines->second.back().sequence;
    }

    void fail_with(std::optional<Error> fault) {
        const std::lock_guard lock(mutex_);
        fault_ = std::move(fault);
    }

  private:
    mutable std::mutex mutex_;
    std::optional<Error> fault_{};
    std::map<std::string, JobRecord, std::less<>> rows_;
    std::map<std::string, std::vector<JobLogLine>, std::less<>> lines_;
};

}  // namespace spark::jobs::testing
