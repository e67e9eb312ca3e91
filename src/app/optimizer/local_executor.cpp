#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "app/optimizer/executor.hpp"
#include "app/optimizer/run.hpp"
#include "foundation/base/assert.hpp"

namespace spark::optimizer {
namespace {

/// Neighbours share columns and batches, so hundreds of sets are run at once where sets are short; where they are long
/// a block still ends several times a second, so that what is done comes back and the threads end together.
constexpr std::size_t block_sets_max = 2048;
constexpr double block_target_s = 0.2;
/// Bar-steps of the first block, before anything was measured: a tenth of a second at a slow strategy's speed.
constexpr std::size_t bar_steps_first = 20'000'000;
constexpr std::size_t block_sets_least = 8;
/// Sets given ahead a thread: two full blocks, one running and one waiting.
constexpr std::size_t ahead_sets = 2 * block_sets_max;

double thread_cpu_ms() {
    timespec spent{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

double steady_s() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Sweeps over the first so many bars, each prepared once, by whichever thread needs it first.
class SweepShelf {
  public:
    explicit SweepShelf(const Bench& bench) : bench_(bench) {}

    Result<const sweep::PreparedSweep*> find(std::size_t bars) {
        const std::lock_guard hold(mutex_);
        const auto found = sweeps_.find(bars);
        if (found != sweeps_.end()) return &found->second;
        SPARK_TRY(sweep::PreparedSweep made,
                  sweep::PreparedSweep::prepare(bench_.input(0, bars), bench_.definition(), bench_.needs));
        return &sweeps_.emplace(bars, std::move(made)).first->second;
    }

  private:
    const Bench& bench_;
    std::mutex mutex_;
    std::map<std::size_t, sweep::PreparedSweep> sweeps_;
};

/// Threads that pull blocks of tasks from one queue. What a set gives does not depend on its block, its thread or the
/// order, so neither does anything made of the results.
class LocalExecutor final : public Executor {
  public:
    LocalExecutor(const Bench& bench, std::size_t threads)
        : bench_(bench),
          shelf_(bench),
          block_sets_(
              std::clamp(bar_steps_first / std::max<std::size_t>(bench.bars, 1), block_sets_least, block_sets_max)) {
        SPARK_ASSERT(threads > 0);
        cpu_ms_.resize(threads);
        for (std::size_t index = 0; index < threads; ++index) threads_.emplace_back([this, index] { work(index); });
    }

    ~LocalExecutor() override {
        {
            const std::lock_guard hold(mutex_);
            is_ending_ = true;
            is_stopping_ = true;
        }
        work_is_there_.notify_all();
        for (std::thread& thread : threads_) thread.join();
    }

    std::size_t appetite() const override { return threads_.size() * ahead_sets; }
    std::size_t workers() const override { return threads_.size(); }

    Result<void> give(std::vector<Task> tasks) override {
        const std::lock_guard hold(mutex_);
        if (problem_) return fail(*problem_);
        under_way_ += tasks.size();
        for (Task& task : tasks) waiting_.push_back(std::move(task));
        work_is_there_.notify_all();
        return {};
    }

    Result<std::vector<TaskResult>> take(int wait_ms) override {
        std::unique_lock hold(mutex_);
        results_are_there_.wait_for(hold, std::chrono::milliseconds(wait_ms),
                                    [this] { return !results_.empty() || problem_; });
        if (problem_) return fail(*problem_);
        return std::exchange(results_, {});
    }

    std::size_t under_way() const override {
        const std::lock_guard hold(mutex_);
        return under_way_;
    }

    void stop() override {
        std::unique_lock hold(mutex_);
        under_way_ -= waiting_.size();
        waiting_.clear();
        is_stopping_ = true;
        results_are_there_.wait(hold, [this] { return running_blocks_ == 0; });
        is_stopping_ = false;
    }

    double cpu_ms() const override {
        const std::lock_guard hold(mutex_);
        double sum = 0;
        for (const double spent : cpu_ms_) sum += spent;
        return sum;
    }

  private:
    /// The next sets that are run on one share of the bars. Called with the lock held.
    std::vector<Task> next_block() {
        std::vector<Task> block;
        // Near the end the blocks shrink, so that no thread is left alone with a long one.
        const std::size_t fair = std::max<std::size_t>(waiting_.size() / (2 * threads_.size()), 1);
        const std::size_t count = std::min(block_sets_, std::max(fair, block_sets_least));
        while (!waiting_.empty() && block.size() < count &&
               (block.empty() || waiting_.front().bars_share == block.front().bars_share)) {
            block.push_back(std::move(waiting_.front()));
            waiting_.pop_front();
        }
        return block;
    }

    Result<std::vector<TaskResult>> run(std::vector<Task>& block, std::optional<sweep::SetRunner>& runner,
                                        const sweep::PreparedSweep*& prepared) {
        SPARK_TRY(const sweep::PreparedSweep* wanted,
                  shelf_.find(bars_of_share(bench_.bars, block.front().bars_share)));
        if (wanted != prepared) {
            runner.emplace(*wanted);
            prepared = wanted;
        }
        std::vector<sweep::SetValues> sets;
        sets.reserve(block.size());
        for (Task& task : block) sets.push_back(std::move(task.values));
        std::vector<sweep::SetOutcome> outcomes(sets.size());
        SPARK_TRY(runner->run(sets, outcomes, [this](std::size_t) { return !is_stopping_.load(); }));
        std::vector<TaskResult> results;
        results.reserve(block.size());
        for (std::size_t index = 0; index < block.size(); ++index)
            results.push_back({.number = block[index].number, .outcome = std::move(outcomes[index])});
        return results;
    }

    void work(std::size_t index) {
        std::optional<sweep::SetRunner> runner;
        const sweep::PreparedSweep* prepared = nullptr;
        std::unique_lock hold(mutex_);
        while (true) {
            work_is_there_.wait(hold, [this] { return is_ending_ || (!waiting_.empty() && !is_stopping_); });
            if (is_ending_) return;
            std::vector<Task> block = next_block();
            ++running_blocks_;
            hold.unlock();
            const double begun_s = steady_s();
            auto results = run(block, runner, prepared);
            const double took_s = steady_s() - begun_s;
            hold.lock();
            cpu_ms_[index] = thread_cpu_ms();
            --running_blocks_;
            under_way_ -= block.size();
            if (results) {
                adapt(block.size(), took_s);
                std::ranges::move(*results, std::back_inserter(results_));
            } else if (!is_stopping_ && !problem_) {
                problem_ = results.error();
            }
            results_are_there_.notify_all();
        }
    }

    /// Blocks that were much shorter or longer than the target change the size of the next ones.
    void adapt(std::size_t sets, double took_s) {
        if (took_s < block_target_s / 2 && sets == block_sets_)
            block_sets_ = std::min(block_sets_ * 2, block_sets_max);
        else if (took_s > block_target_s * 2)
            block_sets_ = std::max<std::size_t>(block_sets_ / 2, 1);
    }

    const Bench& bench_;
    SweepShelf shelf_;
    mutable std::mutex mutex_;
    std::condition_variable work_is_there_;
    std::condition_variable results_are_there_;
    std::deque<Task> waiting_;
    std::vector<TaskResult> results_;
    std::vector<double> cpu_ms_;
    std::optional<Error> problem_{};
    std::size_t block_sets_;
    std::size_t under_way_ = 0;
    std::size_t running_blocks_ = 0;
    std::atomic<bool> is_stopping_ = false;
    bool is_ending_ = false;
    std::vector<std::thread> threads_;  ///< Last: they use the rest.
};

}  // namespace

std::size_t bars_of_share(std::size_t bars, double share) {
    if (share >= 1) return bars;
    return std::clamp<std::size_t>(static_cast<std::size_t>(static_cast<double>(bars) * share), 1, bars);
}

std::unique_ptr<Executor> local_executor(const Bench& bench, std::size_t threads) {
    return std::make_unique<LocalExecutor>(bench, threads);
}

}  // namespace spark::optimizer
