#include <fmt/format.h>

#include <algorithm>

#include "engine/draft/detail/compose.hpp"
#include "engine/draft/detail/orders.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::int64_t one = units_per_one;

std::optional<Amount> first_length(const Condition* condition) {
    if (condition == nullptr || condition->lengths.empty()) return std::nullopt;
    return condition->lengths[0];
}

Result<Trigger> compose_extreme(Composition& made, const Condition& enter, const Condition* exit,
                                std::string_view prefix) {
    const std::string entry_name = fmt::format("{}entry", prefix);
    const std::string leave_name = fmt::format("{}leave", prefix);
    SPARK_TRY(const std::int64_t entry, put_window(made,
                                                   {.name = entry_name,
                                                    .en = "Bars whose extreme has to be broken to enter.",
                                                    .tr = "Giriş için aşılması gereken uç değerin bar sayısı.",
                                                    .usual = 20,
                                                    .least = 1},
                                                   first_length(&enter)));
    SPARK_TRY(const std::int64_t leave, put_window(made,
                                                   {.name = leave_name,
                                                    .en = "Bars whose extreme has to be broken to leave.",
                                                    .tr = "Çıkış için aşılması gereken uç değerin bar sayısı.",
                                                    .usual = std::max<std::int64_t>(1, entry / 2),
                                                    .least = 1},
                                                   first_length(exit)));
    static_cast<void>(leave);
    const std::string highest = fmt::format("{}highest", prefix);
    const std::string lowest = fmt::format("{}lowest", prefix);
    const Why why = said(enter.span, "the extreme of the bars before", "önceki barların ucu");
    made.sheet.put_text("let", highest, fmt::format("ta.highest(high, {})[1]", entry_name), why);
    made.sheet.put_text("let", lowest, fmt::format("ta.lowest(low, {})[1]", entry_name), why);
    const Rule up{fmt::format("close > {}", highest), fmt::format("close < {}", lowest)};
    const Rule down{up.for_short, up.for_long};
    // A new low that is bought expects a recovery; a new high a trend.
    const bool is_low = enter.type == Concept::lowest;
    Trigger trigger{.family = Family::breakout, .name = fmt::format("breakout{}", entry)};
    trigger.enter = is_low ? down : up;
    trigger.exit = {fmt::format("close < ta.lowest(low, {})[1]", leave_name),
                    fmt::format("close > ta.highest(high, {})[1]", leave_name)};
    const bool leaves_high = exit != nullptr ? exit->type == Concept::highest : is_low;
    if (leaves_high) std::swap(trigger.exit.for_long, trigger.exit.for_short);
    trigger.exit_why = assumed("the opposite extreme of half the bars", "barların yarısının karşı ucu");
    trigger.en = is_low
                     ? "Buys at a new low of the bars before, leaves at a new high of a shorter time"
                     : "Buys when the close breaks the highest high of the bars before, leaves under the lowest low of "
                       "a shorter time";
    trigger.tr =
        is_low ? "Önceki barların yeni dibinde alır, daha kısa sürenin yeni zirvesinde çıkar"
               : "Kapanış önceki barların en yükseğini aşınca girer, daha kısa sürenin en düşüğünün altında çıkar";
    return trigger;
}

