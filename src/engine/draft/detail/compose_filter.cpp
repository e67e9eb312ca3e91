#include <fmt/format.h>

#include <algorithm>

#include "engine/draft/detail/compose.hpp"
#include "engine/draft/detail/operands.hpp"
#include "engine/draft/detail/orders.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::int64_t one = units_per_one;

std::optional<Amount> first_length(const Condition& condition) {
    return condition.lengths.empty() ? std::nullopt : std::optional(condition.lengths[0]);
}

Result<Filter> compose_trend(Composition& made, const Condition& condition, std::string_view prefix) {
    const std::string length_name = fmt::format("{}length", prefix);
    const std::string average = fmt::format("{}average", prefix);
    const Concept type = condition.kind == ConditionKind::trend ? Concept::average : condition.type;
    const std::optional<Amount> length = first_length(condition);
    if (type != Concept::vwap) {
        SPARK_TRY(const std::int64_t bars, put_window(made,
                                                      {.name = length_name,
                                                       .en = "Length of the average that tells the trend.",
                                                       .tr = "Trendi gösteren ortalamanın uzunluğu.",
                                                       .usual = 200,
                                                       .is_average = true},
                                                      length));
        static_cast<void>(bars);
    }
    made.sheet.put_text("let", average, average_text(made, type, length_name, length),
                        said(condition.span, "the average of the sentence", "cümledeki ortalama"));
    const int direction = condition.direction == 0 ? 1 : condition.direction;
    return Filter{.rule = {relation_text("close", average, direction, condition.is_event),
                           relation_text("close", average, -direction, condition.is_event)},
                  .en = direction > 0 ? "above a long average" : "below a long average",
                  .tr = direction > 0 ? "uzun ortalamanın üstünde" : "uzun ortalamanın altında"};
}

Result<Filter> compose_strength(Composition& made, const Condition& condition, std::string_view prefix) {
    const std::string length_name = fmt::format("{}adx_length", prefix == "filter_" ? "" : prefix);
    const std::string least_name = fmt::format("{}adx_level", prefix == "filter_" ? "" : prefix);
    SPARK_TRY(const std::int64_t bars, put_window(made,
                                                  {.name = length_name,
                                                   .en = "Length of the directional index.",
                                                   .tr = "Yön endeksinin uzunluğu.",
                                                   .usual = 14},
                                                  first_length(condition)));
    static_cast<void>(bars);
    SPARK_TRY(put_level(made,
                        {.name = least_name,
                         .en = "ADX from which the market counts as trending.",
                         .tr = "Piyasanın trendde sayıldığı ADX değeri.",
                         .usual = 25 * one,
                         .least = 10 * one,
                         .most = 50 * one,
                         .step = one},
                        condition.level));
    const std::string text = relation_text(fmt::format("ta.adx({})", length_name), least_name,
                                           condition.direction == 0 ? 1 : condition.direction, condition.is_event);
    return Filter{.rule = {text, text}, .en = "with the ADX at its mark", .tr = "ADX çizgisine uyarken"};
}

Result<Filter> compose_volume(Composition& made, const Condition& condition, std::string_view prefix) {
    const std::string start = prefix == "filter_" ? "" : std::string(prefix);
    const std::string length_name = start + "volume_length";
    const std::string factor_name = start + "volume_factor";
    SPARK_TRY(const std::int64_t bars, put_window(made,
                                                  {.name = length_name,
                                                   .en = "Bars of the average volume.",
                                                   .tr = "Ortalama hacmin bar sayısı.",
                                                   .usual = 20},
                                                  first_length(condition)));
    static_cast<void>(bars);
    std::optional<Amount> factor = condition.width;
    if (factor && factor->measure == Measure::percent) factor->value = one + factor->value / 100;
    const std::int64_t usual = condition.type == Concept::high_volume ? one * 3 / 2 : one;
    SPARK_TRY(put_level(made,
                        {.name = factor_name,
                         .en = "Volume against its average.",
                         .tr = "Hacmin ortalamasına oranı.",
                         .usual = usual,
                         .least = one / 2,
                         .most = 5 * one,
                         .step = one / 10},
                        factor));
    const int direction = condition.direction == 0 ? 1 : condition.direction;
    const std::string text =
        relation_text("volume", fmt::format("{} * ta.sma(volume, {})", factor_name, length_name), direction, false);
    return Filter{.rule = {text, text},
                  .en = direction > 0 ? "with more volume than usual" : "with less volume than usual",
                  .tr = direction > 0 ? "hacim ortalamasının üstündeyken" : "hacim ortalamasının altındayken"};
}

