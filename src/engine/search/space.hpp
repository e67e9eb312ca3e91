#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/strategy/definition.hpp"
#include "engine/sweep/set_runner.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/result.hpp"

namespace spark::search {

/// One searched parameter: the values it may take, in order. Either steps (least + k × step) or a list.
class Axis {
  public:
    /// `fast=5:50:5` (both ends included when the step meets them), `fast=5:50` (the parameter's own step),
    /// `sl_pct=0.5:5:0.5`, `length=log:5:500:20` (20 values, evenly by ratio, rounded to the parameter's step, equal
    /// ones once), `length=5,8,13,21` (put in order), `type=sma,ema`, `exit_on_cross=true,false`, `type=*` (every
    /// choice, both of a flag).
    /// Errors: not_found for an unknown parameter (with the nearest); invalid_input with the forms: no range, step 0,
    /// an empty or reversed range, a value outside the parameter's bounds or off its step, a value twice, a list of
    /// more than listed_max. The place is `--param NAME`.
    static constexpr std::size_t listed_max = 100'000;
    static Result<Axis> parse(std::span<const strategy::ParameterSpec> specs, std::string_view text);

    std::size_t parameter() const { return parameter_; }  ///< Its place among the strategy's parameters.
    const strategy::ParameterSpec& spec() const { return spec_; }
    std::uint64_t count() const;
    std::int64_t value(std::uint64_t index) const;
    bool is_log() const { return is_log_; }
    /// Numbers with an order, more than two: neighbours mean something.
    bool is_ordered() const;
    std::string value_text(std::uint64_t index) const;
    /// As it may be given to `parse` again.
    const std::string& text() const { return text_; }

  private:
    Axis() = default;
    friend class AxisReader;

    std::size_t parameter_ = 0;
    strategy::ParameterSpec spec_;
    std::int64_t least_ = 0;
    std::int64_t step_ = 0;
    std::uint64_t count_ = 0;
    std::vector<std::int64_t> listed_{};  ///< Instead of steps; numbers ascend.
    bool is_log_ = false;
    std::string text_{};
};

/// Place of a set on every axis.
using Point = std::vector<std::uint32_t>;

/// The axes with what the other parameters are set to.
class Space {
  public:
    /// Errors: invalid_input for no axis, more than 32, the same parameter twice or also among the assignments, an axis
    /// of more than 2^32 - 1 values; those of Axis::parse and strategy::resolve_parameters.
    static Result<Space> make(const strategy::Definition& definition, std::span<const std::string> axes,
                              std::span<const strategy::Assignment> fixed);

    std::span<const Axis> axes() const { return axes_; }
    /// Points of the whole grid; stops at the largest number (saturates).
    UInt128 count() const;
    /// The point with this number: the last axis turns fastest. Precondition: below count(), which fits 64 bits.
    Point point(std::uint64_t number) const;
    void put_point(std::uint64_t number, Point& point) const;  ///< The same into a point of as many places.
    std::uint64_t number(const Point& point) const;
    /// Values of all parameters.
    sweep::SetValues values(const Point& point) const;
    /// The same into a set of as many values.
    void put_values(const Point& point, sweep::SetValues& values) const;
    std::span<const std::int64_t> base() const { return base_; }

  private:
    Space() = default;

    std::vector<Axis> axes_;
    sweep::SetValues base_;
};

}  // namespace spark::search
