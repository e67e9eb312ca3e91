#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "surface/http/route.hpp"

namespace spark::http {

/// A port of the planning documents: its name, its usual number, the role that opens it, and what it serves.
struct Port {
    std::string_view name;
    std::uint16_t number;
    std::string_view role;
    std::array<Group, 13> groups;
    std::size_t group_count;

    constexpr bool serves(Group group) const {
        for (std::size_t index = 0; index < group_count; ++index) {
            if (groups[index] == group) return true;
        }
        return false;
    }
};

namespace detail {
template <class... Groups>
consteval Port port_of(std::string_view name, std::uint16_t number, std::string_view role, Groups... groups) {
    return {name, number, role, {groups...}, sizeof...(groups)};
}
}  // namespace detail

/// `api` and `executor` serve all but pages, `web` all; `backtest` and `streams` what their names say, and what every
/// port has: health, figures, the door.
inline constexpr std::array ports = [] {
    using enum Group;
    return std::array{
        detail::port_of("api", 4010, "api", system, identity, settings, markets, stream, data, strategies, backtests,
                        optimizations, jobs, evidence, audit, pages),
        detail::port_of("executor", 4001, "api", system, identity, settings, markets, stream, data, strategies,
                        backtests, optimizations, jobs, evidence, audit, pages),
        detail::port_of("web", 3003, "web", system, pages, identity, settings, markets, stream, data, strategies,
                        backtests, optimizations, jobs, evidence, audit),
        detail::port_of("backtest", 4501, "backtest", system, identity, data, strategies, backtests, optimizations,
                        jobs, evidence),
        detail::port_of("streams", 4601, "streams", system, identity, markets, stream),
    };
}();

/// Null when there is none.
constexpr const Port* find_port(std::string_view name) {
    for (const Port& port : ports) {
        if (port.name == name) return &port;
    }
    return nullptr;
}

}  // namespace spark::http
