#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/draft/detail/compose.hpp"
#include "engine/draft/detail/orders.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::int64_t one = units_per_one;

/// An oscillator's scale and its usual marks.
struct Scale {
    Concept type;
    std::string_view name;
    std::string_view title;
    std::int64_t length;
    std::int64_t least;
    std::int64_t most;
    std::int64_t low;
    std::int64_t high;
    std::int64_t step;
};
constexpr std::array scales{
    Scale{Concept::rsi, "rsi", "RSI", 14, 0, 100, 30, 70, 1},
    Scale{Concept::stochastic, "stochastic", "stochastic", 14, 0, 100, 20, 80, 1},
    Scale{Concept::cci, "cci", "CCI", 20, -400, 400, -100, 100, 10},
    Scale{Concept::mfi, "mfi", "MFI", 14, 0, 100, 20, 80, 1},
    Scale{Concept::williams, "williams", "Williams %R", 14, -100, 0, -80, -20, 1},
};

const Scale& scale_of(Concept type) {
    const auto found = std::ranges::find(scales, type, &Scale::type);
    return found == scales.end() ? scales[0] : *found;
}

std::string series_text(Concept type, std::string_view length, const std::vector<Amount>& lengths) {
    switch (type) {
        case Concept::stochastic: {
            const std::int64_t smooth = lengths.size() > 1 ? std::max<std::int64_t>(1, lengths[1].value / one) : 3;
            return fmt::format("ta.sma(ta.stoch(close, high, low, {}), {})", length, smooth);
        }
        case Concept::cci: return fmt::format("ta.cci(hlc3, {})", length);
        case Concept::mfi: return fmt::format("ta.mfi(hlc3, {})", length);
        case Concept::williams: return fmt::format("ta.wpr({})", length);
        default: return fmt::format("ta.rsi(close, {})", length);
    }
}

Result<void> check_level(const Scale& scale, const std::optional<Amount>& level) {
    if (!level) return {};
    if (level->value >= scale.least * one && level->value <= scale.most * one) return {};
    return refuse_at(level->span, fmt::format("found the level {} of {}, allowed {} to {}", format_units(level->value),
                                              scale.title, scale.least, scale.most));
}

/// Two marks: where it is entered and where it is left.
struct Marks {
    std::optional<Amount> low{};
    std::optional<Amount> high{};
    std::int64_t low_usual = 0;
    std::int64_t high_usual = 0;
    bool enters_low = true;  ///< The entry looks at the low mark.
    bool is_one = false;     ///< Entry and exit at the same level.
};

Marks marks_of(const Scale& scale, const Condition& enter, const Condition* exit) {
    Marks marks{.low_usual = scale.low * one, .high_usual = scale.high * one};
    const std::int64_t centre = (scale.least + scale.most) * one / 2;
    const std::optional<Amount> out = exit != nullptr ? exit->level : enter.level_high;
    if (!enter.level) {
        marks.enters_low = enter.direction <= 0;
        if (out) (marks.enters_low ? marks.high : marks.low) = out;
        return marks;
    }
    const std::int64_t in = enter.level->value;
    const std::int64_t mirror = scale.least * one + scale.most * one - in;
    if (out ? in == out->value : in == centre) {
        marks.is_one = true;
        marks.low = enter.level;
        return marks;
    }
    marks.enters_low = out ? in < out->value : in < centre;
    (marks.enters_low ? marks.low : marks.high) = enter.level;
    (marks.enters_low ? marks.high : marks.low) = out;
    // The other mark lies as far on the other side; one that was said is nearer than the usual one.
    (marks.enters_low ? marks.high_usual : marks.low_usual) = mirror;
    return marks;
}

