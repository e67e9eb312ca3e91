#include "app/server/optimization_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using wire::Json;

constexpr std::size_t page = 200;

std::filesystem::path pause_mark(const std::filesystem::path& folder) { return folder.string() + ".paused"; }

}  // namespace

std::string OptimizationDesk::id_of_first_job(std::string_view job) {
    return fmt::format("opt_{}", job.substr(job.find('_') + 1));
}

std::string OptimizationDesk::id_of(const jobs::JobRecord& job) {
    const auto named = job.request.string_at("optimization");
    return named ? *named : id_of_first_job(job.id);
}

void OptimizationDesk::note(const jobs::JobRecord& job) {
    const std::lock_guard lock(mutex_);
    note_locked(job);
}

void OptimizationDesk::note_locked(const jobs::JobRecord& job) {
    const auto order = job.request.string_at("body");
    if (!order) return;
    const std::string id = id_of(job);
    const auto [entry, is_new] = known_.try_emplace(id);
    Optimization& known = entry->second;
    if (is_new || job.id > known.job) known.job = job.id;
    if (!is_new && job.created_at >= known.created_at) return;
    // The first job says whose it is: a resume by an admin does not take it away.
    known.id = id;
    known.owner = job.owner;
    known.order = *order;
    known.created_at = job.created_at;
}

/// Once, from the job records: what other runs of the server began.
Result<void> OptimizationDesk::load() {
    if (is_loaded_) return {};
    jobs::JobFilter filter{.kind = "optimize", .limit = page};
    while (true) {
        SPARK_TRY(const std::vector<jobs::JobRecord> found, house_.jobs->list(filter));
        for (const jobs::JobRecord& job : found) note_locked(job);
        if (found.size() < page) break;
        filter.before = found.back().id;
    }
    is_loaded_ = true;
    return {};
}

Result<Optimization> OptimizationDesk::find(std::string_view id) {
    const std::lock_guard lock(mutex_);
    SPARK_TRY(load());
    const auto found = known_.find(id);
    if (found != known_.end()) return found->second;
    return fail(Fault::not_found, fmt::format("no optimization is called '{}'", shown(id)), {},
                "GET /api/v1/optimizations lists them");
}

Result<std::vector<Optimization>> OptimizationDesk::list() {
    const std::lock_guard lock(mutex_);
    SPARK_TRY(load());
    std::vector<Optimization> all;
    for (auto entry = known_.rbegin(); entry != known_.rend(); ++entry) all.push_back(entry->second);
    return all;
}

std::filesystem::path OptimizationDesk::folder_of(std::string_view id) const {
    return house_.folder() / "optimize" / std::string(id);
}

Result<OptimizationDesk::State> OptimizationDesk::state_of(const Optimization& optimization) const {
    SPARK_TRY(jobs::JobRecord job, house_.jobs->find(optimization.job));
    std::string name(jobs::status_name(job.status));
    if (job.status == jobs::Status::canceled && is_paused(optimization.id)) name = "paused";
    return State{.name = std::move(name), .job = std::move(job)};
}

Result<void> OptimizationDesk::mark_paused(std::string_view id) const {
    const std::filesystem::path folder = folder_of(id);
    std::error_code problem;
    std::filesystem::create_directories(folder.parent_path(), problem);
    std::ofstream mark(pause_mark(folder));
    mark.close();
    if (mark) return {};
    return fail(Fault::exhausted, "the pause cannot be written down", {}, "free the disk; nothing was changed");
}

Result<void> OptimizationDesk::unmark_paused(std::string_view id) const {
    std::error_code problem;
    std::filesystem::remove(pause_mark(folder_of(id)), problem);
    if (!problem) return {};
    return fail(Fault::denied, fmt::format("the pause cannot be taken back: {}", problem.message()));
}

bool OptimizationDesk::is_paused(std::string_view id) const {
    std::error_code problem;
    return std::filesystem::exists(pause_mark(folder_of(id)), problem);
}

std::optional<optimizer::Standing> OptimizationDesk::standing_of(std::string_view id) const {
    const std::lock_guard lock(mutex_);
    const auto found = standings_.find(id);
    if (found == standings_.end()) return std::nullopt;
    return found->second;
}

void OptimizationDesk::stand(std::string_view id, const optimizer::Standing& standing) {
    const std::lock_guard lock(mutex_);
    standings_.insert_or_assign(std::string(id), standing);
}

void OptimizationDesk::leave(std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto found = standings_.find(id);
    if (found != standings_.end()) standings_.erase(found);
}

Result<std::shared_ptr<OpenTrials>> OptimizationDesk::trials_of(std::string_view id) {
    std::shared_ptr<OpenTrials> trials;
    {
        const std::lock_guard lock(mutex_);
        const auto found =
            std::ranges::find(open_, id, [](const auto& entry) -> std::string_view { return entry.first; });
        if (found != open_.end()) {
            trials = found->second;
            std::rotate(found, found + 1, open_.end());
        } else {
            if (open_.size() == open_max) open_.erase(open_.begin());
            trials = std::make_shared<OpenTrials>();
            open_.emplace_back(std::string(id), trials);
        }
    }
    const std::lock_guard lock(trials->mutex);
    if (trials->folder) {
        SPARK_TRY(trials->folder->refresh());
        return trials;
    }
    const std::filesystem::path folder = folder_of(id);
    std::error_code problem;
    if (!std::filesystem::exists(folder / trials::journal_name, problem)) return std::shared_ptr<OpenTrials>();
    SPARK_TRY(trials::TrialFolder opened, trials::TrialFolder::open_to_read(folder));
    trials->folder.emplace(std::move(opened));
    return trials;
}

void OptimizationDesk::forget_trials(std::string_view id) {
    const std::lock_guard lock(mutex_);
    std::erase_if(open_, [id](const auto& entry) { return entry.first == id; });
}

std::optional<Json> OptimizationDesk::kept_brief(const Optimization& optimization) const {
    const std::lock_guard lock(mutex_);
    const auto found = briefs_.find(optimization.id);
    if (found == briefs_.end() || found->second.job != optimization.job) return std::nullopt;
    return found->second.json;
}

void OptimizationDesk::keep_brief(const Optimization& optimization, Json brief) {
    const std::lock_guard lock(mutex_);
    briefs_.insert_or_assign(optimization.id, Brief{.job = optimization.job, .json = std::move(brief)});
}

void OptimizationDesk::forget_brief(std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto found = briefs_.find(id);
    if (found != briefs_.end()) briefs_.erase(found);
}

}  // namespace spark::server