Result<Filter> compose_index(Composition& made, const Condition& condition, std::string_view prefix) {
    const std::string length_name = fmt::format("{}length", prefix);
    const std::string level_name = fmt::format("{}level", prefix);
    const bool is_cci = condition.type == Concept::cci;
    const bool is_williams = condition.type == Concept::williams;
    const std::int64_t least = is_cci ? -400 : is_williams ? -100 : 0;
    const std::int64_t most = is_cci ? 400 : is_williams ? 0 : 100;
    const bool is_beyond =
        condition.level && (condition.level->value < least * one || condition.level->value > most * one);
    if (is_beyond)
        return refuse_at(condition.level->span,
                         fmt::format("found a level outside the scale, allowed {} to {}", least, most));
    const std::int64_t centre = (least + most) / 2;
    int direction = condition.direction;
    if (direction == 0) direction = !condition.level || condition.level->value >= centre * one ? 1 : -1;
    SPARK_TRY(const std::int64_t bars, put_window(made,
                                                  {.name = length_name,
                                                   .en = "Length of the index.",
                                                   .tr = "Göstergenin uzunluğu.",
                                                   .usual = is_cci ? 20 : 14},
                                                  first_length(condition)));
    static_cast<void>(bars);
    SPARK_TRY(put_level(made,
                        {.name = level_name,
                         .en = "Mark of the index.",
                         .tr = "Göstergenin çizgisi.",
                         .usual = centre * one,
                         .least = least * one,
                         .most = most * one,
                         .step = one},
                        condition.level));
    std::string series = fmt::format("ta.rsi(close, {})", length_name);
    if (condition.type == Concept::stochastic)
        series = fmt::format("ta.sma(ta.stoch(close, high, low, {}), 3)", length_name);
    if (is_cci) series = fmt::format("ta.cci(hlc3, {})", length_name);
    if (condition.type == Concept::mfi) series = fmt::format("ta.mfi(hlc3, {})", length_name);
    if (is_williams) series = fmt::format("ta.wpr({})", length_name);
    const std::string mirror = fmt::format("{} - {}", least + most, level_name);
    return Filter{.rule = {relation_text(series, level_name, direction, condition.is_event),
                           relation_text(series, mirror, -direction, condition.is_event)},
                  .en = "with an index at its mark",
                  .tr = "bir gösterge çizgisine uyarken"};
}

}  // namespace

Result<Filter> compose_filter(Composition& made, const Condition& condition, std::string_view prefix) {
    switch (condition.kind) {
        case ConditionKind::price_average:
        case ConditionKind::trend: return compose_trend(made, condition, prefix);
        case ConditionKind::adx: return compose_strength(made, condition, prefix);
        case ConditionKind::volume: return compose_volume(made, condition, prefix);
        case ConditionKind::oscillator: return compose_index(made, condition, prefix);
        default: break;
    }
    if (condition.kind == ConditionKind::day_end) {
        if (made.timeframe.length() >= std::chrono::hours(24)) {
            return refuse_at(
                condition.span,
                fmt::format("found the end of the day with bars of {}, allowed shorter ones", made.timeframe.text()));
        }
        const std::string text = day_end_text(made);
        return Filter{.rule = {text, text}, .en = "on the day's last bar", .tr = "günün son barında"};
    }
    if (condition.kind == ConditionKind::supertrend && !condition.is_event) {
        const int direction = condition.direction == 0 ? 1 : condition.direction;
        const std::string line = fmt::format("{}supertrend", prefix);
        made.sheet.put_text("let", line, "ta.supertrend(3, 10).direction",
                            said(condition.span, "the supertrend of the sentence", "cümledeki supertrend"));
        return Filter{.rule = {fmt::format("{} {} 0", line, direction > 0 ? "<" : ">"),
                               fmt::format("{} {} 0", line, direction > 0 ? ">" : "<")},
                      .en = "with the supertrend",
                      .tr = "supertrend yönünde"};
    }
    // The condition of another family: only where it begins counts, not where that family would leave.
    SPARK_TRY(Trigger trigger, compose_trigger(made, condition, nullptr, prefix));
    return Filter{.rule = std::move(trigger.enter), .en = "with another condition", .tr = "başka bir koşulla"};
}

}  // namespace spark::draft::detail
