#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/search/sampler.hpp"
#include "engine/sweep/set_runner.hpp"
#include "foundation/base/result.hpp"

namespace spark::optimizer {

/// A set to run: what a worker needs of a proposal.
struct Task {
    std::uint64_t number = 0;
    sweep::SetValues values;
    double bars_share = 1;
};

struct TaskResult {
    std::uint64_t number = 0;
    sweep::SetOutcome outcome;
};

/// Bars a set is run on: the first ones, at least one.
std::size_t bars_of_share(std::size_t bars, double share);

/// Who runs sets: threads of this process, or workers on other machines. Used by one thread.
class Executor {
  public:
    virtual ~Executor() = default;

    /// How many sets are well under way at once: as many are given ahead.
    virtual std::size_t appetite() const = 0;
    /// Takes the tasks; may wait while too many are under way. Errors: those of running sets.
    virtual Result<void> give(std::vector<Task> tasks) = 0;
    /// Results that came since, waiting for the first one at most `wait_ms`; each task's once, in any order. Errors:
    /// exhausted, unavailable (workers gone for good).
    virtual Result<std::vector<TaskResult>> take(int wait_ms) = 0;
    virtual std::size_t under_way() const = 0;
    /// Drops what was given and not begun, and returns when nothing runs any more, within 200 ms.
    virtual void stop() = 0;
    /// Threads, or workers seen lately.
    virtual std::size_t workers() const = 0;
    /// Processor time spent in all, as far as known.
    virtual double cpu_ms() const = 0;
};

}  // namespace spark::optimizer
