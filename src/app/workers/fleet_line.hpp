#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "adapters/bus/bus.hpp"
#include "app/cli/invocation.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/context.hpp"
#include "app/workers/coordinator.hpp"
#include "foundation/base/result.hpp"

namespace spark::workers {

/// Who a line is to the bus.
enum class Part : std::uint8_t { coordinator, worker };

/// The bus that the line's `--nats` and the flags beside it name. Errors: those of the bus; denied for a file of
/// secrets that others may read.
Result<bus::Bus> open_bus(const cli::Invocation& invocation, Part part, const std::string& name);
/// The secret of `--key-file`; empty without the flag. Errors: denied, invalid_input when it is shorter than 16 bytes.
Result<std::string> read_key(const cli::Invocation& invocation);

/// What a worker needs to run a bench's sets: its order with every rule in it, its data sets by their hash.
struct BenchFiles {
    JobSpec spec;
    std::vector<std::filesystem::path> paths;  ///< As spec.files.
};
Result<BenchFiles> files_of(const verbs::Context& context, const optimizer::Bench& bench);

/// The bench of a job's document, over data sets below `data_folder`, and the threads that run its sets.
Result<std::unique_ptr<optimizer::Executor>> open_bench(const verbs::Context& context, const JobSpec& spec,
                                                        const std::filesystem::path& data_folder, std::size_t threads);

}  // namespace spark::workers
