#include "app/server/csv_cell.hpp"

namespace spark::server {

std::string csv_cell(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    const bool is_formula =
        begin != std::string_view::npos && std::string_view("=+-@\t\r\n").find(text[begin]) != std::string_view::npos;
    std::string cell = is_formula ? "\"'" : "\"";
    for (const char c : text) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
    return cell + "\"";
}

}  // namespace spark::server
