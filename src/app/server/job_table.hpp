#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::server {

enum class JobStatus : std::uint8_t { queued, running, succeeded, failed };

/// The jobs of this process, in memory only: they do not outlive it, their evidence does. Any thread. Keeps the newest
/// thousand; of those that are over the oldest go first.
class JobTable {
  public:
    static constexpr std::size_t jobs_max = 1'000;

    void add(std::string id, WallTime now);
    void start(std::string_view id, WallTime now);
    void succeed(std::string_view id, std::string result_id, WallTime now);
    void fail(std::string_view id, std::string problem, WallTime now);
    /// Never ran: the request was refused before.
    void forget(std::string_view id);

    /// `{id, object, status, progress, eta_ms, queue_position, created_at, …, links}`; nothing of this id: none.
    std::optional<wire::Json> find(std::string_view id) const;

  private:
    struct Job {
        std::string id;
        JobStatus status = JobStatus::queued;
        WallTime created_at{};
        std::optional<WallTime> started_at{};
        std::optional<WallTime> ended_at{};
        std::string result_id{};
        std::string problem{};
    };
    Job* look_up(std::string_view id);

    mutable std::mutex mutex_;
    std::deque<Job> jobs_;
};

}  // namespace spark::server
