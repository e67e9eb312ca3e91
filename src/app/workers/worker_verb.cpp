#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <thread>

#include "app/cli/exit_codes.hpp"
#include "app/optimizer/verbs.hpp"
#include "app/workers/file_shelf.hpp"
#include "app/workers/fleet_line.hpp"
#include "app/workers/messages.hpp"
#include "app/workers/protocol.hpp"
#include "app/workers/verbs.hpp"
#include "app/workers/worker.hpp"
#include "foundation/base/build_info.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::workers {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t threads_most = 1'024;
constexpr std::int64_t lease_ms_usual = 10'000;
constexpr std::int64_t lease_ms_least = 500;
constexpr std::int64_t lease_ms_most = 3'600'000;
constexpr std::size_t name_most = 64;
constexpr std::size_t data_bytes_max = 4ULL << 30U;

bool is_name(std::string_view text) {
    const auto fits = [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_';
    };
    return !text.empty() && text.size() <= name_most && std::ranges::all_of(text, fits);
}

/// A name is a word of a NATS subject.
Result<std::string> worker_name(const cli::Invocation& invocation) {
    if (const auto asked = invocation.text("name")) {
        if (is_name(*asked)) return std::string(*asked);
        return fail(Fault::invalid_input,
                    fmt::format("found {}, allowed up to {} letters, digits, - and _", shown(*asked), name_most),
                    "--name");
    }
    std::array<char, 64> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::string name(host.data());
    for (char& letter : name)
        if (!is_name({&letter, 1})) letter = '-';
    return fmt::format("{}-{}", name.substr(0, 40), ::getpid());
}

std::function<void(const std::string&)> notes_of(verbs::Context& context) {
    return [&context](const std::string& text) { context.terminal.note(text); };
}

Result<std::unique_ptr<optimizer::Executor>> coordinator_of(verbs::Context& context, const cli::Invocation& invocation,
                                                            const optimizer::Bench& bench, const std::string& id) {
    SPARK_TRY(const auto lease_ms, invocation.whole("lease-ms", lease_ms_least, lease_ms_most));
    CoordinatorOptions options{.run = id,
                               .nonce = fmt::format("{:08x}", context.nonces.bits() & 0xffffffffU),
                               .build = build_id(build_info()),
                               .lease = std::chrono::milliseconds(lease_ms.value_or(lease_ms_usual)),
                               .sample_seed = seed_from_system(),
                               .language = context.terminal.language(),
                               .note = notes_of(context)};
    SPARK_TRY(options.key, read_key(invocation));
    SPARK_TRY(bus::Bus bus, open_bus(invocation, Part::coordinator, "spark optimize " + id));
    SPARK_TRY(const BenchFiles files, files_of(context, bench));
    options.put_files = [paths = files.paths](bus::Bus& to) -> Result<void> {
        for (const fs::path& path : paths) {
            SPARK_TRY(const std::string bytes, read_file(path, data_bytes_max));
            SPARK_TRY(put_bytes(to, bytes));
        }
        return {};
    };
    SPARK_TRY(auto coordinator,
              make_coordinator(std::move(bus), files.spec, optimizer::local_executor(bench, 1), std::move(options)));
    return std::unique_ptr<optimizer::Executor>(std::move(coordinator));
}

}  // namespace

Result<int> worker(verbs::Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const auto threads, invocation.whole("threads", 1, threads_most));
    WorkerOptions options{.name = {},
                          .build = build_id(build_info()),
                          .folder = fs::path(verbs::data_dir(context)) / "worker",
                          .language = context.terminal.language(),
                          .is_cancelled = [&context] { return context.cancelled(); },
                          .note = notes_of(context)};
    options.threads = threads ? static_cast<std::size_t>(*threads) : std::max(1U, std::thread::hardware_concurrency());
    SPARK_TRY(options.name, worker_name(invocation));
    SPARK_TRY(options.key, read_key(invocation));
    SPARK_TRY(make_folders(options.folder));
    SPARK_TRY(bus::Bus bus, open_bus(invocation, Part::worker, "spark worker " + options.name));
    context.terminal.note(cli::say<messages::worker_ready>(options.language, options.name, options.build));
    const OpenJob open_job = [&](const JobSpec& spec, const fs::path& folder) {
        return open_bench(context, spec, folder, options.threads);
    };
    SPARK_TRY(const WorkerFigures figures, run_worker(bus, options, open_job));
    context.terminal.out_line(
        cli::say<messages::worker_done>(options.language, options.name, std::to_string(figures.sets),
                                        std::to_string(figures.blocks), std::to_string(figures.jobs)));
    return cli::exit_success;
}

Result<int> optimize(verbs::Context& context, const cli::Invocation& invocation) {
    if (invocation.has("nats")) return optimizer::optimize_with(context, invocation, coordinator_of);
    for (const std::string_view flag : {"user", "password-file", "creds", "tls-ca", "key-file", "lease-ms"})
        if (invocation.has(flag))
            return fail(Fault::invalid_input, "found it without --nats", fmt::format("--{}", flag));
    return optimizer::optimize_with(context, invocation, nullptr);
}

}  // namespace spark::workers
