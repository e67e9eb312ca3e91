#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"Hops", R"({"type":"object","required":["venue","received","published"],"properties":{
"venue":{"type":"integer"},"received":{"type":"integer"},"published":{"type":"integer"}}})"},
    Schema{"Ticker", R"({"type":"object","required":["venue","symbol","synthetic","last","open","high","low","volume",
"change","change_ratio","bid","bid_quantity","ask","ask_quantity","hops"],"properties":{"venue":{"type":"string"},
"symbol":{"type":"string"},"synthetic":{"type":"boolean"},"last":{"type":["string","null"]},
"open":{"type":["string","null"]},"high":{"type":["string","null"]},"low":{"type":["string","null"]},
"volume":{"type":["string","null"]},"change":{"type":["string","null"]},"change_ratio":{"type":["number","null"]},
"bid":{"type":["string","null"]},"bid_quantity":{"type":["string","null"]},"ask":{"type":["string","null"]},
"ask_quantity":{"type":["string","null"]},"hops":{"$ref":"#/components/schemas/Hops"}}})"},
    Schema{"Market",
           R"({"type":"object","required":["schema","object","state","venue","symbol","synthetic","last","open",
"high","low","volume","change","change_ratio","bid","bid_quantity","ask","ask_quantity","hops","links"],"properties":{
"schema":{"const":"spark.market/1"},"object":{"const":"market"},
"state":{"enum":["connecting","live","delayed","stale","down","closed"]},"venue":{"type":"string"},
"symbol":{"type":"string"},"synthetic":{"type":"boolean"},"last":{"type":["string","null"]},
"open":{"type":["string","null"]},"high":{"type":["string","null"]},"low":{"type":["string","null"]},
"volume":{"type":["string","null"]},"change":{"type":["string","null"]},"change_ratio":{"type":["number","null"]},
"bid":{"type":["string","null"]},"bid_quantity":{"type":["string","null"]},"ask":{"type":["string","null"]},
"ask_quantity":{"type":["string","null"]},"hops":{"$ref":"#/components/schemas/Hops"},"links":{"type":"object"}}})"},
    Schema{"MarketList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/Market"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"Book", R"({"type":"object","required":["venue","symbol","synthetic","validity","sequence","bids","asks",
"hops"],"properties":{"venue":{"type":"string"},"symbol":{"type":"string"},"synthetic":{"type":"boolean"},
"validity":{"enum":["valid","waiting","snapshot_too_old","gap","unnumbered","crossed","bad_level","too_deep"]},
"sequence":{"type":["integer","null"]},
"bids":{"type":"array","items":{"type":"array","items":{"type":"string"}}},
"asks":{"type":"array","items":{"type":"array","items":{"type":"string"}}},
"hops":{"$ref":"#/components/schemas/Hops"}}})"},
    Schema{"MarketTrade", R"({"type":"object","required":["id","ts","price","quantity","taker_side","synthetic"],
"properties":{"id":{"type":"integer"},"ts":{"type":"integer"},"price":{"type":"string"},"quantity":{"type":"string"},
"taker_side":{"enum":["buy","sell"]},"synthetic":{"type":"boolean"}}})"},
    Schema{"MarketTradeList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/MarketTrade"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"LiveCandle",
           R"({"type":"object","required":["ts","open","high","low","close","volume","closed","synthetic"],
"properties":{"ts":{"type":"integer"},"open":{"type":"string"},"high":{"type":"string"},"low":{"type":"string"},
"close":{"type":"string"},"volume":{"type":"string"},"closed":{"type":"boolean"},"synthetic":{"type":"boolean"}}})"},
    Schema{"LiveCandleList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/LiveCandle"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"MarketRules", R"({"type":"object","required":["venue","symbol","synthetic","tick_size","lot_step",
"min_notional"],"properties":{"venue":{"type":"string"},"symbol":{"type":"string"},"synthetic":{"type":"boolean"},
"tick_size":{"type":"string"},"lot_step":{"type":"string"},"min_notional":{"type":"string"}}})"},
    Schema{"Feed", R"({"type":"object","required":["venue","synthetic","state","phase","reason","delay_ms","drift_ms",
"drift_p50_ms","age_ms","messages_per_second","messages","gaps","reconnects","clock_ahead","stale_symbols"],
"properties":{"venue":{"type":"string"},"synthetic":{"type":"boolean"},
"state":{"enum":["connecting","live","delayed","stale","down","closed"]},"phase":{"type":["string","null"]},
"reason":{"type":"string"},"delay_ms":{"type":"integer"},"drift_ms":{"type":["integer","null"]},
"drift_p50_ms":{"type":["integer","null"]},"age_ms":{"type":["integer","null"]},
"messages_per_second":{"type":"number"},"messages":{"type":"integer"},"gaps":{"type":"integer"},
"reconnects":{"type":"integer"},"clock_ahead":{"type":"integer"},
"stale_symbols":{"type":"array","items":{"type":"string"}}}})"},
    Schema{"FeedHealth", R"({"type":"object","required":["schema","server_time","health","health_reasons","drift_ms",
"HEALTH","feeds"],"properties":{"schema":{"const":"spark.feed_health/1"},"server_time":{"type":"integer"},
"health":{"enum":["GREEN","YELLOW","RED"]},"health_reasons":{"type":"array","items":{"type":"string"}},
"drift_ms":{"type":["integer","null"]},"HEALTH":{"enum":["GREEN","YELLOW","RED"]},
"feeds":{"type":"array","items":{"$ref":"#/components/schemas/Feed"}}}})"},
    Schema{"FeedSymbols", R"({"type":"object","required":["schema","symbols","mapping"],"properties":{
"schema":{"const":"spark.symbols/1"},
"symbols":{"type":"array","items":{"$ref":"#/components/schemas/MarketRules"}},
"mapping":{"type":"array","items":{"type":"object","required":["from","to","through"],"properties":{
"from":{"type":"string"},"to":{"type":"string"},"through":{"type":"string"}}}}}})"},
    Schema{"StreamTopics", R"({"type":"object","required":["topics"],"additionalProperties":false,"properties":{
"topics":{"type":"array","maxItems":200,"items":{"type":"string","minLength":1,"maxLength":96}}}})"},
};

}  // namespace

std::span<const Schema> market_schemas() { return rows; }

}  // namespace spark::http::detail
