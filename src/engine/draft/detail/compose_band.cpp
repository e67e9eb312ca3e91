#include <fmt/format.h>

#include "engine/draft/detail/compose.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::int64_t one = units_per_one;

std::string line_text(Concept line, bool is_mirrored) {
    if (line == Concept::middle_band) return "middle";
    const bool is_upper = (line == Concept::upper_band) != is_mirrored;
    return is_upper ? "upper" : "lower";
}

Result<Trigger> compose_score(Composition& made, const Condition& enter, const Condition* exit,
                              std::string_view prefix) {
    const std::string length_name = fmt::format("{}length", prefix);
    const std::string entry_name = fmt::format("{}entry", prefix);
    const std::string leave_name = fmt::format("{}leave", prefix);
    const std::string score = fmt::format("{}score", prefix);
    SPARK_TRY(const std::int64_t length,
              put_window(made,
                         {.name = length_name,
                          .en = "Length of the average and the deviation.",
                          .tr = "Ortalamanın ve sapmanın uzunluğu.",
                          .usual = 50},
                         enter.lengths.empty() ? std::nullopt : std::optional(enter.lengths[0])));
    // Two scores either side of 0: the size is the parameter, the side is the direction's.
    std::optional<Amount> level = enter.level;
    const bool is_high = level && (level->value > 0) && enter.direction > 0;
    if (level && level->value < 0) level->value = -level->value;
    SPARK_TRY(put_level(made,
                        {.name = entry_name,
                         .en = "Standard deviations from the average to enter.",
                         .tr = "Giriş için ortalamadan sapma sayısı.",
                         .usual = 2 * one,
                         .least = one,
                         .most = 4 * one,
                         .step = one / 10},
                        level));
    std::optional<Amount> out = exit != nullptr ? exit->level : std::nullopt;
    if (out && out->value < 0) out->value = -out->value;
    SPARK_TRY(put_level(made,
                        {.name = leave_name,
                         .en = "Standard deviations from the average to leave.",
                         .tr = "Çıkış için ortalamadan sapma sayısı.",
                         .usual = 0,
                         .least = 0,
                         .most = one / 2,
                         .step = one / 10},
                        out));
    if (prefix.empty())
        made.sheet.put("", "where", R"(["leave < entry"])",
                       assumed("it is left nearer to the average than entered", "girişten daha yakında çıkılır"));
    made.sheet.put_text("let", score, fmt::format("(close - ta.sma(close, {0})) / ta.stdev(close, {0})", length_name),
                        said(enter.span, "the z-score of the close", "kapanışın z-skoru"));
    const bool is_event = enter.is_event || enter.direction == 0;
    const std::string low = "-" + entry_name;
    Trigger trigger{.family = Family::band, .name = fmt::format("zscore{}", length)};
    const Rule under{relation_text(score, low, -1, is_event), relation_text(score, entry_name, 1, is_event)};
    const Rule back{relation_text(score, low, 1, is_event), relation_text(score, entry_name, -1, is_event)};
    const Rule over{relation_text(score, entry_name, 1, is_event), relation_text(score, low, -1, is_event)};
    trigger.enter = is_high ? over : (enter.direction > 0 ? back : under);
    trigger.exit = is_high
                       ? Rule{fmt::format("{} <= {}", score, leave_name), fmt::format("{} >= -{}", score, leave_name)}
                       : Rule{fmt::format("{} >= -{}", score, leave_name), fmt::format("{} <= {}", score, leave_name)};
    trigger.exit_why = assumed("the close is back at its average", "kapanış ortalamasına dönünce");
    trigger.en = "Buys when the close lies the entry score away from its average, leaves when it is back";
    trigger.tr = "Kapanış ortalamasından giriş puanı kadar uzaktayken girer, dönünce çıkar";
    return trigger;
}

