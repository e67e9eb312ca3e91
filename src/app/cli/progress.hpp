#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "app/cli/terminal.hpp"

namespace spark::cli {

/// Reads a monotonic clock; the process's is in app/verbs/clock_edge.hpp, tests step their own.
using SteadyClock = std::chrono::nanoseconds (*)();

/// What a long step does, on standard error: a bar drawn over on a terminal, plain lines elsewhere, JSON lines when
/// asked for, nothing with `--quiet` or `none`. The first words come at once. On the stack of the verb that works; at()
/// may be called as often as wished.
class Progress {
  public:
    /// `total` 0: not known. `unit` is what is counted ("bars", "rows"), in the terminal's language.
    struct Plan {
        std::string label;
        std::int64_t total = 0;
        std::string unit{};
        std::int64_t done_before = 0;  ///< Of the count, done by an earlier run: no work of this one's rate.
    };

    Progress(Terminal& terminal, SteadyClock clock, Plan plan);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// So many are done by now.
    void at(std::int64_t done);
    /// What is said behind the figures from now on.
    void tail(std::string text) { tail_ = std::move(text); }
    /// The last word, with the time it took. Left out when the step was given up: the destructor then only clears the
    /// drawn line.
    void finish(std::int64_t done);

  private:
    enum class Phase : std::uint8_t { begun, running, finished };
    void show(std::int64_t done, Phase phase);
    std::string bar_line(std::int64_t done, std::chrono::nanoseconds taken, Phase phase) const;
    std::string json_line(std::int64_t done, std::chrono::nanoseconds taken, Phase phase) const;

    Terminal& terminal_;
    SteadyClock clock_;
    Plan plan_;
    ProgressStyle style_;
    std::string tail_{};
    std::chrono::nanoseconds begun_;
    std::chrono::nanoseconds shown_;
    bool drawn_ = false;
    bool finished_ = false;
};

}  // namespace spark::cli
