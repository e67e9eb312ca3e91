#include <benchmark/benchmark.h>

#include <vector>

#include "foundation/crypto/checksum.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::crypto {
namespace {

constexpr std::int64_t column_bytes = 8'000'000;  // one column of a million bars

void sha256_of_a_column(benchmark::State& state) {
    const std::vector<std::byte> bytes(column_bytes, std::byte{7});
    for (auto _ : state) benchmark::DoNotOptimize(sha256(bytes));
    state.SetBytesProcessed(state.iterations() * column_bytes);
}
BENCHMARK(sha256_of_a_column)->Unit(benchmark::kMillisecond);

void checksum_of_a_column(benchmark::State& state) {
    const std::vector<std::byte> bytes(column_bytes, std::byte{7});
    for (auto _ : state) benchmark::DoNotOptimize(checksum128(bytes));
    state.SetBytesProcessed(state.iterations() * column_bytes);
}
BENCHMARK(checksum_of_a_column)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::crypto
