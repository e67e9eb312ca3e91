#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/intake/detail/line_blocks.hpp"
#include "adapters/intake/result_files.hpp"
#include "foundation/base/result.hpp"

namespace spark::intake::detail {

/// A column a reader asks for: any of the names, lower case. In a file of two columns without these names, the first
/// and second required column are meant by position.
struct ColumnRule {
    std::span<const std::string_view> names;
    bool required = true;
};

/// Rows of delimited text with named columns, one after the other. Memory: one block of lines. Lives for one file,
/// which outlives it.
class ResultTable {
  public:
    /// Reads up to the header.
    /// Errors: invalid_input when the file is empty or lacks a required column; the source's.
    static Result<ResultTable> open(ResultFile& file, std::span<const ColumnRule> rules);

    /// Goes to the next row that is not blank; false at the end. Errors: invalid_input past a limit, for broken quotes
    /// and for rows of another width than the header; the source's.
    Result<bool> next();

    bool has(std::size_t rule) const { return columns_[rule].has_value(); }
    /// The row's text in the rule's column, without blanks around; empty where the file has no such column.
    std::string_view text(std::size_t rule) const;

    /// An error at the rule's column of this row.
    std::unexpected<Error> refuse(std::size_t rule, std::string message, std::string remedy = {}) const;

    /// The column as a time, nanoseconds since the epoch. Errors: invalid_input.
    Result<std::int64_t> time_ns(std::size_t rule) const;
    /// As a finite number; a plus sign and an exponent are fine. Errors: invalid_input.
    Result<double> number(std::size_t rule) const;

  private:
    ResultTable(ResultFile& file, std::span<const ColumnRule> rules)
        : file_(&file), rules_(rules), blocks_(file.source, file.limits.line_bytes_max) {}

    Result<bool> take_line();
    Result<void> split();
    bool find_columns();
    void take_by_position();
    std::string place(std::size_t column) const;

    ResultFile* file_;
    std::span<const ColumnRule> rules_;
    LineBlocks blocks_;
    std::string_view block_;
    std::string_view line_;
    std::vector<std::string_view> fields_;
    std::string unquoted_;
    std::vector<std::optional<std::size_t>> columns_;
    std::size_t width_ = 0;
    char separator_ = ',';
    bool line_waits_ = false;  ///< The first line is a row: there was no header.
    std::int64_t line_number_ = 0;
    std::int64_t rows_ = 0;
};

}  // namespace spark::intake::detail
