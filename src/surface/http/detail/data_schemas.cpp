#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"DataSet", R"({"type":"object","required":["id","bytes","damaged"],"properties":{"id":{"type":"string"},
"bytes":{"type":"integer"},"damaged":{"type":"boolean"},"damage":{"type":"string"},"rows":{"type":"integer"},
"first":{"type":"string"},"last":{"type":"string"},"sha256":{"type":"string"},"synthetic":{"type":"boolean"}}})"},
    Schema{"DataSetList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/DataSet"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"DataSetInfo", R"({"type":"object","required":["schema","dataset","rows","sha256","first","last","synthetic",
"calendar","quality","bytes","timeframe","venue","symbol","sources","steps","versions"],"properties":{
"schema":{"const":"spark.dataset/1"},"dataset":{"type":"string"},"rows":{"type":"integer"},"sha256":{"type":"string"},
"first":{"type":"string"},"last":{"type":"string"},"synthetic":{"type":"boolean"},"calendar":{"type":"string"},
"quality":{"type":"object"},"bytes":{"type":"integer"},"timeframe":{"type":"string"},"venue":{"type":"string"},
"symbol":{"type":"string"},"sources":{"type":"array"},"steps":{"type":"array","items":{"type":"string"}},
"versions":{"type":"array","items":{"type":"string"}}}})"},
    Schema{"CandleList",
           R"({"type":"object","required":["data","has_more","next_cursor","bars_per_bucket"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["ts","open","high","low","close","volume"],"properties":{
"ts":{"type":"integer","description":"Open time, Unix milliseconds UTC."},"open":{"type":"string"},
"high":{"type":"string"},"low":{"type":"string"},"close":{"type":"string"},"volume":{"type":"string"}}}},
"has_more":{"type":"boolean"},"next_cursor":{"type":["string","null"]},"bars_per_bucket":{"type":"integer"}}})"},
    Schema{"DataSetQuality", R"({"type":"object","required":["schema","dataset","timeframe","first","last","quality",
"spans"],"properties":{"schema":{"const":"spark.dataset_quality/1"},"dataset":{"type":"string"},
"timeframe":{"type":"string"},"first":{"type":"string"},"last":{"type":"string"},"quality":{"type":"object"},
"spans":{"type":"array","description":"Holes: from the first missing bar's open to the first bar after it.",
"items":{"type":"object","required":["from","to","from_ts","to_ts","missing"],"properties":{
"from":{"type":"string"},"to":{"type":"string"},"from_ts":{"type":"integer"},"to_ts":{"type":"integer"},
"missing":{"type":"integer"}}}}}})"},
    Schema{"DataSetVerified", R"({"type":"object","required":["schema","dataset","verified","rows","bytes","sha256"],
"properties":{"schema":{"const":"spark.verify/1"},"dataset":{"type":"string"},"verified":{"const":true},
"rows":{"type":"integer"},"bytes":{"type":"integer"},"sha256":{"type":"string"}}})"},
    Schema{"DataSetMade", R"({"type":"object","required":["schema","dataset","new","rows","sha256","first","last",
"quality"],"properties":{"schema":{"type":"string"},"dataset":{"type":"string"},"new":{"type":"boolean"},
"rows":{"type":"integer"},"sha256":{"type":"string"},"first":{"type":"string"},"last":{"type":"string"},
"synthetic":{"type":"boolean"},"calendar":{"type":"string"},"quality":{"type":"object"}}})"},
    Schema{"DataSetMoved", R"({"type":"object","required":["schema","dataset"],"properties":{"schema":{"type":"string"},
"dataset":{"type":"string"},"used_by_runs":{"type":"integer"}}})"},
    Schema{"VerifyOrder", R"({"type":"object","additionalProperties":false,"properties":{}})"},
    Schema{"ResampleOrder", R"({"type":"object","required":["to"],"additionalProperties":false,"properties":{
"to":{"type":"string","minLength":1,"maxLength":16}}})"},
    Schema{"RepairOrder", R"({"type":"object","required":["rules"],"additionalProperties":false,"properties":{
"rules":{"type":"array","minItems":1,"maxItems":16,"items":{"type":"string","minLength":1,"maxLength":64}}}})"},
    Schema{"SynthOrder", R"({"type":"object","required":["symbol","timeframe","bars","seed"],
"additionalProperties":false,"properties":{"symbol":{"type":"string","minLength":1,"maxLength":64},
"timeframe":{"type":"string","minLength":1,"maxLength":16},"bars":{"type":"integer","minimum":1,"maximum":5000000},
"seed":{"type":"integer","minimum":0}}})"},
    Schema{"Upload", R"({"type":"object","required":["schema","id","object","name","bytes","sha256","created_at",
"gzip","format","delimiter","decimal","clock_unit","columns","rows","mapping","links"],"properties":{
"schema":{"const":"spark.upload/1"},"id":{"type":"string"},"object":{"const":"upload"},"name":{"type":"string"},
"bytes":{"type":"integer"},"sha256":{"type":"string"},"created_at":{"type":"string"},"gzip":{"type":"boolean"},
"format":{"type":["string","null"]},"delimiter":{"type":"string"},"decimal":{"type":"string"},
"clock_unit":{"type":["string","null"]},"columns":{"type":"array","items":{"type":"string"}},
"rows":{"type":"array","items":{"type":"array","items":{"type":"string"}}},"mapping":{"type":"object"},
"preview":{"type":"object"},"links":{"type":"object"}}})"},
    Schema{"IngestOrder", R"({"type":"object","required":["venue","symbol","timeframe"],"additionalProperties":false,
"properties":{"venue":{"type":"string","minLength":1,"maxLength":64},
"symbol":{"type":"string","minLength":1,"maxLength":64},"timeframe":{"type":"string","minLength":1,"maxLength":16},
"format":{"enum":["auto","binance-klines","ohlcv","yahoo","investing-tr"]},
"mapping":{"type":"object","additionalProperties":false,"properties":{
"time":{"type":"string","minLength":1,"maxLength":256},"open":{"type":"string","minLength":1,"maxLength":256},
"high":{"type":"string","minLength":1,"maxLength":256},"low":{"type":"string","minLength":1,"maxLength":256},
"close":{"type":"string","minLength":1,"maxLength":256},"volume":{"type":"string","minLength":1,"maxLength":256}}},
"decimal":{"enum":["point","comma"]},"delimiter":{"type":"string","minLength":1,"maxLength":16},
"tz":{"type":"string","minLength":1,"maxLength":64},"calendar":{"type":"string","minLength":1,"maxLength":64},
"strict":{"type":"boolean"}}})"},
};

}  // namespace

std::span<const Schema> data_schemas() { return rows; }

}  // namespace spark::http::detail
