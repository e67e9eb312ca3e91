#include <fmt/format.h>

#include <algorithm>

#include "engine/draft/detail/compose.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::int64_t one = units_per_one;

std::optional<Amount> length_at(const Condition& condition, std::size_t index) {
    return index < condition.lengths.size() ? std::optional(condition.lengths[index]) : std::nullopt;
}

Rule rule_of(std::string_view a, std::string_view b, int direction, bool is_event) {
    return {relation_text(a, b, direction, is_event), relation_text(a, b, -direction, is_event)};
}

Result<Trigger> compose_macd(Composition& made, const Condition& enter, std::string_view prefix) {
    const auto name = [&](std::string_view text) { return fmt::format("{}{}", prefix, text); };
    SPARK_TRY(const std::int64_t fast, put_window(made,
                                                  {.name = name("fast"),
                                                   .en = "Length of the fast average.",
                                                   .tr = "Hızlı ortalamanın uzunluğu.",
                                                   .usual = 12},
                                                  length_at(enter, 0)));
    SPARK_TRY(const std::int64_t slow, put_window(made,
                                                  {.name = name("slow"),
                                                   .en = "Length of the slow average.",
                                                   .tr = "Yavaş ortalamanın uzunluğu.",
                                                   .usual = std::max<std::int64_t>(26, fast + 1),
                                                   .least = 3},
                                                  length_at(enter, 1)));
    SPARK_TRY(const std::int64_t signal, put_window(made,
                                                    {.name = name("signal"),
                                                     .en = "Length of the signal line.",
                                                     .tr = "Sinyal çizgisinin uzunluğu.",
                                                     .usual = 9,
                                                     .least = 1},
                                                    length_at(enter, 2)));
    if (prefix.empty())
        made.sheet.put("", "where", R"(["fast < slow"])",
                       assumed("the fast average is the shorter one", "hızlı ortalama kısa olandır"));
    const Why why = said(enter.span, "the MACD of the sentence", "cümledeki MACD");
    const std::string call = fmt::format("ta.macd(close, {}, {}, {})", name("fast"), name("slow"), name("signal"));
    made.sheet.put_text("let", name("macd_line"), call + ".macd", why);
    const bool is_zero = enter.line == Concept::number;
    if (!is_zero) made.sheet.put_text("let", name("signal_line"), call + ".signal", why);
    const std::string other = is_zero ? "0" : name("signal_line");
    const int direction = enter.direction == 0 ? 1 : enter.direction;
    const bool is_event = enter.is_event || enter.direction == 0;
    Trigger trigger{.family = Family::momentum, .name = fmt::format("macd{}x{}x{}", fast, slow, signal)};
    trigger.enter = rule_of(name("macd_line"), other, direction, is_event);
    trigger.exit = rule_of(name("macd_line"), other, -direction, true);
    trigger.exit_why = assumed("the line crosses back", "çizgi geri kesince");
    trigger.en = fmt::format("Buys when the MACD line goes {} {}, leaves when it goes back",
                             direction > 0 ? "over" : "under", is_zero ? "zero" : "its signal line");
    trigger.tr = fmt::format("MACD çizgisi {} {} kesince girer, geri kesince çıkar",
                             is_zero ? "sıfırı" : "sinyal çizgisini", direction > 0 ? "yukarı" : "aşağı");
    return trigger;
}

Result<Trigger> compose_supertrend(Composition& made, const Condition& enter, std::string_view prefix) {
    std::optional<Amount> length = length_at(enter, 0);
    std::optional<Amount> factor = length_at(enter, 1);
    // `supertrend 3,10` and `10,3` mean the same; alone, a small number is the factor.
    const bool is_turned =
        (length && factor && length->value < factor->value) || (length && !factor && length->value < 5 * one);
    if (is_turned) std::swap(length, factor);
    const std::string length_name = fmt::format("{}length", prefix);
    const std::string factor_name = fmt::format("{}factor", prefix);
    const std::string turn = fmt::format("{}turn", prefix);
    SPARK_TRY(const std::int64_t bars, put_window(made,
                                                  {.name = length_name,
                                                   .en = "Length of the average true range.",
                                                   .tr = "Ortalama gerçek aralığın uzunluğu.",
                                                   .usual = 10,
                                                   .least = 1},
                                                  length));
    SPARK_TRY(put_level(made,
                        {.name = factor_name,
                         .en = "Distance of the line in average true ranges.",
                         .tr = "Çizginin uzaklığı, ortalama gerçek aralık olarak.",
                         .usual = 3 * one,
                         .least = one,
                         .most = 6 * one,
                         .step = one / 2},
                        factor));
    made.sheet.put_text("let", turn,
                        fmt::format("ta.change(ta.supertrend({}, {}).direction)", factor_name, length_name),
                        said(enter.span, "a turn of the supertrend", "supertrend dönüşü"));
    const std::string up = fmt::format("{} < 0", turn);
    const std::string down = fmt::format("{} > 0", turn);
    Trigger trigger{.family = Family::momentum, .name = fmt::format("supertrend{}", bars)};
    trigger.enter = enter.direction < 0 ? Rule{down, up} : Rule{up, down};
    trigger.exit = enter.direction < 0 ? Rule{up, down} : Rule{down, up};
    trigger.exit_why = assumed("the supertrend turns", "supertrend dönünce");
    trigger.en = "Buys when the supertrend turns up, leaves when it turns down";
    trigger.tr = "Supertrend yukarı dönünce girer, aşağı dönünce çıkar";
    return trigger;
}

