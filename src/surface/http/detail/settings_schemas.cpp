#include <array>

#include "surface/http/detail/schemas.hpp"

namespace spark::http::detail {
namespace {

constexpr std::array rows{
    Schema{"AppearanceOrder", R"({"type":"object","required":["language","theme","palette","palette_inverted",
"time_zone",
"density"],
"additionalProperties":false,"properties":{
"language":{"enum":["en","tr"]},"theme":{"enum":["system","light","dark","contrast"]},
"palette":{"enum":["default","safe","classic"]},"palette_inverted":{"type":"boolean"},
"time_zone":{"type":"string","pattern":"^[A-Za-z0-9_+/-]{1,64}$"},
"density":{"enum":["comfortable","compact","ultra"]}}})"},
    Schema{"Appearance", R"({"type":"object","required":["schema","version","language","theme","palette",
"palette_inverted",
"time_zone","density"],
"properties":{
"schema":{"const":"spark.appearance/1"},"version":{"type":"integer"},"language":{"enum":["en","tr"]},
"theme":{"enum":["system","light","dark","contrast"]},"palette":{"enum":["default","safe","classic"]},
"palette_inverted":{"type":"boolean"},"time_zone":{"type":"string","pattern":"^[A-Za-z0-9_+/-]{1,64}$"},
"density":{"enum":["comfortable","compact","ultra"]}}})"},
    Schema{"ServerSettings", R"({"type":"object","required":["schema","settings"],
"properties":{
"schema":{"const":"spark.config/1"},
"settings":{"type":"array","items":{"type":"object","required":["name","type","value","source","place",
"allowed"]}}}})"},
};

}  // namespace

std::span<const Schema> settings_schemas() { return rows; }

}  // namespace spark::http::detail
