#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "adapters/synthetic/options.hpp"
#include "app/server/live_json.hpp"
#include "app/server/live_status.hpp"
#include "app/server/operations/candle_bytes.hpp"
#include "app/server/operations/operations.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using http::Call;
using http::Outcome;
using wire::Json;

constexpr std::size_t candles_max = 1'500;
constexpr std::size_t trades_max = 200;

/// The markets of one pair at another currency: what the planning documents call a mapping.
struct Mapping {
    std::string_view from;
    std::string_view to;
    std::string_view through;  ///< The pair whose price makes one out of the other.
};
constexpr std::array mappings{Mapping{"BTCUSDT", "BTCTRY", "USDTTRY"}};

std::unexpected<Error> unknown_market(std::string_view venue, std::string_view symbol) {
    return fail(Fault::not_found, fmt::format("no market is called '{}/{}'", shown(venue), shown(symbol)), {},
                "GET /api/v1/markets lists them");
}

/// The instrument of the path. A name that cannot be one is of no market.
Result<InstrumentId> instrument_of(const Call& call) {
    auto venue = Venue::parse(call.path_part(0));
    auto symbol = Symbol::parse(call.path_part(1));
    if (!venue || !symbol) return unknown_market(call.path_part(0), call.path_part(1));
    return InstrumentId{.venue = *std::move(venue), .symbol = *std::move(symbol)};
}

Result<feed::MarketSnapshot> market_of(const House& house, const Call& call, std::size_t depth) {
    SPARK_TRY(const InstrumentId instrument, instrument_of(call));
    auto snapshot = house.market->snapshot(instrument, depth);
    if (!snapshot) return unknown_market(instrument.venue.text(), instrument.symbol.text());
    return *std::move(snapshot);
}

std::string_view state_of(const std::vector<feed::HealthReport>& reports, const Venue& venue) {
    const auto found = std::ranges::find(reports, venue, &feed::HealthReport::venue);
    return feed::to_text(found == reports.end() ? feed::FeedStatus::connecting : found->status);
}

std::string path_of(const InstrumentId& instrument) {
    return fmt::format("/api/v1/markets/{}/{}", instrument.venue.text(), instrument.symbol.text());
}

Json market_json(const feed::MarketSnapshot& market, std::string_view state, WallTime now) {
    Json json = Json::object();
    json.set("schema", "spark.market/1").set("object", "market").set("state", state);
    const Json ticker = ticker_json(market, now);
    for (const std::string_view name : {"venue", "symbol", "synthetic", "last", "open", "high", "low", "volume",
                                        "change", "change_ratio", "bid", "bid_quantity", "ask", "ask_quantity", "hops"})
        json.set(std::string(name), *ticker.find(name));
    const std::string path = path_of(market.instrument);
    Json links = Json::object();
    for (const std::string_view part : {"ticker", "book", "trades", "candles", "rules"})
        links.set(std::string(part), path + "/" + std::string(part));
    return json.set("links", links.set("self", path));
}

http::Page list(const House& house) {
    const WallTime now = house.now();
    const auto reports = house.market->reports(now);
    http::Page page;
    for (const feed::MarketSnapshot& market : house.market->snapshots())
        page.rows.push_back(market_json(market, state_of(reports, market.instrument.venue), now));
    return page;
}

Result<Json> show(const House& house, const Call& call) {
    SPARK_TRY(const feed::MarketSnapshot market, market_of(house, call, 1));
    const WallTime now = house.now();
    return market_json(market, state_of(house.market->reports(now), market.instrument.venue), now);
}

Result<Json> ticker(const House& house, const Call& call) {
    SPARK_TRY(const feed::MarketSnapshot market, market_of(house, call, 1));
    return ticker_json(market, house.now());
}

Result<Json> book(const House& house, const Call& call) {
    SPARK_TRY(const std::int64_t depth, call.whole_number("depth", static_cast<std::int64_t>(LiveMarket::book_depth), 1,
                                                          static_cast<std::int64_t>(synthetic::book_levels)));
    SPARK_TRY(const feed::MarketSnapshot market, market_of(house, call, static_cast<std::size_t>(depth)));
    return book_json(market, house.now());
}

