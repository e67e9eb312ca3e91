#include "engine/draft/detail/compose.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/draft/detail/orders.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {

void Composition::notice(std::string code, std::string en, std::string tr) {
    const bool is_known = std::ranges::any_of(notices, [&](const Notice& other) { return other.code == code; });
    if (!is_known) notices.push_back({std::move(code), std::move(en), std::move(tr)});
}

Why said(const PromptSpan& words, std::string en, std::string tr) { return {std::move(en), std::move(tr), words}; }

Why assumed(std::string en, std::string tr) { return {std::move(en), std::move(tr), std::nullopt}; }

Why said_or(const std::optional<Amount>& amount, std::string en, std::string tr) {
    return amount ? said(amount->span, std::move(en), std::move(tr)) : assumed(std::move(en), std::move(tr));
}

namespace {

/// Averages counted in days over shorter bars are those of days.
bool is_longer(const Composition& made, const std::optional<Amount>& said) {
    if (!said) return false;
    const std::int64_t each = seconds_of(said->measure);
    const std::int64_t bar = made.timeframe.length().count();
    return each > bar && each % bar == 0;
}

}  // namespace

Result<std::int64_t> bars_of(const Composition& made, const Amount& amount) {
    const std::int64_t each = seconds_of(amount.measure);
    const Int128 bar = made.timeframe.length().count();
    const Int128 total = static_cast<Int128>(amount.value) * (each == 0 ? bar : Int128{each});
    const Int128 whole = bar * units_per_one;
    const Int128 bars = total / whole;
    if (total % whole != 0 || bars < 1 || bars > 10'000) {
        return refuse_at(amount.span,
                         fmt::format("found {} as a number of bars, allowed whole bars of {} from 1 to 10000",
                                     format_units(amount.value), made.timeframe.text()),
                         "say a whole number of bars");
    }
    return static_cast<std::int64_t>(bars);
}

Result<std::int64_t> put_window(Composition& made, const Window& window, const std::optional<Amount>& said_bars) {
    std::int64_t bars = window.usual;
    if (said_bars) {
        const bool is_of_longer = window.is_average && is_longer(made, said_bars);
        const Amount amount{said_bars->value, is_of_longer ? Measure::none : said_bars->measure, said_bars->span};
        SPARK_TRY(bars, bars_of(made, amount));
    }
    Knob knob{.name = window.name,
              .value = bars * units_per_one,
              .least = std::max(window.least, bars / 2) * units_per_one,
              .most = std::max(bars * 2, bars + 10) * units_per_one,
              .step = units_per_one,
              .unit = "bars",
              .en = window.en,
              .tr = window.tr};
    fit(knob);
    made.sheet.put_knob(knob, said_bars ? said(said_bars->span, "length said", "söylenen uzunluk")
                                        : assumed("the usual length", "alışılmış uzunluk"));
    return bars;
}

Result<void> put_level(Composition& made, const Level& level, const std::optional<Amount>& said_level) {
    Knob knob{.name = level.name,
              .is_whole = false,
              .value = said_level ? said_level->value : level.usual,
              .least = level.least,
              .most = level.most,
              .step = level.step,
              .unit = level.unit,
              .en = level.en,
              .tr = level.tr};
    fit(knob);
    made.sheet.put_knob(knob, said_level ? said(said_level->span, "value said", "söylenen değer")
                                         : assumed("the usual value", "alışılmış değer"));
    return {};
}

std::string_view average_name(Concept type) {
    switch (type) {
        case Concept::ema: return "ema";
        case Concept::wma: return "wma";
        case Concept::hma: return "hma";
        case Concept::rma: return "rma";
        case Concept::dema: return "dema";
        case Concept::tema: return "tema";
        case Concept::vwma: return "vwma";
        case Concept::kama: return "kama";
        case Concept::vwap: return "vwap";
        default: return "sma";
    }
}

std::string average_text(Composition& made, Concept type, std::string_view length,
                         const std::optional<Amount>& said_bars) {
    if (type == Concept::vwap) return "ta.vwap";
    if (type == Concept::average)
        made.notice("average_type_assumed", "no kind of average was said: the simple one is taken",
                    "ortalamanın türü söylenmedi: basit ortalama alındı");
    const std::string text = fmt::format("ta.{}(close, {})", average_name(type), length);
    if (!is_longer(made, said_bars)) return text;
    return fmt::format("tf('{}', {})", Timeframe::of(std::chrono::seconds(seconds_of(said_bars->measure))).text(),
                       text);
}

std::string relation_text(std::string_view a, std::string_view b, int direction, bool is_event) {
    if (is_event) return fmt::format("ta.{}({}, {})", direction >= 0 ? "crossover" : "crossunder", a, b);
    return fmt::format("{} {} {}", a, direction >= 0 ? ">" : "<", b);
}

std::string day_end_text(Composition& made) {
    made.notice("day_is_utc", "days begin at 00:00 UTC", "günler 00:00 UTC'de başlar");
    return fmt::format("time % 86400000 >= {}", 86'400'000 - 1'000 * made.timeframe.length().count());
}

Condition mirrored(const Condition& condition) {
    Condition made = condition;
    made.direction = -condition.direction;
    const auto turn = [&](std::optional<Amount>& amount) {
        if (!amount) return;
        const std::int64_t hundred = 100 * units_per_one;
        if (condition.kind == ConditionKind::zscore || condition.type == Concept::cci) amount->value = -amount->value;
        if (condition.kind != ConditionKind::oscillator || condition.type == Concept::cci) return;
        amount->value = condition.type == Concept::williams ? -hundred - amount->value : hundred - amount->value;
    };
    turn(made.level);
    turn(made.level_high);
    if (condition.line == Concept::upper_band) made.line = Concept::lower_band;
    if (condition.line == Concept::lower_band) made.line = Concept::upper_band;
    if (condition.type == Concept::highest) made.type = Concept::lowest;
    if (condition.type == Concept::lowest) made.type = Concept::highest;
    if (condition.type == Concept::golden_cross) made.type = Concept::death_cross;
    if (condition.type == Concept::death_cross) made.type = Concept::golden_cross;
    return made;
}

Result<Trigger> compose_trigger(Composition& made, const Condition& enter, const Condition* exit,
                                std::string_view prefix) {
    switch (enter.kind) {
        case ConditionKind::average_pair:
        case ConditionKind::price_average:
        case ConditionKind::trend: return compose_cross(made, enter, exit, prefix);
        case ConditionKind::oscillator: return compose_oscillator(made, enter, exit, prefix);
        case ConditionKind::band:
        case ConditionKind::zscore: return compose_band(made, enter, exit, prefix);
        case ConditionKind::extreme:
        case ConditionKind::opening_range:
        case ConditionKind::volatility:
        case ConditionKind::volume: return compose_breakout(made, enter, exit, prefix);
        case ConditionKind::macd:
        case ConditionKind::supertrend:
        case ConditionKind::adx:
        case ConditionKind::roc:
        case ConditionKind::past_price:
        case ConditionKind::day_end: break;
    }
    return compose_momentum(made, enter, exit, prefix);
}

}  // namespace spark::draft::detail
