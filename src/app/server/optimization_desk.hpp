#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/run.hpp"
#include "app/server/house.hpp"
#include "engine/jobs/records.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::server {

/// An optimization as the jobs know it. Its first job gave it its number: job_01K… makes opt_01K….
struct Optimization {
    std::string id;
    std::string owner;
    std::string job;    ///< The newest one: each resume is a job more, on the same folder.
    std::string order;  ///< Text of `spark.optimize-order/1`.
    WallTime created_at{};
};

/// A trial folder open to read, used by one thread at a time.
struct OpenTrials {
    std::mutex mutex;
    std::optional<trials::TrialFolder> folder{};  ///< Under the mutex.
};

/// What the server knows of its optimizations beside their folders: whose each is, which job works on it, how it stands
/// now. Any thread. The house outlives it.
class OptimizationDesk {
  public:
    explicit OptimizationDesk(House& house) : house_(house) {}

    /// Name of the optimization a job works on.
    static std::string id_of(const jobs::JobRecord& job);
    static std::string id_of_first_job(std::string_view job);

    /// A job of the kind `optimize` is there.
    void note(const jobs::JobRecord& job);

    /// Errors: not_found; those of the job records.
    Result<Optimization> find(std::string_view id);
    /// Newest first. Errors: those of the job records.
    Result<std::vector<Optimization>> list();

    std::filesystem::path folder_of(std::string_view id) const;

    /// `queued`, `running`, `paused`, `canceled`, `succeeded`, `failed` or `interrupted`, with the job it was read
    /// from.
    struct State {
        std::string name;
        jobs::JobRecord job;
        bool is_over() const { return jobs::is_over(job.status); }
    };
    Result<State> state_of(const Optimization& optimization) const;

    /// A pause is a file beside the folder, so that it outlives the process. Errors: exhausted, denied.
    Result<void> mark_paused(std::string_view id) const;
    Result<void> unmark_paused(std::string_view id) const;
    bool is_paused(std::string_view id) const;

    /// How a running one stands; none when it has not said so yet, or is at rest.
    std::optional<optimizer::Standing> standing_of(std::string_view id) const;
    void stand(std::string_view id, const optimizer::Standing& standing);
    void leave(std::string_view id);

    /// Workers of all running ones, for the gauge.
    std::atomic<std::int64_t> workers{0};

    /// The trials, with what came since the last call; null while there are none. Errors: corrupt, denied.
    Result<std::shared_ptr<OpenTrials>> trials_of(std::string_view id);
    /// What was read of it may have changed on the disk.
    void forget_trials(std::string_view id);

    /// A row of the list as it was made once, for one that is over; none when its job is another by now.
    std::optional<wire::Json> kept_brief(const Optimization& optimization) const;
    void keep_brief(const Optimization& optimization, wire::Json brief);
    void forget_brief(std::string_view id);

    /// One who changes what an optimization is doing (pause, resume, look) at a time.
    std::mutex& change_mutex() { return change_mutex_; }

  private:
    struct Brief {
        std::string job;
        wire::Json json;
    };

    Result<void> load();
    void note_locked(const jobs::JobRecord& job);

    static constexpr std::size_t open_max = 8;

    House& house_;
    mutable std::mutex mutex_;  ///< Over all that follows.
    bool is_loaded_ = false;
    std::map<std::string, Optimization, std::less<>> known_;
    std::map<std::string, optimizer::Standing, std::less<>> standings_;
    std::map<std::string, Brief, std::less<>> briefs_;
    std::vector<std::pair<std::string, std::shared_ptr<OpenTrials>>> open_;  ///< Least lately used first.
    std::mutex change_mutex_;
};

}  // namespace spark::server
