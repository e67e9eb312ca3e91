#include "adapters/store/testing/sample_data_sets.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include "foundation/base/assert.hpp"
#include "foundation/base/rng.hpp"

namespace spark::store::testing {
TemporaryFolder::TemporaryFolder(Place place) {
    const std::filesystem::path memory = "/dev/shm";
    const bool use_memory = place == Place::in_memory && ::access(memory.c_str(), W_OK) == 0;
    std::string name = ((use_memory ? memory : std::filesystem::temp_directory_path()) / "spark_store_XXXXXX").string();
    SPARK_ASSERT(::mkdtemp(name.data()) != nullptr);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

market::CandleTable sample_table(std::size_t rows, std::uint64_t seed, bool wide_volume) {
    constexpr std::int64_t hour_ns = 3'600'000'000'000;
    market::CandleTable table;
    table.reserve(rows);
    Rng rng(seed);
    std::int64_t price = 2'000'000'000'000;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::uint64_t random = rng.bits();
        const auto step = static_cast<std::int64_t>(random % 2'000'001) - 1'000'000;
        Int128 volume = static_cast<Int128>(random >> 20U);
        if (wide_volume && row % 3 == 0) volume = (volume << 60) + 1;
        const std::int64_t open = price;
        price = std::max<std::int64_t>(price + step, 1'000'001);
        table.push_back(static_cast<std::int64_t>(row) * hour_ns, open, std::max(open, price) + 7,
                        std::min(open, price) - 7, price, volume);
    }
    return table;
}

market::DataSetInfo sample_info() {
    market::DataSetInfo info{.venue = Venue::parse("binance").value(),
                             .symbol = Symbol::parse("BTCUSDT").value(),
                             .timeframe = Timeframe::parse("1h").value(),
                             .sources = {{.name = "klines.csv.gz",
                                          .sha256 = std::string(64, 'a'),
                                          .format = "binance-klines",
                                          .rows = 26'303}},
                             .steps = {"ingest csv"},
                             .quality = {}};
    info.quality.rows = 26'303;
    info.quality.gaps = 1;
    info.quality.missing = 1;
    info.quality.clock_unit = "ms";
    info.quality.gap_list = {
        {.after = wall_time_of_ms(1'679'634'000'000), .before = wall_time_of_ms(1'679'641'200'000), .missing = 1}};
    info.quality.findings = {
        {.kind = "zero_volume", .time = wall_time_of_ms(1'679'634'000'000), .detail = "volume is 0 – “quoted”"}};
    return info;
}

std::vector<std::byte> bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

void put_bytes(const std::filesystem::path& path, const std::vector<std::byte>& bytes) {
    std::filesystem::remove(path);
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    SPARK_ASSERT(file.good());
}

std::vector<std::string> files_below(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().filename() != ".lock")
            names.push_back(entry.path().lexically_relative(folder).string());
    }
    std::ranges::sort(names);
    return names;
}

bool same_rows(const market::CandleColumns& a, const market::CandleColumns& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t bar = 0; bar < a.size(); ++bar) {
        const bool same = a.open_time_ns[bar] == b.open_time_ns[bar] && a.open[bar] == b.open[bar] &&
                          a.high[bar] == b.high[bar] && a.low[bar] == b.low[bar] && a.close[bar] == b.close[bar] &&
                          a.volume_at(bar) == b.volume_at(bar);
        if (!same) return false;
    }
    return true;
}

}  // namespace spark::store::testing
