#pragma once

#include <string>
#include <vector>

#include "app/cli/columns.hpp"
#include "app/cli/terminal.hpp"

namespace spark::cli {

struct Column {
    std::string title;
    Align align = Align::left;
};

/// Rows of text under titles: aligned for people, tab-separated with `--plain` (titles first, also there).
/// Control characters in cells are shown, never sent to the terminal.
class Table {
  public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// Precondition (asserted): one cell a column.
    void add(std::vector<std::string> cells);

    std::string text(bool plain) const;
    void print(Terminal& terminal) const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace spark::cli
