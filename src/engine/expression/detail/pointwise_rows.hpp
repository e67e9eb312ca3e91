#pragma once

#include <array>
#include <cmath>

#include "engine/expression/functions.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::expression::detail {

/// na where an argument is na; what is not finite becomes na after the call.
template <class Operation>
void each(const Call& call, Operation operation) {
    const Operand& x = call.arguments[0];
    for (std::size_t bar = 0; bar < call.out[0].size(); ++bar) call.out[0][bar] = operation(x.at(bar));
}
template <class Operation>
void pairwise(const Call& call, Operation operation) {
    const Operand& a = call.arguments[0];
    const Operand& b = call.arguments[1];
    double* __restrict out = call.out[0].data();
    const std::size_t bars = call.out[0].size();
    // A loop for each case, so that the compiler can take several bars at a time.
    if (a.step != 0 && b.step != 0) {
        for (std::size_t bar = 0; bar < bars; ++bar) out[bar] = operation(a.data[bar], b.data[bar]);
    } else if (a.step != 0) {
        const double right = b.data[0];
        for (std::size_t bar = 0; bar < bars; ++bar) out[bar] = operation(a.data[bar], right);
    } else {
        for (std::size_t bar = 0; bar < bars; ++bar) out[bar] = operation(a.data[0], b.at(bar));
    }
}

/// As a condition: na counts as no.
inline bool holds(double condition) { return indicators::is_defined(condition) && condition != 0.0; }
/// Small whole exponents by multiplication, which is exact where the result is; the others by logarithm. The same bits
/// on every build.
inline double power(double base, double exponent) {
    constexpr double multiplied_max = 1024.0;
    if (std::floor(exponent) != exponent || std::abs(exponent) > multiplied_max) return pow_stable(base, exponent);
    double result = 1.0;
    double square = base;
    for (auto left = static_cast<unsigned>(std::abs(exponent)); left > 0; left >>= 1U) {
        if ((left & 1U) != 0) result *= square;
        square *= square;
    }
    return exponent < 0.0 ? 1.0 / result : result;
}

inline bool either_undefined(double a, double b) { return !indicators::is_defined(a) || !indicators::is_defined(b); }

inline constexpr std::array<Parameter, 4> one_number{Parameter{.name = "x"}};
inline constexpr std::array<Parameter, 4> two_numbers{Parameter{.name = "a"}, Parameter{.name = "b"}};
inline constexpr std::array<Parameter, 4> two_conditions{Parameter{.name = "a", .takes = Takes::condition},
                                                         Parameter{.name = "b", .takes = Takes::condition}};
inline constexpr std::array<Parameter, 4> two_alike{Parameter{.name = "a", .takes = Takes::either},
                                                    Parameter{.name = "b", .takes = Takes::either}};

/// A row of the math group: pointwise.
constexpr Function math(std::string_view name, void (*run)(const Call&), std::string_view what) {
    return {.name = name, .parameters = one_number, .pointwise = true, .run = run, .what = what};
}
constexpr Function rounding(std::string_view name, void (*run)(const Call&), std::string_view what) {
    Function row = math(name, run, what);
    row.unit = GivesUnit::as_first;
    return row;
}
constexpr Function extreme(std::string_view name, void (*run)(const Call&), std::string_view what) {
    return {.name = name,
            .parameters = two_numbers,
            .unit = GivesUnit::as_first,
            .pointwise = true,
            .alike = true,
            .repeats = true,
            .run = run,
            .what = what};
}

