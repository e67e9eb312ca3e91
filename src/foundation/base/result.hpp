#pragma once

#include <expected>
#include <string>
#include <utility>

#include "foundation/base/fault.hpp"

namespace spark {

/// Why something was refused. `message`: lower case, what was found and what was allowed, no secrets.
/// `place` (may be empty): file and line, option, or field. `remedy` (may be empty): the next useful step.
struct Error {
    Fault fault = Fault::invalid_input;
    std::string message;
    std::string place{};
    std::string remedy{};

    bool operator==(const Error&) const = default;
};

/// A value or an Error. Ours because libstdc++ 12 does not mark expected `[[nodiscard]]`.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
  public:
    using std::expected<T, Error>::expected;
};

/// The error side of a Result: `return fail(Fault::invalid_input, "found 3, allowed 1 to 2");`
[[nodiscard]] inline std::unexpected<Error> fail(Fault fault, std::string message, std::string place = {},
                                                 std::string remedy = {}) {
    return std::unexpected<Error>(Error{fault, std::move(message), std::move(place), std::move(remedy)});
}

[[nodiscard]] inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }

}  // namespace spark

#define SPARK_DETAIL_JOIN2(a, b) a##b
#define SPARK_DETAIL_JOIN(a, b) SPARK_DETAIL_JOIN2(a, b)
#define SPARK_DETAIL_TRY_PICK(one, two, name, ...) name
#define SPARK_DETAIL_TRY_ONE(call) \
    if (auto&& spark_tried = (call); !spark_tried) return ::spark::fail(std::move(spark_tried).error())
#define SPARK_DETAIL_TRY_TWO_NAMED(name, declaration, call)   \
    auto&& name = (call);                                     \
    if (!name) return ::spark::fail(std::move(name).error()); \
    declaration = *std::move(name)
#define SPARK_DETAIL_TRY_TWO(declaration, call) \
    SPARK_DETAIL_TRY_TWO_NAMED(SPARK_DETAIL_JOIN(spark_tried_, __COUNTER__), declaration, call)

/// `SPARK_TRY(const Quantity rounded, round_down(wanted, rule));` returns the error, or declares the value.
/// `SPARK_TRY(file.sync());` returns the error, or goes on (for Result<void>).
/// A declaration that holds a comma (`std::pair<A, B> x`) needs `auto` or an alias.
#define SPARK_TRY(...) SPARK_DETAIL_TRY_PICK(__VA_ARGS__, SPARK_DETAIL_TRY_TWO, SPARK_DETAIL_TRY_ONE, )(__VA_ARGS__)
