#include "app/cli/table.hpp"

#include <algorithm>
#include <limits>

#include "foundation/base/assert.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::cli {

void Table::add(std::vector<std::string> cells) {
    SPARK_ASSERT(cells.size() == columns_.size());
    for (std::string& cell : cells) cell = shown(cell, std::numeric_limits<std::size_t>::max());
    rows_.push_back(std::move(cells));
}

std::string Table::text(bool plain) const {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        std::size_t width = column_count(columns_[column].title);
        for (const auto& row : rows_) width = std::max(width, column_count(row[column]));
        widths.push_back(width);
    }
    std::string text;
    const auto add_line = [&](const auto& cell_of) {
        std::string line;
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            const std::string& cell = cell_of(column);
            if (column > 0) line += plain ? "\t" : "  ";
            line += plain ? cell : padded(cell, widths[column], columns_[column].align);
        }
        if (!plain) line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    };
    add_line([&](std::size_t column) -> const std::string& { return columns_[column].title; });
    for (const auto& row : rows_) add_line([&](std::size_t column) -> const std::string& { return row[column]; });
    return text;
}

void Table::print(Terminal& terminal) const { terminal.out(text(terminal.options().plain)); }

}  // namespace spark::cli
