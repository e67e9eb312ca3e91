#pragma once

#include <span>

#include "surface/http/route.hpp"

/// The route table, one file a topic.
namespace spark::http::topics {

std::span<const Route> system();
std::span<const Route> pages();
std::span<const Route> data();
std::span<const Route> uploads();
std::span<const Route> strategies();
/// From a search to a proposal.
std::span<const Route> promotion();
std::span<const Route> generations();
std::span<const Route> backtests();
std::span<const Route> optimizations();
std::span<const Route> jobs();
std::span<const Route> evidence();
std::span<const Route> identity();
std::span<const Route> audit();
std::span<const Route> settings();
std::span<const Route> markets();
std::span<const Route> stream();

/// The rules each row keeps; each topic's file checks its own rows with it.
consteval bool rows_hold(std::span<const Route> rows) {
    for (const Route& route : rows) {
        const bool changes_state = route.method != Method::get;
        if (route.only_asks && route.method != Method::post) return false;
        if (!route.path.starts_with('/') || route.operation.empty() || !route.summary.whole()) return false;
        if (route.operation.find('.') == std::string_view::npos) return false;
        // What changes state needs somebody, except the door itself.
        if (changes_state && route.who == Who::anybody && route.rate != RateClass::login) return false;
        if (!changes_state && (route.has_body() || route.once != Once::unused)) return false;
        if (!route.request_schema.empty() && (route.example.empty() || !route.body_media_type.empty())) return false;
        if (changes_state && route.where == Where::io_thread) return false;
        if (route.response_schema.empty() && route.media_type == "application/json" && route.status != 204)
            return false;
        if (!route.response_schema.empty() && route.media_type != "application/json") return false;
        for (const Route& other : rows) {
            if (&other == &route) continue;
            if (other.path == route.path && other.method == route.method) return false;
        }
    }
    return true;
}

}  // namespace spark::http::topics
