#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/strategy/native_parts.hpp"
#include "engine/strategy/native_strategies.hpp"

namespace spark::strategy {
namespace {

enum Parameter : std::size_t { levels, step_pct, step, quantity, recentre_steps, mode };
enum Mode : std::int64_t { long_only, neutral };

constexpr std::int64_t reach_pct_max = 95 * units_per_one;

/// One line of the grid and the one order it works: the entry at its line, then the exit one step nearer the centre.
struct Slot {
    Side side = Side::buy;           ///< Of its entries.
    std::int64_t steps = 0;          ///< Lines away from the centre, from 1 on.
    std::int64_t entry = 0;          ///< Price of the line it entered or enters at.
    std::optional<OrderId> order{};  ///< The one that works.
    Quantity filled{};               ///< Held, or of an entry filled in part.
    Quantity closed{};               ///< Of what is held, by an exit filled in part.
    bool holds = false;
    bool is_stray = false;  ///< Filled while its cancel was on the way: works its exit, then is gone.
};

class Grid : public Strategy {
  public:
    explicit Grid(const Binding& binding)
        : step_pct_(binding.values[step_pct]),
          step_fixed_(binding.values[step]),
          quantity_(Quantity::of_units(binding.values[quantity])),
          recentre_steps_(binding.values[recentre_steps]),
          is_neutral_(binding.values[mode] == neutral) {
        const std::int64_t count = binding.values[levels];
        below_ = is_neutral_ ? count / 2 : count;
        above_ = count - below_;
        for (std::int64_t line = 1; line <= below_; ++line) slots_.push_back({.side = Side::buy, .steps = line});
        for (std::int64_t line = 1; line <= above_; ++line) slots_.push_back({.side = Side::sell, .steps = line});
    }

    std::size_t next_close(std::size_t from) override {
        return !is_laid_ || has_money_again_ || recentre_steps_ > 0 ? from : no_bar;
    }

    void on_close(const History& history, Desk& desk) override {
        if (!is_laid_ || is_far(history.close())) lay(history.close(), desk);
        if (std::exchange(has_money_again_, false)) revive(desk);
    }

    void on_fill(const FillReport& fill, Desk& desk) override {
        if (fill.order == 0) return start_over(desk);
        const auto found = std::ranges::find(slots_, std::optional(fill.order), &Slot::order);
        if (found == slots_.end()) {
            if (fill.opened) take_stray(fill, desk);
            return;
        }
        Slot& slot = *found;
        Quantity& done = slot.holds ? slot.closed : slot.filled;
        done = Quantity::of_units(done.units() + fill.quantity.units());
        if (!fill.whole) return;
        if (!slot.holds) return place_exit(slot, desk);
        if (slot.is_stray) {
            slots_.erase(found);
        } else {
            place_entry(slot, desk);
        }
        has_money_again_ = true;
    }

  private:
    bool is_far(std::int64_t close) const {
        if (recentre_steps_ == 0) return false;
        const Int128 away = static_cast<Int128>(close) - centre_;
        return away >= static_cast<Int128>(above_ + recentre_steps_) * step_ ||
               -away >= static_cast<Int128>(below_ + recentre_steps_) * step_;
    }

    void lay(std::int64_t close, Desk& desk) {
        is_laid_ = true;
        centre_ = close;
        step_ = std::max<std::int64_t>(1, step_fixed_ > 0 ? step_fixed_ : part_of(close, step_pct_, percent_one));
        for (Slot& slot : slots_) {
            if (slot.holds) continue;
            if (slot.order) desk.cancel(*slot.order);
            if (slot.filled.units() > 0)
                place_exit(slot, desk);
            else
                place_entry(slot, desk);
        }
    }

    void place_entry(Slot& slot, Desk& desk) {
        slot.holds = false;
        slot.filled = {};
        slot.closed = {};
        slot.order.reset();
        const Int128 away = static_cast<Int128>(slot.steps) * step_;
        const Int128 line = centre_ + (slot.side == Side::buy ? -away : away);
        if (line <= 0 || !fits_int64(line)) return;
        slot.entry = static_cast<std::int64_t>(line);
        slot.order = desk.submit({.side = slot.side,
                                  .type = OrderType::limit,
                                  .quantity = quantity_,
                                  .limit_price = Price::of_units(slot.entry)});
    }

    void place_exit(Slot& slot, Desk& desk) {
        slot.holds = true;
        const std::int64_t back = slot.side == Side::buy ? step_ : -step_;
        // A neutral grid's slots net: the exit of one may open the position of another.
        slot.order = desk.submit({.side = opposite(slot.side),
                                  .type = OrderType::limit,
                                  .quantity = Quantity::of_units(slot.filled.units() - slot.closed.units()),
                                  .limit_price = Price::of_units(std::max<std::int64_t>(1, slot.entry + back)),
                                  .reduce_only = !is_neutral_});
    }

    void take_stray(const FillReport& fill, Desk& desk) {
        Slot stray{.side = fill.side, .entry = fill.price.units(), .filled = fill.quantity, .is_stray = true};
        place_exit(stray, desk);
        slots_.push_back(stray);
    }

