#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/draft/detail/compose.hpp"
#include "engine/draft/detail/operands.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

std::string_view kind_en(Concept type) {
    switch (type) {
        case Concept::ema: return "exponential average";
        case Concept::wma: return "weighted average";
        case Concept::hma: return "Hull average";
        case Concept::rma: return "Wilder average";
        case Concept::vwma: return "volume weighted average";
        case Concept::kama: return "adaptive average";
        case Concept::dema: return "double exponential average";
        case Concept::tema: return "triple exponential average";
        case Concept::vwap: return "volume weighted average price";
        default: return "simple average";
    }
}

std::string_view kind_tr(Concept type) {
    switch (type) {
        case Concept::ema: return "üstel ortalama";
        case Concept::wma: return "ağırlıklı ortalama";
        case Concept::hma: return "Hull ortalaması";
        case Concept::rma: return "Wilder ortalaması";
        case Concept::vwma: return "hacim ağırlıklı ortalama";
        case Concept::kama: return "uyarlanır ortalama";
        case Concept::dema: return "çift üstel ortalama";
        case Concept::tema: return "üçlü üstel ortalama";
        case Concept::vwap: return "hacim ağırlıklı fiyat ortalaması";
        default: return "basit ortalama";
    }
}

Why let_why() { return assumed("named once, used below", "bir kez adlandırıldı, aşağıda kullanılıyor"); }

/// The two averages, the shorter one first.
struct Pair {
    std::optional<Amount> fast{};
    std::optional<Amount> slow{};
    Concept fast_type = Concept::average;
    Concept slow_type = Concept::average;
};

Pair pair_of(Composition& made, const Condition& enter) {
    const bool is_named = enter.type == Concept::golden_cross || enter.type == Concept::death_cross;
    Pair pair{.fast_type = is_named ? Concept::sma : enter.type};
    pair.slow_type = enter.other_type == Concept::unknown ? pair.fast_type : enter.other_type;
    if (!enter.lengths.empty()) pair.fast = enter.lengths[0];
    if (enter.lengths.size() > 1) pair.slow = enter.lengths[1];
    if (enter.lengths.size() > 2) {
        made.notice("third_average_left_out", "a pair of averages crosses: the third length is not used",
                    "iki ortalama kesişir: üçüncü uzunluk kullanılmadı");
    }
    if (pair.fast && pair.slow && pair.fast->value > pair.slow->value) {
        std::swap(pair.fast, pair.slow);
        std::swap(pair.fast_type, pair.slow_type);
        made.notice("lengths_ordered", "the shorter length is the fast average, whichever was said first",
                    "hangisi önce söylenirse söylensin kısa olan hızlı ortalamadır");
    }
    return pair;
}

std::int64_t slow_usual(const Condition& enter, std::int64_t fast) {
    if (enter.type == Concept::golden_cross || enter.type == Concept::death_cross) return 200;
    return std::max<std::int64_t>(fast * 2, fast + 5);
}

Result<Trigger> compose_pair(Composition& made, const Condition& enter, std::string_view prefix) {
    const Pair pair = pair_of(made, enter);
    const bool is_named = enter.type == Concept::golden_cross || enter.type == Concept::death_cross;
    const std::string fast_name = fmt::format("{}fast", prefix);
    const std::string slow_name = fmt::format("{}slow", prefix);
    SPARK_TRY(const std::int64_t fast, put_window(made,
                                                  {.name = fast_name,
                                                   .en = "Length of the fast average.",
                                                   .tr = "Hızlı ortalamanın uzunluğu.",
                                                   .usual = is_named ? 50 : 20,
                                                   .least = 1,
                                                   .is_average = true},
                                                  pair.fast));
    SPARK_TRY(const std::int64_t slow, put_window(made,
                                                  {.name = slow_name,
                                                   .en = "Length of the slow average.",
                                                   .tr = "Yavaş ortalamanın uzunluğu.",
                                                   .usual = slow_usual(enter, fast),
                                                   .least = 2,
                                                   .is_average = true},
                                                  pair.slow));
    const std::string fast_average = fmt::format("{}fast_average", prefix);
    const std::string slow_average = fmt::format("{}slow_average", prefix);
    const auto why_of = [&](Concept type) {
        const std::string en = fmt::format("{} of closes", kind_en(type));
        const std::string tr = fmt::format("kapanışların {}sı", kind_tr(type));
        return type == Concept::average ? assumed(en, tr) : said(enter.span, en, tr);
    };
    made.sheet.put_text("let", fast_average, average_text(made, pair.fast_type, fast_name, pair.fast),
                        why_of(pair.fast_type));
    made.sheet.put_text("let", slow_average, average_text(made, pair.slow_type, slow_name, pair.slow),
                        why_of(pair.slow_type));
    if (prefix.empty()) {
        made.sheet.put("", "where", fmt::format("[\"{} < {}\"]", fast_name, slow_name),
                       assumed("the fast average is the shorter one", "hızlı ortalama kısa olandır"));
    }
    const bool is_event = enter.is_event || enter.direction == 0;
    const int direction = enter.direction == 0 ? 1 : enter.direction;
    const std::string up = relation_text(fast_average, slow_average, 1, is_event);
    const std::string down = relation_text(fast_average, slow_average, -1, is_event);
    Trigger trigger{.family = Family::cross,
                    .enter = direction > 0 ? Rule{up, down} : Rule{down, up},
                    .exit = direction > 0 ? Rule{down, up} : Rule{up, down},
                    .exit_why = assumed("the averages cross back", "ortalamalar geri kesişince"),
                    .name = fmt::format("{}Cross{}x{}", average_name(pair.fast_type), fast, slow)};
    trigger.en = direction > 0
                     ? fmt::format("Buys when a fast {} crosses over a slow one, leaves when it crosses back",
                                   kind_en(pair.fast_type))
                     : fmt::format("Buys when a fast {} crosses under a slow one, leaves when it crosses back",
                                   kind_en(pair.fast_type));
    trigger.tr = fmt::format("Hızlı {} yavaşı {} kesince girer, geri kesince çıkar", kind_tr(pair.fast_type),
                             direction > 0 ? "yukarı" : "aşağı");
    return trigger;
}

