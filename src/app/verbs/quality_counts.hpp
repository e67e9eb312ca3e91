#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "app/cli/text.hpp"
#include "engine/market/data_set_info.hpp"

namespace spark::verbs {

/// One count of the report: its JSON field and its words, so that both surfaces name the same things.
struct QualityCount {
    std::string_view field;
    std::int64_t market::QualityReport::* count;
    cli::Text words;
    bool in_line = true;  ///< False for counts that only explain another one.
};

inline constexpr std::array quality_counts{
    QualityCount{"gaps", &market::QualityReport::gaps, {"gaps", "boşluk"}},
    QualityCount{"missing", &market::QualityReport::missing, {"missing bars", "eksik bar"}},
    QualityCount{"duplicates", &market::QualityReport::duplicates, {"duplicates", "yinelenen"}},
    QualityCount{"out_of_order", &market::QualityReport::out_of_order, {"out of order", "sırasız"}},
    QualityCount{"ohlc_violations", &market::QualityReport::ohlc_violations, {"OHLC violations", "OHLC ihlali"}},
    QualityCount{"zero_volume", &market::QualityReport::zero_volume, {"zero-volume bars", "sıfır hacimli bar"}},
    QualityCount{"zero_volume_runs",
                 &market::QualityReport::zero_volume_runs,
                 {"zero-volume runs", "sıfır hacim dizisi"},
                 false},
    QualityCount{
        "truncated_close", &market::QualityReport::truncated_close, {"truncated close times", "kırpık kapanış zamanı"}},
    QualityCount{"rounded_values", &market::QualityReport::rounded_values, {"rounded values", "yuvarlanan değer"}},
    QualityCount{"rejected_rows", &market::QualityReport::rejected_rows, {"rejected rows", "reddedilen satır"}},
    QualityCount{"holiday_ghosts", &market::QualityReport::holiday_ghosts, {"bars on holidays", "tatil günü barı"}},
    QualityCount{"partial_first", &market::QualityReport::partial_first, {"partial first bar", "yarım ilk bar"}},
    QualityCount{"partial_last", &market::QualityReport::partial_last, {"partial last bar", "yarım son bar"}},
};

}  // namespace spark::verbs
