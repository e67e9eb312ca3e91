#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"GenerationOrder", R"({"type":"object","required":["prompt"],"additionalProperties":false,"properties":{
"prompt":{"type":"string","minLength":1,"maxLength":8192},"provider":{"enum":["offline","model"]},
"name":{"type":"string","maxLength":64},"timeframe":{"type":"string","maxLength":16},
"symbols":{"type":"array","maxItems":64,"items":{"type":"string","minLength":1,"maxLength":64}},
"risk":{"enum":["careful","balanced","bold"]}}})"},
    Schema{"PolicyViolation", R"({"type":"object","required":["rule","path","found","allowed","en","tr",
"is_fixable"],"properties":{"rule":{"type":"string"},"path":{"type":"string"},"found":{"type":"string"},
"allowed":{"type":"string"},"en":{"type":"string"},"tr":{"type":"string"},"is_fixable":{"type":"boolean"}}})"},
    Schema{"PolicyFix", R"({"type":"object","required":["text","text_sha256","differences","left","is_rewritten"],
"properties":{"text":{"type":"string"},"text_sha256":{"type":"string"},"differences":{"type":"array","items":{
"type":"object","required":["field","before","after"],"properties":{"field":{"type":"string"},
"before":{"type":["string","null"]},"after":{"type":["string","null"]}}}},
"left":{"type":"array","items":{"$ref":"#/components/schemas/PolicyViolation"}},
"is_rewritten":{"type":"boolean"}}})"},
    Schema{"PolicyCheck", R"({"type":"object","required":["schema","name","violations","fix"],"properties":{
"schema":{"const":"spark.policy_check/1"},"name":{"type":"string"},
"violations":{"type":"array","items":{"$ref":"#/components/schemas/PolicyViolation"}},
"fix":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/PolicyFix"}]}}})"},
    Schema{"GenerationProvider", R"({"type":"object","required":["kind","name","model","attempts","duration_ms",
"tokens","cost_usd"],"properties":{"kind":{"enum":["offline","model"]},"name":{"type":"string"},
"model":{"type":["string","null"]},"attempts":{"type":"integer"},"duration_ms":{"type":"integer"},
"tokens":{"type":"object","required":["prompt","completion"],"properties":{"prompt":{"type":["integer","null"]},
"completion":{"type":["integer","null"]}}},"cost_usd":{"type":["string","null"]}}})"},
    Schema{"Generation", R"({"type":"object","required":["schema","id","created_at","author","prompt","prompt_sha256",
"language","provider","status","document","sentences","family","reasons","not_understood","notices","violations","fix",
"problem"],"properties":{"schema":{"const":"spark.generation/1"},"id":{"type":"string"},
"created_at":{"type":"string"},"author":{"type":"string"},"prompt":{"type":"string"},
"prompt_sha256":{"type":"string"},"language":{"enum":["en","tr"]},
"provider":{"$ref":"#/components/schemas/GenerationProvider"},"status":{"enum":["ready","breaks_policy","failed"]},
"document":{"oneOf":[{"type":"null"},{"type":"object","required":["text","format","name","sha256","text_sha256"],
"properties":{"text":{"type":"string"},"format":{"enum":["toml","json"]},"name":{"type":"string"},
"sha256":{"type":"string"},"text_sha256":{"type":"string"}}}]},
"sentences":{"type":"object","required":["en","tr"],"properties":{"en":{"type":"array","items":{"type":"string"}},
"tr":{"type":"array","items":{"type":"string"}}}},"family":{"type":["string","null"]},
"reasons":{"type":"array","items":{"type":"object","required":["path","line","en","tr","from","to"],"properties":{
"path":{"type":"string"},"line":{"type":["integer","null"]},"en":{"type":"string"},"tr":{"type":"string"},
"from":{"type":["integer","null"]},"to":{"type":["integer","null"]}}}},
"not_understood":{"type":"array","items":{"type":"object","required":["text","from","to"],"properties":{
"text":{"type":"string"},"from":{"type":"integer"},"to":{"type":"integer"}}}},
"notices":{"type":"array","items":{"type":"object","required":["code","en","tr"],"properties":{
"code":{"type":"string"},"en":{"type":"string"},"tr":{"type":"string"}}}},
"violations":{"type":"array","items":{"$ref":"#/components/schemas/PolicyViolation"}},
"fix":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/PolicyFix"}]},
"problem":{"oneOf":[{"type":"null"},{"type":"object","required":["code","detail","place","remedy"],"properties":{
"code":{"type":"string"},"detail":{"type":"string"},"place":{"type":["string","null"]},
"remedy":{"type":["string","null"]}}}]}},
"description":"docs/reference/generation_json.md has every field; from and to are bytes of the prompt in UTF-8."})"},
    Schema{"GenerationList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"type":"object","required":["id","created_at","author","prompt","language","provider",
"model","status","name","family","violations"],"properties":{"id":{"type":"string"},"created_at":{"type":"string"},
"author":{"type":"string"},"prompt":{"type":"string"},"language":{"enum":["en","tr"]},
"provider":{"enum":["offline","model"]},"model":{"type":["string","null"]},
"status":{"enum":["ready","breaks_policy","failed"]},"name":{"type":["string","null"]},
"family":{"type":["string","null"]},"violations":{"type":"integer"}}}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"GenerationProviders", R"({"type":"object","required":["data"],"properties":{"data":{"type":"array",
"items":{"type":"object","required":["kind","name","model","is_available","why_not"],"properties":{
"kind":{"enum":["offline","model"]},"name":{"type":["string","null"]},"model":{"type":["string","null"]},
"is_available":{"type":"boolean"},"why_not":{"type":["string","null"]}}}}}})"},
};

}  // namespace

std::span<const Schema> generation_schemas() { return rows; }

}  // namespace spark::http::detail
