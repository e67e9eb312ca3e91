#include "surface/http/detail/schemas.hpp"

#include <array>
#include <vector>

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"Health", R"({"type":"object","required":["status"],"properties":{"status":{"const":"ok"}}})"},
    Schema{"Readiness", R"({"type":"object","required":["schema","ready","checks"],"properties":{
"schema":{"const":"spark.readiness/1"},"ready":{"type":"boolean"},
"checks":{"type":"array","items":{"type":"object","required":["name","ok","detail"],"properties":{
"name":{"type":"string"},"ok":{"type":"boolean"},"detail":{"type":"string"}}}}}})"},
    Schema{"OpenApi", R"({"type":"object","required":["openapi","paths"]})"},
    Schema{"Status", R"({"type":"object","required":["schema","version","commit","env","started_at","uptime_ms"],
"properties":{"schema":{"const":"spark.status/1"},"version":{"type":"string"},"commit":{"type":"string"},
"env":{"enum":["paper"]},"started_at":{"type":"string","format":"date-time"},"uptime_ms":{"type":"integer"}}})"},
    Schema{"BacktestOrder", R"({"type":"object","required":["strategy"],"additionalProperties":false,"properties":{
"strategy":{"type":"string","pattern":"^[A-Za-z0-9_@-]{1,70}$"},
"dataset":{"oneOf":[{"type":"string","minLength":1,"maxLength":64},
{"type":"array","minItems":1,"maxItems":64,"items":{"type":"string","minLength":1,"maxLength":64}}]},
"pair":{"type":"string","minLength":1,"maxLength":64},"timeframe":{"type":"string","minLength":1,"maxLength":64},
"venue":{"type":"string","minLength":1,"maxLength":64},
"params":{"type":"object","maxProperties":256,"additionalProperties":{"type":["number","string","boolean"]}},
"from":{"type":"string","minLength":1,"maxLength":64},"to":{"type":"string","minLength":1,"maxLength":64},
"costs":{"type":"object","description":"The fields of docs/reference/costs.md."}}})"},
    Schema{"Backtest", R"({"type":"object","required":["schema","id","created_at","result_hash","strategy","dataset",
"params","metrics","evidence"],"properties":{"schema":{"const":"spark.backtest/1"},"id":{"type":"string"},
"created_at":{"type":"string"},"result_hash":{"type":"string"},"strategy":{"type":"object"},
"dataset":{"type":"object"},"params":{"type":"object"},"metrics":{"type":"object"},"evidence":{"type":"string"}},
"description":"The document of spark backtest run --json; docs/reference/backtest_json.md has every field."})"},
    Schema{"BacktestList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["id","created_at","result_hash","strategy","dataset",
"params","trades","net_pnl"],"properties":{"id":{"type":"string"},"created_at":{"type":"string"},
"result_hash":{"type":"string"},"strategy":{"type":"string"},"dataset":{"type":"string"},"params":{"type":"object"},
"trades":{"type":"integer"},"net_pnl":{"type":"string"}}}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"Job", R"({"type":"object","required":["schema","id","object","status","progress","eta_ms","queue_position",
"created_at","links"],"properties":{"schema":{"const":"spark.job/1"},"id":{"type":"string"},"object":{"const":"job"},
"kind":{"const":"backtest"},"status":{"enum":["queued","running","succeeded","failed"]},
"progress":{"type":"number","minimum":0,"maximum":1},"eta_ms":{"type":["integer","null"]},
"queue_position":{"type":["integer","null"]},"created_at":{"type":"string"},"started_at":{"type":["string","null"]},
"ended_at":{"type":["string","null"]},"problem":{"$ref":"#/components/schemas/Problem"},
"links":{"type":"object","required":["self"],"properties":{"self":{"type":"string"},"result":{"type":"string"}}}}})"},
    Schema{"Evidence", R"({"type":"object","required":["schema","manifest","document"],"properties":{
"schema":{"const":"spark.evidence/1"},"manifest":{"type":"object"},"document":{"type":"object"}}})"},
    Schema{"Problem", R"({"type":"object","required":["type","title","status","code","detail","instance","request_id",
"fix","errors","retry"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
"code":{"type":"string"},"detail":{"type":"string"},"instance":{"type":"string"},"request_id":{"type":"string"},
"fix":{"type":"array","items":{"type":"object","required":["text"],"properties":{"text":{"type":"string"}}}},
"errors":{"type":"array","items":{"type":"object","required":["pointer","code"],"properties":{
"pointer":{"type":"string"},"code":{"type":"string"}}}},"retry":{"enum":["never","after","safe"]}}})"},
};

}  // namespace

std::span<const Schema> schemas() {
    static const std::vector<Schema> all = [] {
        std::vector<Schema> list(rows.begin(), rows.end());
        for (const std::span<const Schema> topic : {data_schemas(), strategy_schemas()})
            list.insert(list.end(), topic.begin(), topic.end());
        return list;
    }();
    return all;
}

}  // namespace spark::http::detail
