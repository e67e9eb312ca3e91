#include <fmt/format.h>

#include <algorithm>

#include "engine/draft/detail/compose.hpp"
#include "engine/draft/detail/orders.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::int64_t percent_one = units_per_one;
/// A range that reaches further would make a search try what most desks refuse.
constexpr std::int64_t usual_stop_most = 10 * percent_one;

/// What is taken where nothing was said, by the risk of the order.
struct RiskRow {
    std::int64_t stop_pct;
    std::int64_t equity_share;
    std::int64_t drawdown_pct;
    std::int64_t daily_pct;
};
RiskRow row_of(Risk risk) {
    switch (risk) {
        case Risk::careful: return {2 * percent_one, units_per_one / 4, 10 * percent_one, 2 * percent_one};
        case Risk::balanced: return {3 * percent_one, units_per_one / 2, 20 * percent_one, 4 * percent_one};
        case Risk::bold: break;
    }
    return {5 * percent_one, units_per_one, 30 * percent_one, 8 * percent_one};
}

std::string_view risk_tr(Risk risk) {
    switch (risk) {
        case Risk::careful: return "temkinli";
        case Risk::balanced: return "dengeli";
        case Risk::bold: break;
    }
    return "atak";
}

class OrderWriter {
  public:
    OrderWriter(Composition& made, Family family, bool has_long, bool has_short)
        : made_(made),
          wishes_(made.wishes),
          family_(family),
          has_long_(has_long),
          has_short_(has_short),
          row_(row_of(made.order.risk)) {}

    Result<void> write() {
        SPARK_TRY(write_stop());
        SPARK_TRY(write_profit());
        SPARK_TRY(write_trailing());
        SPARK_TRY(write_hold());
        SPARK_TRY(write_entry());
        SPARK_TRY(write_size());
        SPARK_TRY(write_limits());
        return write_risk();
    }

  private:
    Why level_why(std::string en, std::string tr) const {
        return assumed(fmt::format("{} of the risk level '{}'", en, risk_name(made_.order.risk)),
                       fmt::format("'{}' risk düzeyinin {}", risk_tr(made_.order.risk), tr));
    }

    static Result<void> check(const Amount& amount, std::string_view what, std::int64_t most, std::string_view unit) {
        if (amount.value > 0 && amount.value <= most) return {};
        return refuse_at(amount.span, fmt::format("found {} {} as {}, allowed above 0 up to {} {}",
                                                  format_units(amount.value), unit, what, format_units(most), unit));
    }

