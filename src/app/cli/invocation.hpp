#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/verbs.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::cli {

/// `--set fast=9`.
struct NamedValue {
    std::string name;
    std::string value;
    bool operator==(const NamedValue&) const = default;
};

/// What the command line asked for, checked against the verb's row: the flags exist, values are there and among the
/// choices, required ones are present. What a value means is checked when it is read. A getter's name is in the verb's
/// row or a global flag (asserted).
class Invocation {
  public:
    using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

    Invocation(const Verb& verb, std::vector<std::string> positionals, Values flags);

    const Verb& verb() const { return *verb_; }

    /// All positional arguments, in order.
    std::span<const std::string> positionals() const { return positionals_; }
    /// The argument at `index`, empty when an optional one was left out.
    std::string_view positional(std::size_t index) const;

    bool has(std::string_view flag) const;
    /// How often the flag stood on the line (`-v -v`).
    std::size_t count(std::string_view flag) const;
    std::optional<std::string_view> text(std::string_view flag) const;
    std::string_view text_or(std::string_view flag, std::string_view fallback) const;
    /// Of a required flag.
    std::string_view required_text(std::string_view flag) const;
    /// Every value of a repeatable flag, in order.
    std::span<const std::string> all(std::string_view flag) const;

    /// A whole number within bounds, both included. Errors: invalid_input with the flag as place.
    Result<std::optional<std::int64_t>> whole(std::string_view flag, std::int64_t least, std::int64_t most) const;
    /// A decimal number in units of 1e-8, exact. Errors: invalid_input with the flag as place.
    Result<std::optional<std::int64_t>> units(std::string_view flag) const;
    /// A time; without a zone it is UTC. Errors: invalid_input with the flag as place.
    Result<std::optional<WallTime>> time(std::string_view flag) const;
    /// `name=value` of a repeatable flag, in order. Errors: invalid_input when there is no `=`, no name, or a name
    /// stands twice.
    Result<std::vector<NamedValue>> named_values(std::string_view flag) const;

  private:
    const Verb* verb_;
    std::vector<std::string> positionals_;
    Values flags_;
};

}  // namespace spark::cli
