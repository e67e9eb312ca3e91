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
    QueryParameter{"sort",
                   R"({"type":"string","maxLength":64})",
                   {"A field to sort by, with - before it falling", "Sıralanacak alan, azalan için önünde -"}},
    QueryParameter{"q",
                   R"({"type":"string","maxLength":200})",
                   {"Only rows that hold this text", "Yalnızca bu metni içeren satırlar"}},
    QueryParameter{"strategy",
                   R"({"type":"string","maxLength":200})",
                   {"Only runs of this strategy", "Yalnızca bu stratejinin koşuları"}},
    QueryParameter{"dataset",
                   R"({"type":"string","maxLength":200})",
                   {"Only runs on this data set, with or without its version",
                    "Yalnızca bu veri kümesinin koşuları, sürümüyle ya da sürümsüz"}},
    QueryParameter{
        "from", R"({"type":"string","format":"date-time"})", {"From this time on", "Bu zamandan başlayarak"}},
    QueryParameter{"to", R"({"type":"string","format":"date-time"})", {"Before this time", "Bu zamandan önce"}},
    QueryParameter{"ids",
                   R"({"type":"string","maxLength":1000})",
                   {"Two to six run ids, parted by commas", "Virgülle ayrılmış iki ile altı koşu kimliği"}},
    QueryParameter{"points_max",
                   R"({"type":"integer","minimum":4,"maximum":20000,"default":2000})",
                   {"Points to draw; every extreme is kept", "Çizilecek nokta sayısı; her uç değer kalır"}},
    QueryParameter{"resolution",
                   R"({"enum":["bar","day"],"default":"bar"})",
                   {"Equity at every bar (made again from the evidence), or at every day's end (as kept)",
                    "Her barda öz sermaye (kanıttan yeniden yapılır) ya da gün sonlarında (saklandığı gibi)"}},
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
