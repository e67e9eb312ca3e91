#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/status",
          .operation = "pages.status",
          .group = Group::pages,
          .right = Right::look,
          .summary = {"What runs here, as a page without script", "Burada ne çalıştığı, betiksiz sayfa olarak"},
          .media_type = "text/html; charset=utf-8"},
    Route{.path = "/healthz",
          .operation = "system.health",
          .who = Who::anybody,
          .rate = RateClass::probe,
          .where = Where::io_thread,
          .summary = {"The process answers", "Süreç yanıt veriyor"},
          .response_schema = "Health"},
    Route{.path = "/readyz",
          .operation = "system.readiness",
          .who = Who::anybody,
          .rate = RateClass::probe,
          .where = Where::io_thread,
          .summary = {"Requests are welcome; 503 with the reason when not", "İstek alınabilir; değilse nedeniyle 503"},
          .response_schema = "Readiness"},
    Route{.path = "/metrics",
          .operation = "system.metrics",
          .right = Right::look,
          .rate = RateClass::probe,
          .where = Where::io_thread,
          .summary = {"Figures as Prometheus text", "Prometheus metni olarak ölçümler"},
          .media_type = "text/plain; version=0.0.4; charset=utf-8"},
    Route{.path = "/openapi.json",
          .operation = "system.openapi",
          .right = Right::look,
          .where = Where::io_thread,
          .summary = {"This table as OpenAPI 3.1", "Bu tablo, OpenAPI 3.1 olarak"},
          .response_schema = "OpenApi"},
    Route{.path = "/docs/api.html",
          .operation = "pages.api_reference",
          .group = Group::pages,
          .right = Right::look,
          .summary = {"This table as a page without script", "Bu tablo, betiksiz sayfa olarak"},
          .media_type = "text/html; charset=utf-8"},
    Route{.path = "/api/v1/status",
          .operation = "system.status",
          .right = Right::look,
          .where = Where::io_thread,
          .summary = {"Version, environment and uptime", "Sürüm, ortam ve çalışma süresi"},
          .response_schema = "Status"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> system() { return rows; }

}  // namespace spark::http::topics
