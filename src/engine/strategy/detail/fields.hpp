#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/strategy/document.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::strategy::detail {

/// The fields of one table of a document. Every field is asked for by name once; `finish` refuses the rest, suggesting
/// the nearest of those asked for. The table and the file name outlive it.
class Fields {
  public:
    /// `title` names the table in messages: "[long]", "the document".
    Fields(const wire::LocatedValue& table, std::string title, std::string_view file_name)
        : table_(table), title_(std::move(title)), file_name_(file_name) {}

    const wire::LocatedValue* any(std::string_view key);
    /// Null when absent. Errors: invalid_input when it is of another kind.
    Result<const wire::LocatedValue*> of_kind(std::string_view key, wire::LocatedKind kind);
    Result<const wire::LocatedValue*> needed(std::string_view key, wire::LocatedKind kind);
    Result<std::string> text(std::string_view key, std::size_t bytes_max);  ///< Empty when absent.
    Result<std::vector<const wire::LocatedValue*>> texts(std::string_view key, std::size_t count_max);
    /// Text, a number, true or false; empty when absent.
    Result<Formula> formula(std::string_view key);
    /// A whole number in ±1e12. Errors also when absent and no fallback is given.
    Result<std::int64_t> whole(std::string_view key, std::optional<std::int64_t> fallback);
    /// Units of 1e-8 in ±1e18, from a number or from text.
    Result<std::int64_t> units(std::string_view key, std::optional<std::int64_t> fallback);

    /// Errors: invalid_input for the first field nobody asked for.
    Result<void> finish() const;

    std::unexpected<Error> refuse(std::string message, wire::TextPlace place, std::string remedy = {}) const;
    std::unexpected<Error> missing(std::string_view key) const;
    wire::TextPlace place() const { return table_.place; }

  private:
    const wire::LocatedValue& table_;
    std::string title_;
    std::string_view file_name_;
    std::vector<std::string> known_;
};

/// The value as a formula; it is text, a number, true or false.
Formula formula_of(const wire::LocatedValue& value);

}  // namespace spark::strategy::detail
