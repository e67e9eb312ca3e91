#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/intake/intake.hpp"
#include "foundation/base/assert.hpp"

namespace spark::intake::testing {

/// A request that reads hourly candles and whose `now` lies after every test's bars.
inline IntakeRequest hourly() {
    IntakeRequest request;
    request.timeframe = Timeframe::of(std::chrono::hours(1));
    request.now = wall_time_of_ms(4'000'000'000'000);
    return request;
}

inline IntakeRequest daily() {
    IntakeRequest request = hourly();
    request.timeframe = Timeframe::of(std::chrono::days(1));
    return request;
}

/// Reads texts as if they were the files `a.csv`, `b.csv`, … of one call.
inline Result<Intake> read_texts(const IntakeRequest& request, const std::vector<std::string>& texts) {
    std::vector<NamedSource> sources;
    char name = 'a';
    for (const std::string& text : texts) {
        const wire::ByteSourceLimits limits{.gzip_output_bytes_max = request.limits.gzip_output_bytes_max,
                                            .gzip_output_setting = "ingest.gzip_output_bytes_max"};
        SPARK_TRY(wire::ByteSource source, wire::ByteSource::of_memory(text, std::string(1, name) + ".csv", limits));
        sources.push_back({std::string(1, name++) + ".csv", std::move(source)});
    }
    return read_candles_from(request, std::move(sources));
}

inline Result<Intake> read_text(const IntakeRequest& request, const std::string& text) {
    return read_texts(request, {text});
}

}  // namespace spark::intake::testing
