#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/audit",
          .operation = "audit.list",
          .group = Group::audit,
          .who = Who::somebody,
          .summary = {"The audit log, newest first; without the right read_audit one's own records",
                      "Denetim kaydı, en yenisi önce; read_audit hakkı olmayana kendi kayıtları"},
          .response_schema = "AuditList",
          .query = "limit cursor actor action outcome since until"},
    Route{.path = "/api/v1/audit.csv",
          .operation = "audit.export",
          .group = Group::audit,
          .who = Who::somebody,
          .summary = {"The same as CSV, at most 10,000 records", "Aynısı CSV olarak, en çok 10.000 kayıt"},
          .media_type = "text/csv; charset=utf-8",
          .query = "actor action outcome since until"},
    Route{.path = "/api/v1/audit/head",
          .operation = "audit.head",
          .group = Group::audit,
          .right = Right::look,
          .summary = {"Number and hash of the last record, and how far it is signed",
                      "Son kaydın numarası ve özeti, nereye dek imzalı olduğu"},
          .response_schema = "AuditHead"},
    Route{.method = Method::post,
          .path = "/api/v1/audit/verify",
          .operation = "audit.verify",
          .group = Group::audit,
          .right = Right::read_audit,
          .rate = RateClass::compute,
          .summary = {"Check the whole chain and its signatures", "Bütün zinciri ve imzalarını denetle"},
          .response_schema = "AuditReport",
          .gives_job = true},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> audit() { return rows; }

}  // namespace spark::http::topics
