#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"BacktestOrder", R"({"type":"object","additionalProperties":false,"properties":{
"strategy":{"type":"string","pattern":"^[A-Za-z0-9_,@-]{1,200}$"},
"document":{"type":"object","description":"A strategy document instead of a strategy's name."},
"dataset":{"oneOf":[{"type":"string","minLength":1,"maxLength":64},
{"type":"array","minItems":1,"maxItems":64,"items":{"type":"string","minLength":1,"maxLength":64}}]},
"pair":{"type":"string","minLength":1,"maxLength":64},"timeframe":{"type":"string","minLength":1,"maxLength":64},
"venue":{"type":"string","minLength":1,"maxLength":64},
"params":{"type":"object","maxProperties":256,"additionalProperties":{"type":["number","string","boolean"]}},
"with":{"oneOf":[{"type":"string","minLength":1,"maxLength":64},
{"type":"array","minItems":1,"maxItems":64,"items":{"type":"string","minLength":1,"maxLength":64}}]},
"detail":{"type":"string","minLength":1,"maxLength":64},"oos":{"type":["string","number"]},"band":{"type":"boolean"},
"from":{"type":"string","minLength":1,"maxLength":64},"to":{"type":"string","minLength":1,"maxLength":64},
"costs":{"type":"object","description":"The fields of docs/reference/costs.md, as a file of --costs."},
"fee_bps":{"type":["number","string"]},"maker_bps":{"type":["number","string"]},
"taker_bps":{"type":["number","string"]},"fee_discount_pct":{"type":["number","string"]},
"slippage_bps":{"type":["number","string"]},"half_spread_bps":{"type":["number","string"]},
"impact_bps":{"type":["number","string"]},"participation_pct":{"type":["number","string"]},
"funding_bps":{"type":["number","string"]},"borrow_bps":{"type":["number","string"]},
"leverage":{"type":["number","string"]},"maintenance_pct":{"type":["number","string"]},
"liquidation_bps":{"type":["number","string"]},"latency_bars":{"type":["integer","string"]},
"latency_ms":{"type":["integer","string"]},"rules":{"type":["object","string"]},"tiers":{"type":"array"},
"intrabar":{"enum":["pessimistic","optimistic"]},"skip_zero_volume":{"type":"boolean"},
"close_at_end":{"type":"boolean"},"size":{"type":"string","minLength":1,"maxLength":64},
"cash":{"type":["number","string"]}}})"},
    Schema{"Backtest", R"({"type":"object","required":["schema","id","created_at","result_hash","strategy","dataset",
"params","metrics","evidence"],"properties":{"schema":{"const":"spark.backtest/1"},"id":{"type":"string"},
"created_at":{"type":"string"},"result_hash":{"type":"string"},"strategy":{"type":"object"},
"dataset":{"type":"object"},"params":{"type":"object"},"metrics":{"type":"object"},"evidence":{"type":"string"}},
"description":"The document of spark backtest run --json; docs/reference/backtest_json.md has every field."})"},
    Schema{"BacktestList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["id","damaged"],"properties":{"id":{"type":"string"},
"created_at":{"type":"string"},"result_hash":{"type":"string"},"strategy":{"type":"string"},
"dataset":{"type":"string"},"params":{"type":"object"},"trades":{"type":"integer"},"net_pnl":{"type":"string"},
"note":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"damaged":{"type":"boolean"},
"damage":{"type":"string"}}}},"has_more":{"type":"boolean"},"next_cursor":{"type":["string","null"]}}})"},
    Schema{"BacktestTradeList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["index","entry_time_ms","exit_time_ms","net_pnl"],
"properties":{"index":{"type":"integer"},"entry_bar":{"type":"integer"},"entry_time_ms":{"type":"integer"},
"entry_price":{"type":"string"},"exit_bar":{"type":"integer"},"exit_time_ms":{"type":"integer"},
"exit_price":{"type":"string"},"quantity":{"type":"string"},"gross_pnl":{"type":"string"},"fees":{"type":"string"},
"net_pnl":{"type":"string"},"exit_reason":{"type":"string"},"side":{"type":"string"},"symbol":{"type":"string"},
"strategy":{"type":"string"}}}},"has_more":{"type":"boolean"},"next_cursor":{"type":["string","null"]}}})"},
    Schema{"BacktestEquity", R"({"type":"object","required":["schema","id","resolution","bars","points","is_whole","t",
"equity"],"properties":{"schema":{"const":"spark.equity/1"},"id":{"type":"string"},
"resolution":{"enum":["bar","day"]},"bars":{"type":"integer"},"points":{"type":"integer"},
"is_whole":{"type":"boolean"},"starting_cash":{"type":"string"},"t":{"type":"array","items":{"type":"integer"}},
"equity":{"type":"array","items":{"type":"string"}},"drawdown":{"type":"array","items":{"type":"number"}},
"buy_hold":{"type":"array","items":{"type":"number"}}}})"},
    Schema{"BacktestStatistics", R"({"type":"object","required":["schema","id","from","to","bars","metrics",
"statistics"],"properties":{"schema":{"const":"spark.backtest_statistics/1"},"id":{"type":"string"},
"from":{"type":"string"},"to":{"type":"string"},"bars":{"type":"integer"},"metrics":{"type":"object"},
"statistics":{"type":"object"}}})"},
    Schema{"BacktestDrawdowns", R"({"type":"object","required":["schema","id","drawdowns","underwater"],"properties":{
"schema":{"const":"spark.backtest_drawdowns/1"},"id":{"type":"string"},"drawdowns":{"type":["array","null"]},
"underwater":{"type":["object","null"]}}})"},
    Schema{"BacktestMonthly", R"({"type":"object","required":["schema","id","monthly","yearly"],"properties":{
"schema":{"const":"spark.backtest_monthly/1"},"id":{"type":"string"},"monthly":{"type":["array","null"]},
"yearly":{"type":["array","null"]}}})"},
    Schema{"BacktestDistribution", R"({"type":"object","required":["schema","id","trades","net_pnl","histogram"],
"properties":{"schema":{"const":"spark.backtest_distribution/1"},"id":{"type":"string"},
"trades":{"type":"integer"},"net_pnl":{"type":"array","items":{"type":"number"}},
"bars_held":{"type":"array","items":{"type":"integer"}},"held_ms":{"type":"array","items":{"type":"integer"}},
"mae":{"type":"array"},"mfe":{"type":"array"},"histogram":{"type":"array","items":{"type":"object"}}}})"},
    Schema{"BacktestComparison", R"({"type":"object","required":["schema","runs","metrics","equity"],"properties":{
"schema":{"const":"spark.backtest_compare/1"},"runs":{"type":"array"},"metrics":{"type":"array"},
"equity":{"type":"object"}}})"},
    Schema{"BacktestReconciliation", R"({"type":"object","required":["schema","id","matches","checks"],"properties":{
"schema":{"const":"spark.backtest_reconcile/1"},"id":{"type":"string"},"matches":{"type":"boolean"},
"result_hash":{"type":"string"},"checks":{"type":"array","items":{"type":"object","required":["name","ok","expected",
"found"],"properties":{"name":{"type":"string"},"ok":{"type":"boolean"},"expected":{"type":"string"},
"found":{"type":"string"}}}}}})"},
    Schema{"BacktestRerun", R"({"type":"object","required":["schema","id","of","equal","result_hash",
"result_hash_before"],"properties":{"schema":{"const":"spark.backtest_rerun/1"},"id":{"type":"string"},
"of":{"type":"string"},"equal":{"type":"boolean"},"result_hash":{"type":"string"},
"result_hash_before":{"type":"string"}}})"},
    Schema{"RunNotesChange", R"({"type":"object","additionalProperties":false,"properties":{
"note":{"type":"string","maxLength":4000},
"tags":{"type":"array","maxItems":20,"items":{"type":"string","minLength":1,"maxLength":40}}}})"},
    Schema{"RunNotes", R"({"type":"object","required":["schema","id","note","tags","version"],"properties":{
"schema":{"const":"spark.run_notes/1"},"id":{"type":"string"},"note":{"type":"string"},
"tags":{"type":"array","items":{"type":"string"}},"version":{"type":"integer"},
"updated_at":{"type":["string","null"]}}})"},
    Schema{"Evidence", R"({"type":"object","required":["schema","manifest","document"],"properties":{
"schema":{"const":"spark.evidence/1"},"manifest":{"type":"object"},"document":{"type":"object"}}})"},
    Schema{"EvidenceList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["id","kind","nonce","created_at","row",
"manifest_sha256"],"properties":{"id":{"type":"string"},"kind":{"type":"string"},"nonce":{"type":"string"},
"created_at":{"type":"string"},"row":{"type":"integer"},"manifest_sha256":{"type":"string"}}}},
"has_more":{"type":"boolean"},"next_cursor":{"type":["string","null"]}}})"},
    Schema{"EvidenceManifest", R"({"type":"object","required":["schema","id","kind","hash"],"properties":{
"schema":{"type":"string"},"id":{"type":"string"},"kind":{"type":"string"},"hash":{"type":"string"}},
"description":"The manifest's own bytes; docs/reference/evidence_format.md."})"},
    Schema{"EvidenceCheck", R"({"type":"object","required":["schema","id","verified","files","index","data_sets"],
"properties":{"schema":{"const":"spark.evidence_check/1"},"id":{"type":"string"},"verified":{"type":"boolean"},
"files":{"type":"array","items":{"type":"object","required":["name","ok","state"],"properties":{
"name":{"type":"string"},"ok":{"type":"boolean"},"state":{"enum":["equal","altered","missing","added"]},
"expected":{"type":"string"},"found":{"type":"string"}}}},"index":{"type":"object"},"data_sets":{"type":"array"},
"problem":{"type":"object"},"warnings":{"type":"array"}}})"},
    Schema{"EvidenceIndex", R"({"type":"object","required":["schema","ok","rows","head"],"properties":{
"schema":{"const":"spark.evidence_index/1"},"ok":{"type":"boolean"},"rows":{"type":"integer"},
"head":{"type":["string","null"]},"last_id":{"type":["string","null"]},"broken_at":{"type":"string"},
"message":{"type":"string"},"warnings":{"type":"array","items":{"type":"string"}}}})"},
};

}  // namespace

std::span<const Schema> run_schemas() { return rows; }

}  // namespace spark::http::detail
