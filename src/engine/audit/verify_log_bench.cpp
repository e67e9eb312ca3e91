#include "engine/audit/verify_log.hpp"

#include <benchmark/benchmark.h>

#include "engine/audit/testing/sample_log.hpp"

namespace spark::audit {
namespace {

void verify_log_of(benchmark::State& state) {
    const testing::SampleLog log(static_cast<std::uint64_t>(state.range(0)), checkpoint_records_max, 150'000);
    std::int64_t size_bytes = 0;
    for (const auto& [name, text] : log.files) size_bytes += static_cast<std::int64_t>(text.size());
    for (auto _ : state) {
        const auto report = verify_log(log, {});
        if (!report || report->finding) state.SkipWithError("not right");
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetBytesProcessed(state.iterations() * size_bytes);
}
BENCHMARK(verify_log_of)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void chain_a_record(benchmark::State& state) {
    ChainHead head = empty_chain();
    for (auto _ : state) {
        const ChainedRecord next = chained_after(head, testing::sample_record(head.sequence + 1));
        head = {.sequence = next.record.sequence, .hash = next.record.hash};
    }
}
BENCHMARK(chain_a_record);

}  // namespace
}  // namespace spark::audit
