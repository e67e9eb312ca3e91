#include "surface/http/query_parameters.hpp"

#include <algorithm>
#include <array>

#include "foundation/base/assert.hpp"
#include "surface/http/route.hpp"

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
                   R"({"type":"integer","minimum":1,"maximum":1500,"default":20})",
                   {"Rows of one page: at most 200; of live candles 1,500",
                    "Bir sayfanın satırları: en çok 200; canlı mumlarda 1.500"}},
    QueryParameter{"depth",
                   R"({"type":"integer","minimum":1,"maximum":50,"default":20})",
                   {"Levels of each side of the book", "Defterin her yanından kademe"}},
    QueryParameter{"topics",
                   R"({"type":"string","maxLength":4096})",
                   {"Topics to listen to, parted by commas: ticker.*,jobs; may be set later",
                    "Dinlenecek konular, virgülle: ticker.*,jobs; sonradan da verilebilir"}},
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
                   {"This data set; without @v its newest version, of runs every one",
                    "Bu veri kümesi; @v yoksa en yeni sürümü, koşularda hepsi"}},
    QueryParameter{"ids",
                   R"({"type":"string","maxLength":1000})",
                   {"Two to six run ids, parted by commas", "Virgülle ayrılmış iki ile altı koşu kimliği"}},
    QueryParameter{"x",
                   R"({"type":"string","minLength":1,"maxLength":64})",
                   {"The searched parameter to the right", "Sağa doğru aranan parametre"}},
    QueryParameter{"y",
                   R"({"type":"string","minLength":1,"maxLength":64})",
                   {"The searched parameter upwards; none: one row", "Yukarı doğru aranan parametre; yoksa tek satır"}},
    QueryParameter{"metric",
                   R"({"type":"string","minLength":1,"maxLength":64})",
                   {"The figure: objective, or a metric's name", "Ölçüt: objective ya da bir ölçütün adı"}},
    QueryParameter{"points_max",
                   R"({"type":"integer","minimum":4,"maximum":20000,"default":2000})",
                   {"Points to draw; every extreme is kept", "Çizilecek nokta sayısı; her uç değer kalır"}},
    QueryParameter{"resolution",
                   R"({"enum":["bar","day"],"default":"bar"})",
                   {"Equity at every bar (made again from the evidence), or at every day's end (as kept)",
                    "Her barda öz sermaye (kanıttan yeniden yapılır) ya da gün sonlarında (saklandığı gibi)"}},
    QueryParameter{"user",
                   R"({"type":"string","maxLength":64})",
                   {"Of this user (its id), for who administers", "Bu kullanıcınınkiler (kimliği), yöneticiler için"}},
    QueryParameter{"actor",
                   R"({"type":"string","maxLength":64})",
                   {"Only by this user: id or name", "Yalnızca bu kullanıcının: kimlik ya da ad"}},
    QueryParameter{"action",
                   R"({"type":"string","maxLength":64})",
                   {"Only this action, or auth.* for all of a group", "Yalnızca bu eylem; auth.* grubun hepsi"}},
    QueryParameter{
        "outcome", R"({"enum":["allowed","refused","failed"]})", {"Only with this outcome", "Yalnızca bu sonuçla"}},
    QueryParameter{"since", R"({"type":"string","format":"date-time"})", {"From this time on", "Bu zamandan sonra"}},
    QueryParameter{"until", R"({"type":"string","format":"date-time"})", {"Before this time", "Bu zamandan önce"}},
    QueryParameter{"venue", R"({"type":"string","maxLength":64})", {"Only of this venue", "Yalnızca bu borsanınkiler"}},
    QueryParameter{
        "symbol", R"({"type":"string","maxLength":64})", {"Only of this symbol", "Yalnızca bu sembolünkiler"}},
    QueryParameter{"timeframe",
                   R"({"type":"string","maxLength":16})",
                   {"Length of a bar: 1m, 1h, 1d", "Bir barın uzunluğu: 1m, 1h, 1d"}},
    QueryParameter{"version",
                   R"({"type":"integer","minimum":1,"maximum":9999})",
                   {"This version; without it the newest", "Bu sürüm; yoksa en yenisi"}},
    QueryParameter{
        "from",
        R"({"type":"string","maxLength":64})",
        {"First: a time (ISO 8601, included), or a version", "İlki: bir zaman (ISO 8601, dahil) ya da sürüm"}},
    QueryParameter{
        "to",
        R"({"type":"string","maxLength":64})",
        {"Last: a time (ISO 8601, left out), or a version", "Sonu: bir zaman (ISO 8601, hariç) ya da sürüm"}},
    QueryParameter{"bars_max",
                   R"({"type":"integer","minimum":1,"maximum":100000})",
                   {"At most so many bars, neighbours put together exactly; for drawing",
                    "En çok bu kadar bar, komşular birebir birleştirilir; çizim için"}},
    QueryParameter{"name",
                   R"({"type":"string","minLength":1,"maxLength":255})",
                   {"What the file is called; text, never a path", "Dosyanın adı; metindir, yol değildir"}},
    QueryParameter{"format",
                   R"({"enum":["auto","binance-klines","ohlcv","yahoo","investing-tr"]})",
                   {"What wrote the file", "Dosyanın biçimi"}},
    QueryParameter{
        "map",
        R"({"type":"string","maxLength":1000})",
        {"Columns of other names: time=Tarih,close=Kapanış", "Başka adlı sütunlar: time=Tarih,close=Kapanış"}},
    QueryParameter{
        "decimal", R"({"enum":["point","comma"]})", {"Decimal mark of the numbers", "Sayıların ondalık işareti"}},
    QueryParameter{
        "delimiter",
        R"({"type":"string","maxLength":16})",
        {"What parts the columns: comma, semicolon, bar, tab", "Sütunları ayıran: comma, semicolon, bar, tab"}},
    QueryParameter{"tz",
                   R"({"type":"string","maxLength":64})",
                   {"Zone of times without one", "Dilimi yazılmamış zamanların dilimi"}},
    QueryParameter{"confirm",
                   R"({"type":"string","maxLength":128})",
                   {"The id again: what is removed does not come back", "Kimlik bir daha: silinen geri gelmez"}},
    QueryParameter{
        "set", R"({"type":"string","maxLength":1000})", {"Parameters: fast=9,slow=21", "Parametreler: fast=9,slow=21"}},
};

}  // namespace

std::span<const QueryParameter> query_parameters() { return rows; }

const QueryParameter& query_parameter(std::string_view name) {
    const auto found = std::ranges::find(rows, name, &QueryParameter::name);
    SPARK_ASSERT(found != rows.end());
    return *found;
}

std::vector<TakenParameter> parameters_of(const Route& route) {
    std::vector<TakenParameter> taken;
    for (std::string_view name : words_of(route.query)) {
        const bool is_needed = name.ends_with('!');
        if (is_needed) name.remove_suffix(1);
        taken.push_back({query_parameter(name), is_needed});
    }
    if (route.method == Method::get && route.rate != RateClass::probe && !route.response_schema.empty())
        taken.push_back({query_parameter("fields")});
    taken.push_back({query_parameter("lang")});
    return taken;
}

}  // namespace spark::http