Result<std::int64_t> put_band(Composition& made, const Condition& enter, std::string_view prefix) {
    const std::string length_name = fmt::format("{}length", prefix);
    const std::string width_name = fmt::format("{}width", prefix);
    SPARK_TRY(
        const std::int64_t length,
        put_window(made, {.name = length_name, .en = "Length of the band.", .tr = "Bandın uzunluğu.", .usual = 20},
                   enter.lengths.empty() ? std::nullopt : std::optional(enter.lengths[0])));
    const bool is_donchian = enter.type == Concept::donchian;
    const bool is_keltner = enter.type == Concept::keltner;
    if (!is_donchian) {
        SPARK_TRY(put_level(made,
                            {.name = width_name,
                             .en = is_keltner ? "Half width of the channel in average true ranges."
                                              : "Half width of the band in standard deviations.",
                             .tr = is_keltner ? "Kanalın yarı genişliği, ortalama gerçek aralık olarak."
                                              : "Bandın yarı genişliği, standart sapma olarak.",
                             .usual = 2 * one,
                             .least = one,
                             .most = 4 * one,
                             .step = one / 10},
                            enter.width));
    }
    const std::string call = is_donchian  ? fmt::format("ta.donchian({})", length_name)
                             : is_keltner ? fmt::format("ta.keltner({}, {}, 10)", length_name, width_name)
                                          : fmt::format("ta.bb(close, {}, {})", length_name, width_name);
    // A channel of extremes holds the bar itself, which therefore never closes beyond it.
    const std::string_view history = is_donchian ? "[1]" : "";
    for (const std::string_view line : {"upper", "middle", "lower"}) {
        made.sheet.put_text("let", fmt::format("{}{}", prefix, line), fmt::format("{}.{}{}", call, line, history),
                            said(enter.span, "the band of the sentence", "cümledeki bant"));
    }
    return length;
}

std::string beyond_text(const Condition& condition, std::string_view line, int direction, bool is_touch) {
    if (is_touch) {
        return direction < 0 ? fmt::format("low <= {}", line) : fmt::format("high >= {}", line);
    }
    return relation_text("close", line, direction, condition.is_event || condition.direction == 0);
}

}  // namespace

Result<Trigger> compose_band(Composition& made, const Condition& enter, const Condition* exit,
                             std::string_view prefix) {
    if (enter.kind == ConditionKind::zscore) return compose_score(made, enter, exit, prefix);
    SPARK_TRY(const std::int64_t length, put_band(made, enter, prefix));
    const bool is_upper = enter.line == Concept::upper_band;
    const Concept line = enter.line == Concept::unknown ? Concept::lower_band : enter.line;
    // Coming back into the band is upward through the lower line and downward through the upper one.
    int direction = enter.direction;
    if (enter.is_back) direction = is_upper ? -1 : 1;
    const bool is_touch = enter.is_touch && !enter.is_back;
    if (direction == 0) direction = is_touch ? (is_upper ? 1 : -1) : 1;
    const std::string own = fmt::format("{}{}", prefix, line_text(line, false));
    const std::string other = fmt::format("{}{}", prefix, line_text(line, true));
    const bool is_break = is_upper && direction > 0 && !is_touch;
    const std::string middle = fmt::format("{}middle", prefix);
    const std::string_view name = enter.type == Concept::keltner    ? "keltner"
                                  : enter.type == Concept::donchian ? "donchianBand"
                                                                    : "bollinger";
    Trigger trigger{.family = is_break ? Family::breakout : Family::band, .name = fmt::format("{}{}", name, length)};
    trigger.enter = {beyond_text(enter, own, direction, is_touch), beyond_text(enter, other, -direction, is_touch)};
    const int leaves = is_break ? -1 : 1;
    trigger.exit = {relation_text("close", middle, leaves, true), relation_text("close", middle, -leaves, true)};
    if (exit != nullptr && exit->line != Concept::unknown && exit->line != Concept::middle_band) {
        const bool is_exit_upper = exit->line == Concept::upper_band;
        const int goes = exit->direction != 0 ? exit->direction : (is_exit_upper ? 1 : -1);
        trigger.exit = {
            beyond_text(*exit, fmt::format("{}{}", prefix, line_text(exit->line, false)), goes, exit->is_touch),
            beyond_text(*exit, fmt::format("{}{}", prefix, line_text(exit->line, true)), -goes, exit->is_touch)};
    } else if (exit != nullptr && exit->is_touch) {
        trigger.exit = {fmt::format("high >= {}", middle), fmt::format("low <= {}", middle)};
    }
    trigger.exit_why = is_break ? assumed("the close is back under the middle", "kapanış orta çizginin altına dönünce")
                                : assumed("the close reaches the middle", "kapanış orta çizgiye ulaşınca");
    trigger.en = is_break ? "Buys when the close breaks the upper band, leaves when it falls back"
                          : "Buys at the edge of the band, leaves nearer to the other side";
    trigger.tr = is_break ? "Kapanış üst bandı kırınca girer, geri düşünce çıkar"
                          : "Bandın kenarında girer, öbür tarafa yaklaşınca çıkar";
    return trigger;
}

}  // namespace spark::draft::detail
