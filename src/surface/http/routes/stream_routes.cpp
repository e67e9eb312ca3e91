#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/stream",
          .operation = "stream.open",
          .group = Group::stream,
          .right = Right::look,
          .summary = {"The event stream; docs/reference/stream.md says its topics and forms",
                      "Olay akışı; konuları ve biçimleri docs/reference/stream.md anlatır"},
          .media_type = "text/event-stream",
          .example = "-N '/api/v1/stream?topics=ticker.*,status'",
          .query = "topics"},
    Route{
        .method = Method::post,
        .path = "/api/v1/stream/{sid}/topics",
        .operation = "stream.set_topics",
        .group = Group::stream,
        .right = Right::look,
        .rate = RateClass::write,
        .summary = {"What one's own open stream listens to from now on", "Kendi açık akışınızın artık dinleyecekleri"},
        .request_schema = "StreamTopics",
        .body_bytes_max = 64U << 10U,
        .example = "-H 'content-type: application/json' -d '{\"topics\":[\"ticker.*\",\"jobs\"]}' "
                   "'/api/v1/stream/st_01K…/topics'",
        .status = 204,
        .only_asks = true},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> stream() { return rows; }

}  // namespace spark::http::topics
