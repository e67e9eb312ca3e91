#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression/column_cache.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/step.hpp"
#include "engine/indicators/bit_column.hpp"
#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/source.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::expression {

class Program;
namespace detail {
enum class View : std::uint8_t;
}

/// A name that the surroundings give a value: a parameter of a strategy.
struct NamedConstant {
    std::string_view name;
    double value = 0.0;
    ValueType type = ValueType::number;
};

/// A name that the surroundings define by another expression (`let`). The program outlives the call of compile.
struct NamedProgram {
    std::string_view name;
    const Program* program = nullptr;
};

/// A name whose value is given each time a program without bars is asked (scalar_program.hpp).
struct NamedVariable {
    std::string_view name;
    ValueType type = ValueType::number;
};

/// What an expression may name besides the language's own words, which go first: then constants, then definitions.
struct Names {
    std::span<const NamedConstant> constants{};
    std::span<const NamedProgram> definitions{};
    std::span<const std::string_view> symbols{};  ///< What `sym` may name; none: checked when the program runs.
    std::optional<Timeframe> timeframe{};         ///< Of the run's bars; none: `tf` is checked when the program runs.
    /// Only without bars: then columns are no names of the language, functions over bars, history, `tf` and `sym` are
    /// refused, and functions of the math group may be called by their short name (`abs`).
    std::span<const NamedVariable> variables{};
    bool has_bars = true;
};

/// A checked expression: steps in order, each of earlier ones, none twice, the last one the result.
class Program {
  public:
    Program(std::vector<StepKey> steps, std::vector<Scope> scopes, ValueType type, Unit unit = Unit::any)
        : steps_(std::move(steps)), scopes_(std::move(scopes)), type_(type), unit_(unit) {}

    ValueType type() const { return type_; }
    Unit unit() const { return unit_; }
    /// One value for all bars, known without any.
    bool is_constant() const { return steps_.back().kind == StepKind::constant; }
    /// Each of earlier ones only; the last is the result.
    std::span<const StepKey> steps() const { return steps_; }
    /// Other bars that steps are computed on, each after its outer one; the first stands for the run's own.
    std::span<const Scope> scopes() const { return scopes_; }
    std::size_t step_count() const { return steps_.size(); }

    /// One number a bar, NaN where undefined; a condition is 1 or 0. Lives as long as the cache.
    /// Errors: exhausted when the columns together need more memory than the cache may take; invalid_input with the
    /// place of a `tf` or `sym` that does not fit the cache's bars.
    Result<indicators::Source> run(ColumnCache& cache) const;

    /// The same condition, a bar a bit; na counts as no. Lives as long as the cache. Averages and comparisons behind it
    /// are made as columns of doubles only where something else reads them so.
    /// Errors: as run; invalid_input when the program's value is no condition.
    Result<const indicators::BitColumn*> run_condition(ColumnCache& cache) const;

  private:
    struct Places;
    Result<Places> placed(ColumnCache& cache) const;
    Result<Places> made(ColumnCache& cache, detail::View view) const;

    std::vector<StepKey> steps_;
    std::vector<Scope> scopes_;
    ValueType type_;
    Unit unit_;
};

/// Reads and checks an expression (docs/reference/expressions.md). Every value depends on its bar and earlier ones
/// only: nothing that could look ahead can be written.
/// A definition's steps become steps of this program: parts equal to others are still computed once, and the limits
/// hold for all of them together.
/// Errors: invalid_input with `line:column` as place and, where one is near, the nearest name as remedy.
Result<Program> compile(std::string_view text, const Names& names);
Result<Program> compile(std::string_view text, std::span<const NamedConstant> constants = {});

/// The plain names (no dot, no call, no label of an argument) that a text uses and the language does not know: what its
/// surroundings have to define. Each once, in the order of first use. Errors: invalid_input, as reading the text gives.
Result<std::vector<std::string>> names_used(std::string_view text);

/// Whether the language itself uses this name: bar columns, functions, their groups, constants, operators. Nothing else
/// may be named so.
bool is_reserved_name(std::string_view name);

}  // namespace spark::expression
