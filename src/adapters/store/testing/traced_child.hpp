#pragma once

#include <functional>
#include <vector>

namespace spark::store::testing {

/// What a child process did until it ended by itself, or was killed.
struct TracedChild {
    bool is_killed = false;
    bool is_allowed = true;   ///< False where this machine does not let a process trace its child.
    std::vector<long> calls;  ///< Numbers of the system calls it began, in order.
};

/// Forks, runs `work` in the child, and kills the child (SIGKILL) when it begins its system call number `kill_at` (0:
/// its first), before the call has any effect. With a `kill_at` past its last call the child ends by itself.
TracedChild run_and_kill_at(std::size_t kill_at, const std::function<void()>& work);

}  // namespace spark::store::testing
