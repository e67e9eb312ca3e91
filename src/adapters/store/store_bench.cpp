#include <benchmark/benchmark.h>

#include <cstdlib>

#include "adapters/store/data_folder.hpp"
#include "adapters/store/detail/data_set_writer.hpp"
#include "adapters/store/testing/sample_data_sets.hpp"

namespace spark::store {
namespace {

using testing::TemporaryFolder;

constexpr std::size_t bars = 1'000'000;

/// A million bars, and a folder that holds them as version 1.
struct Saved {
    Saved()
        : folder(DataFolder::open(temporary.path(), {.create = true}).value()), table(testing::sample_table(bars, 1)) {
        if (!folder.save(testing::sample_info(), table.columns())) std::abort();
    }
    TemporaryFolder temporary{TemporaryFolder::Place::on_disk};
    DataFolder folder;
    market::CandleTable table;
};

void open_a_million_bars(benchmark::State& state) {
    const Saved at;
    for (auto _ : state) benchmark::DoNotOptimize(at.folder.open_data_set("ds_binance_BTCUSDT_1h").value().columns());
}
BENCHMARK(open_a_million_bars)->Unit(benchmark::kMillisecond);

/// Opened anew each time, so that every page has to be found again as in a process that has just started.
void open_and_check_a_million_bars(benchmark::State& state) {
    const Saved at;
    for (auto _ : state) {
        const MappedDataSet data_set = at.folder.open_data_set("ds_binance_BTCUSDT_1h").value();
        if (!data_set.check_columns()) state.SkipWithError("damaged");
    }
}
BENCHMARK(open_and_check_a_million_bars)->Unit(benchmark::kMillisecond)->UseRealTime();

void verify_a_million_bars(benchmark::State& state) {
    const Saved at;
    for (auto _ : state) {
        const MappedDataSet data_set = at.folder.open_data_set("ds_binance_BTCUSDT_1h").value();
        if (!data_set.check_identity()) state.SkipWithError("damaged");
    }
}
BENCHMARK(verify_a_million_bars)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The sums alone; MeasureProcessCPUTime counts the helping threads.
void sums_of_a_million_bars(benchmark::State& state) {
    const market::CandleTable table = testing::sample_table(bars, 1);
    for (auto _ : state) benchmark::DoNotOptimize(detail::draft_of(testing::sample_info(), table.columns()));
}
BENCHMARK(sums_of_a_million_bars)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void save_a_million_bars(benchmark::State& state) {
    for (auto _ : state) {
        state.PauseTiming();
        const TemporaryFolder temporary{TemporaryFolder::Place::on_disk};
        DataFolder folder = DataFolder::open(temporary.path(), {.create = true}).value();
        const market::CandleTable table = testing::sample_table(bars, 1);
        state.ResumeTiming();
        if (!folder.save(testing::sample_info(), table.columns())) state.SkipWithError("not saved");
    }
}
BENCHMARK(save_a_million_bars)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void save_a_million_bars_that_are_there(benchmark::State& state) {
    Saved at;
    for (auto _ : state) {
        if (at.folder.save(testing::sample_info(), at.table.columns()).value().is_new)
            state.SkipWithError("saved twice");
    }
}
BENCHMARK(save_a_million_bars_that_are_there)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace spark::store
