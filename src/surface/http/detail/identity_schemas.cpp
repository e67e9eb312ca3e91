#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

// Passwords have their own rule (engine/identity/passwords.hpp), which says what it wants: here only that they end.
constexpr std::array rows{
    Schema{"LoginOrder", R"({"type":"object","required":["name","password"],
"additionalProperties":false,"properties":{
"name":{"type":"string","minLength":1,"maxLength":200},
"password":{"type":"string","minLength":1,"maxLength":1024},
"totp":{"type":"string","minLength":1,"maxLength":64}}})"},
    Schema{"PasswordProof", R"({"type":"object","required":["password"],
"additionalProperties":false,"properties":{
"password":{"type":"string","minLength":1,"maxLength":1024},
"totp":{"type":"string","minLength":1,"maxLength":64}}})"},
    Schema{"PasswordChange", R"({"type":"object","required":["password","new_password"],
"additionalProperties":false,"properties":{
"password":{"type":"string","minLength":1,"maxLength":1024},
"new_password":{"type":"string","minLength":1,"maxLength":1024},
"totp":{"type":"string","minLength":1,"maxLength":64}}})"},
    Schema{"PasswordOrder", R"({"type":"object","required":["password"],
"additionalProperties":false,"properties":{
"password":{"type":"string","minLength":1,"maxLength":1024}}})"},
    Schema{"TotpCode", R"({"type":"object","required":["code"],
"additionalProperties":false,"properties":{
"code":{"type":"string","minLength":1,"maxLength":16}}})"},
    Schema{"TotpEnrolment", R"({"type":"object","required":["schema","secret","uri"],
"properties":{
"schema":{"const":"spark.totp_enrolment/1"},"secret":{"type":"string"},"uri":{"type":"string"}}})"},
    Schema{"RecoveryCodes", R"({"type":"object","required":["schema","recovery_codes"],
"properties":{
"schema":{"const":"spark.recovery_codes/1"},"recovery_codes":{"type":"array","items":{"type":"string"}}}})"},
    Schema{"Session", R"({"type":"object","required":["schema","kind","user","role","rights","must_change_password",
"csrf_token","expires_at"],
"properties":{
"schema":{"const":"spark.session/1"},"kind":{"enum":["local","session","key","admin_token"]},
"user":{"oneOf":[{"$ref":"#/components/schemas/User"},{"type":"null"}]},"role":{"type":["string","null"]},
"rights":{"type":"array","items":{"enum":["look","research","trade","halt","approve","administer","read_audit"]}},
"must_change_password":{"type":"boolean"},"csrf_token":{"type":["string","null"]},
"expires_at":{"type":["string","null"]}}})"},
    Schema{"Login", R"({"type":"object","required":["id","object","user_id","created_at","last_seen_at","expires_at",
"address","user_agent","is_live","is_current","ended_at","ended_why"],
"properties":{
"id":{"type":"string"},"object":{"const":"session"},"user_id":{"type":"string"},
"created_at":{"type":"string"},"last_seen_at":{"type":"string"},"expires_at":{"type":"string"},
"address":{"type":"string"},"user_agent":{"type":"string"},"is_live":{"type":"boolean"},
"is_current":{"type":"boolean"},"ended_at":{"type":["string","null"]},"ended_why":{"type":["string","null"]}}})"},
    Schema{"LoginList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/Login"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"User", R"({"type":"object","required":["id","object","name","role","language","is_disabled",
"must_change_password","has_second_factor","password_changed_at","role_since",
"created_at","changed_at","version"],
"properties":{
"id":{"type":"string"},"object":{"const":"user"},"name":{"type":"string"},
"role":{"enum":["viewer","researcher","trader","risk","admin","auditor"]},"language":{"enum":["en","tr"]},
"is_disabled":{"type":"boolean"},"must_change_password":{"type":"boolean"},
"has_second_factor":{"type":"boolean"},"password_changed_at":{"type":"string"},"role_since":{"type":"string"},
"created_at":{"type":"string"},"changed_at":{"type":"string"},"version":{"type":"integer"}}})"},
    Schema{"UserList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/User"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"UserOrder", R"({"type":"object","required":["name","role","password"],
"additionalProperties":false,"properties":{
"name":{"type":"string","minLength":1,"maxLength":200},
"role":{"enum":["viewer","researcher","trader","risk","admin","auditor"]},
"password":{"type":"string","minLength":1,"maxLength":1024},"language":{"enum":["en","tr"]}}})"},
    Schema{"UserChange", R"({"type":"object","additionalProperties":false,"properties":{
"role":{"enum":["viewer","researcher","trader","risk","admin","auditor"]},"language":{"enum":["en","tr"]},
"is_disabled":{"type":"boolean"}}})"},
    Schema{"RoleTable", R"({"type":"object","required":["schema","rights","roles"],
"properties":{
"schema":{"const":"spark.roles/1"},
"rights":{"type":"array","items":{"type":"object","required":["name","en","tr"]}},
"roles":{"type":"array","items":{"type":"object","required":["name","en","tr","rights"]}}}})"},
    Schema{"Key", R"({"type":"object","required":["id","object","hint","name","user_id","scopes","addresses",
"created_at","expires_at","last_used_at","revoked_at"],
"properties":{
"id":{"type":"string"},"object":{"const":"key"},"hint":{"type":"string"},"name":{"type":"string"},
"user_id":{"type":"string"},
"scopes":{"type":"array","items":{"enum":["look","research","trade","halt","approve","administer","read_audit"]}},
"addresses":{"type":"array","items":{"type":"string"}},"created_at":{"type":"string"},
"expires_at":{"type":["string","null"]},"last_used_at":{"type":["string","null"]},
"revoked_at":{"type":["string","null"]}}})"},
    Schema{"KeyList", R"({"type":"object","required":["data","has_more","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/Key"}},"has_more":{"type":"boolean"},
"next_cursor":{"type":["string","null"]}}})"},
    Schema{"KeyOrder", R"({"type":"object","required":["name","scopes"],
"additionalProperties":false,"properties":{
"name":{"type":"string","minLength":1,"maxLength":64},
"scopes":{"type":"array","minItems":1,"maxItems":7,"items":{"enum":["look","research","trade","halt","approve",
"administer","read_audit"]}},
"addresses":{"type":"array","maxItems":16,"items":{"type":"string","minLength":1,"maxLength":45}},
"expires_at":{"type":"string","format":"date-time"}}})"},
    Schema{"MadeKey", R"({"type":"object","required":["schema","key","secret"],
"properties":{
"schema":{"const":"spark.key/1"},"key":{"$ref":"#/components/schemas/Key"},
"secret":{"type":["string","null"],"description":"Null when an Idempotency-Key repeats the call."}}})"},
};

}  // namespace

std::span<const Schema> identity_schemas() { return rows; }

}  // namespace spark::http::detail
