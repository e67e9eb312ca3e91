#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"StrategyList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["name","version","sha256"],"properties":{
"name":{"type":"string"},"version":{"type":"integer"},"from":{"type":"string"},"sha256":{"type":"string"},
"parameters":{"type":"integer"},"description":{"type":"string"}}}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"Strategy", R"({"type":"object","required":["schema","name","version","sha256","document","canonical"],
"properties":{"schema":{"const":"spark.strategy_show/1"},"name":{"type":"string"},"version":{"type":"integer"},
"sha256":{"type":"string"},"document":{"type":"object"},"canonical":{"type":"string"},
"text":{"type":"string"},"format":{"enum":["toml","json"]},"from":{"enum":["built_in","data_folder","versions"]},
"kept":{"$ref":"#/components/schemas/StrategyVersion"}}})"},
    Schema{"StrategyKeep", R"({"type":"object","required":["document"],"additionalProperties":false,"properties":{
"document":{"oneOf":[{"type":"string","minLength":1},{"type":"object"}]},
"message":{"type":"string","maxLength":1000},"origin":{"oneOf":[{"type":"object","required":["generation"],
"additionalProperties":false,"properties":{"generation":{"type":"string","minLength":1,"maxLength":128}}},
{"type":"object","required":["optimization","set"],"additionalProperties":false,"properties":{
"optimization":{"type":"string","minLength":1,"maxLength":128},"set":{"type":"integer","minimum":0}}},
{"type":"null"}]}}})"},
    Schema{"StrategyCheck", R"({"type":"object","required":["document"],"additionalProperties":false,"properties":{
"document":{"oneOf":[{"type":"string","minLength":1},{"type":"object"}]}}})"},
    Schema{"StrategyRestore", R"({"type":"object","required":["version"],"additionalProperties":false,"properties":{
"version":{"type":"integer","minimum":1,"maximum":9999},"message":{"type":"string","maxLength":1000}}})"},
    Schema{"StrategyVersion", R"({"type":"object","required":["name","version","sha256","text_sha256","author",
"created_at","message","parent","restored_from","origin"],
"properties":{"name":{"type":"string"},"version":{"type":"integer"},
"sha256":{"type":"string"},"text_sha256":{"type":"string"},"author":{"type":"string"},"created_at":{"type":"string"},
"message":{"type":"string"},"parent":{"type":["integer","null"]},"restored_from":{"type":["integer","null"]},
"origin":{"oneOf":[{"type":"null"},{"type":"object","required":["generation","is_edited"],"properties":{
"generation":{"type":"string"},"is_edited":{"type":"boolean"}}},{"type":"object","required":["optimization","set"],
"properties":{"optimization":{"type":"string"},"set":{"type":"integer"}}}]}}})"},
    Schema{"StrategyVersionList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/StrategyVersion"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"StrategyValidation", R"({"type":"object","required":["schema","valid","errors"],"properties":{
"schema":{"const":"spark.strategy_check/1"},"valid":{"type":"boolean"},"errors":{"type":"array","items":{
"type":"object","required":["line","column","message","remedy"],"properties":{"line":{"type":["integer","null"]},
"column":{"type":["integer","null"]},"message":{"type":"string"},"remedy":{"type":"string"}}}},
"name":{"type":"string"},"version":{"type":"integer"},"sha256":{"type":"string"},"parameters":{"type":"object"},
"en":{"type":"array","items":{"type":"string"}},"tr":{"type":"array","items":{"type":"string"}}}})"},
    Schema{"StrategyDifference", R"({"type":"object","required":["schema","name","from","to","same_behaviour",
"differences","parameters","rules"],"properties":{"schema":{"const":"spark.strategy_version_diff/1"},
"name":{"type":"string"},"from":{"type":"integer"},"to":{"type":"integer"},"same_behaviour":{"type":"boolean"},
"differences":{"type":"array"},"parameters":{"type":"array"},"rules":{"type":"object"}}})"},
    Schema{"SignalOrder", R"({"type":"object","required":["document","dataset"],"additionalProperties":false,
"properties":{"document":{"oneOf":[{"type":"string","minLength":1},{"type":"object"}]},
"dataset":{"type":"string","minLength":1,"maxLength":128},"from":{"type":"string","minLength":1,"maxLength":64},
"to":{"type":"string","minLength":1,"maxLength":64},
"params":{"type":"object","maxProperties":256,"additionalProperties":{"type":["number","string","boolean"]}}}})"},
    Schema{"Signals", R"({"type":"object","required":["schema","strategy","version","sha256","dataset","bars",
"warm_up_bars","params","counts","marks","truncated"],"properties":{"schema":{"const":"spark.signals/1"},
"strategy":{"type":"string"},"version":{"type":"integer"},"sha256":{"type":"string"},"dataset":{"type":"string"},
"bars":{"type":"integer"},"warm_up_bars":{"type":"integer"},"params":{"type":"object"},"counts":{"type":"object"},
"marks":{"type":"array","items":{"type":"object","required":["ts","side","kind","close"],"properties":{
"ts":{"type":"integer"},"side":{"enum":["long","short"]},"kind":{"enum":["enter","exit"]},
"close":{"type":"string"}}}},"truncated":{"type":"boolean"}}})"},
};

}  // namespace

std::span<const Schema> strategy_schemas() { return rows; }

}  // namespace spark::http::detail
