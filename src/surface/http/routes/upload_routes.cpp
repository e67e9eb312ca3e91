#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.method = Method::post,
          .path = "/api/v1/uploads",
          .operation = "uploads.create",
          .group = Group::data,
          .right = Right::research,
          .rate = RateClass::upload,
          .summary = {"Send a candle file, up to 64 MiB; answers what it looks like",
                      "Bir mum dosyası gönder, en çok 64 MiB; nasıl göründüğünü söyler"},
          .body_media_type = "text/csv application/gzip",
          .body_bytes_max = 64U << 20U,
          .response_schema = "Upload",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: text/csv' --data-binary @prices.csv)",
          .query = "name",
          .status = 201},
    Route{.path = "/api/v1/uploads/{id}",
          .operation = "uploads.show",
          .group = Group::data,
          .right = Right::look,
          .summary = {"An upload, and what its first rows become with a mapping",
                      "Bir yükleme ve ilk satırlarının bir eşlemeyle ne olacağı"},
          .response_schema = "Upload",
          .query = "map decimal delimiter format tz timeframe"},
    Route{.method = Method::post,
          .path = "/api/v1/uploads/{id}/ingest",
          .operation = "uploads.ingest",
          .group = Group::data,
          .right = Right::research,
          .rate = RateClass::compute,
          .once = Once::allowed,
          .summary = {"Make a data set of an upload", "Bir yüklemeden veri kümesi yap"},
          .request_schema = "IngestOrder",
          .response_schema = "DataSetMade",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -H 'Prefer: wait')"
                     R"( -d '{"venue":"bist","symbol":"THYAO","timeframe":"1d","mapping":{"time":"Tarih")"
                     R"(,"close":"Kapanış"},"decimal":"comma"}')",
          .status = 201,
          .gives_job = true},
    Route{.method = Method::remove,
          .path = "/api/v1/uploads/{id}",
          .operation = "uploads.remove",
          .group = Group::data,
          .right = Right::research,
          .rate = RateClass::write,
          .summary = {"Remove an upload", "Bir yüklemeyi sil"},
          .status = 204},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> uploads() { return rows; }

}  // namespace spark::http::topics
