#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/evidence",
          .operation = "evidence.list",
          .group = Group::evidence,
          .right = Right::look,
          .summary = {"All evidence, newest first", "Bütün kanıtlar, en yenisi önce"},
          .response_schema = "EvidenceList",
          .query = "limit cursor kind"},
    Route{.path = "/api/v1/evidence/index",
          .operation = "evidence.index",
          .group = Group::evidence,
          .right = Right::look,
          .summary = {"The INDEX: its chain checked, and its head", "INDEX: denetlenmiş zinciri ve başı"},
          .response_schema = "EvidenceIndex"},
    Route{.path = "/api/v1/evidence/{id}",
          .operation = "evidence.show",
          .group = Group::evidence,
          .right = Right::look,
          .summary = {"A run's manifest and document", "Bir koşunun manifesti ve belgesi"},
          .response_schema = "Evidence"},
    Route{.path = "/api/v1/evidence/{id}/manifest",
          .operation = "evidence.manifest",
          .group = Group::evidence,
          .right = Right::look,
          .summary = {"The manifest's very bytes", "Manifestin kendi baytları"},
          .response_schema = "EvidenceManifest"},
    Route{.path = "/api/v1/evidence/{id}/files/{name}",
          .operation = "evidence.file",
          .group = Group::evidence,
          .right = Right::look,
          .summary = {"One file of the manifest, its very bytes", "Manifestteki bir dosya, kendi baytları"},
          .media_type = "application/octet-stream"},
    Route{.path = "/api/v1/evidence/{id}/archive",
          .operation = "evidence.archive",
          .group = Group::evidence,
          .right = Right::look,
          .summary = {"The whole run as a tar archive that verifies offline",
                      "Çevrimdışı doğrulanabilen tar arşivi olarak bütün koşu"},
          .media_type = "application/x-tar"},
    Route{.method = Method::post,
          .path = "/api/v1/evidence/{id}/verify",
          .operation = "evidence.verify",
          .group = Group::evidence,
          .right = Right::look,
          .rate = RateClass::compute,
          .summary = {"Check every file of a run, file by file", "Bir koşunun her dosyasını tek tek doğrula"},
          .response_schema = "EvidenceCheck",
          .example = "-X POST -H 'x-admin-token: TOKEN'"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> evidence() { return rows; }

}  // namespace spark::http::topics
