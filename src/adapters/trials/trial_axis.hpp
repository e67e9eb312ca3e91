#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/strategy/parameter.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::search {
class Axis;
}

namespace spark::trials {

/// A searched parameter as a trial folder keeps it: enough to say its values without the strategy. Values are either
/// least + index × step, or listed.
struct TrialAxis {
    std::string name;
    strategy::ParameterKind kind = strategy::ParameterKind::integer;
    std::vector<std::string> choices{};  ///< Of a choice, the names.
    std::string unit{};
    bool is_log = false;
    bool is_ordered = true;  ///< Neighbours mean something.
    std::uint64_t count = 0;
    std::int64_t least = 0;
    std::int64_t step = 0;
    std::vector<std::int64_t> listed{};

    /// Precondition (asserted): index below count.
    std::int64_t value(std::uint64_t index) const;
    /// As `--set` takes it: "9", "2.5", "true", "ema".
    std::string value_text(std::uint64_t index) const;
    /// The place of the value that `--set` would take as this text; none when the axis has no such value.
    std::optional<std::uint64_t> index_of(std::string_view text) const;

    wire::Json json() const;
    /// Errors: invalid_input.
    static Result<TrialAxis> parse(const wire::Json& json);
    bool operator==(const TrialAxis&) const = default;
};

/// The axes of a search, as a folder keeps them.
std::vector<TrialAxis> trial_axes(std::span<const search::Axis> axes);

}  // namespace spark::trials
