#pragma once

#include <pthread.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <thread>

namespace spark::net::testing {

/// Memory this process has in RAM.
inline std::int64_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t pages_all = 0;
    std::int64_t pages_resident = 0;
    file >> pages_all >> pages_resident;
    return pages_resident * ::sysconf(_SC_PAGESIZE);
}

/// Processor time this thread has used so far.
inline std::chrono::nanoseconds processor_time(std::thread::native_handle_type thread) {
    clockid_t clock{};
    timespec used{};
    if (::pthread_getcpuclockid(thread, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return {};
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace spark::net::testing
