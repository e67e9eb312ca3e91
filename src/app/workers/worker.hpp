#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "adapters/bus/bus.hpp"
#include "app/cli/text.hpp"
#include "app/optimizer/executor.hpp"
#include "app/workers/coordinator.hpp"
#include "foundation/base/result.hpp"

namespace spark::workers {

struct WorkerOptions {
    std::string name;  ///< Told to coordinators; no two workers have the same.
    std::string build;
    std::string key{};  ///< Empty: messages are not signed.
    std::size_t threads = 1;
    std::filesystem::path folder;  ///< Keeps the files of jobs; nothing else is written.
    /// Above either of them what was not used for longest is removed once a job has been opened.
    std::uint64_t kept_bytes_max = 20ULL << 30U;
    std::size_t kept_files_max = 32;
    cli::Language language = cli::Language::en;  ///< Of the notes.
    std::function<bool()> is_cancelled = [] { return false; };
    /// Told what an operator should know: a coordinator of another build, a job begun, NATS gone.
    std::function<void(const std::string&)> note = [](const std::string&) {};
};

/// Makes what runs the sets of a job out of its document, with the job's data sets below `data_folder`.
using OpenJob = std::function<Result<std::unique_ptr<optimizer::Executor>>(const JobSpec& spec,
                                                                           const std::filesystem::path& data_folder)>;

/// What a worker did until it was told to stop.
struct WorkerFigures {
    std::uint64_t blocks = 0;
    std::uint64_t sets = 0;
    std::uint64_t jobs = 0;
};

/// Works for whoever calls, until it is cancelled: hears calls, fetches the job's files, pulls leases, runs them, sends
/// results, and only then accepts the lease. What it holds when it is cancelled it gives back. Comes back by itself
/// after a loss of NATS. Errors: denied when the bus refuses it, or it is banned.
Result<WorkerFigures> run_worker(bus::Bus& bus, const WorkerOptions& options, const OpenJob& open_job);

}  // namespace spark::workers