    /// An exit brought money in: orders that were rejected for want of it are sent again. At the close: by then every
    /// fill of the bar has been told.
    void revive(Desk& desk) {
        if (desk.working() == slots_.size()) return;
        for (Slot& slot : slots_) {
            if (slot.order && desk.is_working(*slot.order)) continue;
            if (slot.filled.units() > 0)
                place_exit(slot, desk);
            else if (!slot.is_stray)
                place_entry(slot, desk);
        }
    }

    /// The position was liquidated: the next close is a new centre.
    void start_over(Desk& desk) {
        std::erase_if(slots_, [](const Slot& slot) { return slot.is_stray; });
        for (Slot& slot : slots_) {
            if (slot.order) desk.cancel(*slot.order);
            slot = {.side = slot.side, .steps = slot.steps};
        }
        is_laid_ = false;
    }

    std::int64_t step_pct_;
    std::int64_t step_fixed_;
    Quantity quantity_;
    std::int64_t recentre_steps_;
    bool is_neutral_;
    std::int64_t below_ = 0;
    std::int64_t above_ = 0;
    std::vector<Slot> slots_;
    bool is_laid_ = false;
    bool has_money_again_ = false;
    std::int64_t centre_ = 0;
    std::int64_t step_ = 1;
};

Result<void> check_grid(std::span<const std::int64_t> values) {
    const std::int64_t below = values[mode] == neutral ? values[levels] / 2 : values[levels];
    if (values[step] > 0 || below * values[step_pct] <= reach_pct_max) return {};
    return fail(Fault::invalid_input,
                fmt::format("{} lines under the centre, {} % apart, reach down by {} %, allowed 95 %", below,
                            format_units(values[step_pct]), format_units(below * values[step_pct])),
                "step_pct");
}

std::vector<ParameterSpec> grid_parameters() {
    std::vector<ParameterSpec> specs(mode + 1);
    specs[levels] = whole_parameter("levels", 2, 1'000, 20,
                                    {"Orders that rest together: one a line of the grid.",
                                     "Birlikte bekleyen emirler: ızgaranın her çizgisinde bir tane."},
                                    "orders");
    specs[step_pct] = decimal_parameter(
        "step_pct", {units_per_one / 1'000, 20 * units_per_one, units_per_one / 1'000, units_per_one / 2},
        {"Distance between lines, in percent of the centre.", "Çizgiler arası uzaklık, merkezin yüzdesi olarak."},
        "percent");
    specs[step] = decimal_parameter("step", {0, 1'000'000 * units_per_one, 1, 0},
                                    {"Distance between lines as a price; 0: step_pct holds.",
                                     "Çizgiler arası uzaklık, fiyat olarak; 0: step_pct geçerlidir."},
                                    "price");
    specs[quantity] =
        decimal_parameter("quantity", {1, 1'000'000'000 * units_per_one, 1, units_per_one},
                          {"Bought or sold at every line.", "Her çizgide alınan ya da satılan miktar."}, "base");
    specs[recentre_steps] =
        whole_parameter("recentre_steps", 0, 1'000, 0,
                        {"Steps beyond the grid at which a close becomes the new centre; 0: never.",
                         "Kapanışın yeni merkez olduğu, ızgaranın dışındaki adım sayısı; 0: hiçbir zaman."},
                        "steps");
    specs[mode] = {
        "mode",
        ParameterKind::choice,
        0,
        1,
        1,
        long_only,
        "",
        "long: every line buys below the centre, nothing is sold short; neutral: half of them sell above it.",
        "long: her çizgi merkezin altında alır, açığa satış yoktur; neutral: yarısı merkezin üstünde satar.",
        {"long", "neutral"}};
    return specs;
}

}  // namespace

NativeStrategy grid_strategy() {
    NativeStrategy native;
    native.name = "grid";
    native.what_en = "Buys at lines below a centre and sells each one step higher, again and again.";
    native.what_tr = "Bir merkezin altındaki çizgilerde alır, her birini bir adım yukarıda satar, tekrar tekrar.";
    native.parameters = grid_parameters();
    native.rule =
        "The close of the first bar is the centre; step is `step`, or where that is 0 centre x step_pct / 100 rounded "
        "half to even. Long: lines k = 1..levels lie at centre - k x step. Neutral: k = 1..levels/2 below, and the "
        "rest above at centre + k x step. Every line rests one limit order of `quantity`: a buy below, a sell above. "
        "Filled whole, it rests the opposite order of what it filled one step nearer to the centre (in long mode "
        "reduce-only); that filled whole, its entry at the line again. Lines whose order was rejected try again at "
        "the close of a bar with an exit. With recentre_steps = n > 0: a close n steps or more beyond the last line "
        "(above: beyond the "
        "centre in long mode) is the new centre and gives a new step; lines that hold nothing are laid anew, those "
        "that hold keep their exit. After a liquidation the next close is the centre.";
    native.make = [](const Binding& binding) -> Result<std::unique_ptr<Strategy>> {
        return std::make_unique<Grid>(binding);
    };
    native.check = check_grid;
    return native;
}

}  // namespace spark::strategy