Level mark_level(const Scale& scale, std::string name, bool is_low, std::int64_t usual) {
    const std::int64_t middle = (scale.least + scale.most) / 2;
    const std::int64_t edge = (scale.most - scale.least) / 20;
    return {
        .name = std::move(name),
        .en = is_low ? "Mark below which the market counts as oversold." : "Mark above which it counts as overbought.",
        .tr = is_low ? "Altında piyasanın aşırı satılmış sayıldığı çizgi."
                     : "Üstünde piyasanın aşırı alınmış sayıldığı çizgi.",
        .usual = usual,
        .least = (is_low ? scale.least + edge : middle) * one,
        .most = (is_low ? middle : scale.most - edge) * one,
        .step = scale.step * one};
}

}  // namespace

Result<Trigger> compose_oscillator(Composition& made, const Condition& enter, const Condition* exit,
                                   std::string_view prefix) {
    const Scale& scale = scale_of(enter.type);
    SPARK_TRY(check_level(scale, enter.level));
    SPARK_TRY(check_level(scale, enter.level_high));
    if (exit != nullptr) SPARK_TRY(check_level(scale, exit->level));
    const std::optional<Amount> length_said =
        enter.lengths.empty()
            ? (exit != nullptr && !exit->lengths.empty() ? std::optional(exit->lengths[0]) : std::nullopt)
            : std::optional(enter.lengths[0]);
    const std::string length_name = fmt::format("{}length", prefix);
    SPARK_TRY(
        const std::int64_t length,
        put_window(
            made,
            {.name = length_name, .en = "Length of the index.", .tr = "Göstergenin uzunluğu.", .usual = scale.length},
            length_said));
    const Marks marks = marks_of(scale, enter, exit);
    const std::string low_name = prefix.empty() ? (marks.is_one ? "level" : "oversold") : fmt::format("{}low", prefix);
    const std::string high_name = prefix.empty() ? "overbought" : fmt::format("{}high", prefix);
    SPARK_TRY(put_level(made, mark_level(scale, low_name, true, marks.low_usual), marks.low));
    const std::string& low = low_name;
    const std::string high = marks.is_one ? low : high_name;
    if (!marks.is_one) {
        SPARK_TRY(put_level(made, mark_level(scale, high_name, false, marks.high_usual), marks.high));
        if (prefix.empty())
            made.sheet.put("", "where", R"(["oversold < overbought"])",
                           assumed("the low mark lies under the high one", "alt çizgi üst çizginin altındadır"));
    }
    const std::string series = fmt::format("{}strength", prefix);
    made.sheet.put_text(
        "let", series, series_text(enter.type, length_name, enter.lengths),
        said(enter.span, fmt::format("the {} of the sentence", scale.title), fmt::format("cümledeki {}", scale.title)));

    const int direction = enter.direction != 0 ? enter.direction : (marks.enters_low && !marks.is_one ? -1 : 1);
    const bool is_event = enter.is_event || enter.direction == 0;
    const std::string& in = marks.enters_low ? low : high;
    const std::string& out = marks.enters_low ? high : low;
    const int exit_direction = exit != nullptr && exit->direction != 0 ? exit->direction
                               : marks.is_one                          ? -direction
                               : marks.enters_low                      ? 1
                                                                       : -1;
    const bool is_exit_event = exit == nullptr || exit->is_event || exit->direction == 0;
    Trigger trigger{.family = Family::oscillator, .name = fmt::format("{}{}", scale.name, length)};
    trigger.enter = {relation_text(series, in, direction, is_event), relation_text(series, out, -direction, is_event)};
    trigger.exit = {relation_text(series, out, exit_direction, is_exit_event),
                    relation_text(series, in, -exit_direction, is_exit_event)};
    if (marks.is_one) {
        trigger.enter.for_short = relation_text(series, in, -direction, is_event);
        trigger.exit.for_short = relation_text(series, in, -exit_direction, is_exit_event);
    }
    trigger.exit_why = assumed("the mark on the other side", "öbür taraftaki çizgi");
    trigger.en = fmt::format("Buys when the {} goes {} its mark, leaves at the other one", scale.title,
                             direction > 0 ? "over" : "under");
    trigger.tr = fmt::format("{} çizgisinin {} girer, öbür çizgide çıkar", scale.title,
                             direction > 0 ? "üstüne çıkınca" : "altına inince");
    return trigger;
}

}  // namespace spark::draft::detail
