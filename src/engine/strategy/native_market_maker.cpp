#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include "engine/indicators/averages.hpp"
#include "engine/indicators/price_bars.hpp"
#include "engine/strategy/native_parts.hpp"
#include "engine/strategy/native_strategies.hpp"
#include "foundation/base/column.hpp"

namespace spark::strategy {
namespace {

enum Parameter : std::size_t { mid_length, half_spread_bps, skew_bps, quantity, inventory_max, may_short };

class MarketMaker : public Strategy {
  public:
    explicit MarketMaker(const Binding& binding) : values_(binding.values.begin(), binding.values.end()) {
        if (values_[mid_length] == 1) return;
        indicators::PriceBars bars(binding.candles);
        mids_.resize(bars.size());
        indicators::ema(bars.close(), static_cast<std::size_t>(values_[mid_length]), {mids_.data(), mids_.size()});
    }

    std::size_t next_close(std::size_t from) override { return from; }

    void on_close(const History& history, Desk& desk) override {
        for (const Quote& quote : quotes_) desk.cancel(quote.order);
        // A cancel on its way leaves the quote in force: it counts as filled until it is gone.
        std::erase_if(quotes_, [&](const Quote& quote) { return !desk.is_working(quote.order); });
        const auto mid = mid_of(history);
        if (!mid) return;
        const std::int64_t position = desk.position().units();
        const std::int64_t most = values_[inventory_max];
        const std::int64_t lean = part_of(part_of(*mid, values_[skew_bps], bps_one), position, most);
        const std::int64_t centre = *mid - lean;
        const std::int64_t half = part_of(centre, values_[half_spread_bps], bps_one);
        const std::int64_t room_up = most - position - at_work(Side::buy);
        const std::int64_t room_down = position + (may_sell_short() ? most : 0) - at_work(Side::sell);
        place(Side::buy, centre - half, room_up, desk);
        place(Side::sell, centre + half, room_down, desk);
    }

    void on_fill(const FillReport& fill, Desk& desk) override {
        (void)fill;
        (void)desk;
    }

  private:
    struct Quote {
        OrderId order = 0;
        Side side = Side::buy;
        std::int64_t quantity = 0;
    };

    bool may_sell_short() const { return values_[may_short] != 0; }

    std::optional<std::int64_t> mid_of(const History& history) const {
        if (mids_.size() == 0) return history.close();
        const double mid = mids_[history.bar()];
        if (!indicators::is_defined(mid)) return std::nullopt;
        return static_cast<std::int64_t>(std::nearbyint(mid * static_cast<double>(units_per_one)));
    }

    std::int64_t at_work(Side side) const {
        std::int64_t sum = 0;
        for (const Quote& quote : quotes_) sum += quote.side == side ? quote.quantity : 0;
        return sum;
    }

    void place(Side side, std::int64_t price, std::int64_t room, Desk& desk) {
        const std::int64_t units = std::min(values_[quantity], room);
        if (units <= 0 || price <= 0) return;
        OrderRequest request{.side = side, .type = OrderType::limit, .quantity = Quantity::of_units(units)};
        request.limit_price = Price::of_units(price);
        request.post_only = true;
        request.reduce_only = side == Side::sell && !may_sell_short();
        quotes_.push_back({desk.submit(request), side, units});
    }

    std::vector<std::int64_t> values_;
    Column<double> mids_;
    std::vector<Quote> quotes_;
};

std::vector<ParameterSpec> market_maker_parameters() {
    const std::int64_t hundredth = units_per_one / 100;
    const std::int64_t most = 1'000'000'000 * units_per_one;
    std::vector<ParameterSpec> specs(may_short + 1);
    specs[mid_length] = whole_parameter("mid_length", 1, 10'000, 1,
                                        {"Length of the EMA of closes that is the middle; 1: the close itself.",
                                         "Orta fiyat olan kapanış EMA'sının uzunluğu; 1: kapanışın kendisi."},
                                        "bars");
    specs[half_spread_bps] =
        decimal_parameter("half_spread_bps", {hundredth, 5'000 * units_per_one, hundredth, 10 * units_per_one},
                          {"Distance of each quote from the centre.", "Her kotasyonun merkeze uzaklığı."}, "bps");
    specs[skew_bps] = decimal_parameter(
        "skew_bps", {0, 5'000 * units_per_one, hundredth, 5 * units_per_one},
        {"How far the centre leans away from a full inventory.", "Dolu envanterin merkezi ne kadar kaydırdığı."},
        "bps");
    specs[quantity] = decimal_parameter("quantity", {1, most, 1, units_per_one},
                                        {"Bid for and offered.", "Alışta ve satışta verilen miktar."}, "base");
    specs[inventory_max] =
        decimal_parameter("inventory_max", {1, most, 1, 5 * units_per_one},
                          {"Most that is held, on either side.", "Her iki yönde en çok tutulan."}, "base");
    specs[may_short] = flag_parameter(
        "short", false,
        {"Offer what is not held, down to the same inventory.", "Elde olmayanı da sat, aynı envantere kadar."});
    return specs;
}

}  // namespace

NativeStrategy market_maker_strategy() {
    NativeStrategy native;
    native.name = "marketMaker";
    native.what_en = "Quotes a bid and an ask around the middle at every close, leaning against what it holds.";
    native.what_tr = "Her kapanışta ortanın iki yanına alış ve satış koyar, tuttuğuna karşı yana yaslanır.";
    native.parameters = market_maker_parameters();
    native.rule =
        "At every close all quotes are cancelled. mid is the close, or ta.ema(close, mid_length) to the nearest 1e-8 "
        "(no quotes before it is defined). centre = mid - (mid x skew_bps / 10000) x position / inventory_max; half = "
        "centre x half_spread_bps / 10000; products rounded half to even to 1e-8. A post-only limit buy rests at "
        "centre - half for the lesser of `quantity` and inventory_max - position, a post-only limit sale at centre + "
        "half for the lesser of `quantity` and the position (with `short`: position + inventory_max); none where that "
        "is 0. Quotes whose cancel is still on the way count as filled. Without `short` the sale is reduce-only.";
    native.make = [](const Binding& binding) -> Result<std::unique_ptr<Strategy>> {
        return std::make_unique<MarketMaker>(binding);
    };
    return native;
}

}  // namespace spark::strategy
