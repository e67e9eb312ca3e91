#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression/functions.hpp"
#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/source.hpp"
#include "foundation/base/column.hpp"
#include "foundation/base/result.hpp"

namespace spark::expression {

/// What a step of a program is. `which`: the row of a call, the bar column, the field of a call, or the bars of
/// history. Two steps with one key are the same column.
enum class StepKind : std::uint8_t { constant, bar_column, call, field, history };
struct StepKey {
    StepKind kind = StepKind::constant;
    std::uint32_t which = 0;
    std::uint64_t constant_bits = 0;
    std::vector<std::uint32_t> arguments{};  ///< Earlier steps.

    auto operator<=>(const StepKey&) const = default;
};

class Program;

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

/// What an expression may name besides the language's own words, which go first: then constants, then definitions.
struct Names {
    std::span<const NamedConstant> constants{};
    std::span<const NamedProgram> definitions{};
};

/// Columns already computed on one set of bars, shared by the programs that run on them. The bars outlive it, it
/// outlives what it gave out. One thread at a time.
class ColumnCache {
  public:
    static constexpr std::size_t bytes_max_default = std::size_t{4} << 30U;

    explicit ColumnCache(indicators::PriceBars& bars, std::size_t bytes_max = bytes_max_default)
        : bars_(bars), bytes_max_(bytes_max) {}

    std::size_t column_count() const { return entries_.size(); }

  private:
    friend class Program;
    struct Entry {
        std::vector<Column<double>> owned{};  ///< One a field; of a constant, one number.
        Column<double> spread{};              ///< A constant on every bar, once a function asks for it.
        std::span<const double> view{};       ///< What the step gives.
        std::span<const std::int64_t> units{};
        bool constant = false;
    };

    Result<std::uint32_t> entry_of(const StepKey& key);
    Result<Entry> computed(const StepKey& key);
    Result<Entry> called(const StepKey& key);
    Result<void> take_bytes(std::size_t columns);
    Result<indicators::Source> whole(std::uint32_t index);

    indicators::PriceBars& bars_;
    std::size_t bytes_max_;
    std::size_t bytes_used_ = 0;
    std::map<StepKey, std::uint32_t> index_;
    std::vector<Entry> entries_;
};

/// A checked expression: steps in order, each of earlier ones, none twice, the last one the result.
class Program {
  public:
    Program(std::vector<StepKey> steps, ValueType type, Unit unit = Unit::any)
        : steps_(std::move(steps)), type_(type), unit_(unit) {}

    ValueType type() const { return type_; }
    Unit unit() const { return unit_; }
    /// One value for all bars, known without any.
    bool is_constant() const { return steps_.back().kind == StepKind::constant; }
    /// Each of earlier ones only; the last is the result.
    std::span<const StepKey> steps() const { return steps_; }
    std::size_t step_count() const { return steps_.size(); }

    /// One number a bar, NaN where undefined; a condition is 1 or 0. Lives as long as the cache.
    /// Errors: exhausted when the columns together need more memory than the cache may take.
    Result<indicators::Source> run(ColumnCache& cache) const;

  private:
    std::vector<StepKey> steps_;
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