Result<Trigger> compose_change(Composition& made, const Condition& enter, std::string_view prefix) {
    const std::string length_name = fmt::format("{}length", prefix);
    const std::string threshold = fmt::format("{}threshold", prefix);
    const std::string change = fmt::format("{}change", prefix);
    SPARK_TRY(const std::int64_t length, put_window(made,
                                                    {.name = length_name,
                                                     .en = "Bars over which the change is taken.",
                                                     .tr = "Değişimin hesaplandığı bar sayısı.",
                                                     .usual = enter.type == Concept::roc && enter.level ? 10 : 20,
                                                     .least = 1},
                                                    length_at(enter, 0)));
    std::optional<Amount> level = enter.level;
    const bool is_negative = level && level->value < 0;
    if (is_negative) level->value = -level->value;
    SPARK_TRY(put_level(made,
                        {.name = threshold,
                         .en = "Change that counts, in percent.",
                         .tr = "Sayılan değişim, yüzde olarak.",
                         .usual = 2 * one,
                         .least = 0,
                         .most = 20 * one,
                         .step = one / 2,
                         .unit = "percent"},
                        level));
    made.sheet.put_text("let", change, fmt::format("ta.roc(close, {})", length_name),
                        said(enter.span, "the change of the sentence", "cümledeki değişim"));
    const bool is_event = enter.is_event || enter.direction == 0;
    const bool is_fall = enter.direction < 0;
    Trigger trigger{.family = Family::momentum, .name = fmt::format("momentum{}", length)};
    const Rule up{relation_text(change, threshold, 1, is_event), relation_text(change, "-" + threshold, -1, is_event)};
    trigger.enter = is_fall ? Rule{up.for_short, up.for_long} : up;
    trigger.exit = rule_of(change, "0", is_fall ? 1 : -1, true);
    trigger.exit_why = assumed("the change is back at zero", "değişim sıfıra dönünce");
    trigger.en = is_fall ? "Buys when the close has fallen by the threshold, leaves when the change is back at zero"
                         : "Buys when the close has risen by the threshold, leaves when the change is back at zero";
    trigger.tr = is_fall ? "Kapanış eşik kadar düşünce alır, değişim sıfıra dönünce çıkar"
                         : "Kapanış eşik kadar yükselince girer, değişim sıfıra dönünce çıkar";
    return trigger;
}

Result<Trigger> compose_past(Composition& made, const Condition& enter, std::string_view prefix) {
    const std::string length_name = fmt::format("{}length", prefix);
    SPARK_TRY(const std::int64_t length, put_window(made,
                                                    {.name = length_name,
                                                     .en = "Bars the close is compared over.",
                                                     .tr = "Kapanışın karşılaştırıldığı bar sayısı.",
                                                     .usual = 20,
                                                     .least = 1},
                                                    length_at(enter, 0)));
    const std::string past = fmt::format("close[{}]", length_name);
    const int direction = enter.direction == 0 ? 1 : enter.direction;
    Trigger trigger{.family = Family::momentum, .name = fmt::format("priceAgo{}", length)};
    trigger.enter = rule_of("close", past, direction, enter.is_event);
    trigger.exit = rule_of("close", past, -direction, enter.is_event);
    trigger.exit_why = assumed("the close is on the other side of it", "kapanış öbür tarafa geçince");
    trigger.en = fmt::format("Buys when the close lies {} that of some bars before, leaves when it does not",
                             direction > 0 ? "above" : "below");
    trigger.tr = fmt::format("Kapanış birkaç bar öncekinin {} iken girer, değilken çıkar",
                             direction > 0 ? "üstünde" : "altında");
    return trigger;
}

Result<Trigger> compose_direction(Composition& made, const Condition& enter, std::string_view prefix) {
    SPARK_TRY(const Filter filter, compose_filter(made, enter, prefix));
    made.sheet.put_text("let", "direction", "ta.dmi(14, 14).plus - ta.dmi(14, 14).minus",
                        assumed("the trend's direction, which ADX does not tell", "ADX'in söylemediği trend yönü"));
    Trigger trigger{.family = Family::momentum, .name = "adxTrend"};
    trigger.enter = {filter.rule.for_long + " and direction > 0", filter.rule.for_short + " and direction < 0"};
    trigger.exit = {"direction < 0", "direction > 0"};
    trigger.exit_why = assumed("the direction turns", "yön dönünce");
    trigger.en = "Buys while the ADX is high and the direction up, leaves when the direction turns";
    trigger.tr = "ADX yüksek ve yön yukarıyken girer, yön dönünce çıkar";
    return trigger;
}

}  // namespace

Result<Trigger> compose_momentum(Composition& made, const Condition& enter, const Condition* exit,
                                 std::string_view prefix) {
    static_cast<void>(exit);
    switch (enter.kind) {
        case ConditionKind::macd: return compose_macd(made, enter, prefix);
        case ConditionKind::supertrend: return compose_supertrend(made, enter, prefix);
        case ConditionKind::adx: return compose_direction(made, enter, prefix);
        case ConditionKind::past_price: return compose_past(made, enter, prefix);
        default: return compose_change(made, enter, prefix);
    }
}

}  // namespace spark::draft::detail
