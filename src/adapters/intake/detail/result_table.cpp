#include "adapters/intake/detail/result_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "adapters/intake/detail/clock_unit.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/delimited.hpp"

namespace spark::intake::detail {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& letter : lower) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return lower;
}

char separator_of(std::string_view line) {
    char best = ',';
    for (const char candidate : {';', '\t'}) {
        if (std::ranges::count(line, candidate) > std::ranges::count(line, best)) best = candidate;
    }
    return best;
}

Result<std::int64_t> time_of(std::string_view text) {
    std::int64_t whole = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (code == std::errc{} && end == text.data() + text.size()) {
        if (const ClockScale* const scale = scale_for(whole)) return whole * scale->unit_ns;
        return fail(Fault::invalid_input, fmt::format("found the time '{}', allowed a date or 100000000 and up", text));
    }
    SPARK_TRY(const WallTime time, parse_iso8601(text));
    return ns_of(time);
}

// Two centuries, so that the distance of two times fits in 64 bits of nanoseconds.
constexpr std::int64_t earliest_ns = -2'208'988'800'000'000'000;
constexpr std::int64_t latest_ns = 4'102'444'800'000'000'000;

}  // namespace

Result<ResultTable> ResultTable::open(ResultFile& file, std::span<const ColumnRule> rules) {
    ResultTable table(file, rules);
    SPARK_TRY(const bool any, table.take_line());
    if (!any) return fail(Fault::invalid_input, "the file is empty", file.name, "write a header and at least one row");
    table.separator_ = separator_of(table.line_);
    SPARK_TRY(table.split());
    table.width_ = table.fields_.size();
    if (table.find_columns()) return table;
    const auto required = std::ranges::count_if(rules, &ColumnRule::required);
    if (required == 2 && table.width_ == 2) {
        table.take_by_position();
        table.line_waits_ = time_of(trimmed(table.fields_[0])).has_value();
        return table;
    }
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        if (!rules[rule].required || table.columns_[rule]) continue;
        return fail(Fault::invalid_input,
                    fmt::format("no column '{}' in the header '{}'", fmt::join(rules[rule].names, "' or '"),
                                shown(table.line_)),
                    fmt::format("{}:{}", file.name, table.line_number_), "name the columns in the first line");
    }
    return table;
}

bool ResultTable::find_columns() {
    columns_.assign(rules_.size(), std::nullopt);
    bool whole = true;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        for (const std::string_view name : rules_[rule].names) {
            const auto found = std::ranges::find_if(
                fields_, [&](std::string_view field) { return lower_case(trimmed(field)) == name; });
            if (found == fields_.end()) continue;
            columns_[rule] = static_cast<std::size_t>(found - fields_.begin());
            break;
        }
        if (rules_[rule].required && !columns_[rule]) whole = false;
    }
    return whole;
}

void ResultTable::take_by_position() {
    std::size_t position = 0;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        columns_[rule].reset();
        if (rules_[rule].required) columns_[rule] = position++;
    }
}

Result<bool> ResultTable::take_line() {
    for (;;) {
        if (block_.empty()) {
            auto block = blocks_.next();
            if (!block) {
                Error error = std::move(block).error();
                if (error.place.empty()) error.place = fmt::format("{}:{}", file_->name, line_number_ + 1);
                return fail(std::move(error));
            }
            if (!*block) return false;
            block_ = **block;
            if (line_number_ == 0 && block_.starts_with(byte_order_mark)) block_.remove_prefix(byte_order_mark.size());
            if (block_.empty()) continue;
        }
        const std::size_t feed = block_.find('\n');
        line_ = block_.substr(0, feed);
        block_.remove_prefix(feed == std::string_view::npos ? block_.size() : feed + 1);
        ++line_number_;
        if (line_.ends_with('\r')) line_.remove_suffix(1);
        if (line_.size() > file_->limits.line_bytes_max) {
            return fail(Fault::invalid_input,
                        fmt::format("the line is longer than {} bytes", file_->limits.line_bytes_max),
                        fmt::format("{}:{}", file_->name, line_number_));
        }
        if (!trimmed(line_).empty()) return true;
    }
}

Result<void> ResultTable::split() {
    if (line_.find('"') == std::string_view::npos) {
        wire::split_plain(line_, separator_, fields_);
        return {};
    }
    auto done = wire::split_quoted(line_, separator_, fields_, unquoted_);
    if (done) return {};
    Error error = std::move(done).error();
    error.place = fmt::format("{}:{}", file_->name, line_number_);
    return fail(std::move(error));
}

Result<bool> ResultTable::next() {
    if (line_waits_) {
        line_waits_ = false;
    } else {
        SPARK_TRY(const bool any, take_line());
        if (!any) return false;
    }
    if (++rows_ > file_->limits.rows_max) {
        return fail(Fault::invalid_input, fmt::format("more than {} rows", file_->limits.rows_max),
                    fmt::format("{}:{}", file_->name, line_number_));
    }
    SPARK_TRY(split());
    if (fields_.size() == width_) return true;
    return fail(Fault::invalid_input, fmt::format("found {} columns, the first line has {}", fields_.size(), width_),
                fmt::format("{}:{}", file_->name, line_number_));
}

std::string_view ResultTable::text(std::size_t rule) const {
    return columns_[rule] ? trimmed(fields_[*columns_[rule]]) : std::string_view();
}

std::string ResultTable::place(std::size_t column) const {
    // Columns of text, from 1. A field that had to be unquoted stands elsewhere: then its start is searched.
    const std::string_view field = trimmed(fields_[column]);
    const std::less<> before;
    std::size_t at = 0;
    if (!before(field.data(), line_.data()) && !before(line_.data() + line_.size(), field.data()) && !field.empty()) {
        at = static_cast<std::size_t>(field.data() - line_.data());
    } else {
        for (std::size_t passed = 0; passed < column && at < line_.size(); ++passed) {
            const std::size_t found = line_.find(separator_, at);
            at = found == std::string_view::npos ? line_.size() : found + 1;
        }
    }
    return fmt::format("{}:{}:{}", file_->name, line_number_, at + 1);
}

std::unexpected<Error> ResultTable::refuse(std::size_t rule, std::string message, std::string remedy) const {
    return fail(Fault::invalid_input, std::move(message), place(columns_[rule].value_or(0)), std::move(remedy));
}

Result<std::int64_t> ResultTable::time_ns(std::size_t rule) const {
    const auto time = time_of(text(rule));
    if (!time)
        return refuse(rule, time.error().message,
                      "write 2024-01-31, 2024-01-31T00:00:00Z, or seconds or ms since 1970");
    if (*time < earliest_ns || *time > latest_ns)
        return refuse(rule, fmt::format("found the time '{}', allowed 1900 to 2100", shown(text(rule))));
    return *time;
}

Result<double> ResultTable::number(std::size_t rule) const {
    std::string_view digits = text(rule);
    if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
    double value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (code == std::errc{} && end == digits.data() + digits.size() && std::isfinite(value)) return value;
    return refuse(rule, fmt::format("found '{}', allowed a finite number", shown(text(rule))));
}

}  // namespace spark::intake::detail
