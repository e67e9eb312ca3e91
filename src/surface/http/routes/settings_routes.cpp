#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/settings/me",
          .operation = "settings.show_own",
          .group = Group::settings,
          .who = Who::somebody,
          .summary = {"How I want to see things", "Her şeyi nasıl görmek istediğim"},
          .response_schema = "Appearance"},
    Route{.method = Method::put,
          .path = "/api/v1/settings/me",
          .operation = "settings.keep_own",
          .group = Group::settings,
          .who = Who::somebody,
          .rate = RateClass::write,
          .summary = {"Keep how I want to see things", "Her şeyi nasıl görmek istediğimi sakla"},
          .request_schema = "AppearanceOrder",
          .response_schema = "Appearance",
          .example = R"(-X PUT -b '__Host-spark_session=TOKEN' -H 'X-CSRF-Token: CSRF' -H 'If-Match: "0"' -H )"
                     R"('content-type: application/json' -d '{"language":"tr","theme":"dark","palette":"safe",)"
                     R"("palette_inverted":false,"time_zone":"Europe/Istanbul","density":"compact"}')"},
    Route{.path = "/api/v1/settings/server",
          .operation = "settings.show_server",
          .group = Group::settings,
          .right = Right::administer,
          .summary = {"Every setting of the server, its value and source; secrets masked",
                      "Sunucunun her ayarı, değeri ve kaynağı; gizliler maskeli"},
          .response_schema = "ServerSettings"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> settings() { return rows; }

}  // namespace spark::http::topics
