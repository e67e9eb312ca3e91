#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spark {

/// What the caller of a refused operation can do next. Few on purpose; each has one row in `fault_rules`.
enum class Fault : std::uint8_t {
    invalid_input,
    denied,
    not_found,
    conflict,
    exhausted,
    unavailable,
    outcome_unknown,
    corrupt
};

/// One row a fault: how it leaves the process. `exit_code` is documented in docs/reference/exit_codes.md.
struct FaultRule {
    Fault fault;
    std::string_view name;
    int http_status;
    int exit_code;
    bool retry_is_safe;
    std::string_view what;
};

inline constexpr std::array fault_rules{
    FaultRule{Fault::invalid_input, "invalid_input", 422, 3, false, "The input breaks a rule; change it."},
    FaultRule{Fault::denied, "denied", 403, 5, false, "Not allowed with these rights."},
    FaultRule{Fault::not_found, "not_found", 404, 4, false, "Nothing has this name."},
    FaultRule{Fault::conflict, "conflict", 409, 10, false, "It exists already, or somebody else holds it."},
    FaultRule{Fault::exhausted, "exhausted", 507, 9, true, "A limit or the disk is full; free some and repeat."},
    FaultRule{Fault::unavailable, "unavailable", 503, 9, true, "A service or device does not answer; repeat later."},
    FaultRule{Fault::outcome_unknown, "outcome_unknown", 504, 8, false, "Sent, no answer; reconcile before any retry."},
    FaultRule{Fault::corrupt, "corrupt", 500, 7, false,
              "Stored bytes are not what was written; never repaired by guessing."},
};

/// The rows stand in the order of the enumerators, so that the look-up is an index.
consteval bool fault_rules_hold() {
    for (std::size_t index = 0; index < fault_rules.size(); ++index) {
        if (static_cast<std::size_t>(fault_rules[index].fault) != index || fault_rules[index].what.empty())
            return false;
    }
    return true;
}
static_assert(fault_rules_hold(), "a fault breaks the table's order");

constexpr const FaultRule& rule_of(Fault fault) { return fault_rules[static_cast<std::size_t>(fault)]; }

}  // namespace spark
