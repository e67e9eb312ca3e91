#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
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

/// A name that the surroundings give a value: a parameter of a strategy.
struct NamedConstant {
    std::string_view name;
    double value = 0.0;
    ValueType type = ValueType::number;
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
    Program(std::vector<StepKey> steps, ValueType type) : steps_(std::move(steps)), type_(type) {}

    ValueType type() const { return type_; }
    std::size_t step_count() const { return steps_.size(); }

    /// One number a bar, NaN where undefined; a condition is 1 or 0. Lives as long as the cache.
    /// Errors: exhausted when the columns together need more memory than the cache may take.
    Result<indicators::Source> run(ColumnCache& cache) const;

  private:
    std::vector<StepKey> steps_;
    ValueType type_;
};

/// Reads and checks an expression (docs/reference/expressions.md). Every value depends on its bar and earlier ones
/// only: nothing that could look ahead can be written.
/// Errors: invalid_input with `line:column` as place and, where one is near, the nearest name as remedy.
Result<Program> compile(std::string_view text, std::span<const NamedConstant> constants = {});

}  // namespace spark::expression
