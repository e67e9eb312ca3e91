#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/progress.hpp"
#include "app/cli/terminal.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/base/ulid.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/config/settings_reader.hpp"
#include "foundation/telemetry/metrics.hpp"

namespace spark::verbs {

/// Set by the first Ctrl-C or SIGTERM to the signal's number; long verbs poll it and leave what they began undone.
using CancelToken = std::atomic<int>;

/// What a verb sees of the process: made by main for one run, used by one thread; references outlive it.
struct Context {
    cli::Terminal& terminal;
    const config::Settings& settings;
    const std::optional<Error>&
        settings_problem;  ///< Why the settings could not be read; `settings` then holds the defaults.
    const std::map<std::string, std::string>& environment;
    telemetry::Metrics& metrics;
    const CancelToken& cancel;
    UlidMaker& ids;  ///< Seeded from the system: the one randomness that is not an argument.
    Rng& nonces;
    std::vector<std::string> command_line;  ///< As typed, the program's name first.
    WallTime (*wall_clock)() = nullptr;
    cli::SteadyClock steady_clock = nullptr;

    WallTime now() const { return wall_clock(); }
    std::chrono::nanoseconds steady_now() const { return steady_clock(); }

    /// `new_id("bt")` → `bt_01K…`.
    std::string new_id(std::string_view prefix) { return make_id(prefix, ids.make(now())); }
    std::string new_nonce() { return make_nonce(now(), nonces); }

    /// Whether to stop. A verb that stops returns cancelled_exit_code(); the words are said by then.
    bool cancelled() const { return cancel.load(std::memory_order_relaxed) != 0; }
    int cancelled_exit_code() const { return 128 + cancel.load(std::memory_order_relaxed); }
};

/// The data folder the user asked for.
inline const std::string& data_dir(const Context& context) { return context.settings.text("data.dir"); }

}  // namespace spark::verbs
