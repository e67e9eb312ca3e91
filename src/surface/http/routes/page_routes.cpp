#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

/// An address of the web page: index.html, for anybody; what it may show it asks the API for. In the pool, since how
/// the page looks for its user stands in the store.
constexpr Route page(std::string_view path, std::string_view operation, Words summary) {
    return {.path = path,
            .operation = operation,
            .group = Group::pages,
            .who = Who::anybody,
            .summary = summary,
            .media_type = "text/html; charset=utf-8",
            .is_page = true};
}

/// THE list of the page's addresses. apps/web-next/src/routes.tsx draws them.
constexpr std::array rows{
    page("/", "pages.home", {"Web page: overview", "Web sayfası: genel bakış"}),
    page("/welcome", "pages.welcome", {"Web page: first steps", "Web sayfası: ilk adımlar"}),
    page("/login", "pages.login", {"Web page: log in", "Web sayfası: oturum aç"}),
    page("/markets", "pages.markets", {"Web page: live markets", "Web sayfası: canlı piyasalar"}),
    page("/markets/{venue}/{symbol}", "pages.market", {"Web page: one market", "Web sayfası: bir piyasa"}),
    page("/data", "pages.data", {"Web page: data sets", "Web sayfası: veri kümeleri"}),
    page("/data/{id}", "pages.data_set", {"Web page: one data set", "Web sayfası: bir veri kümesi"}),
    page("/lab", "pages.lab", {"Web page: strategies", "Web sayfası: stratejiler"}),
    page("/lab/{strategy}", "pages.strategy", {"Web page: one strategy", "Web sayfası: bir strateji"}),
    page("/backtest", "pages.backtests", {"Web page: backtests", "Web sayfası: geriye dönük testler"}),
    page("/backtest/compare", "pages.comparison",
         {"Web page: runs compared", "Web sayfası: koşuların karşılaştırması"}),
    page("/backtest/{id}", "pages.backtest", {"Web page: one run", "Web sayfası: bir koşu"}),
    page("/optimizer", "pages.optimizer", {"Web page: optimizer", "Web sayfası: eniyileyici"}),
    page("/optimizer/{id}", "pages.optimization", {"Web page: one optimization", "Web sayfası: bir eniyileme"}),
    page("/guardrails", "pages.guardrails", {"Web page: guardrails", "Web sayfası: koruma kuralları"}),
    page("/guardrails/{proposal}", "pages.proposal", {"Web page: one proposal", "Web sayfası: bir öneri"}),
    page("/copilot", "pages.copilot", {"Web page: copilot", "Web sayfası: yardımcı pilot"}),
    page("/orders", "pages.orders", {"Web page: orders", "Web sayfası: emirler"}),
    page("/orders/{id}", "pages.order", {"Web page: one order", "Web sayfası: bir emir"}),
    page("/portfolio", "pages.portfolio", {"Web page: portfolio", "Web sayfası: portföy"}),
    page("/drift", "pages.drift", {"Web page: drift", "Web sayfası: sapma"}),
    page("/exports", "pages.exports", {"Web page: exports", "Web sayfası: dışa aktarımlar"}),
    page("/observability", "pages.observability", {"Web page: observability", "Web sayfası: gözlemlenebilirlik"}),
    page("/audit", "pages.audit", {"Web page: audit log", "Web sayfası: denetim kaydı"}),
    page("/evidence/{id}", "pages.evidence", {"Web page: one evidence folder", "Web sayfası: bir kanıt klasörü"}),
    page("/settings", "pages.settings", {"Web page: settings", "Web sayfası: ayarlar"}),
    page("/settings/{part}", "pages.settings_part", {"Web page: some settings", "Web sayfası: ayarların bir bölümü"}),
    page("/docs/api", "pages.api", {"Web page: the API", "Web sayfası: API"}),
    page("/_ui", "pages.components", {"Web page: its own parts", "Web sayfası: kendi parçaları"}),
    Route{.path = "/{file}",
          .operation = "pages.file",
          .group = Group::pages,
          .who = Who::anybody,
          .rate = RateClass::probe,
          .where = Where::io_thread,
          .summary = {"A file of the web page, at its own path", "Web sayfasının bir dosyası, kendi yolunda"},
          .media_type = "application/octet-stream",
          .is_page = true,
          .is_fallback = true},
    Route{.path = "/{anything}",
          .operation = "pages.unknown",
          .group = Group::pages,
          .who = Who::anybody,
          .summary = {"To who wants HTML: the web page says that there is no such page",
                      "HTML isteyene: web sayfası böyle bir sayfa olmadığını söyler"},
          .media_type = "text/html; charset=utf-8",
          .status = 404,
          .is_page = true,
          .is_fallback = true},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> pages() { return rows; }

}  // namespace spark::http::topics
