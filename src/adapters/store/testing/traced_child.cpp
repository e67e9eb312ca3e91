#include "adapters/store/testing/traced_child.hpp"

#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include "foundation/base/assert.hpp"

namespace spark::store::testing {
namespace {

[[noreturn]] void be_traced(const std::function<void()>& work) {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(77);
    ::raise(SIGSTOP);
    work();
    ::_exit(0);
}

int wait_for(pid_t child) {
    int status = 0;
    SPARK_ASSERT(::waitpid(child, &status, 0) == child);
    return status;
}

}  // namespace

TracedChild run_and_kill_at(std::size_t kill_at, const std::function<void()>& work) {
    TracedChild traced;
    const pid_t child = ::fork();
    SPARK_ASSERT(child >= 0);
    if (child == 0) be_traced(work);
    int status = wait_for(child);
    if (WIFEXITED(status)) return {.is_killed = false, .is_allowed = false, .calls = {}};
    // Threads of the child are traced with it: each has its stops, and the calls of all of them are counted together.
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE);
    pid_t stopped = child;
    while (true) {
        ::ptrace(PTRACE_SYSCALL, stopped, nullptr, nullptr);
        stopped = ::waitpid(-1, &status, __WALL);
        SPARK_ASSERT(stopped > 0);
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (stopped == child) return traced;
            continue;  // A thread has ended; nothing is there to go on.
        }
        if (WSTOPSIG(status) != (SIGTRAP | 0x80)) continue;
        __ptrace_syscall_info info{};
        ::ptrace(PTRACE_GET_SYSCALL_INFO, stopped, sizeof info, &info);
        if (info.op != PTRACE_SYSCALL_INFO_ENTRY) continue;
        if (traced.calls.size() == kill_at) break;
        traced.calls.push_back(static_cast<long>(info.entry.nr));
    }
    ::kill(child, SIGKILL);
    // The whole process is gone when its first thread is: it is reported last.
    while (stopped != child || !WIFSIGNALED(status)) {
        stopped = ::waitpid(-1, &status, __WALL);
        SPARK_ASSERT(stopped > 0);
    }
    traced.is_killed = true;
    return traced;
}

}  // namespace spark::store::testing
