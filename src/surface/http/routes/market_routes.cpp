#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/markets",
          .operation = "markets.list",
          .group = Group::markets,
          .right = Right::look,
          .summary = {"Every live market: last price, 24 hours, state, whether it is made up",
                      "Her canlı piyasa: son fiyat, 24 saat, durum, sentetik olup olmadığı"},
          .response_schema = "MarketList"},
    Route{.path = "/api/v1/markets/{venue}/{symbol}",
          .operation = "markets.show",
          .group = Group::markets,
          .right = Right::look,
          .summary = {"One market and how fresh each hop of it is", "Bir piyasa ve her adımının tazeliği"},
          .response_schema = "Market"},
    Route{
        .path = "/api/v1/markets/{venue}/{symbol}/ticker",
        .operation = "markets.ticker",
        .group = Group::markets,
        .right = Right::look,
        .summary = {"Last price, best bid and ask, the last 24 hours", "Son fiyat, en iyi alış ve satış, son 24 saat"},
        .response_schema = "Ticker"},
    Route{.path = "/api/v1/markets/{venue}/{symbol}/book",
          .operation = "markets.book",
          .group = Group::markets,
          .right = Right::look,
          .summary = {"The best levels of the order book, or why there are none",
                      "Emir defterinin en iyi kademeleri, yoksa nedeni"},
          .response_schema = "Book",
          .query = "depth"},
    Route{.path = "/api/v1/markets/{venue}/{symbol}/trades",
          .operation = "markets.trades",
          .group = Group::markets,
          .right = Right::look,
          .summary = {"The venue's trades, newest first", "Borsadaki işlemler, en yenisi önce"},
          .response_schema = "MarketTradeList",
          .query = "limit"},
    Route{.path = "/api/v1/markets/{venue}/{symbol}/candles",
          .operation = "markets.candles",
          .group = Group::markets,
          .right = Right::look,
          .summary = {"The newest bars, oldest first; the last one may still be forming. As JSON or as columns",
                      "En yeni barlar, en eskisi önce; sonuncusu oluşuyor olabilir. JSON ya da sütunlar olarak"},
          .response_schema = "LiveCandleList",
          .other_media_types = "application/vnd.spark.candles+f64",
          .query = "timeframe limit to"},
    Route{.path = "/api/v1/markets/{venue}/{symbol}/rules",
          .operation = "markets.rules",
          .group = Group::markets,
          .right = Right::look,
          .summary = {"Tick, lot and least value of an order", "Fiyat adımı, lot ve en az emir değeri"},
          .response_schema = "MarketRules"},
    Route{.path = "/api/v1/feeds/health",
          .operation = "feeds.health",
          .group = Group::markets,
          .right = Right::look,
          .where = Where::io_thread,
          .summary = {"How each venue's feed does, and HEALTH of all",
                      "Her borsanın veri akışı ve tümünün HEALTH değeri"},
          .response_schema = "FeedHealth"},
    Route{.path = "/api/v1/feeds/symbols",
          .operation = "feeds.symbols",
          .group = Group::markets,
          .right = Right::look,
          .where = Where::io_thread,
          .summary = {"Symbols, their rules, and which stand for each other",
                      "Semboller, kuralları ve birbirinin karşılıkları"},
          .response_schema = "FeedSymbols"},
    Route{.path = "/api/feeds/health",
          .operation = "feeds.health_short",
          .group = Group::markets,
          .right = Right::look,
          .where = Where::io_thread,
          .summary = {"The same as /api/v1/feeds/health", "/api/v1/feeds/health ile aynı"},
          .response_schema = "FeedHealth"},
    Route{.path = "/api/feeds/symbols",
          .operation = "feeds.symbols_short",
          .group = Group::markets,
          .right = Right::look,
          .where = Where::io_thread,
          .summary = {"The same as /api/v1/feeds/symbols", "/api/v1/feeds/symbols ile aynı"},
          .response_schema = "FeedSymbols"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> markets() { return rows; }

}  // namespace spark::http::topics
