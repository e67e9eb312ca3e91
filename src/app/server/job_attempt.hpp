#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "engine/jobs/records.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::server {

class JobService;

/// What the work of a job sees of it. Made by JobService for one attempt; any thread of the work may call it.
class JobAttempt {
  public:
    JobAttempt(JobService& service, jobs::JobRecord job, std::int64_t log_sequence)
        : service_(service), job_(std::move(job)), log_sequence_(log_sequence) {}

    /// As it was when this attempt began: request, owner, attempt.
    const jobs::JobRecord& job() const { return job_; }

    /// From 0 to 1. Cheap: given on to listeners a few times a second at most.
    void progress(double ratio);
    /// One line; control characters are shown, a longer text than 4,096 bytes is cut.
    void log(jobs::LogLevel level, std::string_view text);

    /// Whether to stop: it was canceled, or the process stops. Work that takes long asks at least ten times a second,
    /// and then returns any error.
    bool is_cancelled() const { return is_cancelled_.load(std::memory_order_relaxed); }

  private:
    friend class JobService;

    JobService& service_;
    const jobs::JobRecord job_;
    std::atomic<bool> is_cancelled_ = false;
    std::mutex mutex_;
    std::int64_t log_sequence_;  ///< Under mutex_, as the next two.
    std::int64_t line_count_ = 0;
    std::vector<jobs::JobLogLine> unsaved_{};
    std::int64_t told_at_ms_ = 0;  ///< Under the service's mutex.
};

using AttemptWork = std::function<Result<wire::Json>(JobAttempt&)>;

}  // namespace spark::server
