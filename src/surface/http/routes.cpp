#include <algorithm>

#include "surface/http/detail/route_handlers.hpp"
#include "surface/http/route.hpp"

namespace spark::http {
namespace {

constexpr std::string_view planning_body =
    R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -H 'Prefer: wait' )"
    R"(-d '{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":9,"slow":21}}')";
constexpr std::string_view data_set_body =
    R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -H 'Prefer: wait' )"
    R"(-d '{"dataset":"ds_synth_BTCUSDT_1h","strategy":"smaCross","params":{"fast":9,"slow":21}}')";

constexpr std::array rows{
    Route{.path = "/",
          .role = Role::anyone,
          .idempotent = true,
          .summary = {"What runs here, as a page", "Burada ne çalıştığını gösteren sayfa"},
          .media_type = "text/html",
          .run = detail::status_page},
    Route{.path = "/healthz",
          .role = Role::anyone,
          .rate = RateClass::probe,
          .where = Where::io_thread,
          .idempotent = true,
          .summary = {"The process answers", "Süreç yanıt veriyor"},
          .response_schema = "Health",
          .run = detail::healthz},
    Route{.path = "/readyz",
          .role = Role::anyone,
          .rate = RateClass::probe,
          .where = Where::io_thread,
          .idempotent = true,
          .summary = {"Requests are welcome; 503 with the reason when not", "İstek alınabilir; değilse nedeniyle 503"},
          .response_schema = "Readiness",
          .run = detail::readyz},
    Route{.path = "/metrics",
          .role = Role::anyone,
          .rate = RateClass::probe,
          .where = Where::io_thread,
          .idempotent = true,
          .summary = {"Figures as Prometheus text", "Prometheus metni olarak ölçümler"},
          .media_type = "text/plain; version=0.0.4; charset=utf-8",
          .run = detail::metrics},
    Route{.path = "/openapi.json",
          .role = Role::anyone,
          .where = Where::io_thread,
          .idempotent = true,
          .summary = {"This table as OpenAPI 3.1", "Bu tablo, OpenAPI 3.1 olarak"},
          .response_schema = "OpenApi",
          .run = detail::openapi},
    Route{.path = "/docs/api",
          .role = Role::anyone,
          .where = Where::io_thread,
          .idempotent = true,
          .summary = {"This table as a page", "Bu tablo, sayfa olarak"},
          .media_type = "text/html",
          .run = detail::docs_page},
    Route{.path = "/api/v1/status",
          .role = Role::anyone,
          .where = Where::io_thread,
          .idempotent = true,
          .summary = {"Version, environment and uptime", "Sürüm, ortam ve çalışma süresi"},
          .response_schema = "Status",
          .run = detail::status},
    Route{.path = "/api/v1/datasets",
          .role = Role::anyone,
          .idempotent = true,
          .summary = {"The data sets there are", "Var olan veri kümeleri"},
          .response_schema = "DataSetList",
          .run = detail::data_sets},
    Route{.path = "/api/v1/strategies",
          .role = Role::anyone,
          .idempotent = true,
          .summary = {"The strategies there are", "Var olan stratejiler"},
          .response_schema = "StrategyList",
          .run = detail::strategies},
    Route{.path = "/api/v1/strategies/{name}",
          .role = Role::anyone,
          .idempotent = true,
          .summary = {"One strategy with its document", "Bir strateji ve belgesi"},
          .response_schema = "Strategy",
          .run = detail::strategy},
    Route{.path = "/api/v1/backtests",
          .role = Role::anyone,
          .idempotent = true,
          .summary = {"Runs, newest first", "Koşular, en yenisi önce"},
          .response_schema = "BacktestList",
          .query = "limit cursor",
          .run = detail::backtests},
    Route{.method = Method::post,
          .path = "/api/v1/backtests",
          .rate = RateClass::compute,
          .where = Where::job,
          .audited = true,
          .summary = {"Run a backtest; with Prefer: wait the result, else a job",
                      "Geriye dönük test çalıştır; Prefer: wait ile sonuç, yoksa iş"},
          .request_schema = "BacktestOrder",
          .response_schema = "Backtest",
          .example = data_set_body,
          .created_status = 201},
    Route{.path = "/api/v1/backtests/{id}",
          .role = Role::anyone,
          .idempotent = true,
          .summary = {"One run's document, checked against its manifest",
                      "Bir koşunun belgesi, manifestiyle denetlenmiş"},
          .response_schema = "Backtest",
          .run = detail::backtest},
    Route{.method = Method::post,
          .path = "/api/backtest/start",
          .rate = RateClass::compute,
          .where = Where::job,
          .audited = true,
          .summary = {"The planning documents' name for POST /api/v1/backtests",
                      "POST /api/v1/backtests için planlama belgelerindeki ad"},
          .request_schema = "BacktestOrder",
          .response_schema = "Backtest",
          .example = planning_body},
    Route{.path = "/api/v1/jobs/{id}",
          .role = Role::anyone,
          .where = Where::io_thread,
          .idempotent = true,
          .summary = {"How far a job is", "Bir işin durumu"},
          .response_schema = "Job",
          .run = detail::job},
    Route{.path = "/api/v1/evidence/{id}",
          .role = Role::anyone,
          .idempotent = true,
          .summary = {"A run's manifest and document", "Bir koşunun manifesti ve belgesi"},
          .response_schema = "Evidence",
          .run = detail::evidence},
};

consteval bool rows_hold() {
    for (const Route& route : rows) {
        const bool is_job = route.where == Where::job;
        const bool changes_state = route.method != Method::get;
        if (!route.path.starts_with('/') || !route.summary.whole() || is_job != (route.run == nullptr)) return false;
        if (changes_state != !route.request_schema.empty() || (changes_state && route.example.empty())) return false;
        // Deny by default: what changes state needs somebody, and leaves a trace.
        if (changes_state && (route.role == Role::anyone || !route.audited || route.idempotent)) return false;
        if ((route.media_type == "application/json") == route.response_schema.empty()) return false;
        const auto same = [&](const Route& other) { return other.path == route.path && other.method == route.method; };
        if (std::ranges::count_if(rows, same) != 1) return false;
    }
    return true;
}
static_assert(rows_hold(), "a route breaks the table's rules: unique, summarised, guarded where it changes state");

}  // namespace

std::span<const Route> routes() { return rows; }

std::string_view to_text(Method method) { return method == Method::get ? "GET" : "POST"; }
std::string_view to_text(Role role) { return role == Role::anyone ? "anyone" : "admin"; }
std::string_view to_text(RateClass rate) {
    switch (rate) {
        case RateClass::probe: return "probe";
        case RateClass::read: return "read";
        case RateClass::compute: return "compute";
    }
    return "";
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::span<const std::string> segments) {
    std::vector<std::string> captured;
    for (pattern.remove_prefix(1); !pattern.empty();) {
        if (segments.empty()) return std::nullopt;
        const std::size_t slash = pattern.find('/');
        const std::string_view wanted = pattern.substr(0, slash);
        if (wanted.starts_with('{'))
            captured.push_back(segments.front());
        else if (wanted != segments.front())
            return std::nullopt;
        segments = segments.subspan(1);
        pattern = slash == std::string_view::npos ? std::string_view{} : pattern.substr(slash + 1);
    }
    if (!segments.empty()) return std::nullopt;
    return captured;
}

}  // namespace spark::http
