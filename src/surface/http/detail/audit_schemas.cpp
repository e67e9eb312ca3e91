#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"AuditRecord", R"({"type":"object","required":["sequence","time","actor","action","object",
"outcome","status",
"reason","request_id","address","details","previous","hash"],
"properties":{
"sequence":{"type":"integer"},"time":{"type":"string"},"actor":{"type":"object"},"action":{"type":"string"},
"object":{"type":"string"},"outcome":{"enum":["allowed","refused","failed"]},"status":{"type":"integer"},
"reason":{"type":"string"},"request_id":{"type":"string"},"address":{"type":"string"},
"details":{"type":"object"},"previous":{"type":"string"},"hash":{"type":"string"}}})"},
    Schema{"AuditList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/AuditRecord"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"AuditHead", R"({"type":"object","required":["schema","sequence","hash","signed_records",
"public_key","is_full",
"fault"],
"properties":{
"schema":{"const":"spark.audit_head/1"},"sequence":{"type":"integer"},"hash":{"type":"string"},
"signed_records":{"type":"integer"},"public_key":{"type":"string"},"is_full":{"type":"boolean"},
"fault":{"type":["string","null"]}}})"},
    Schema{"AuditReport", R"({"type":"object","required":["schema","verified","records","signed_records",
"checkpoints",
"segments","kept_found","chain_head","public_key","signed_until","first_bad",
"gaps","longest_gap","warnings"],
"properties":{
"schema":{"const":"spark.audit_verify/1"},"verified":{"type":"boolean"},"records":{"type":"integer"},
"signed_records":{"type":"integer"},"checkpoints":{"type":"integer"},"segments":{"type":"integer"},
"kept_found":{"type":"integer"},"chain_head":{"type":"string"},"public_key":{"type":["string","null"]},
"signed_until":{"type":["string","null"]},"first_bad":{"type":["object","null"]},"gaps":{"type":"integer"},
"longest_gap":{"type":["object","null"]},"warnings":{"type":"array","items":{"type":"string"}}}})"},
};

}  // namespace

std::span<const Schema> audit_schemas() { return rows; }

}  // namespace spark::http::detail