inline constexpr std::array pointwise_rows{
    rounding(
        "math.abs", [](const Call& c) { each(c, [](double x) { return std::abs(x); }); }, "Size without the sign."),
    extreme(
        "math.max",
        [](const Call& c) {
            pairwise(c, [](double a, double b) { return either_undefined(a, b) ? a + b : (a < b ? b : a); });
        },
        "The largest of two or more; na where one is na."),
    extreme(
        "math.min",
        [](const Call& c) {
            pairwise(c, [](double a, double b) { return either_undefined(a, b) ? a + b : (b < a ? b : a); });
        },
        "The smallest of two or more; na where one is na."),
    Function{.name = "math.avg",
             .parameters = two_numbers,
             .unit = GivesUnit::as_first,
             .pointwise = true,
             .alike = true,
             .repeats = true,
             .averages = true,
             .run = [](const Call& c) { pairwise(c, [](double a, double b) { return (a + b) / 2.0; }); },
             .what = "Mean of two or more; na where one is na."},
    math(
        "math.sqrt", [](const Call& c) { each(c, [](double x) { return std::sqrt(x); }); }, "Square root; na below 0."),
    math(
        "math.log",
        [](const Call& c) { each(c, [](double x) { return x > 0.0 ? log_stable(x) : indicators::undefined; }); },
        "Natural logarithm; na at 0 and below."),
    math(
        "math.exp", [](const Call& c) { each(c, [](double x) { return exp_stable(x); }); }, "e to the power x."),
    Function{.name = "math.pow",
             .parameters = {Parameter{.name = "base"}, Parameter{.name = "exponent"}},
             .pointwise = true,
             .run =
                 [](const Call& c) {
                     pairwise(c, [](double a, double b) { return either_undefined(a, b) ? a + b : power(a, b); });
                 },
             .what = "base to the power exponent; na where that is no finite number."},
    rounding(
        "math.floor", [](const Call& c) { each(c, [](double x) { return std::floor(x); }); }, "Rounded down."),
    rounding(
        "math.ceil", [](const Call& c) { each(c, [](double x) { return std::ceil(x); }); }, "Rounded up."),
    rounding(
        "math.round", [](const Call& c) { each(c, [](double x) { return std::round(x); }); },
        "Rounded to the nearest whole number, halves away from 0."),
    math(
        "math.sign", [](const Call& c) { each(c, [](double x) { return x > 0.0 ? 1.0 : (x < 0.0 ? -1.0 : x); }); },
        "1, 0 or -1."),
    Function{
        .name = "nz",
        .parameters = {Parameter{.name = "x"}, Parameter{.name = "y", .fallback = 0.0}},
        .unit = GivesUnit::as_first,
        .pointwise = true,
        .alike = true,
        .run = [](const Call& c) { pairwise(c, [](double x, double y) { return indicators::is_defined(x) ? x : y; }); },
        .what = "x, or y where x is na."},
    Function{.name = "na",
             .parameters = {Parameter{.name = "x", .takes = Takes::either}},
             .gives = Gives::condition,
             .pointwise = true,
             .bits = BitRule::is_undefined,
             .run = [](const Call& c) { each(c, [](double x) { return indicators::is_defined(x) ? 0.0 : 1.0; }); },
             .what = "Whether x is na."},
};

constexpr Function arithmetic(std::string_view sign, GivesUnit unit, bool alike, void (*run)(const Call&),
                              std::string_view what) {
    return {.name = sign,
            .parameters = two_numbers,
            .unit = unit,
            .pointwise = true,
            .alike = alike,
            .run = run,
            .what = what};
}
constexpr Function comparison(std::string_view sign, const std::array<Parameter, 4>& parameters, BitRule bits,
                              void (*run)(const Call&), std::string_view what) {
    return {.name = sign,
            .parameters = parameters,
            .gives = Gives::condition,
            .pointwise = true,
            .alike = true,
            .bits = bits,
            .run = run,
            .what = what};
}
constexpr Function logic(std::string_view sign, BitRule bits, void (*run)(const Call&), std::string_view what) {
    return {.name = sign,
            .parameters = two_conditions,
            .gives = Gives::condition,
            .pointwise = true,
            .bits = bits,
            .run = run,
            .what = what};
}