Result<http::Page> trades(const House& house, const Call& call) {
    SPARK_TRY(const std::size_t limit, call.limit(trades_max, trades_max));
    SPARK_TRY(const feed::MarketSnapshot market, market_of(house, call, 1));
    http::Page page;
    for (std::size_t index = 0; index < std::min(limit, market.trades.size()); ++index)
        page.rows.push_back(trade_json(market.trades[index]));
    return page;
}

Result<Outcome> candles(const House& house, const Call& call) {
    SPARK_TRY(const Timeframe timeframe, Timeframe::parse(call.query("timeframe").value_or("1m")));
    SPARK_TRY(const std::size_t limit, call.limit(500, candles_max));
    SPARK_TRY(const std::optional<WallTime> to, call.time("to"));
    SPARK_TRY(const feed::MarketSnapshot market, market_of(house, call, 1));
    const auto bars = house.market->candles(market.instrument, timeframe, limit, to);
    if (!wants_columns(call)) {
        http::Page page;
        for (const feed::CandleUpdate& bar : bars) page.rows.push_back(candle_json(bar));
        return http::page_outcome(std::move(page));
    }
    market::CandleTable table;
    for (const auto& [origin, frame, candle, is_closed] : bars)
        table.push_back(ns_of(candle.open_time), candle.open.units(), candle.high.units(), candle.low.units(),
                        candle.close.units(), candle.volume.units());
    return Outcome::text(std::string(column_media_type), column_bytes(table.columns()))
        .with("X-Spark-Bars", std::to_string(bars.size()))
        .with("X-Spark-Synthetic", market.is_synthetic ? "true" : "false");
}

Result<Json> rules(const Call& call) {
    SPARK_TRY(const InstrumentId instrument, instrument_of(call));
    for (const synthetic::InstrumentRow& row : synthetic::instrument_rows) {
        if (row.venue == instrument.venue.text() && row.symbol == instrument.symbol.text()) return rules_json(row);
    }
    return unknown_market(instrument.venue.text(), instrument.symbol.text());
}

/// Those of the markets there are: none while the synthetic ones are switched off.
Json symbols(const House& house) {
    const auto markets = house.market->snapshots();
    const auto is_there = [&](std::string_view symbol) {
        return std::ranges::any_of(markets, [&](const auto& one) { return one.instrument.symbol.text() == symbol; });
    };
    Json rows = Json::array();
    for (const synthetic::InstrumentRow& row : synthetic::instrument_rows) {
        if (is_there(row.symbol)) rows.push(rules_json(row));
    }
    Json pairs = Json::array();
    for (const Mapping& mapping : mappings) {
        if (is_there(mapping.from) && is_there(mapping.to))
            pairs.push(Json::object().set("from", mapping.from).set("to", mapping.to).set("through", mapping.through));
    }
    return Json::object()
        .set("schema", "spark.symbols/1")
        .set("symbols", std::move(rows))
        .set("mapping", std::move(pairs));
}

}  // namespace

void add_market_operations(House& house, http::Operations& operations) {
    operations.add("markets.list", [&house](Call&) { return http::page_outcome(list(house)); });
    operations.add("markets.show", [&house](Call& call) { return http::answered(show(house, call)); });
    operations.add("markets.ticker", [&house](Call& call) { return http::answered(ticker(house, call)); });
    operations.add("markets.book", [&house](Call& call) { return http::answered(book(house, call)); });
    operations.add("markets.trades", [&house](Call& call) { return http::answered(trades(house, call)); });
    operations.add("markets.candles", [&house](Call& call) { return http::answered(candles(house, call)); });
    operations.add("markets.rules", [](Call& call) { return http::answered(rules(call)); });
    for (const std::string_view name : {"feeds.health", "feeds.health_short"})
        operations.add(name, [&house](Call&) -> http::Answered { return Outcome::of(feed_health_json(house)); });
    for (const std::string_view name : {"feeds.symbols", "feeds.symbols_short"})
        operations.add(name, [&house](Call&) -> http::Answered { return Outcome::of(symbols(house)); });
}

}  // namespace spark::server
