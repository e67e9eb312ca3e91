#include "app/remote/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "foundation/base/shown_text.hpp"
#include "foundation/wire/json.hpp"

namespace spark::remote {
namespace {

using wire::Json;

constexpr std::size_t detail_bytes_max = 2'000;

struct StatusFault {
    int status;
    Fault fault;
};
constexpr std::array status_faults{
    StatusFault{401, Fault::denied},      StatusFault{403, Fault::denied},
    StatusFault{404, Fault::not_found},   StatusFault{408, Fault::unavailable},
    StatusFault{409, Fault::conflict},    StatusFault{410, Fault::not_found},
    StatusFault{412, Fault::conflict},    StatusFault{423, Fault::conflict},
    StatusFault{429, Fault::unavailable}, StatusFault{502, Fault::unavailable},
    StatusFault{503, Fault::unavailable}, StatusFault{504, Fault::outcome_unknown},
    StatusFault{507, Fault::exhausted},
};

Fault fault_of(std::string_view code, int status) {
    const auto rule = std::ranges::find(fault_rules, code, &FaultRule::name);
    if (rule != fault_rules.end()) return rule->fault;
    const auto row = std::ranges::find(status_faults, status, &StatusFault::status);
    if (row != status_faults.end()) return row->fault;
    return status >= 500 ? Fault::unavailable : Fault::invalid_input;
}

std::string text_at(const Json& json, std::string_view key) {
    const Json* const value = json.find(key);
    return value != nullptr && value->is_string() ? shown(*value->as_string(), detail_bytes_max) : std::string();
}

std::string first_text(const Json& problem, std::string_view list, std::string_view key) {
    const auto rows = problem.array_at(list);
    return rows && !rows->empty() ? text_at(rows->front(), key) : std::string();
}

const std::string* header_of(const net::Response& response, std::string_view name) {
    for (const net::Header& header : response.headers)
        if (net::same_name(header.name, name)) return &header.value;
    return nullptr;
}

bool is_proxy_word(int status) { return status == 502 || status == 503 || status == 504; }

}  // namespace

Error stranger(const std::string& server, const std::string& found) {
    return {.fault = Fault::corrupt,
            .message = "what answers there is no Spark server: " + found,
            .place = server,
            .remedy = "look at the address: spark status --server URL"};
}

Error error_of(const net::Response& response, const std::string& server) {
    const std::string* const type = header_of(response, "Content-Type");
    const bool is_problem = type != nullptr && type->starts_with("application/problem+json");
    const auto problem = is_problem ? wire::parse_json(response.body) : Result<Json>(fail(Fault::corrupt, ""));
    const std::string status = fmt::format("{} {}", response.status, net::reason_of(response.status));
    if (!problem || !problem->is_object()) {
        if (is_proxy_word(response.status))
            return {.fault = Fault::unavailable,
                    .message = "something before the server answers " + status,
                    .place = server,
                    .remedy = "is the server running? spark status"};
        if (const std::string* const place = header_of(response, "Location"); place != nullptr && response.status < 400)
            return stranger(server, fmt::format("{} to {}, which is not followed", status, shown(*place, 200)));
        return stranger(server, fmt::format("{}, {}", status, type == nullptr ? "no type" : shown(*type, 80)));
    }
    const std::string code = text_at(*problem, "code");
    Error error{.fault = fault_of(code, response.status),
                .message = text_at(*problem, "detail"),
                .place = first_text(*problem, "errors", "pointer"),
                .remedy = first_text(*problem, "fix", "text")};
    if (error.message.empty()) error.message = text_at(*problem, "title");
    if (error.message.empty()) error.message = "the server answers " + status;
    if (const std::string field = first_text(*problem, "errors", "message");
        !field.empty() && field != error.message && !error.message.contains(field))
        error.message += ": " + field;
    if (response.status == 401 && (code == "unauthenticated" || code == "credential_refused"))
        error.remedy = "sign in with spark login, or name a key with --api-key-file FILE";
    return error;
}

Error error_of_problem(const std::string& code, const std::string& detail, const std::string& place,
                       const std::string& remedy) {
    return {.fault = fault_of(code, 500),
            .message = shown(detail, detail_bytes_max),
            .place = shown(place, detail_bytes_max),
            .remedy = shown(remedy, detail_bytes_max)};
}

}  // namespace spark::remote
