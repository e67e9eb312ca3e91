#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/bus/bus.hpp"
#include "app/cli/text.hpp"
#include "app/optimizer/executor.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::workers {

/// Everything a worker needs besides its own build: documents and data files by their hash.
struct JobFile {
    std::string path;  ///< Below a data folder: `datasets/binance/BTCUSDT/1h/v1.spark`.
    std::string sha256;
    std::uint64_t bytes = 0;
};
struct JobSpec {
    wire::Json order;  ///< `spark.optimize-order/1`, with the strategy's document and all rules in it.
    std::vector<JobFile> files{};

    std::string text() const;
    /// Errors: invalid_input, also for a path that leaves the data sets of a data folder.
    static Result<JobSpec> parse(std::string_view text);
};

/// How sets are given to workers on other machines.
struct CoordinatorOptions {
    std::string run;    ///< Id of the run; a job's id begins with it.
    std::string nonce;  ///< Of this process: what an earlier one gave out is not taken for ours.
    std::string build;
    std::string key{};  ///< Empty: messages are not signed.
    std::chrono::milliseconds lease{10'000};
    int deliveries_max = 5;  ///< After so many workers have lost a block it is run here.
    double block_target_ms = 300;
    /// Share of every worker's sets that is run here again before the block is believed; one set of each worker's first
    /// block in any case.
    double sample_share = 0.01;
    std::uint64_t sample_seed = 0;  ///< Not to be known to workers.
    /// Puts the job's files on the bus: before workers are called, and again when the server has lost its store.
    std::function<Result<void>(bus::Bus&)> put_files = [](bus::Bus&) { return Result<void>{}; };
    cli::Language language = cli::Language::en;  ///< Of the notes.
    /// Told what an operator should know, in whole sentences: a worker of another build, one that lied, NATS gone.
    std::function<void(const std::string&)> note = [](const std::string&) {};
};

/// What an operator may look at.
struct FleetFigures {
    std::uint64_t blocks = 0;
    std::uint64_t repeats = 0;   ///< Results of blocks that were known by then, and agreed.
    std::uint64_t refused = 0;   ///< Messages not taken: not signed, malformed, of a banned worker.
    std::uint64_t checks = 0;    ///< Sets run here again.
    std::uint64_t run_here = 0;  ///< Blocks nobody else could run.
    std::uint64_t republished = 0;
    std::vector<std::string> banned{};
    bool operator==(const FleetFigures&) const = default;
};

/// Gives sets to workers on other machines, believes each result once, and checks samples of them itself.
class Coordinator : public optimizer::Executor {
  public:
    virtual FleetFigures figures() const = 0;
};

/// Makes the streams of docs/reference/worker_protocol.md where they are not there. Errors: those of the bus.
Result<void> set_up_streams(bus::Bus& bus);

/// Puts the job's document on the bus, makes the streams, and calls workers. `own` runs sets here: samples, disputed
/// ones, and blocks nobody else could run. Errors: those of the bus.
Result<std::unique_ptr<Coordinator>> make_coordinator(bus::Bus bus, const JobSpec& spec,
                                                      std::unique_ptr<optimizer::Executor> own,
                                                      CoordinatorOptions options);

}  // namespace spark::workers
