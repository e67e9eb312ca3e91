#include "adapters/database/detail/postgres_values.hpp"

#include <array>
#include <charconv>
#include <string_view>

#include "foundation/base/assert.hpp"

namespace spark::database::detail {
namespace {

// Source: PostgreSQL 15, src/include/catalog/pg_type.dat; these never change.
constexpr Oid of_server = 0;  // the server finds the type by where the value stands
constexpr Oid oid_bool = 16;
constexpr Oid oid_bytea = 17;
constexpr Oid oid_int8 = 20;
constexpr Oid oid_int2 = 21;
constexpr Oid oid_int4 = 23;
constexpr Oid oid_float4 = 700;
constexpr Oid oid_float8 = 701;

template <class Number>
std::string text_of(Number number) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    SPARK_ASSERT(end.ec == std::errc{});
    return {buffer.data(), end.ptr};
}

template <class Number>
Number number_of(std::string_view text) {
    Number number{};
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    SPARK_ASSERT(end.ec == std::errc{} && end.ptr == text.data() + text.size());
    return number;
}

unsigned digit_of(char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); }

/// `\x00ff`: the form that bytea_output = hex promises.
Blob blob_of(std::string_view text) {
    SPARK_ASSERT(text.starts_with("\\x") && text.size() % 2 == 0);
    Blob blob;
    blob.reserve(text.size() / 2 - 1);
    for (std::size_t at = 2; at < text.size(); at += 2)
        blob.push_back(static_cast<std::byte>(digit_of(text[at]) << 4U | digit_of(text[at + 1])));
    return blob;
}

Value value_of(Oid type, std::string_view text) {
    switch (type) {
        case oid_bool: return std::int64_t{text == "t"};
        case oid_int2:
        case oid_int4:
        case oid_int8: return number_of<std::int64_t>(text);
        case oid_float4:
        case oid_float8: return number_of<double>(text);
        case oid_bytea: return blob_of(text);
        default: return std::string(text);
    }
}

}  // namespace

PostgresParameters::PostgresParameters(std::span<const Value> values) {
    numbers_.reserve(values.size());  // so that pointers into it stay
    const auto add = [&](char letter, Oid type, const char* bytes, std::size_t size, bool is_binary) {
        signature_ += letter;
        types_.push_back(type);
        bytes_.push_back(bytes);
        sizes_.push_back(static_cast<int>(size));
        formats_.push_back(is_binary ? 1 : 0);
    };
    const auto add_number = [&](char letter, Oid type, std::string text) {
        numbers_.push_back(std::move(text));
        add(letter, type, numbers_.back().c_str(), numbers_.back().size(), false);
    };
    for (const Value& value : values) {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            add_number('i', oid_int8, text_of(*integer));
        } else if (const auto* number = std::get_if<double>(&value)) {
            add_number('n', oid_float8, text_of(*number));
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            add('t', of_server, text->c_str(), text->size(), false);
        } else if (const auto* blob = std::get_if<Blob>(&value)) {
            static constexpr char none = 0;
            const void* const bytes = blob->empty() ? static_cast<const void*>(&none) : blob->data();
            add('b', oid_bytea, static_cast<const char*>(bytes), blob->size(), true);
        } else {
            add('0', of_server, nullptr, 0, false);
        }
    }
}

std::vector<Row> rows_of(const PostgresLibrary& library, const PGresult* result) {
    const int count = library.row_count(result);
    const int columns = library.column_count(result);
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) {
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) {
            if (library.is_null(result, row, column) != 0) {
                values.emplace_back();
                continue;
            }
            const auto size = static_cast<std::size_t>(library.value_size(result, row, column));
            values.push_back(value_of(library.column_type(result, column), {library.value(result, row, column), size}));
        }
        rows.emplace_back(std::move(values));
    }
    return rows;
}

}  // namespace spark::database::detail
