#include "app/server/live_json.hpp"

#include <optional>
#include <string_view>

#include "foundation/base/decimal_text.hpp"

namespace spark::server {
namespace {

using wire::Json;

Json whole_or_null(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(nullptr); }

Json hops_json(const feed::MarketSnapshot& market, WallTime now) {
    return Json::object()
        .set("venue", ms_of(market.last_event_time))
        .set("received", ms_of(market.last_received_at))
        .set("published", ms_of(now));
}

Json levels_json(const std::vector<feed::Level>& levels) {
    Json list = Json::array();
    for (const feed::Level& level : levels)
        list.push(Json::array().push(to_text(level.price)).push(to_text(level.quantity)));
    return list;
}

void set_day(Json& json, const std::optional<feed::Ticker24h>& ticker) {
    if (!ticker) {
        for (const char* const name : {"last", "open", "high", "low", "volume", "change", "change_ratio"})
            json.set(name, nullptr);
        return;
    }
    const std::int64_t change = ticker->last.units() - ticker->open.units();
    json.set("last", to_text(ticker->last)).set("open", to_text(ticker->open)).set("high", to_text(ticker->high));
    json.set("low", to_text(ticker->low)).set("volume", format_wide_units(ticker->volume.units()));
    json.set("change", format_units(change));
    if (ticker->open.units() > 0)
        json.set("change_ratio", static_cast<double>(change) / static_cast<double>(ticker->open.units()));
    else
        json.set("change_ratio", nullptr);
}

void set_quote(Json& json, const std::optional<feed::Quote>& quote) {
    if (!quote) {
        for (const char* const name : {"bid", "bid_quantity", "ask", "ask_quantity"}) json.set(name, nullptr);
        return;
    }
    json.set("bid", to_text(quote->bid)).set("bid_quantity", to_text(quote->bid_quantity));
    json.set("ask", to_text(quote->ask)).set("ask_quantity", to_text(quote->ask_quantity));
}

}  // namespace

Json ticker_json(const feed::MarketSnapshot& market, WallTime now) {
    Json json = Json::object();
    json.set("venue", market.instrument.venue.text()).set("symbol", market.instrument.symbol.text());
    json.set("synthetic", market.is_synthetic);
    set_day(json, market.ticker);
    set_quote(json, market.quote);
    return json.set("hops", hops_json(market, now));
}

Json book_json(const feed::MarketSnapshot& market, WallTime now) {
    Json json = Json::object();
    json.set("venue", market.instrument.venue.text()).set("symbol", market.instrument.symbol.text());
    json.set("synthetic", market.is_synthetic).set("validity", feed::to_text(market.book_validity));
    const bool is_there = market.book.has_value();
    const bool is_numbered = is_there && market.book->sequence.has_value();
    json.set("sequence", is_numbered ? Json(*market.book->sequence) : Json(nullptr));
    json.set("bids", is_there ? levels_json(market.book->bids) : Json::array());
    json.set("asks", is_there ? levels_json(market.book->asks) : Json::array());
    return json.set("hops", hops_json(market, now));
}

Json trade_json(const feed::MarketTrade& trade) {
    return Json::object()
        .set("id", trade.trade_id)
        .set("ts", ms_of(trade.origin.event_time))
        .set("price", to_text(trade.price))
        .set("quantity", to_text(trade.quantity))
        .set("taker_side", trade.taker_side == Side::buy ? "buy" : "sell")
        .set("synthetic", trade.origin.is_synthetic);
}

Json candle_json(const feed::CandleUpdate& update) {
    const Candle& candle = update.candle;
    return Json::object()
        .set("ts", ms_of(candle.open_time))
        .set("open", to_text(candle.open))
        .set("high", to_text(candle.high))
        .set("low", to_text(candle.low))
        .set("close", to_text(candle.close))
        .set("volume", format_wide_units(candle.volume.units()))
        .set("closed", update.is_closed)
        .set("synthetic", update.origin.is_synthetic);
}

Json feed_json(const feed::HealthReport& report) {
    Json stale = Json::array();
    for (const InstrumentId& instrument : report.stale_instruments) stale.push(instrument.symbol.text());
    return Json::object()
        .set("venue", report.venue.text())
        .set("synthetic", report.is_synthetic)
        .set("state", feed::to_text(report.status))
        .set("phase", report.phase ? Json(feed::to_text(*report.phase)) : Json(nullptr))
        .set("reason", report.reason)
        .set("delay_ms", std::chrono::milliseconds(report.delay).count())
        .set("drift_ms", whole_or_null(report.drift_p95_ms))
        .set("drift_p50_ms", whole_or_null(report.drift_p50_ms))
        .set("age_ms", whole_or_null(report.age_ms))
        .set("messages_per_second", report.messages_per_second)
        .set("messages", report.messages_total)
        .set("gaps", report.sequence_gaps)
        .set("reconnects", report.reconnects)
        .set("clock_ahead", report.clock_ahead_total)
        .set("stale_symbols", std::move(stale));
}

Json feed_change_json(const feed::FeedState& state) {
    return Json::object()
        .set("venue", state.venue.text())
        .set("synthetic", state.is_synthetic)
        .set("state", feed::to_text(state.status))
        .set("phase", state.phase ? Json(feed::to_text(*state.phase)) : Json(nullptr))
        .set("reason", state.reason)
        .set("delay_ms", std::chrono::milliseconds(state.delay).count());
}

Json rules_json(const synthetic::InstrumentRow& row) {
    return Json::object()
        .set("venue", row.venue)
        .set("symbol", row.symbol)
        .set("synthetic", true)
        .set("tick_size", format_units(row.tick_units))
        .set("lot_step", format_units(row.lot_units))
        .set("min_notional", format_units(row.notional_min_units));
}

}  // namespace spark::server
