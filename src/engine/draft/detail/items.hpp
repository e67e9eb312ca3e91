#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/draft/detail/lexicon.hpp"
#include "engine/strategy/explain.hpp"

namespace spark::draft::detail {

/// What a number counts.
enum class Measure : std::uint8_t {
    none,
    percent,
    atr,
    bars,
    seconds,
    minutes,
    hours,
    days,
    weeks,
    usd,
    lira,
    times,
    units,
    deviations
};

/// A phrase, a number with its measure, or a symbol: what the readers work on.
struct Item {
    Concept what = Concept::unknown;
    Language language = Language::both;
    PromptSpan span{};
    std::int64_t value = 0;  ///< Of a number, units of 1e-8.
    Measure measure = Measure::none;
    bool is_length = false;       ///< `200'lük`, `20-day`: a number that tells how long an indicator looks back.
    bool is_alone = false;        ///< `günlük`, `hourly`: a time without a number.
    bool is_level = false;        ///< `30'un`, `70'i`: a number that is looked at.
    bool is_conditional = false;  ///< `düşünce`, `aşarsa`.
    bool is_assumed = false;      ///< A coin without its quote.
    bool is_used = false;
    std::string text{};  ///< A symbol's name; of a number what stands behind its comma.
};

struct Items {
    std::vector<Item> list;
    strategy::Tongue tongue = strategy::Tongue::english;
};

/// The prompt as items. Precondition: valid UTF-8.
Items items_of(std::string_view prompt);

bool is_time(Measure measure);
/// Seconds of one of it; 0: it is no time of its own length.
std::int64_t seconds_of(Measure measure);

}  // namespace spark::draft::detail
