#include "engine/expression/scalar_program.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>

#include "foundation/base/rng.hpp"

namespace spark::expression {
namespace {

constexpr std::array<NamedVariable, 4> variables{NamedVariable{"a"}, NamedVariable{"b"}, NamedVariable{"close"},
                                                 NamedVariable{"on", ValueType::condition}};

double value_of(std::string_view text, std::array<double, 4> values) {
    const auto program = ScalarProgram::compile(text, variables);
    EXPECT_TRUE(program.has_value()) << text << ": " << program.error().message;
    return program ? program->value(values) : indicators::undefined;
}

Error error_of(std::string_view text) {
    const auto program = ScalarProgram::compile(text, variables);
    EXPECT_FALSE(program.has_value()) << text;
    return program ? Error{} : program.error();
}

TEST(ScalarProgram, computes_from_the_values_it_is_asked_with) {
    EXPECT_EQ(value_of("a - 2 * b", {10, 3, 0, 0}), 4);
    EXPECT_EQ(value_of("a < b and on", {1, 3, 0, 1}), 1);
    EXPECT_EQ(value_of("a < b and on", {1, 3, 0, 0}), 0);
    EXPECT_EQ(value_of("close > 1 ? a : b", {1, 3, 2, 0}), 1);
    EXPECT_EQ(value_of("math.max(a, b, 7)", {1, 3, 2, 0}), 7);
}

TEST(ScalarProgram, calls_functions_of_the_math_group_by_their_short_name) {
    EXPECT_EQ(value_of("abs(a) + sqrt(b)", {-2, 9, 0, 0}), 5);
    EXPECT_EQ(value_of("min(a, b)", {-2, 9, 0, 0}), -2);
}

TEST(ScalarProgram, gives_na_for_what_is_no_number) {
    EXPECT_TRUE(std::isnan(value_of("a / b", {1, 0, 0, 0})));
    EXPECT_TRUE(std::isnan(value_of("sqrt(a)", {-1, 0, 0, 0})));
    EXPECT_TRUE(std::isnan(value_of("a * a", {1e300, 0, 0, 0})));
    EXPECT_EQ(value_of("nz(a, 5)", {indicators::undefined, 0, 0, 0}), 5);
    EXPECT_EQ(value_of("a != 1", {indicators::undefined, 0, 0, 0}), 0);
    EXPECT_EQ(value_of("not (a > 1)", {indicators::undefined, 0, 0, 0}), 1);
}

TEST(ScalarProgram, refuses_what_needs_bars_with_its_place) {
    EXPECT_EQ(error_of("a + open").message, "unknown name 'open'");
    EXPECT_EQ(error_of("a + open").place, "1:5");
    EXPECT_EQ(error_of("a[1] > 2").place, "1:2");
    EXPECT_EQ(error_of("a[1] > 2").message, "found history, which needs bars, and there are none here");
    EXPECT_EQ(error_of("1 + ta.sma(a, 3)").message, "found ta.sma, which needs bars, and there are none here");
    EXPECT_EQ(error_of("tf(\"1d\", a)").message, "found tf, which needs bars, and there are none here");
    EXPECT_EQ(error_of("clos > 1").remedy, "did you mean 'close'?");
    EXPECT_EQ(error_of("on > 1").place, "1:1");
}

TEST(ScalarProgram, refuses_more_parts_than_it_keeps) {
    std::string text = "a";
    for (int part = 0; part < 200; ++part) text += fmt::format(" + {}", part + 0.5);

    EXPECT_EQ(error_of(text).message, "found an expression of 401 parts, allowed 256");
}

/// Any number of interest: whole, decimal, negative, na, infinite results.
double any_number(Rng& rng) {
    switch (rng.uniform(0, 5)) {
        case 0: return indicators::undefined;
        case 1: return 0;
        case 2: return static_cast<double>(rng.uniform(-5, 5));
        case 3: return rng.normal() * 1e200;
        default: return rng.normal();
    }
}

TEST(ScalarProgram, agrees_with_the_rows_of_the_language_on_every_operator) {
    Rng rng(20'261'121);
    constexpr std::array signs{"+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!="};
    for (int round = 0; round < 20'000; ++round) {
        const double a = any_number(rng);
        const double b = any_number(rng);
        const std::string sign = signs[static_cast<std::size_t>(rng.uniform(0, 10))];
        const std::string text = fmt::format("a {} b", sign);
        const std::array<NamedConstant, 2> constants{NamedConstant{"a", a}, NamedConstant{"b", b}};
        const auto folded = compile(text, constants);
        ASSERT_TRUE(folded.has_value());
        const double expected = std::bit_cast<double>(folded->steps().back().constant_bits);

        const double found = value_of(text, {a, b, 0, 0});

        ASSERT_TRUE(found == expected || (std::isnan(found) && std::isnan(expected))) << a << sign << b;
    }
    for (const double a : {0.0, 1.0}) {
        for (const double b : {0.0, 1.0}) {
            EXPECT_EQ(value_of("a > 0 and b > 0", {a, b, 0, 0}), a * b);
            EXPECT_EQ(value_of("a > 0 or b > 0", {a, b, 0, 0}), std::max(a, b));
            EXPECT_EQ(value_of("not on", {a, b, 0, a}), 1 - a);
            EXPECT_EQ(value_of("on ? -a : b", {a, b, 0, a}), a > 0 ? -a : b);
        }
    }
}

}  // namespace
}  // namespace spark::expression
