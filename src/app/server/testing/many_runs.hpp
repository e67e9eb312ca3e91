#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace spark::server::testing {

/// Id of run `index` that write_runs makes.
std::string run_id(std::size_t index);

/// An evidence folder of backtests [first, first + count), written at once and without waiting for the disk: documents
/// with what lists read, right manifests, a right chain. Called again with what follows it appends.
void write_runs(const std::filesystem::path& evidence, std::size_t first, std::size_t count);

}  // namespace spark::server::testing
