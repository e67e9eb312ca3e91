#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"StrategyAdopt", R"({"type":"object","required":["optimization"],"additionalProperties":false,"properties":{
"optimization":{"type":"string","minLength":1,"maxLength":128},
"set":{"oneOf":[{"enum":["best","plateau"]},{"type":"integer","minimum":0}]},
"message":{"type":"string","maxLength":1000}},
"description":"set: the best point, the best plateau (where nothing is said), or a set's number."})"},
    Schema{"LineageLink", R"({"type":"object","required":["kind","id","sha256","created_at","previous","hash"],
"properties":{"kind":{"enum":["prompt","document","version","backtest","optimization","set","promotion"]},
"id":{"type":"string"},"sha256":{"type":"string"},"created_at":{"type":"string"},"previous":{"type":"string"},
"hash":{"type":"string"}}})"},
    Schema{"Lineage", R"({"type":"object","required":["schema","strategy","version","sha256","links","head","is_whole"],
"properties":{"schema":{"const":"spark.lineage/1"},"strategy":{"type":"string"},"version":{"type":"integer"},
"sha256":{"type":"string"},"links":{"type":"array","items":{"$ref":"#/components/schemas/LineageLink"}},
"head":{"type":"string"},"is_whole":{"type":"boolean"}}})"},
    Schema{"PromotionItem", R"({"type":"object","required":["name","standing","found","wanted","evidence","en","tr",
"remedy","is_binding"],"properties":{"name":{"type":"string"},
"standing":{"enum":["passed","failed","missing","not_measured"]},"found":{"type":"string"},
"wanted":{"type":"string"},"evidence":{"type":"string"},"en":{"type":"string"},"tr":{"type":"string"},
"remedy":{"type":"object","required":["en","tr"],"properties":{"en":{"type":"string"},"tr":{"type":"string"}}},
"is_binding":{"type":"boolean"}}})"},
    Schema{"PromotionCheck", R"({"type":"object","required":["schema","strategy","version","sha256","may_promote",
"items","thresholds","backtest","optimization","set","proposal","lineage"],"properties":{
"schema":{"const":"spark.promotion_check/1"},"strategy":{"type":"string"},"version":{"type":"integer"},
"sha256":{"type":"string"},"may_promote":{"type":"boolean"},
"items":{"type":"array","items":{"$ref":"#/components/schemas/PromotionItem"}},
"thresholds":{"type":"object","required":["trades_min","pbo_max","dsr_min","holdout_looks_max","holdout_pct_min",
"profit_wanted","paper_days_min"],"properties":{"trades_min":{"type":"integer"},"pbo_max":{"type":"number"},
"dsr_min":{"type":"number"},"holdout_looks_max":{"type":"integer"},"holdout_pct_min":{"type":"number"},
"profit_wanted":{"type":"boolean"},"paper_days_min":{"type":"integer"}}},
"backtest":{"type":["string","null"]},"optimization":{"type":["string","null"]},"set":{"type":["integer","null"]},
"proposal":{"type":["string","null"]},"lineage":{"type":"object","required":["links","head","is_whole"],
"properties":{"links":{"type":"array","items":{"$ref":"#/components/schemas/LineageLink"}},
"head":{"type":"string"},"is_whole":{"type":"boolean"}}}},
"description":"docs/reference/promotion.md has every item."})"},
    Schema{"PromotionOrder", R"({"type":"object","additionalProperties":false,"properties":{
"note":{"type":"string","maxLength":1000}}})"},
    Schema{"Proposal", R"({"type":"object","required":["schema","id","kind","state","created_at","proposer","note",
"strategy","version","sha256","params","check","risk","hash"],"properties":{"schema":{"const":"spark.proposal/1"},
"id":{"type":"string"},"kind":{"const":"promote_strategy"},"state":{"enum":["open"]},
"created_at":{"type":"string"},"proposer":{"type":"object","required":["name","user_id"],"properties":{
"name":{"type":"string"},"user_id":{"type":["string","null"]}}},"note":{"type":"string"},
"strategy":{"type":"string"},"version":{"type":"integer"},"sha256":{"type":"string"},"params":{"type":"object"},
"check":{"$ref":"#/components/schemas/PromotionCheck"},"risk":{"type":"object"},"hash":{"type":"string"}}})"},
    Schema{"ProposalList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["id","kind","state","created_at","proposer","note",
"strategy","version","sha256","hash"],"properties":{"id":{"type":"string"},"kind":{"const":"promote_strategy"},
"state":{"enum":["open"]},"created_at":{"type":"string"},"proposer":{"type":"object","required":["name","user_id"],
"properties":{"name":{"type":"string"},"user_id":{"type":["string","null"]}}},"note":{"type":"string"},
"strategy":{"type":"string"},"version":{"type":"integer"},"sha256":{"type":"string"},"hash":{"type":"string"}}}},
"has_more":{"type":"boolean"},"next_cursor":{"type":["string","null"]}}})"},
};

}  // namespace

std::span<const Schema> promotion_schemas() { return rows; }

}  // namespace spark::http::detail