inline constexpr std::array operator_rows{
    arithmetic(
        "+", GivesUnit::as_first, true, [](const Call& c) { pairwise(c, [](double a, double b) { return a + b; }); },
        "Sum."),
    arithmetic(
        "-", GivesUnit::as_first, true, [](const Call& c) { pairwise(c, [](double a, double b) { return a - b; }); },
        "Difference."),
    arithmetic(
        "*", GivesUnit::any, false, [](const Call& c) { pairwise(c, [](double a, double b) { return a * b; }); },
        "Product."),
    arithmetic(
        "/", GivesUnit::any, false,
        [](const Call& c) { pairwise(c, [](double a, double b) { return b == 0.0 ? indicators::undefined : a / b; }); },
        "Quotient; na over 0."),
    arithmetic(
        "%", GivesUnit::any, false,
        [](const Call& c) {
            pairwise(c, [](double a, double b) { return b == 0.0 ? indicators::undefined : std::fmod(a, b); });
        },
        "Remainder with the sign of the left side; na over 0."),
    comparison(
        "<", two_numbers, BitRule::less,
        [](const Call& c) { pairwise(c, [](double a, double b) { return a < b ? 1.0 : 0.0; }); },
        "Less; no where a side is na, like every comparison."),
    comparison(
        "<=", two_numbers, BitRule::less_equal,
        [](const Call& c) { pairwise(c, [](double a, double b) { return a <= b ? 1.0 : 0.0; }); }, "Less or equal."),
    comparison(
        ">", two_numbers, BitRule::greater,
        [](const Call& c) { pairwise(c, [](double a, double b) { return a > b ? 1.0 : 0.0; }); }, "Greater."),
    comparison(
        ">=", two_numbers, BitRule::greater_equal,
        [](const Call& c) { pairwise(c, [](double a, double b) { return a >= b ? 1.0 : 0.0; }); }, "Greater or equal."),
    comparison(
        "==", two_alike, BitRule::equal,
        [](const Call& c) { pairwise(c, [](double a, double b) { return a == b ? 1.0 : 0.0; }); },
        "Equal, exactly; of numbers or of conditions."),
    comparison(
        "!=", two_alike, BitRule::not_equal,
        [](const Call& c) { pairwise(c, [](double a, double b) { return a < b || a > b ? 1.0 : 0.0; }); },
        "Not equal; no where a side is na."),
    logic(
        "and", BitRule::both,
        [](const Call& c) { pairwise(c, [](double a, double b) { return holds(a) && holds(b) ? 1.0 : 0.0; }); },
        "Both; na counts as no."),
    logic(
        "or", BitRule::either,
        [](const Call& c) { pairwise(c, [](double a, double b) { return holds(a) || holds(b) ? 1.0 : 0.0; }); },
        "One of them or both; na counts as no."),
    Function{.name = "not",
             .parameters = {Parameter{.name = "a", .takes = Takes::condition}},
             .gives = Gives::condition,
             .pointwise = true,
             .bits = BitRule::opposite,
             .run = [](const Call& c) { each(c, [](double a) { return holds(a) ? 0.0 : 1.0; }); },
             .what = "The opposite; na counts as no, so not na holds."},
    Function{.name = "negate",
             .parameters = one_number,
             .unit = GivesUnit::as_first,
             .pointwise = true,
             .run = [](const Call& c) { each(c, [](double x) { return -x; }); },
             .what = "Unary minus."},
    Function{
        .name = "?:",
        .parameters = {Parameter{.name = "condition", .takes = Takes::condition},
                       Parameter{.name = "a", .takes = Takes::either}, Parameter{.name = "b", .takes = Takes::either}},
        .gives = Gives::as_last,
        .pointwise = true,
        .alike = true,
        .bits = BitRule::choice,
        .run =
            [](const Call& c) {
                for (std::size_t bar = 0; bar < c.out[0].size(); ++bar) {
                    c.out[0][bar] = c.arguments[holds(c.arguments[0].at(bar)) ? 1 : 2].at(bar);
                }
            },
        .what = "a where the condition holds, else b; where it is na, b."},
};

}  // namespace spark::expression::detail
