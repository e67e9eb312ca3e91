#include <benchmark/benchmark.h>

#include <vector>

#include "foundation/crypto/checksum.hpp"
#include "foundation/crypto/ed25519.hpp"
#include "foundation/crypto/hmac.hpp"
#include "foundation/crypto/password_hash.hpp"
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

void hash_of_a_password(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(hash_password("correct horse battery staple", {}, {}));
}
BENCHMARK(hash_of_a_password)->Unit(benchmark::kMillisecond);

void signature_of_a_checkpoint(benchmark::State& state) {
    const Ed25519Secret secret = make_ed25519_secret();
    for (auto _ : state) benchmark::DoNotOptimize(ed25519_sign(secret, "a checkpoint of about as many bytes as this"));
}
BENCHMARK(signature_of_a_checkpoint)->Unit(benchmark::kMicrosecond);

void hmac_of_a_request(benchmark::State& state) {
    const std::string key(32, 'k');
    const std::string message(120, 'm');
    for (auto _ : state) benchmark::DoNotOptimize(hmac_sha256(key, message));
}
BENCHMARK(hmac_of_a_request)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace spark::crypto
