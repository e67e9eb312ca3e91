#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression/functions.hpp"
#include "engine/expression/program.hpp"
#include "foundation/base/result.hpp"

namespace spark::expression::detail {

/// A part of the expression already checked: its step, what it is, and where it stands in the text.
struct Value {
    std::uint32_t step = 0;
    ValueType type = ValueType::number;
    Unit unit = Unit::any;
    bool constant = false;
    double number = 0.0;  ///< Of constants.
    std::size_t offset = 0;

    /// `na` by itself may stand for a number or a condition.
    bool is_na() const { return constant && !indicators::is_defined(number); }
};

/// An argument as it is written, `fast = 12`; without a label it stands for the parameter of its place.
struct Argument {
    std::string_view label{};
    std::size_t label_offset = 0;
    Value value{};
};

/// `ta.bb(source, length = 20, multiplier = 2)`.
std::string signature_of(const Function& function);

/// Makes steps out of checked parts: types and units hold, constants are folded, equal steps exist once.
/// Errors: invalid_input with the part's place; the text outlives the builder.
class Builder {
  public:
    explicit Builder(std::string_view text, std::optional<Timeframe> timeframe = {})
        : text_(text), timeframe_(timeframe), scopes_(1) {}

    Result<Value> constant(double number, ValueType type, std::size_t offset);
    Result<Value> bar_column(std::size_t index, std::size_t offset);
    Result<Value> variable(std::size_t index, ValueType type, std::size_t offset);
    /// A call of a function or operator; optional arguments that were left out get their value.
    Result<Value> call(const Function& function, std::vector<Value> arguments, std::size_t offset);
    /// Arguments in the order of the parameters, values of those left out between them filled in.
    Result<std::vector<Value>> ordered(const Function& function, std::vector<Argument> given, std::size_t offset);
    Result<Value> field(const Function& function, const Value& call, std::size_t index);
    Result<Value> history(const Value& value, const Value& bars);
    /// Parts made until `leave` are computed on other bars. The name of a timeframe is its text.
    Result<void> enter(ScopeKind kind, std::string_view name, std::size_t offset);
    /// Back out, and what the value made inside is on the bars outside.
    Result<Value> leave(const Value& inside, std::size_t offset);
    /// The steps of a program checked before, as parts of this one.
    Result<Value> spliced(const Program& program, std::size_t offset);

    /// The steps that `result` needs, the result last.
    Program finish(const Value& result) const;

  private:
    Result<Value> add(StepKey key, Value value);
    Result<std::uint32_t> scope_in(std::uint32_t outer, Scope scope, std::size_t offset);
    /// Length of the bars in a scope, as far as it is known.
    std::optional<Timeframe> timeframe_in(std::uint32_t scope) const;
    Result<Value> averaged(const std::vector<Value>& arguments, std::size_t offset);
    Result<std::size_t> labelled(const Function& function, const Argument& argument) const;
    Result<Value> call_once(const Function& function, std::vector<Value> arguments, std::size_t offset);
    Result<void> check_count(const Function& function, std::size_t count, std::size_t offset) const;
    Result<void> check_argument(const Function& function, std::size_t index, const Value& value) const;
    Result<void> check_alike(const Function& function, const Value& a, const Value& b) const;
    Result<void> check_whole(std::string_view what, const Value& value, double least) const;
    std::unexpected<Error> refuse(std::string message, std::size_t offset, std::string remedy = {}) const;

    std::string_view text_;
    std::optional<Timeframe> timeframe_;
    std::vector<StepKey> steps_;
    std::vector<Scope> scopes_;  // the first is the run's own bars
    std::uint32_t scope_ = 0;    // parts are made in this one
    std::map<StepKey, std::uint32_t> index_;
};

}  // namespace spark::expression::detail
