#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "engine/indicators/bit_column.hpp"
#include "engine/indicators/oscillators.hpp"
#include "engine/indicators/price_bars.hpp"
#include "engine/strategy/native_parts.hpp"
#include "engine/strategy/native_strategies.hpp"
#include "foundation/base/column.hpp"

namespace spark::strategy {
namespace {

enum Parameter : std::size_t { rsi_length, dip, entry_bps, valid_bars, target_pct, stop_pct, time_stop_bars, quantity };

/// Closes at which the RSI is at or under the dip.
indicators::BitColumn dips_of(const Binding& binding) {
    indicators::PriceBars bars(binding.candles);
    Column<double> rsi;
    rsi.resize(bars.size());
    indicators::rsi(bars.close(), static_cast<std::size_t>(binding.values[rsi_length]), {rsi.data(), rsi.size()});
    const double most = static_cast<double>(binding.values[dip]);
    indicators::BitColumn dips(bars.size());
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        if (rsi[bar] <= most) dips.set(bar);
    }
    return dips;
}

class Scalper : public Strategy {
  public:
    explicit Scalper(const Binding& binding)
        : values_(binding.values.begin(), binding.values.end()), dips_(dips_of(binding)) {}

    std::size_t next_close(std::size_t from) override {
        if (next_dip_ < from || is_new_) next_dip_ = dips_.next_set(from);
        is_new_ = false;
        std::size_t next = next_dip_;
        if (holds_) next = exit_sent_ ? no_bar : std::max(from, last_bar());
        return next < dips_.size() ? next : no_bar;
    }

    void on_close(const History& history, Desk& desk) override {
        if (holds_) {
            leave(desk);
            return;
        }
        if (entry_ != 0 && desk.is_working(entry_)) return;
        enter(history.close(), desk);
    }

    void on_fill(const FillReport& fill, Desk& desk) override {
        if (fill.opened && !holds_) {
            holds_ = true;
            exit_sent_ = false;
            entry_bar_ = fill.bar;
        }
        if (fill.position.units() != 0) return;
        if (exit_sent_) desk.cancel(exit_);
        holds_ = false;
        exit_sent_ = false;
    }

  private:
    std::size_t last_bar() const { return entry_bar_ + static_cast<std::size_t>(values_[time_stop_bars]) - 1; }

    void leave(Desk& desk) {
        desk.cancel(entry_);
        exit_ = desk.submit({.side = Side::sell, .reduce_only = true, .reason = TradeExit::time_stop});
        exit_sent_ = true;
    }

    void enter(std::int64_t close, Desk& desk) {
        const std::int64_t limit = close - part_of(close, values_[entry_bps], bps_one);
        const std::int64_t stop = limit - part_of(limit, values_[stop_pct], percent_one);
        OrderRequest entry{.side = Side::buy, .type = OrderType::limit, .time_in_force = TimeInForce::gtd};
        entry.limit_price = Price::of_units(limit);
        entry.valid_bars = static_cast<std::uint32_t>(values_[valid_bars]);
        entry.post_only = true;
        entry.risk_stop = Price::of_units(stop);
        if (values_[quantity] > 0) entry.quantity = Quantity::of_units(values_[quantity]);
        entry_ = desk.submit(entry);
        if (!desk.is_working(entry_)) return;
        OrderRequest guard{.side = Side::sell, .reduce_only = true, .parent = entry_, .oco_group = entry_};
        guard.type = OrderType::stop;
        guard.stop_price = Price::of_units(stop);
        guard.reason = TradeExit::stop_loss;
        desk.submit(guard);
        guard.type = OrderType::limit;
        guard.limit_price = Price::of_units(limit + part_of(limit, values_[target_pct], percent_one));
        guard.reason = TradeExit::take_profit;
        desk.submit(guard);
    }

    std::vector<std::int64_t> values_;
    indicators::BitColumn dips_;
    std::size_t next_dip_ = 0;
    bool is_new_ = true;
    OrderId entry_ = 0;
    OrderId exit_ = 0;
    bool holds_ = false;
    bool exit_sent_ = false;
    std::size_t entry_bar_ = 0;
};

std::vector<ParameterSpec> scalper_parameters() {
    const std::int64_t hundredth = units_per_one / 100;
    std::vector<ParameterSpec> specs(quantity + 1);
    specs[rsi_length] = whole_parameter("rsi_length", 2, 10'000, 7,
                                        {"Length of the RSI of closes.", "Kapanışların RSI uzunluğu."}, "bars");
    specs[dip] = whole_parameter("dip", 1, 99, 25,
                                 {"A close with the RSI at or under this is a dip.",
                                  "RSI'nin bu değerde ya da altında olduğu kapanış bir diptir."});
    specs[entry_bps] = decimal_parameter(
        "entry_bps", {hundredth, 1'000 * units_per_one, hundredth, 5 * units_per_one},
        {"Distance of the entry's limit under the close.", "Giriş limitinin kapanışın altındaki uzaklığı."}, "bps");
    specs[valid_bars] = whole_parameter("valid_bars", 1, 10'000, 3,
                                        {"Bars the entry may rest.", "Girişin bekleyebileceği mum sayısı."}, "bars");
    specs[target_pct] =
        decimal_parameter("target_pct", {hundredth, 100 * units_per_one, hundredth, 30 * hundredth},
                          {"Take-profit over the entry's limit.", "Giriş limitinin üstünde kâr al."}, "percent");
    specs[stop_pct] =
        decimal_parameter("stop_pct", {hundredth, 99 * units_per_one, hundredth, 60 * hundredth},
                          {"Stop-loss under the entry's limit.", "Giriş limitinin altında zarar kes."}, "percent");
    specs[time_stop_bars] = whole_parameter(
        "time_stop_bars", 1, 100'000, 30,
        {"Bars after which a position is left at the open.", "Bu kadar mumdan sonra pozisyondan açılışta çıkılır."},
        "bars");
    specs[quantity] = decimal_parameter("quantity", {0, 1'000'000'000 * units_per_one, 1, 0},
                                        {"Bought at every entry; 0: the run's size rule.",
                                         "Her girişte alınan miktar; 0: çalıştırmanın büyüklük kuralı."},
                                        "base");
    return specs;
}

}  // namespace

NativeStrategy scalper_strategy() {
    NativeStrategy native;
    native.name = "scalper";
    native.what_en = "Buys dips with a post-only limit just under the close; small target, stop and time stop.";
    native.what_tr = "Dipleri kapanışın hemen altında yalnız piyasa yapan bir limitle alır; küçük hedef, stop ve süre.";
    native.parameters = scalper_parameters();
    native.rule =
        "At a close with ta.rsi(close, rsi_length) <= dip, flat and without an entry at work: a post-only limit buy at "
        "close - close x entry_bps / 10000, good for valid_bars bars, of `quantity` or by the run's size rule (a size "
        "by risk is measured to the stop). Once it begins to fill, a stop at limit - limit x stop_pct / 100 and a "
        "limit "
        "sale at limit + limit x target_pct / 100 rest for all that is held; one cancels the other. A position that is "
        "still held at the close of its time_stop_bars-th bar (the entry bar is the first) is sold at the market. "
        "Products are rounded half to even to 1e-8. Dips while a position is held or an entry works are not looked at.";
    native.make = [](const Binding& binding) -> Result<std::unique_ptr<Strategy>> {
        return std::make_unique<Scalper>(binding);
    };
    return native;
}

}  // namespace spark::strategy
