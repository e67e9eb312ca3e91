#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/expression/program.hpp"
#include "foundation/base/result.hpp"

namespace spark::expression {

/// An expression over variables instead of bars, compiled once and asked many times: rules between parameters, sums of
/// metrics. The same words, operators and values as over bars (a function's row is the one `Program` computes), one
/// number at a time. A plain value; any number of threads may ask one.
class ScalarProgram {
  public:
    /// Parts an expression over variables may have: they are kept on the stack.
    static constexpr std::size_t parts_max = 256;

    /// Errors: as expression::compile with these variables and no bars; invalid_input for more parts than allowed.
    static Result<ScalarProgram> compile(std::string_view text, std::span<const NamedVariable> variables);

    /// A program without bars; its variables are numbered as in `names.variables` of its compilation. Errors:
    /// invalid_input for more parts than allowed.
    static Result<ScalarProgram> of(Program program);

    const Program& program() const { return program_; }
    ValueType type() const { return program_.type(); }
    /// Places of the variables it reads, ascending.
    std::span<const std::size_t> variables() const { return variables_; }

    /// The value where the variables are these, all of them in order (conditions 1 or 0, NaN for na); NaN for na.
    double value(std::span<const double> variables) const;

  private:
    enum class Operation : std::uint8_t;
    struct Part {
        Operation operation;
        std::uint32_t first = 0;  ///< An earlier part, or a variable.
        std::uint32_t second = 0;
        std::uint32_t third = 0;
        double constant = 0;
        const Function* function = nullptr;
    };

    explicit ScalarProgram(Program program) : program_(std::move(program)) {}
    static Operation operation_of(const Function& function);
    void run(std::span<const double> variables, std::span<double> parts) const;
    static double called(const Part& part, std::span<const double> parts);

    Program program_;
    std::vector<Part> parts_;
    std::vector<std::size_t> variables_;
};

}  // namespace spark::expression