Result<Trigger> compose_price(Composition& made, const Condition& enter, std::string_view prefix) {
    const std::string length_name = fmt::format("{}length", prefix);
    const std::string average = fmt::format("{}average", prefix);
    const std::optional<Amount> length_said = enter.lengths.empty() ? std::nullopt : std::optional(enter.lengths[0]);
    const Concept type = enter.kind == ConditionKind::trend ? Concept::average : enter.type;
    std::int64_t length = 0;
    if (type != Concept::vwap) {
        SPARK_TRY(length, put_window(made,
                                     {.name = length_name,
                                      .en = "Length of the average.",
                                      .tr = "Ortalamanın uzunluğu.",
                                      .usual = 50,
                                      .is_average = true},
                                     length_said));
    }
    made.sheet.put_text("let", average, average_text(made, type, length_name, length_said), let_why());
    const bool is_event = enter.is_event || enter.direction == 0;
    const int direction = enter.direction == 0 ? 1 : enter.direction;
    const std::string up = relation_text("close", average, 1, is_event);
    const std::string down = relation_text("close", average, -1, is_event);
    Trigger trigger{.family = Family::cross,
                    .enter = direction > 0 ? Rule{up, down} : Rule{down, up},
                    .exit = direction > 0 ? Rule{down, up} : Rule{up, down},
                    .exit_why = assumed("the close goes back through the average", "kapanış ortalamadan geri dönünce"),
                    .name = type == Concept::vwap ? std::string("vwapCross")
                                                  : fmt::format("{}Price{}", average_name(type), length)};
    if (enter.is_touch) {
        trigger.enter = {fmt::format("low <= {0} and close > {0}", average),
                         fmt::format("high >= {0} and close < {0}", average)};
        trigger.exit = {relation_text("close", average, -1, true), relation_text("close", average, 1, true)};
    }
    if (enter.level) {
        SPARK_TRY(put_level(made,
                            {.name = fmt::format("{}distance_pct", prefix),
                             .en = "Distance of the close from the average, in percent.",
                             .tr = "Kapanışın ortalamaya uzaklığı, yüzde olarak.",
                             .least = units_per_one / 2,
                             .most = 20 * units_per_one,
                             .step = units_per_one / 2,
                             .unit = "percent"},
                            enter.level));
        const std::string under = fmt::format("{} * (1 - {}distance_pct / 100)", average, prefix);
        const std::string over = fmt::format("{} * (1 + {}distance_pct / 100)", average, prefix);
        const Rule low{relation_text("close", under, -1, is_event), relation_text("close", over, 1, is_event)};
        trigger.enter = direction < 0 ? low : Rule{low.for_short, low.for_long};
        trigger.exit = {relation_text("close", average, -direction, true),
                        relation_text("close", average, direction, true)};
    }
    trigger.en = fmt::format("Buys when the close goes {} its {}, leaves when it goes back",
                             direction > 0 ? "over" : "under", kind_en(type));
    trigger.tr = fmt::format("Kapanış kendi {}sının {} geçince girer, geri geçince çıkar", kind_tr(type),
                             direction > 0 ? "üstüne" : "altına");
    return trigger;
}

}  // namespace

Result<Trigger> compose_cross(Composition& made, const Condition& enter, const Condition* exit,
                              std::string_view prefix) {
    static_cast<void>(exit);
    const bool is_pair = enter.kind == ConditionKind::average_pair;
    return is_pair ? compose_pair(made, enter, prefix) : compose_price(made, enter, prefix);
}

}  // namespace spark::draft::detail
