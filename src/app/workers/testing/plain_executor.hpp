#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <utility>

#include "app/optimizer/executor.hpp"

namespace spark::workers::testing {

/// What a set gives here: figures made of its number's values, so that any two honest runs agree.
inline sweep::SetOutcome plain_outcome(const optimizer::Task& task) {
    sweep::SetOutcome outcome;
    std::int64_t sum = 0;
    for (const std::int64_t value : task.values) sum = sum * 31 + value;
    outcome.figures.trades = sum;
    outcome.figures.net = Notional::of_units(sum * 1000);
    outcome.figures.sharpe = static_cast<double>(sum) / 7 * task.bars_share;
    outcome.result_hash.bytes.fill(static_cast<std::uint8_t>(sum));
    return outcome;
}

/// Runs a few sets a call, in this thread. `lie` may change what comes out; `pace` is called before each set.
class PlainExecutor final : public optimizer::Executor {
  public:
    std::function<void(const optimizer::Task&, sweep::SetOutcome&)> lie = [](const auto&, auto&) {};
    std::function<void()> pace = [] {};
    std::size_t sets_a_take = 8;

    std::size_t appetite() const override { return 100; }
    Result<void> give(std::vector<optimizer::Task> tasks) override {
        for (optimizer::Task& task : tasks) waiting_.push_back(std::move(task));
        return {};
    }
    Result<std::vector<optimizer::TaskResult>> take(int) override {
        std::vector<optimizer::TaskResult> results;
        while (!waiting_.empty() && results.size() < sets_a_take) {
            pace();
            optimizer::TaskResult result{.number = waiting_.front().number, .outcome = plain_outcome(waiting_.front())};
            lie(waiting_.front(), result.outcome);
            results.push_back(std::move(result));
            waiting_.pop_front();
        }
        return results;
    }
    std::size_t under_way() const override { return waiting_.size(); }
    void stop() override { waiting_.clear(); }
    std::size_t workers() const override { return 1; }
    double cpu_ms() const override { return 0; }

  private:
    std::deque<optimizer::Task> waiting_;
};

}  // namespace spark::workers::testing
