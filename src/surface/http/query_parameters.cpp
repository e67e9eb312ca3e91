#include "surface/http/query_parameters.hpp"

#include <algorithm>
#include <array>

#include "foundation/base/assert.hpp"

namespace spark::http {
namespace {

constexpr std::array rows{
    QueryParameter{"fields",
                   R"({"type":"string","maxLength":1000})",
                   {"Only these members, parted by commas; of lists: of their rows",
                    "Yalnızca bu alanlar, virgülle ayrılmış; listelerde satırların alanları"}},
    QueryParameter{
        "lang", R"({"enum":["en","tr"]})", {"Language of texts for people", "İnsanlar için metinlerin dili"}},
    QueryParameter{"limit",
                   R"({"type":"integer","minimum":1,"maximum":200,"default":20})",
                   {"Rows of one page", "Bir sayfanın satırları"}},
    QueryParameter{"cursor",
                   R"({"type":"string","maxLength":200})",
                   {"The next_cursor of the page before", "Önceki sayfanın next_cursor değeri"}},
    QueryParameter{"kind", R"({"type":"string","maxLength":64})", {"Only of this kind", "Yalnızca bu türden"}},
    QueryParameter{"status", R"({"type":"string","maxLength":64})", {"Only in this state", "Yalnızca bu durumda"}},
    QueryParameter{"after",
                   R"({"type":"integer","minimum":0})",
                   {"Only what comes after this number", "Yalnızca bu numaradan sonrakiler"}},
};

constexpr std::array<std::string_view, 2> common{"fields", "lang"};

}  // namespace

std::span<const QueryParameter> query_parameters() { return rows; }

const QueryParameter& query_parameter(std::string_view name) {
    const auto found = std::ranges::find(rows, name, &QueryParameter::name);
    SPARK_ASSERT(found != rows.end());
    return *found;
}

std::span<const std::string_view> common_query_parameters() { return common; }

}  // namespace spark::http
