#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/market/quality.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/instrument.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market {

/// Where a data set came from: one source file, another data set, or the generator.
struct Source {
    std::string name;    ///< File name without folder, data set id, or "synth seed=7 …".
    std::string sha256;  ///< Hex of the source's bytes (as read, compressed ones compressed); empty for the generator.
    std::string format;  ///< "binance-klines", "ohlcv", "yahoo", "investing-tr", "resample", "repair", "synth".
    std::int64_t rows = 0;
};

/// What is said of a data set besides its columns. `id` is `ds_<venue>_<symbol>_<timeframe>@v<version>`.
struct DataSetInfo {
    Venue venue;
    Symbol symbol;
    Timeframe timeframe;
    bool synthetic = false;         ///< Made by the generator, or from a set that was; it stays so for ever.
    std::string calendar = "24/7";  ///< Name of the trading calendar that gaps are counted by.
    std::vector<Source> sources{};
    std::vector<std::string> steps{};  ///< Lineage, oldest first: "ingest csv", "resample 1m to 1h".
    QualityReport quality{};
};

}  // namespace spark::market
