#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/source.hpp"

namespace spark::expression {

/// Limits of what is taken in, each with its reason in docs/reference/expressions.md.
inline constexpr std::size_t source_bytes_max = std::size_t{16} << 10U;
inline constexpr std::size_t nesting_max = 128;
inline constexpr std::size_t nodes_max = 4'096;
inline constexpr double length_max = 1'000'000;

/// What a value is: a number, or a condition (1 yes, 0 no).
enum class ValueType : std::uint8_t { number, condition };

/// What a value counts, as far as it is known: prices and volumes are neither added nor compared.
enum class Unit : std::uint8_t { any, price, volume };

/// What stands for a parameter. The last three are constants: whole from the parameter's least on, or any number.
enum class Takes : std::uint8_t { number, condition, either, length, count, constant };

struct Parameter {
    std::string_view name{};  ///< Empty: no parameter.
    Takes takes = Takes::number;
    double fallback = indicators::undefined;  ///< Undefined: has to be given.
    double least = 0.0;                       ///< Of constants.
    double most = length_max;
};

/// An argument as a function sees it: a column, or (only for pointwise functions) one number for all bars.
struct Operand {
    const double* data = nullptr;
    std::size_t size = 0;
    std::size_t step = 1;                   ///< 0: the same number on every bar.
    std::span<const std::int64_t> units{};  ///< Behind a plain price: its exact column in 1e-8.

    double at(std::size_t bar) const { return data[bar * step]; }
};

/// One evaluation: arguments in the order of the parameters, one output a field.
struct Call {
    indicators::PriceBars* bars = nullptr;  ///< Null for pointwise functions.
    std::span<const Operand> arguments;
    std::span<const indicators::Output> out;

    indicators::Source source(std::size_t index) const { return {arguments[index].data, arguments[index].size}; }
    double number(std::size_t index) const { return arguments[index].data[0]; }
    std::size_t length(std::size_t index) const { return static_cast<std::size_t>(number(index)); }
};

inline constexpr std::size_t parameters_max = 4;
inline constexpr std::size_t fields_max = 4;

enum class Gives : std::uint8_t { number, condition, as_last };
/// How a condition is made 64 bars at a time; `none`: from the doubles that `run` gives.
enum class BitRule : std::uint8_t {
    none,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    not_equal,
    crossover,
    crossunder,
    cross,
    both,
    either,
    opposite,
    is_undefined,
    choice
};
enum class GivesUnit : std::uint8_t { any, price, volume, as_first };

/// One function or operator. Reading, type check, suggestions, docs and evaluation are loops over these rows.
struct Function {
    std::string_view name;
    std::array<Parameter, parameters_max> parameters{};
    std::array<std::string_view, fields_max> fields{};
    Gives gives = Gives::number;
    GivesUnit unit = GivesUnit::any;
    bool pointwise = false;     ///< A bar's value depends on the arguments of that bar alone.
    bool alike = false;         ///< The last two arguments are of one type and unit.
    bool repeats = false;       ///< More arguments than two: f(f(a, b), c).
    bool averages = false;      ///< Of all arguments together instead: their sum over their count.
    std::string_view source{};  ///< The bar column that the first argument is when it is left out.
    BitRule bits = BitRule::none;
    void (*run)(const Call& call) = nullptr;  ///< With a bit rule: for constants, and what the bits have to agree with.
    std::string_view what;

    constexpr std::size_t parameter_count() const {
        std::size_t count = 0;
        while (count < parameters_max && !parameters[count].name.empty()) ++count;
        return count;
    }
    constexpr std::size_t required_count() const {
        std::size_t count = 0;
        for (const Parameter& parameter : parameters) {
            if (!parameter.name.empty() && parameter.fallback != parameter.fallback) ++count;
        }
        return count;
    }
    constexpr std::size_t field_count() const {
        std::size_t count = 0;
        while (count < fields_max && !fields[count].empty()) ++count;
        return count;
    }
};

/// A column that the bars themselves give.
struct BarColumn {
    std::string_view name;
    Unit unit = Unit::any;
    std::string_view what;
};

/// The first ones stand in the order of indicators::PriceField; then time and bar_index.
std::span<const BarColumn> bar_columns();
/// Functions that a text can call, then operators; `function_count()` says where the operators begin.
std::span<const Function> functions();
std::size_t function_count();

/// Row of the function; null when there is none. Operators have names of their own (`+`, `?:`).
const Function* find_function(std::string_view name);
const Function& operator_row(std::string_view sign);

/// `ta.bb(source, length, multiplier)`, as the docs and error messages show it; optional ones with their value.
std::string_view type_name(ValueType type);

}  // namespace spark::expression