Result<Trigger> compose_range(Composition& made, const Condition& enter, std::string_view prefix) {
    if (made.timeframe.length() >= std::chrono::hours(24)) {
        return refuse_at(
            enter.span,
            fmt::format("found an opening range with bars of {}, allowed shorter than a day", made.timeframe.text()),
            "say a shorter timeframe, for example 15m");
    }
    const std::string name = fmt::format("{}range_bars", prefix);
    const std::int64_t hour = std::max<std::int64_t>(1, 3'600 / made.timeframe.length().count());
    SPARK_TRY(const std::int64_t bars, put_window(made,
                                                  {.name = name,
                                                   .en = "Bars of the opening range, from 00:00 UTC on.",
                                                   .tr = "Açılış aralığının bar sayısı, 00:00 UTC'den başlayarak.",
                                                   .usual = hour,
                                                   .least = 1},
                                                  first_length(&enter)));
    const Why why = said(enter.span, "the opening range of the UTC day", "UTC gününün açılış aralığı");
    made.sheet.put_text("let", "day_bars", "ta.barssince(time % 86400000 == 0)", why);
    made.sheet.put_text("let", "range_high",
                        fmt::format("ta.valuewhen(day_bars == {0} - 1, ta.highest(high, {0}), 0)", name), why);
    made.sheet.put_text("let", "range_low",
                        fmt::format("ta.valuewhen(day_bars == {0} - 1, ta.lowest(low, {0}), 0)", name), why);
    Trigger trigger{.family = Family::breakout, .name = fmt::format("openingRange{}", bars)};
    trigger.enter = {fmt::format("day_bars >= {} and ta.crossover(close, range_high)", name),
                     fmt::format("day_bars >= {} and ta.crossunder(close, range_low)", name)};
    const std::string day_end = day_end_text(made);
    trigger.exit = {day_end, day_end};
    trigger.exit_why = assumed("the last bar of the day", "günün son barı");
    trigger.en = "Buys when the close breaks the opening range of the UTC day, leaves at its end";
    trigger.tr = "Kapanış UTC gününün açılış aralığını kırınca girer, gün sonunda çıkar";
    return trigger;
}

Result<Trigger> compose_volatility(Composition& made, const Condition& enter, std::string_view prefix) {
    const std::string length_name = fmt::format("{}length", prefix);
    const std::string factor_name = fmt::format("{}factor", prefix);
    const std::string span_name = fmt::format("{}true_range", prefix);
    SPARK_TRY(const std::int64_t length, put_window(made,
                                                    {.name = length_name,
                                                     .en = "Length of the average true range.",
                                                     .tr = "Ortalama gerçek aralığın uzunluğu.",
                                                     .usual = 14},
                                                    first_length(&enter)));
    SPARK_TRY(put_level(made,
                        {.name = factor_name,
                         .en = "Average true ranges the close has to move.",
                         .tr = "Kapanışın gitmesi gereken ortalama gerçek aralık sayısı.",
                         .usual = one * 3 / 2,
                         .least = one / 2,
                         .most = 5 * one,
                         .step = one / 10},
                        enter.width));
    made.sheet.put_text("let", span_name, fmt::format("ta.atr({})", length_name),
                        said(enter.span, "the average true range", "ortalama gerçek aralık"));
    Trigger trigger{.family = Family::breakout, .name = fmt::format("volatilityBreakout{}", length)};
    const std::string up = fmt::format("close > close[1] + {} * {}[1]", factor_name, span_name);
    const std::string down = fmt::format("close < close[1] - {} * {}[1]", factor_name, span_name);
    trigger.enter = enter.direction < 0 ? Rule{down, up} : Rule{up, down};
    trigger.exit = enter.direction < 0 ? Rule{up, down} : Rule{down, up};
    trigger.exit_why = assumed("a move of the same size the other way", "aynı büyüklükte ters hareket");
    trigger.en =
        "Buys when the close moves from the last one by a multiple of the average true range, leaves on a move "
        "the other way";
    trigger.tr = "Kapanış öncekinden ortalama gerçek aralığın katı kadar uzaklaşınca girer, ters harekette çıkar";
    return trigger;
}

}  // namespace

Result<Trigger> compose_breakout(Composition& made, const Condition& enter, const Condition* exit,
                                 std::string_view prefix) {
    if (enter.kind == ConditionKind::extreme) return compose_extreme(made, enter, exit, prefix);
    if (enter.kind == ConditionKind::opening_range) return compose_range(made, enter, prefix);
    if (enter.kind == ConditionKind::volatility) return compose_volatility(made, enter, prefix);
    SPARK_TRY(const Filter filter, compose_filter(made, enter, prefix));
    Trigger trigger{.family = Family::breakout, .name = "volumeBreakout"};
    trigger.enter = {fmt::format("{} and close > open", filter.rule.for_long),
                     fmt::format("{} and close < open", filter.rule.for_short)};
    trigger.exit = {"close < ta.lowest(low, 10)[1]", "close > ta.highest(high, 10)[1]"};
    trigger.exit_why = assumed("the lowest low of the ten bars before", "önceki on barın en düşüğü");
    trigger.en = "Buys on a rising bar with much volume, leaves under the lowest low of ten bars";
    trigger.tr = "Yüksek hacimli yükselen barda girer, on barın en düşüğünün altında çıkar";
    return trigger;
}

}  // namespace spark::draft::detail
