#include "foundation/wire/delimited.hpp"

namespace spark::wire {

namespace {

/// Reads the quoted field at the front of `rest` (which starts with a quote) into `unquoted`; `rest` then starts behind
/// the closing quote.
Result<void> read_quoted(std::string_view& rest, std::string& unquoted) {
    rest.remove_prefix(1);
    while (true) {
        const std::size_t quote = rest.find('"');
        if (quote == std::string_view::npos)
            return fail(Fault::invalid_input, "a double quote opens a field and none closes it on this line");
        unquoted += rest.substr(0, quote);
        rest.remove_prefix(quote + 1);
        if (rest.empty() || rest.front() != '"') return {};
        unquoted += '"';
        rest.remove_prefix(1);
    }
}

}  // namespace

void split_plain(std::string_view line, char separator, std::vector<std::string_view>& fields) {
    fields.clear();
    while (true) {
        const std::size_t end = line.find(separator);
        fields.push_back(line.substr(0, end));
        if (end == std::string_view::npos) return;
        line.remove_prefix(end + 1);
    }
}

Result<void> split_quoted(std::string_view line, char separator, std::vector<std::string_view>& fields,
                          std::string& unquoted) {
    fields.clear();
    unquoted.clear();
    unquoted.reserve(line.size());  // never moves: the fields point into it
    while (true) {
        if (line.starts_with('"')) {
            const std::size_t before = unquoted.size();
            SPARK_TRY(read_quoted(line, unquoted));
            fields.push_back(std::string_view(unquoted).substr(before));
            if (line.empty()) return {};
            if (line.front() != separator)
                return fail(Fault::invalid_input,
                            "text follows the closing quote of field " + std::to_string(fields.size()));
        } else {
            const std::size_t end = line.find(separator);
            fields.push_back(line.substr(0, end));
            if (fields.back().find('"') != std::string_view::npos) {
                return fail(Fault::invalid_input, "a double quote inside field " + std::to_string(fields.size()) +
                                                      ", which does not begin with one");
            }
            if (end == std::string_view::npos) return {};
            line.remove_prefix(end);
        }
        line.remove_prefix(1);
    }
}

}  // namespace spark::wire
