#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/result.hpp"

namespace spark::identity {

/// What somebody is here for. One person, one role.
enum class Role : std::uint8_t { viewer, researcher, trader, risk, admin, auditor };

/// What a route demands. `look`: see everything but the audit trail. `research`: strategies, backtests, sweeps, data
/// sets. `trade`: orders, pausing and going on,
/// proposing a strategy for promotion. `halt`: make it safer (stop, cancel, lower a limit): one person is
/// enough. `approve`: another one's proposals, limits, the end of a halt. `administer`: users, other people's sessions
/// and keys, settings. `read_audit`: the whole audit trail and its evidence.
enum class Right : std::uint8_t { look, research, trade, halt, approve, administer, read_audit };

inline constexpr std::size_t role_count = 6;
inline constexpr std::size_t right_count = 7;

/// A set of rights; a plain value.
class Rights {
  public:
    constexpr Rights() = default;
    constexpr Rights(std::initializer_list<Right> rights) {
        for (const Right right : rights) bits_ = static_cast<std::uint8_t>(bits_ | bit_of(right));
    }
    static constexpr Rights all() { return of_bits((1U << right_count) - 1); }

    constexpr bool holds(Right right) const { return (bits_ & bit_of(right)) != 0; }
    constexpr bool holds_all(Rights others) const { return (bits_ & others.bits_) == others.bits_; }
    constexpr bool is_empty() const { return bits_ == 0; }
    constexpr Rights with(Right right) const { return of_bits(std::uint32_t{bits_} | bit_of(right)); }
    /// What both sets hold.
    constexpr Rights common_with(Rights others) const { return of_bits(std::uint32_t{bits_} & others.bits_); }

    constexpr bool operator==(const Rights&) const = default;

  private:
    static constexpr std::uint8_t bit_of(Right right) {
        return static_cast<std::uint8_t>(1U << std::to_underlying(right));
    }
    static constexpr Rights of_bits(std::uint32_t bits) {
        Rights rights;
        rights.bits_ = static_cast<std::uint8_t>(bits);
        return rights;
    }

    std::uint8_t bits_ = 0;
};

struct RoleRule {
    Role role;
    std::string_view name;
    Rights rights;
};

/// The one table of who may do what. Source: product.md §2.6 of the planning documents; a cell they leave open says
/// why it is as it is. docs/reference/roles.md is tested against it.
inline constexpr std::array role_rules{
    RoleRule{Role::viewer, "viewer", {Right::look}},
    RoleRule{Role::researcher, "researcher", {Right::look, Right::research}},
    // Not `approve`: who sends orders does not raise the limits they are held to.
    RoleRule{Role::trader, "trader", {Right::look, Right::research, Right::trade, Right::halt}},
    // Not `trade`: who approves does not send. `halt`, because stopping must never wait for a trader. Not `read_audit`:
    // the trail is the auditor's and the admin's; others see their own actions.
    RoleRule{Role::risk, "risk", {Right::look, Right::research, Right::halt, Right::approve}},
    // `trade` too: a fresh installation has one person, the admin. Four eyes bind the person, not the role.
    RoleRule{Role::admin, "admin", Rights::all()},
    // Not `research`: it changes nothing, and a backtest leaves a result behind.
    RoleRule{Role::auditor, "auditor", {Right::look, Right::read_audit}},
};

struct RightRule {
    Right right;
    std::string_view name;
};

inline constexpr std::array right_rules{
    RightRule{Right::look, "look"},
    RightRule{Right::research, "research"},
    RightRule{Right::trade, "trade"},
    RightRule{Right::halt, "halt"},
    RightRule{Right::approve, "approve"},
    RightRule{Right::administer, "administer"},
    RightRule{Right::read_audit, "read_audit"},
};

consteval bool role_rules_hold() {
    if (role_rules.size() != role_count || right_rules.size() != right_count) return false;
    for (std::size_t index = 0; index < role_count; ++index) {
        const RoleRule& rule = role_rules[index];
        if (static_cast<std::size_t>(rule.role) != index || rule.name.empty() || !rule.rights.holds(Right::look)) {
            return false;
        }
    }
    for (std::size_t index = 0; index < right_count; ++index) {
        if (static_cast<std::size_t>(right_rules[index].right) != index || right_rules[index].name.empty())
            return false;
    }
    return true;
}
static_assert(role_rules_hold(), "a role or right breaks the table's rules: order, name, everybody may look");

constexpr Rights rights_of(Role role) { return role_rules[static_cast<std::size_t>(role)].rights; }
constexpr std::string_view to_text(Role role) { return role_rules[static_cast<std::size_t>(role)].name; }
constexpr std::string_view to_text(Right right) { return right_rules[static_cast<std::size_t>(right)].name; }

/// The role of this name. Errors: invalid_input, naming those that exist.
Result<Role> parse_role(std::string_view text);
/// The right of this name. Errors: invalid_input, naming those that exist.
Result<Right> parse_right(std::string_view text);

/// Names parted by commas, in the order of the enumerators: `look,trade`; nothing for an empty set.
std::string to_text(Rights rights);
/// Reads that text, the names in any order. Errors: invalid_input.
Result<Rights> parse_rights(std::string_view text);

}  // namespace spark::identity