    /// Percent, or a multiple of the average true range, or a distance in money: one parameter and one field.
    struct Protection {
        std::string_view what;   ///< For refusals.
        std::string_view name;   ///< Of the parameter, without its unit.
        std::string_view field;  ///< Of [stop], without its unit.
        std::string_view en;
        std::string_view tr;
        std::int64_t percent_most;
        std::int64_t range_most;  ///< In percent: how far the parameter's range reaches, unless more was said.
    };
    Result<void> protect(const Protection& order, const Amount& amount, const Why& why) {
        const bool is_atr = amount.measure == Measure::atr;
        const bool is_money = amount.measure == Measure::usd || amount.measure == Measure::lira;
        if (is_money) {
            SPARK_TRY(check(amount, order.what, 1'000'000'000 * units_per_one, "of the price"));
            made_.sheet.put("stop", fmt::format("{}_distance", order.field), format_units(amount.value), why);
            return {};
        }
        SPARK_TRY(check(amount, order.what, is_atr ? 50 * units_per_one : order.percent_most, is_atr ? "ATR" : "%"));
        Knob knob{.name = fmt::format("{}_{}", order.name, is_atr ? "atr" : "pct"),
                  .is_whole = false,
                  .value = amount.value,
                  .least = units_per_one / 2,
                  .most = std::min(amount.value * 3, is_atr ? order.percent_most : order.range_most),
                  .step = units_per_one / 10,
                  .unit = is_atr ? "" : "percent",
                  .en = fmt::format("{}, in {}.", order.en, is_atr ? "average true ranges" : "percent"),
                  .tr = fmt::format("{}, {} olarak.", order.tr, is_atr ? "ortalama gerçek aralık" : "yüzde")};
        fit(knob);
        made_.sheet.put_knob(knob, why);
        if (is_atr) {
            made_.sheet.put_text("stop", fmt::format("{}_distance", order.field),
                                 fmt::format("{} * ta.atr(14)", knob.name), why);
        } else {
            made_.sheet.put_text("stop", fmt::format("{}_pct", order.field), knob.name, why);
        }
        return {};
    }

    Result<void> write_stop() {
        const Protection order{"stop-loss",
                               "stop",
                               "stop_loss",
                               "Stop-loss away from the signal bar's close",
                               "Sinyal barının kapanışına uzaklıkta zarar kes",
                               99 * percent_one,
                               usual_stop_most};
        if (wishes_.no_stop) {
            if (wishes_.stop_loss) {
                return refuse_at(*wishes_.no_stop, "found a stop-loss and the wish for none, allowed one of the two",
                                 "leave one of the two out");
            }
            made_.notice("no_stop", "no stop-loss: the sentence asked for none; a loss is only bounded by the limits",
                         "zarar kes yok: cümle istemedi; zararı yalnız limitler sınırlar");
            return {};
        }
        if (wishes_.has_bare_percent) {
            made_.notice("percent_assumed", "a stop or target without a unit is read as percent",
                         "birimi söylenmeyen stop ya da hedef yüzde sayıldı");
        }
        if (wishes_.stop_loss)
            return protect(order, *wishes_.stop_loss,
                           said(wishes_.stop_loss->span, "stop-loss said", "söylenen zarar kes"));
        if (wishes_.trailing || made_.sheet.has("stop", "stop_loss_pct")) return {};
        const Amount amount{.value = row_.stop_pct, .measure = Measure::percent};
        if (wishes_.stop_without_size)
            return protect(order, amount,
                           said(*wishes_.stop_without_size, "a stop-loss was asked for, its distance was not said",
                                "zarar kes istendi, uzaklığı söylenmedi"));
        return protect(order, amount, level_why("stop-loss", "zarar kes değeri"));
    }

    Result<void> write_profit() {
        const Protection order{"take-profit",
                               "profit",
                               "take_profit",
                               "Take-profit away from the signal bar's close",
                               "Sinyal barının kapanışına uzaklıkta kâr al",
                               1'000 * percent_one,
                               1'000 * percent_one};
        if (wishes_.take_profit) {
            return protect(order, *wishes_.take_profit,
                           said(wishes_.take_profit->span, "take-profit said", "söylenen kâr al"));
        }
        if (!wishes_.profit_without_size) return {};
        Amount amount{.value = 2 * row_.stop_pct, .measure = Measure::percent};
        if (wishes_.stop_loss && wishes_.stop_loss->measure != Measure::usd &&
            wishes_.stop_loss->measure != Measure::lira && wishes_.stop_loss->value < 400 * percent_one) {
            amount = {.value = 2 * wishes_.stop_loss->value, .measure = wishes_.stop_loss->measure};
        }
        return protect(order, amount,
                       said(*wishes_.profit_without_size, "a take-profit was asked for without a size: twice the stop",
                            "kâr al istendi, büyüklüğü söylenmedi: stopun iki katı"));
    }

    Result<void> write_trailing() {
        const Protection order{"trailing stop",
                               "trail",
                               "trailing",
                               "Trailing stop away from the best price",
                               "En iyi fiyata uzaklıkta izleyen stop",
                               99 * percent_one,
                               usual_stop_most};
        if (wishes_.trailing)
            return protect(order, *wishes_.trailing,
                           said(wishes_.trailing->span, "trailing stop said", "söylenen izleyen stop"));
        if (!wishes_.trailing_without_size) return {};
        const Amount amount{.value = row_.stop_pct, .measure = Measure::percent};
        return protect(order, amount,
                       said(*wishes_.trailing_without_size, "a trailing stop without a size: that of the stop",
                            "büyüklüğü söylenmeyen izleyen stop: zarar kesinki"));
    }

    Result<void> write_hold() {
        if (!wishes_.hold) return {};
        SPARK_TRY(const std::int64_t bars, put_window(made_,
                                                      {.name = "hold_bars",
                                                       .en = "Bars after which the position is left.",
                                                       .tr = "Pozisyonun bırakıldığı bar sayısı.",
                                                       .least = 1},
                                                      wishes_.hold));
        static_cast<void>(bars);
        made_.sheet.put_text("stop", "time_stop_bars", "hold_bars",
                             said(wishes_.hold->span, "longest time in the market", "piyasada en uzun kalış"));
        return {};
    }

    Result<void> write_entry() {
        if (!wishes_.limit_entry && !wishes_.discount_pct) return {};
        if (wishes_.discount_pct) SPARK_TRY(check(*wishes_.discount_pct, "discount", 50 * percent_one, "%"));
        SPARK_TRY(put_level(made_,
                            {.name = "discount_pct",
                             .en = "How far from the signal bar's close the entry order lies, in percent.",
                             .tr = "Giriş emrinin sinyal barının kapanışına uzaklığı, yüzde olarak.",
                             .usual = units_per_one / 5,
                             .least = units_per_one / 10,
                             .most = 3 * units_per_one,
                             .step = units_per_one / 10,
                             .unit = "percent"},
                            wishes_.discount_pct));
        const PromptSpan words = wishes_.limit_entry ? *wishes_.limit_entry : wishes_.discount_pct->span;
        const Why why = said(words, "limit orders were asked for", "limit emir istendi");
        if (has_long_) made_.sheet.put_text("long", "entry_price", "close * (1 - discount_pct / 100)", why);
        if (has_short_) made_.sheet.put_text("short", "entry_price", "close * (1 + discount_pct / 100)", why);
        made_.sheet.put_text("entry", "type", "limit", why);
        made_.sheet.put(
            "entry", "valid_bars", "3",
            assumed("an order that does not fill is withdrawn soon", "gerçekleşmeyen emir kısa sürede geri çekilir"));
        return {};
    }

    Result<void> write_size() {
        int said_count = 0;
        for (const auto& amount : {wishes_.notional, wishes_.units, wishes_.equity_pct, wishes_.risk_pct}) {
            if (!amount) continue;
            if (++said_count > 1)
                return refuse_at(amount->span, "found two sizes, allowed one of units, money, equity share, risk share",
                                 "leave one of the two out");
        }
        if (wishes_.notional) {
            SPARK_TRY(check(*wishes_.notional, "size", 1'000'000'000 * units_per_one, "of the quote currency"));
            check_currency();
            made_.sheet.put("size", "notional", format_units(wishes_.notional->value),
                            said(wishes_.notional->span, "money an entry", "giriş başına para"));
        } else if (wishes_.units) {
            SPARK_TRY(check(*wishes_.units, "size", 1'000'000'000 * units_per_one, "units"));
            made_.sheet.put("size", "units", format_units(wishes_.units->value),
                            said(wishes_.units->span, "units an entry", "giriş başına adet"));
        } else if (wishes_.risk_pct) {
            SPARK_TRY(check(*wishes_.risk_pct, "risk of an entry", 100 * percent_one, "%"));
            if (wishes_.no_stop) {
                return refuse_at(wishes_.risk_pct->span, "found a risk share and no stop it could be measured by",
                                 "say a stop-loss, or another size");
            }
            made_.sheet.put("size", "risk", format_units(wishes_.risk_pct->value / 100),
                            said(wishes_.risk_pct->span, "share of the equity lost at the stop",
                                 "stop çalışınca kaybedilen öz sermaye payı"));
        } else if (wishes_.equity_pct) {
            SPARK_TRY(check(*wishes_.equity_pct, "share of the equity", 100 * percent_one, "%"));
            made_.sheet.put(
                "size", "equity", format_units(wishes_.equity_pct->value / 100),
                said(wishes_.equity_pct->span, "share of the equity an entry", "giriş başına öz sermaye payı"));
        } else {
            put_usual_size();
        }
        return {};
    }

    /// Entries that may be open together share what one would have had.
    void put_usual_size() {
        if (made_.sheet.has("size", "equity")) return;
        std::int64_t entries = family_ == Family::grid ? grid_lines_usual : 1;
        if (family_ == Family::grid && wishes_.grid_levels) entries = wishes_.grid_levels->value / units_per_one;
        if (wishes_.entries) entries = std::max<std::int64_t>(1, wishes_.entries->value / units_per_one);
        const std::int64_t share = std::max<std::int64_t>(row_.equity_share / entries / 10'000 * 10'000, 10'000);
        made_.sheet.put("size", "equity", format_units(share), level_why("size", "büyüklüğü"));
    }

    void check_currency() {
        const bool is_lira = wishes_.notional->measure == Measure::lira;
        for (const WishedSymbol& symbol : wishes_.symbols) {
            const bool is_dollar_pair = symbol.name.ends_with("USDT") || symbol.name.ends_with("USD");
            if (is_lira == is_dollar_pair) {
                made_.notice(
                    "currency_of_size",
                    fmt::format("the size is in the quote currency of {}, whatever money was said", symbol.name),
                    fmt::format("büyüklük {} paritesinin karşı para birimindedir, hangi para söylenirse söylensin",
                                symbol.name));
            }
        }
    }

    Result<void> write_limits() {
        if (wishes_.cooldown) {
            SPARK_TRY(const std::int64_t bars, bars_of(made_, *wishes_.cooldown));
            made_.sheet.put("limits", "cooldown_bars", std::to_string(bars),
                            said(wishes_.cooldown->span, "wait after an exit", "çıkıştan sonra bekleme"));
        }
        if (wishes_.entries) {
            const std::int64_t count = wishes_.entries->value / units_per_one;
            if (wishes_.entries->value % units_per_one != 0 || count < 1 || count > 1'000) {
                return refuse_at(wishes_.entries->span,
                                 fmt::format("found {} entries, allowed a whole number from 1 to 1000",
                                             format_units(wishes_.entries->value)));
            }
            made_.sheet.put("limits", "entries_max", std::to_string(count),
                            said(wishes_.entries->span, "entries open together", "birlikte açık giriş sayısı"));
        } else if (family_ != Family::grid) {
            made_.sheet.put("limits", "entries_max", "1", assumed("one entry at a time", "bir anda tek giriş"));
        }
        return {};
    }

    Result<void> write_risk() {
        if (wishes_.leverage) {
            if (wishes_.leverage->value < units_per_one || wishes_.leverage->value > 1'000 * units_per_one) {
                return refuse_at(wishes_.leverage->span, fmt::format("found leverage {}, allowed 1 to 1000",
                                                                     format_units(wishes_.leverage->value)));
            }
            made_.sheet.put(
                "risk", "leverage_max", format_units(wishes_.leverage->value),
                said(wishes_.leverage->span, "most leverage a run may have", "çalıştırmada en çok kaldıraç"));
            made_.notice(
                "leverage_is_a_bound",
                "leverage_max only refuses runs with more; the run sets its own leverage, and policy and limits "
                "hold",
                "leverage_max yalnız daha fazlasını reddeder; kaldıracı çalıştırma belirler, politika ve limitler "
                "geçerlidir");
        }
        if (wishes_.drawdown_pct) SPARK_TRY(check(*wishes_.drawdown_pct, "largest drawdown", 99 * percent_one, "%"));
        if (wishes_.daily_loss_pct) SPARK_TRY(check(*wishes_.daily_loss_pct, "daily loss", 99 * percent_one, "%"));
        put_limit("max_drawdown_pct", wishes_.drawdown_pct, row_.drawdown_pct, "largest drawdown", "azami düşüşü");
        put_limit("daily_loss_pct", wishes_.daily_loss_pct, row_.daily_pct, "daily loss limit", "günlük zarar limiti");
        return {};
    }

    void put_limit(std::string_view field, const std::optional<Amount>& amount, std::int64_t usual, std::string en,
                   std::string tr) {
        Why why = amount ? said(amount->span, en, tr) : level_why(en, tr);
        made_.sheet.put("risk", field, format_units(amount ? amount->value : usual), std::move(why));
    }

    Composition& made_;
    const OrderWishes& wishes_;
    Family family_;
    bool has_long_;
    bool has_short_;
    RiskRow row_;
};

}  // namespace

Result<void> compose_orders(Composition& made, Family family, bool has_long, bool has_short) {
    return OrderWriter(made, family, has_long, has_short).write();
}

}  // namespace spark::draft::detail
