#include "app/workers/worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "app/verbs/clock_edge.hpp"
#include "app/workers/file_shelf.hpp"
#include "app/workers/messages.hpp"
#include "app/workers/protocol.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::workers {
namespace {

using cli::say;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr std::chrono::milliseconds presence_every{1'000};
constexpr std::chrono::milliseconds coordinator_silence_max{10'000};
constexpr std::chrono::milliseconds idle_wait{200};
constexpr int result_wait_ms = 20;
constexpr std::chrono::milliseconds open_again_after{2'000};
constexpr std::uint64_t spec_bytes_max = 64ULL << 20U;

class Worker {
  public:
    Worker(bus::Bus& bus, const WorkerOptions& options, const OpenJob& open_job)
        : bus_(bus), options_(options), open_job_(open_job), cache_(options.folder / "files") {}

    Result<WorkerFigures> run();

  private:
    struct Job {
        Call call;
        std::chrono::nanoseconds heard{};
        std::chrono::nanoseconds try_again{};
    };
    struct Held {
        bus::Delivery delivery;
        Lease lease;
        std::vector<optimizer::TaskResult> results;  ///< In the order of the lease's sets, as far as they have come.
        std::size_t missing = 0;
        std::chrono::nanoseconds kept{};
        std::string problem{};
    };
    struct Place {
        std::uint64_t held = 0;
        std::size_t index = 0;
    };

    template <const cli::Message& message, class... Arguments>
    std::string in_words(const Arguments&... arguments) const {
        return say<message>(options_.language, arguments...);
    }
    static std::chrono::nanoseconds now() { return verbs::read_steady_clock(); }
    void note_once(std::string text);
    void say_presence(bool is_leaving);
    void hear_calls();
    void hear(const std::string& message);
    void leave_job();
    void choose_job();
    Result<void> open(const Job& job);
    Result<void> open_spec(const std::string& sha256);
    void pull_leases();
    void take_lease(bus::Delivery delivery);
    void take_results();
    void fail_held(const Error& error);
    void send_results();
    void keep_leases();
    void wait_for_calls();

    bus::Bus& bus_;
    const WorkerOptions& options_;
    const OpenJob& open_job_;
    FileCache cache_;
    std::optional<bus::Listener> calls_{};
    std::map<std::string, Job> jobs_{};
    std::string job_{};   ///< The one that is worked on; empty: none.
    std::string spec_{};  ///< What the executor was made of.
    std::unique_ptr<optimizer::Executor> executor_{};
    std::optional<bus::Puller> leases_{};
    std::map<std::uint64_t, Held> held_{};
    std::map<std::uint64_t, Place> places_{};  ///< By the number a set is run under.
    std::uint64_t next_held_ = 0;
    std::uint64_t next_set_ = 0;
    double cpu_told_ms_ = 0;
    double cpu_before_ms_ = 0;  ///< Of executors that are gone.
    std::set<std::string> noted_{};
    std::string trouble_{};
    bool is_banned_ = false;
    std::chrono::nanoseconds presence_said_{};
    WorkerFigures figures_{};
};

void Worker::note_once(std::string text) {
    if (noted_.insert(text).second) options_.note(text);
}

void Worker::say_presence(bool is_leaving) {
    const Presence presence{.worker = options_.name,
                            .build = options_.build,
                            .threads = options_.threads,
                            .sets = figures_.sets,
                            .cpu_ms = cpu_before_ms_ + (executor_ ? executor_->cpu_ms() : 0),
                            .trouble = trouble_,
                            .is_leaving = is_leaving};
    const std::string subject = fmt::format("{}.{}", presence_subject, options_.name);
    static_cast<void>(bus_.say(subject, seal(options_.key, Kind::presence, presence.text())));
    presence_said_ = now();
}

void Worker::hear(const std::string& message) {
    const auto body = open_seal(options_.key, Kind::call, message);
    const auto call = body ? Call::parse(*body) : Result<Call>(fail(body.error()));
    if (!call) {
        note_once(in_words<messages::call_not_believed>(call.error().message));
        return;
    }
    if (call->build != options_.build) {
        note_once(in_words<messages::coordinator_of_other_build>(shown(call->job, 80), shown(call->build, 80),
                                                                 options_.build));
        return;
    }
    if (std::ranges::find(call->banned, options_.name) != call->banned.end()) is_banned_ = true;
    if (call->is_over) {
        if (call->job == job_) leave_job();
        jobs_.erase(call->job);
        return;
    }
    // A coordinator that has just begun has not heard who is there.
    if (!jobs_.contains(call->job)) say_presence(false);
    Job& job = jobs_[call->job];
    job.call = *call;
    job.heard = now();
}

void Worker::hear_calls() {
    while (const auto heard = calls_->next()) hear(heard->data);
    const auto is_silent = [](const auto& each) { return now() - each.second.heard > coordinator_silence_max; };
    // While the bus is gone nobody is heard, and what is under way goes on.
    if (!bus_.is_connected()) {
        for (auto& [name, job] : jobs_) job.heard = now();
        return;
    }
    const auto current = jobs_.find(job_);
    if (current != jobs_.end() && is_silent(*current)) leave_job();
    std::erase_if(jobs_, is_silent);
}

/// Ends what runs and gives back what is held; the executor stays for another job of the same document.
void Worker::leave_job() {
    if (executor_) executor_->stop();
    for (auto& [number, held] : held_) static_cast<void>(held.delivery.give_back());
    held_.clear();
    places_.clear();
    leases_.reset();
    job_.clear();
}

/// Fetches what the document names and puts it where a data folder has it, as long as it takes to open it.
Result<void> Worker::open_spec(const std::string& sha256) {
    const auto goes_on = [&] {
        if (now() - presence_said_ >= presence_every) say_presence(false);
        return !options_.is_cancelled();
    };
    SPARK_TRY(const std::string text, get_bytes(bus_, sha256, spec_bytes_max, goes_on));
    SPARK_TRY(const JobSpec spec, JobSpec::parse(text));
    // A folder of its own: other workers may use the same files. Left behind by kill -9 it goes with the next job.
    const fs::path folder = options_.folder / "jobs" / options_.name;
    std::error_code problem;
    fs::remove_all(folder, problem);
    for (const JobFile& file : spec.files) {
        SPARK_TRY(const fs::path kept, cache_.file(bus_, file.sha256, file.bytes, goes_on));
        const fs::path link = folder / file.path;
        SPARK_TRY(make_folders(link.parent_path()));
        fs::create_hard_link(kept, link, problem);
        if (problem) return fail(file_error("link", link, problem.value()));
    }
    SPARK_TRY(executor_, open_job_(spec, folder));
    // The data sets are mapped by now, and stay so without their names.
    fs::remove_all(folder, problem);
    if (const auto trimmed = cache_.trim(options_.kept_bytes_max, options_.kept_files_max); !trimmed)
        note_once(in_words<messages::cache_not_trimmed>(trimmed.error().message));
    return {};
}

Result<void> Worker::open(const Job& job) {
    if (job.call.spec != spec_) {
        if (executor_) cpu_before_ms_ += executor_->cpu_ms();
        executor_.reset();
        spec_.clear();
        SPARK_TRY(open_spec(job.call.spec));
        spec_ = job.call.spec;
        cpu_told_ms_ = 0;
        ++figures_.jobs;
    }
    SPARK_TRY(leases_, bus_.pull_from(std::string(leases_stream), job.call.job));
    job_ = job.call.job;
    return {};
}

void Worker::choose_job() {
    if (!job_.empty() || is_banned_) return;
    for (auto& [name, job] : jobs_) {
        if (now() < job.try_again) continue;
        const auto opened = open(job);
        if (opened) {
            trouble_.clear();
            options_.note(in_words<messages::works_for>(name));
            return;
        }
        job.try_again = now() + open_again_after;
        if (!bus_.is_connected()) continue;
        trouble_ = fmt::format("cannot work for {}: {}", name, opened.error().message);
        note_once(in_words<messages::cannot_work_for>(name, opened.error().message));
    }
}

void Worker::take_lease(bus::Delivery delivery) {
    const auto body = open_seal(options_.key, Kind::lease, delivery.data());
    auto lease = body ? Lease::parse(*body) : Result<Lease>(fail(body.error()));
    if (!lease || lease->job != job_ || lease->build != options_.build || lease->tasks.empty()) {
        if (!lease) note_once(in_words<messages::lease_not_believed>(lease.error().message));
        static_cast<void>(delivery.drop());
        return;
    }
    const std::uint64_t number = next_held_++;
    std::vector<optimizer::Task> tasks = lease->tasks;
    for (std::size_t index = 0; index < tasks.size(); ++index) {
        tasks[index].number = next_set_;
        places_.emplace(next_set_++, Place{.held = number, .index = index});
    }
    Held held{.delivery = std::move(delivery), .lease = std::move(*lease), .results = {}, .kept = now()};
    held.missing = tasks.size();
    held.results.resize(tasks.size());
    held_.emplace(number, std::move(held));
    if (const auto given = executor_->give(std::move(tasks)); !given) fail_held(given.error());
}

void Worker::pull_leases() {
    if (!leases_ || held_.size() > options_.threads) return;
    const auto room = static_cast<int>(options_.threads + 1 - held_.size());
    auto pulled = leases_->pull(room, held_.empty() ? idle_wait : 1ms);
    if (!pulled) {
        // The job is over and its queue gone, or the server has lost it; a call will tell.
        if (pulled.error().fault == Fault::not_found) leave_job();
        return;
    }
    for (bus::Delivery& delivery : *pulled) take_lease(std::move(delivery));
    // Another coordinator may have more to do.
    if (held_.empty() && jobs_.size() > 1) {
        const auto after = jobs_.upper_bound(job_);
        const Job other = after == jobs_.end() ? jobs_.begin()->second : after->second;
        leave_job();
        static_cast<void>(open(other));
    }
}

void Worker::fail_held(const Error& error) {
    for (auto& [number, held] : held_) {
        held.problem = error.message;
        held.results.clear();
        held.missing = 0;
    }
    places_.clear();
    executor_.reset();
    spec_.clear();
}

void Worker::take_results() {
    if (!executor_ || places_.empty()) return;
    auto taken = executor_->take(result_wait_ms);
    if (!taken) return fail_held(taken.error());
    for (optimizer::TaskResult& result : *taken) {
        const auto place = places_.extract(result.number);
        if (place.empty()) continue;  // Of a job that was left.
        Held& held = held_.at(place.mapped().held);
        result.number = held.lease.tasks[place.mapped().index].number;
        held.results[place.mapped().index] = std::move(result);
        --held.missing;
    }
}

void Worker::send_results() {
    if (!bus_.is_connected()) return;
    for (auto at = held_.begin(); at != held_.end();) {
        Held& held = at->second;
        if (held.missing > 0) {
            ++at;
            continue;
        }
        BlockResult block{.job = held.lease.job,
                          .spec = held.lease.spec,
                          .build = options_.build,
                          .block = held.lease.block,
                          .worker = options_.name,
                          .cpu_ms = executor_ ? std::max(0.0, executor_->cpu_ms() - cpu_told_ms_) : 0,
                          .problem = held.problem,
                          .results = held.results};
        // With the worker's name and count: only this very message is dropped as a repeat, any other answer to the
        // block is compared.
        const std::string id = fmt::format("{}.{}.{}.{}", block.job, block.block, options_.name, at->first);
        const auto stored = bus_.append(result_subject(block.job), seal(options_.key, Kind::result, block.text()), id);
        if (!stored) {
            note_once(in_words<messages::result_not_sent>(stored.error().message));
            return;
        }
        static_cast<void>(held.delivery.accept());
        cpu_told_ms_ += block.cpu_ms;
        ++figures_.blocks;
        figures_.sets += block.results.size();
        at = held_.erase(at);
    }
    if (!executor_ && held_.empty() && !job_.empty()) leave_job();
}

void Worker::keep_leases() {
    const auto job = jobs_.find(job_);
    if (job == jobs_.end()) return;
    const auto every = std::chrono::milliseconds(job->second.call.lease_ms) / 3;
    for (auto& [number, held] : held_) {
        if (now() - held.kept < every) continue;
        static_cast<void>(held.delivery.keep());
        held.kept = now();
    }
}

void Worker::wait_for_calls() {
    if (const auto heard = calls_->next(idle_wait)) hear(heard->data);
}

Result<WorkerFigures> Worker::run() {
    SPARK_TRY(calls_, bus_.listen(std::string(calls_subject)));
    bool was_connected = true;
    say_presence(false);
    while (!options_.is_cancelled() && !is_banned_) {
        if (bus_.is_connected() != was_connected) {
            was_connected = !was_connected;
            options_.note(was_connected ? in_words<messages::server_back>() : in_words<messages::server_gone>());
        }
        if (now() - presence_said_ >= presence_every) say_presence(false);
        hear_calls();
        choose_job();
        if (job_.empty()) {
            wait_for_calls();
            continue;
        }
        pull_leases();
        take_results();
        send_results();
        keep_leases();
    }
    leave_job();
    say_presence(true);
    static_cast<void>(bus_.flush(1s));
    if (is_banned_)
        return fail(Fault::denied, "the coordinator found a wrong result of this worker and has banned it", {},
                    "check this machine's memory and its build; spark optimize verify compares results");
    return figures_;
}

}  // namespace

Result<WorkerFigures> run_worker(bus::Bus& bus, const WorkerOptions& options, const OpenJob& open_job) {
    return Worker(bus, options, open_job).run();
}

}  // namespace spark::workers
