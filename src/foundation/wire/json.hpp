#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::wire {

struct JsonMember;

/// A JSON value whose objects keep the order of their members, so that the same value always has the same text.
/// Whole numbers are int64; a double is never NaN or infinite (asserted: callers write null).
class Json {
  public:
    using Array = std::vector<Json>;
    using Object = std::vector<JsonMember>;

    // Implicit on purpose: `json.set("rows", 3)` is how documents are built.
    Json();
    Json(std::nullptr_t);
    Json(std::same_as<bool> auto value) : Json(Flag{value}) {}
    /// Any whole number; asserted to fit in int64.
    template <std::integral T>
        requires(!std::same_as<T, bool> && !std::same_as<T, char>)
    Json(T value) : Json(Whole{whole(value)}) {}
    Json(double value);
    Json(std::string value);
    Json(std::string_view value);
    Json(const char* value);

    // Defined where JsonMember is complete.
    Json(const Json& other);
    Json(Json&& other) noexcept;
    Json& operator=(const Json& other);
    Json& operator=(Json&& other) noexcept;
    ~Json();

    static Json array();
    static Json object();
    /// An object of these members; the caller vouches that no key is there twice. Precondition (asserted): equal
    /// lengths.
    static Json object_of(std::vector<std::string> keys, Array values);

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_bool() const { return std::holds_alternative<bool>(value_); }
    bool is_int64() const { return std::holds_alternative<std::int64_t>(value_); }
    bool is_double() const { return std::holds_alternative<double>(value_); }
    bool is_string() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }
    /// "null", "true or false", "a whole number", "a number", "text", "an array" or "an object", for messages.
    std::string_view kind() const;

    /// Adds a member, or replaces the value of the one with this key. Precondition (asserted): an object.
    Json& set(std::string key, Json value);
    /// Appends an element. Precondition (asserted): an array.
    Json& push(Json value);

    /// The member's value, or nullptr when there is none or this is no object. Lives as long as this value is
    /// unchanged.
    const Json* find(std::string_view key) const;
    Json* find(std::string_view key);
    std::size_t size() const;  ///< Elements or members; 0 for all else.

    /// The value as a type; a double is also had from a whole number. Errors: invalid_input, naming what was found.
    Result<bool> as_bool() const;
    Result<std::int64_t> as_int64() const;
    Result<double> as_double() const;
    Result<std::string> as_string() const;
    Result<std::span<const Json>> as_array() const;         ///< A view of this value.
    Result<std::span<const JsonMember>> as_object() const;  ///< A view of this value.

    /// The member's value as a type. Errors: invalid_input with the key as place, when it is missing or of another
    /// type.
    Result<const Json*> at(std::string_view key) const;
    Result<bool> bool_at(std::string_view key) const;
    Result<std::int64_t> int64_at(std::string_view key) const;
    Result<double> double_at(std::string_view key) const;
    Result<std::string> string_at(std::string_view key) const;
    Result<std::span<const Json>> array_at(std::string_view key) const;
    Result<std::span<const JsonMember>> object_at(std::string_view key) const;

    bool operator==(const Json& other) const;

  private:
    struct Flag {
        bool value;
    };
    struct Whole {
        std::int64_t value;
    };
    explicit Json(Flag flag);
    explicit Json(Whole number);

    template <class T>
    static std::int64_t whole(T value) {
        if (!std::in_range<std::int64_t>(value)) refuse_whole();
        return static_cast<std::int64_t>(value);
    }
    [[noreturn]] static void refuse_whole();

    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

struct JsonMember {
    std::string key;
    Json value;
    bool operator==(const JsonMember&) const = default;
};

/// Bounds for text from outside: 64 MiB is past every document this program writes, 64 levels past every one it reads.
struct JsonLimits {
    std::size_t bytes_max = 64U << 20U;
    std::size_t depth_max = 64;
};

/// Reads one JSON document (RFC 8259; no comments, no trailing commas, no duplicate keys, valid UTF-8). Numbers without
/// fraction and exponent that fit are int64, all others double. Errors: invalid_input with `line:column` as place; also
/// past a limit, and for numbers past the range of double.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

/// Compact text, members in their order, doubles in shortest round-trip form. Bytes that are not UTF-8 become U+FFFD.
std::string to_text(const Json& json);

/// The same with one member or element a line, two blanks a level, and a newline at the end.
std::string to_pretty_text(const Json& json);

}  // namespace spark::wire
