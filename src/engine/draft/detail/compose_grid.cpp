#include <fmt/format.h>

#include "engine/draft/detail/compose.hpp"
#include "engine/draft/detail/orders.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {

Result<Trigger> compose_grid(Composition& made, const Rules& rules) {
    constexpr std::int64_t one = units_per_one;
    const OrderWishes& wishes = made.wishes;
    const std::int64_t levels_wished = wishes.grid_levels ? wishes.grid_levels->value : grid_lines_usual * one;
    if (levels_wished % one != 0 || levels_wished < 2 * one || levels_wished > 200 * one) {
        return refuse_at(
            wishes.grid_levels->span,
            fmt::format("found {} lines of a grid, allowed a whole number from 2 to 200", format_units(levels_wished)));
    }
    const std::int64_t step = wishes.grid_step ? wishes.grid_step->value : one;
    const std::int64_t levels = levels_wished / one;
    if (step < one / 100 || step > 20 * one || levels * step > 95 * one) {
        return refuse_at(
            wishes.grid_step ? wishes.grid_step->span : rules.grid_span,
            fmt::format("found {} lines {} % apart, allowed 0.01 to 20 % and 95 % in all", levels, format_units(step)));
    }
    SPARK_TRY(put_level(made,
                        {.name = "step_pct",
                         .en = "Distance between the lines, in percent.",
                         .tr = "Çizgiler arası uzaklık, yüzde olarak.",
                         .usual = one,
                         .least = one / 5,
                         .most = 5 * one,
                         .step = one / 10,
                         .unit = "percent"},
                        wishes.grid_step));
    made.sheet.put_text("let", "line", "math.floor(math.log(close) / math.log(1 + step_pct / 100))",
                        said(rules.grid_span, "number of the line under the close; lines lie one step apart",
                             "kapanışın altındaki çizginin numarası; çizgiler bir adım arayladır"));
    const std::optional<Amount>& count = wishes.entries ? wishes.entries : wishes.grid_levels;
    made.sheet.put("limits", "entries_max",
                   wishes.entries ? format_units(wishes.entries->value) : std::to_string(levels),
                   said_or(count, "lines that may be bought together", "birlikte alınabilen çizgi sayısı"));
    if (!wishes.take_profit && !wishes.profit_without_size) {
        made.sheet.put_text(
            "stop", "take_profit_pct", "step_pct",
            said(rules.grid_span, "every purchase is sold one step higher", "her alım bir adım yukarıda satılır"));
    }
    if (!wishes.stop_loss && !wishes.no_stop && !wishes.trailing) {
        const std::int64_t under = std::min<std::int64_t>((levels + 1) * step, 95 * one);
        made.sheet.put("stop", "stop_loss_pct", format_units(under),
                       assumed("one step under the last line", "son çizginin bir adım altı"));
    }
    made.notice(
        "grid_as_ladder",
        fmt::format("a document rests no ladder of orders: it buys each time the close falls through a line. The "
                    "native one does: spark backtest run grid --dataset ID --set levels={} --set step_pct={}",
                    levels, format_units(step)),
        fmt::format("belge bekleyen emir merdiveni kurmaz: kapanış her çizginin altına indiğinde alır. Yerleşik "
                    "strateji kurar: spark backtest run grid --dataset ID --set levels={} --set step_pct={}",
                    levels, format_units(step)));
    Trigger trigger{.family = Family::grid, .name = fmt::format("grid{}", levels)};
    trigger.enter = {"line < line[1]", "line > line[1]"};
    trigger.en = "Buys each time the close falls through a line of the grid, sells each purchase one step higher";
    trigger.tr = "Kapanış ızgaranın bir çizgisinin altına her indiğinde alır, her alımı bir adım yukarıda satar";
    return trigger;
}

}  // namespace spark::draft::detail
