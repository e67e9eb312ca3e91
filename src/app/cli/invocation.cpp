#include "app/cli/invocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "foundation/base/assert.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::cli {
namespace {

std::string place_of(std::string_view flag) { return fmt::format("--{}", flag); }

/// The error of a value, with the flag as its place.
std::unexpected<Error> fail_at(std::string_view flag, Error error) {
    error.place = place_of(flag);
    return fail(std::move(error));
}

}  // namespace

Invocation::Invocation(const Verb& verb, std::vector<std::string> positionals, Values flags)
    : verb_(&verb), positionals_(std::move(positionals)), flags_(std::move(flags)) {}

std::string_view Invocation::positional(std::size_t index) const {
    return index < positionals_.size() ? std::string_view(positionals_[index]) : std::string_view();
}

std::span<const std::string> Invocation::all(std::string_view flag) const {
    SPARK_ASSERT(find_flag(*verb_, flag) != nullptr);
    const auto found = flags_.find(flag);
    return found == flags_.end() ? std::span<const std::string>() : std::span<const std::string>(found->second);
}

bool Invocation::has(std::string_view flag) const { return !all(flag).empty(); }

std::size_t Invocation::count(std::string_view flag) const { return all(flag).size(); }

std::optional<std::string_view> Invocation::text(std::string_view flag) const {
    const auto values = all(flag);
    return values.empty() ? std::nullopt : std::optional<std::string_view>(values.back());
}

std::string_view Invocation::text_or(std::string_view flag, std::string_view fallback) const {
    return text(flag).value_or(fallback);
}

std::string_view Invocation::required_text(std::string_view flag) const {
    const auto value = text(flag);
    SPARK_ASSERT(value.has_value());
    return *value;
}

Result<std::optional<std::int64_t>> Invocation::whole(std::string_view flag, std::int64_t least,
                                                      std::int64_t most) const {
    const auto value = text(flag);
    if (!value) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(value->data(), value->data() + value->size(), number);
    const bool whole_text = problem == std::errc() && end == value->data() + value->size();
    if (!whole_text || number < least || number > most) {
        return fail(Fault::invalid_input,
                    fmt::format("found '{}', allowed a whole number from {} to {}", shown(*value), least, most),
                    place_of(flag));
    }
    return number;
}

Result<std::optional<std::int64_t>> Invocation::units(std::string_view flag) const {
    const auto value = text(flag);
    if (!value) return std::nullopt;
    auto parsed = parse_units(*value);
    if (!parsed) return fail_at(flag, std::move(parsed).error());
    if (parsed->rounded) {
        return fail(Fault::invalid_input, fmt::format("found '{}', allowed 8 decimals", shown(*value)), place_of(flag));
    }
    return parsed->units;
}

Result<std::optional<WallTime>> Invocation::time(std::string_view flag) const {
    const auto value = text(flag);
    if (!value) return std::nullopt;
    auto parsed = parse_iso8601(*value);
    if (!parsed) return fail_at(flag, std::move(parsed).error());
    return *parsed;
}

Result<std::vector<NamedValue>> Invocation::named_values(std::string_view flag) const {
    std::vector<NamedValue> pairs;
    for (const std::string& text : all(flag)) {
        const std::size_t at = text.find('=');
        if (at == std::string::npos || at == 0) {
            return fail(Fault::invalid_input, fmt::format("found '{}', allowed name=value", shown(text)),
                        place_of(flag));
        }
        NamedValue pair{.name = text.substr(0, at), .value = text.substr(at + 1)};
        if (std::ranges::count(pairs, pair.name, &NamedValue::name) != 0) {
            return fail(Fault::invalid_input, fmt::format("'{}' is set twice", shown(pair.name)), place_of(flag));
        }
        pairs.push_back(std::move(pair));
    }
    return pairs;
}

}  // namespace spark::cli
