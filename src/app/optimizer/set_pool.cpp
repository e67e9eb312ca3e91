#include "app/optimizer/set_pool.hpp"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace spark::optimizer {
namespace {

constexpr std::size_t threads_max = 64;
constexpr std::chrono::milliseconds ask_every{100};
/// Sets are run in hundreds: neighbours share columns.
constexpr std::size_t chunk_sets = 256;

/// What the threads and the one that waits for them share.
struct Shared {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> is_stopped{false};
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t threads_running = 0;
    std::optional<std::pair<std::size_t, Error>> problem;  ///< The one with the lowest index.

    void refuse(std::size_t index, Error error) {
        const std::lock_guard hold(mutex);
        if (!problem || index < problem->first) problem.emplace(index, std::move(error));
        is_stopped = true;
    }
    void leave() {
        const std::lock_guard hold(mutex);
        --threads_running;
        changed.notify_all();
    }
};

using Piece = std::function<Result<void>(sweep::SetRunner&, std::size_t, const std::atomic<bool>&)>;

struct Pieces {
    std::size_t count = 0;
    std::size_t threads = 1;
};

Result<void> run_pieces(const sweep::PreparedSweep& sweep, Pieces pieces, const Follower& follower, const Piece& work) {
    Shared shared;
    const std::size_t threads = std::min(pieces.threads, pieces.count);
    shared.threads_running = threads;
    std::vector<std::jthread> running;
    for (std::size_t thread = 0; thread < threads; ++thread) {
        running.emplace_back([&] {
            sweep::SetRunner runner(sweep);
            while (!shared.is_stopped) {
                const std::size_t index = shared.next.fetch_add(1);
                if (index >= pieces.count) break;
                if (auto done = work(runner, index, shared.is_stopped); !done)
                    shared.refuse(index, std::move(done).error());
            }
            shared.leave();
        });
    }
    std::unique_lock hold(shared.mutex);
    bool is_cancelled = false;
    while (shared.threads_running > 0) {
        shared.changed.wait_for(hold, ask_every);
        hold.unlock();
        if (follower.is_cancelled()) {
            is_cancelled = true;
            shared.is_stopped = true;
        }
        hold.lock();
    }
    if (is_cancelled) return fail(Fault::unavailable, "the assessment was cancelled", {}, "resume to go on");
    if (shared.problem) return fail(std::move(shared.problem->second));
    return {};
}

struct Chunk {
    std::size_t first = 0;
    std::size_t size = 0;
};
using ChunkWork = std::function<Result<void>(sweep::SetRunner&, Chunk, const sweep::Progress&)>;

/// Few sets are shared out evenly, many by the chunk.
Result<void> run_chunks(const Bench& bench, const sweep::PreparedSweep& sweep, std::size_t sets,
                        const Follower& follower, const ChunkWork& work) {
    const std::size_t threads = assessment_threads(bench);
    const std::size_t chunk = std::clamp<std::size_t>((sets + threads - 1) / threads, 1, chunk_sets);
    return run_pieces(sweep, {.count = (sets + chunk - 1) / chunk, .threads = threads}, follower,
                      [&](sweep::SetRunner& runner, std::size_t piece, const std::atomic<bool>& is_stopped) {
                          const std::size_t first = piece * chunk;
                          return work(runner, {.first = first, .size = std::min(chunk, sets - first)},
                                      [&](std::size_t) { return !is_stopped; });
                      });
}

}  // namespace

std::size_t assessment_threads(const Bench& bench) {
    if (bench.threads > 0) return std::min(bench.threads, threads_max);
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return 1;
    return std::clamp<std::size_t>(static_cast<std::size_t>(CPU_COUNT(&allowed)), 1, threads_max);
}

Result<void> run_on_threads(const Bench& bench, const sweep::PreparedSweep& sweep, std::size_t count,
                            const Follower& follower, const SetWork& work) {
    return run_pieces(
        sweep, {.count = count, .threads = assessment_threads(bench)}, follower,
        [&](sweep::SetRunner& runner, std::size_t index, const std::atomic<bool>&) { return work(runner, index); });
}

Result<std::vector<sweep::SetOutcome>> run_sets(const Bench& bench, const sweep::PreparedSweep& sweep,
                                                std::span<const sweep::SetValues> sets, const Follower& follower) {
    std::vector<sweep::SetOutcome> outcomes(sets.size());
    SPARK_TRY(run_chunks(bench, sweep, sets.size(), follower,
                         [&](sweep::SetRunner& runner, Chunk chunk, const sweep::Progress& progress) {
                             return runner.run(sets.subspan(chunk.first, chunk.size),
                                               std::span(outcomes).subspan(chunk.first, chunk.size), progress);
                         }));
    return outcomes;
}

Result<std::vector<std::vector<std::int64_t>>> run_days(const Bench& bench, const sweep::PreparedSweep& sweep,
                                                        std::span<const sweep::SetValues> sets,
                                                        const Follower& follower) {
    std::vector<std::vector<std::int64_t>> days(sets.size());
    SPARK_TRY(
        run_chunks(bench, sweep, sets.size(), follower,
                   [&](sweep::SetRunner& runner, Chunk chunk, const sweep::Progress& progress) -> Result<void> {
                       SPARK_TRY(auto found, runner.daily_equities(sets.subspan(chunk.first, chunk.size), progress));
                       std::ranges::move(found, days.begin() + static_cast<std::ptrdiff_t>(chunk.first));
                       return {};
                   }));
    return days;
}

std::optional<double> ranked_objective(const Bench& bench, const sweep::SetOutcome& outcome) {
    if (!outcome.refusal.empty()) return std::nullopt;
    const bool keeps = std::ranges::all_of(
        bench.constraints, [&](const search::Constraint& constraint) { return constraint.holds(outcome); });
    return keeps ? bench.objective->value(outcome) : std::nullopt;
}

}  // namespace spark::optimizer
