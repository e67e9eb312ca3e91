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
    Schema{"Status", R"({"type":"object","required":["schema","version","commit","env","started_at","uptime_ms",
"server_time","health","drift_ms","feeds","jobs","stream_clients"],
"properties":{"schema":{"const":"spark.status/1"},"version":{"type":"string"},"commit":{"type":"string"},
"env":{"enum":["paper"]},"started_at":{"type":"string","format":"date-time"},"uptime_ms":{"type":"integer"},
"server_time":{"type":"integer"},"health":{"enum":["GREEN","YELLOW","RED"]},"health_reasons":{"type":"array",
"items":{"type":"string"}},"drift_ms":{"type":["integer","null"]},"feeds":{"type":"array",
"items":{"$ref":"#/components/schemas/Feed"}},"jobs":{"type":"object","required":["running","queued"],"properties":{
"running":{"type":"integer"},"queued":{"type":"integer"}}},"stream_clients":{"type":"integer"}}})"},
    Schema{"Job", R"({"type":"object","required":["schema","id","object","kind","owner","priority","status","progress",
"eta_ms","queue_position","attempt","cancel_asked","created_at","started_at","ended_at","links"],"properties":{
"schema":{"const":"spark.job/1"},"id":{"type":"string"},"object":{"const":"job"},"kind":{"type":"string"},
"owner":{"type":"string"},"priority":{"enum":["interactive","normal","batch"]},
"status":{"enum":["queued","running","succeeded","failed","canceled","interrupted"]},
"progress":{"type":"number","minimum":0,"maximum":1},"eta_ms":{"type":["integer","null"]},
"queue_position":{"type":["integer","null"]},"attempt":{"type":"integer"},"cancel_asked":{"type":"boolean"},
"created_at":{"type":"string"},"started_at":{"type":["string","null"]},"ended_at":{"type":["string","null"]},
"problem":{"type":"object"},"result":{"type":"object"},
"links":{"type":"object","required":["self","log"],"properties":{"self":{"type":"string"},"log":{"type":"string"},
"result":{"type":"string"}}}}})"},
    Schema{"JobList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/Job"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"JobLogList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["sequence","time","level","text"],"properties":{
"sequence":{"type":"integer"},"time":{"type":"string"},"level":{"enum":["debug","info","warning","error"]},
"text":{"type":"string"}}}},"has_more":{"type":"boolean"},"next_cursor":{"type":["string","null"]}}})"},
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
        for (const std::span<const Schema> topic :
             {run_schemas(), optimization_schemas(), data_schemas(), strategy_schemas(), generation_schemas(),
              promotion_schemas(), identity_schemas(), audit_schemas(), settings_schemas(), market_schemas()})
            list.insert(list.end(), topic.begin(), topic.end());
        return list;
    }();
    return all;
}

}  // namespace spark::http::detail
