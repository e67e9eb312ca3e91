#include "adapters/database/detail/sqlite_values.hpp"

#include <sqlite3.h>

#include <string>

#include "foundation/base/assert.hpp"

namespace spark::database::detail {
namespace {

int bind_value(sqlite3_stmt* statement, int index, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return ::sqlite3_bind_int64(statement, index, *integer);
    if (const auto* number = std::get_if<double>(&value)) return ::sqlite3_bind_double(statement, index, *number);
    // A null destructor means that the bytes stay where they are until the statement was run.
    if (const auto* text = std::get_if<std::string>(&value))
        return ::sqlite3_bind_text64(statement, index, text->data(), text->size(), nullptr, SQLITE_UTF8);
    if (const auto* blob = std::get_if<Blob>(&value)) {
        if (blob->empty()) return ::sqlite3_bind_zeroblob(statement, index, 0);
        return ::sqlite3_bind_blob64(statement, index, blob->data(), blob->size(), nullptr);
    }
    return ::sqlite3_bind_null(statement, index);
}

Value value_of(sqlite3_stmt* statement, int column) {
    const auto bytes = [&] { return static_cast<std::size_t>(::sqlite3_column_bytes(statement, column)); };
    switch (::sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: return static_cast<std::int64_t>(::sqlite3_column_int64(statement, column));
        case SQLITE_FLOAT: return ::sqlite3_column_double(statement, column);
        case SQLITE_TEXT: {
            const auto* text =
                static_cast<const char*>(static_cast<const void*>(::sqlite3_column_text(statement, column)));
            return std::string(text, bytes());
        }
        case SQLITE_BLOB: {
            const auto* blob = static_cast<const std::byte*>(::sqlite3_column_blob(statement, column));
            return Blob(blob, blob + bytes());
        }
        default: return std::monostate{};
    }
}

}  // namespace

void bind_values(sqlite3_stmt* statement, std::span<const Value> values) {
    SPARK_ASSERT(static_cast<std::size_t>(::sqlite3_bind_parameter_count(statement)) == values.size());
    // Text past a billion bytes is left unbound and refused by the schema; nothing else can be wrong here.
    for (std::size_t index = 0; index < values.size(); ++index)
        SPARK_ASSERT(bind_value(statement, static_cast<int>(index) + 1, values[index]) == SQLITE_OK);
}

Row row_of(sqlite3_stmt* statement) {
    const int columns = ::sqlite3_column_count(statement);
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) values.push_back(value_of(statement, column));
    return Row(std::move(values));
}

}  // namespace spark::database::detail
