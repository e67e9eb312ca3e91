#include "app/verbs/audit_text.hpp"

#include <fmt/format.h>

#include "foundation/base/shown_text.hpp"

namespace spark::verbs {
namespace {

std::string safe(const wire::Json* object, std::string_view key) {
    const wire::Json* const value = object == nullptr ? nullptr : object->find(key);
    if (value == nullptr || !value->is_string() || value->as_string()->empty()) return "-";
    return shown(*value->as_string(), 80);
}

}  // namespace

std::string audit_line(const wire::Json& record) {
    const wire::Json* const actor = record.find("actor");
    return fmt::format("{}  {}  {:7}  {:3}  {}  {} {} {}  {}  {}  {}", record.int64_at("sequence").value_or(0),
                       safe(&record, "time"), safe(&record, "outcome"), record.int64_at("status").value_or(0),
                       safe(&record, "action"), safe(actor, "kind"), safe(actor, "name"), safe(actor, "id"),
                       safe(&record, "object"), safe(&record, "reason"), safe(&record, "address"));
}

}  // namespace spark::verbs
