#include "foundation/wire/json.hpp"

#include <cmath>

#include "foundation/base/assert.hpp"

namespace spark::wire {

namespace {

std::unexpected<Error> wrong_kind(const Json& json, std::string_view needed) {
    return fail(Fault::invalid_input, "found " + std::string(json.kind()) + ", needed " + std::string(needed));
}

template <class T>
Result<T> with_place(Result<T> result, std::string_view key) {
    if (result) return result;
    Error error = std::move(result).error();
    error.place = error.place.empty() ? std::string(key) : std::string(key) + "." + error.place;
    return fail(std::move(error));
}

}  // namespace

Json::Json() = default;
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;
Json::Json(std::nullptr_t) {}
Json::Json(Flag flag) : value_(flag.value) {}
Json::Json(Whole number) : value_(number.value) {}
Json::Json(std::string value) : value_(std::move(value)) {}
Json::Json(std::string_view value) : value_(std::string(value)) {}
Json::Json(const char* value) : value_(std::string(value)) {}
Json::Json(double value) : value_(value) { SPARK_ASSERT(std::isfinite(value)); }

bool Json::operator==(const Json& other) const { return value_ == other.value_; }

Json Json::array() {
    Json json;
    json.value_ = Array{};
    return json;
}

Json Json::object() {
    Json json;
    json.value_ = Object{};
    return json;
}

Json Json::object_of(std::vector<std::string> keys, Array values) {
    SPARK_ASSERT(keys.size() == values.size());
    Object members;
    members.reserve(keys.size());
    for (std::size_t index = 0; index < keys.size(); ++index)
        members.push_back(JsonMember{std::move(keys[index]), std::move(values[index])});
    Json json;
    json.value_ = std::move(members);
    return json;
}

void Json::refuse_whole() { assertion_failed("a whole number of a JSON value fits in int64", __FILE__, __LINE__); }

std::string_view Json::kind() const {
    switch (value_.index()) {
        case 0: return "null";
        case 1: return "true or false";
        case 2: return "a whole number";
        case 3: return "a number";
        case 4: return "text";
        case 5: return "an array";
        default: return "an object";
    }
}

Json& Json::set(std::string key, Json value) {
    SPARK_ASSERT(is_object());
    if (Json* known = find(key)) {
        *known = std::move(value);
    } else {
        std::get<Object>(value_).push_back(JsonMember{std::move(key), std::move(value)});
    }
    return *this;
}

Json& Json::push(Json value) {
    SPARK_ASSERT(is_array());
    std::get<Array>(value_).push_back(std::move(value));
    return *this;
}

const Json* Json::find(std::string_view key) const {
    const auto* members = std::get_if<Object>(&value_);
    if (members == nullptr) return nullptr;
    for (const JsonMember& member : *members) {
        if (member.key == key) return &member.value;
    }
    return nullptr;
}

Json* Json::find(std::string_view key) {
    auto* members = std::get_if<Object>(&value_);
    if (members == nullptr) return nullptr;
    for (JsonMember& member : *members) {
        if (member.key == key) return &member.value;
    }
    return nullptr;
}

std::size_t Json::size() const {
    if (const auto* elements = std::get_if<Array>(&value_)) return elements->size();
    if (const auto* members = std::get_if<Object>(&value_)) return members->size();
    return 0;
}

Result<bool> Json::as_bool() const {
    if (const auto* value = std::get_if<bool>(&value_)) return *value;
    return wrong_kind(*this, "true or false");
}

Result<std::int64_t> Json::as_int64() const {
    if (const auto* value = std::get_if<std::int64_t>(&value_)) return *value;
    return wrong_kind(*this, "a whole number within int64");
}

Result<double> Json::as_double() const {
    if (const auto* value = std::get_if<double>(&value_)) return *value;
    if (const auto* value = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*value);
    return wrong_kind(*this, "a number");
}

Result<std::string> Json::as_string() const {
    if (const auto* value = std::get_if<std::string>(&value_)) return *value;
    return wrong_kind(*this, "text");
}

Result<std::span<const Json>> Json::as_array() const {
    if (const auto* value = std::get_if<Array>(&value_)) return std::span<const Json>(*value);
    return wrong_kind(*this, "an array");
}

Result<std::span<const JsonMember>> Json::as_object() const {
    if (const auto* value = std::get_if<Object>(&value_)) return std::span<const JsonMember>(*value);
    return wrong_kind(*this, "an object");
}

Result<const Json*> Json::at(std::string_view key) const {
    if (!is_object()) return wrong_kind(*this, "an object");
    const Json* value = find(key);
    if (value == nullptr) return fail(Fault::invalid_input, "a member is missing", std::string(key));
    return value;
}

Result<bool> Json::bool_at(std::string_view key) const {
    SPARK_TRY(const Json* value, at(key));
    return with_place(value->as_bool(), key);
}

Result<std::int64_t> Json::int64_at(std::string_view key) const {
    SPARK_TRY(const Json* value, at(key));
    return with_place(value->as_int64(), key);
}

Result<double> Json::double_at(std::string_view key) const {
    SPARK_TRY(const Json* value, at(key));
    return with_place(value->as_double(), key);
}

Result<std::string> Json::string_at(std::string_view key) const {
    SPARK_TRY(const Json* value, at(key));
    return with_place(value->as_string(), key);
}

Result<std::span<const Json>> Json::array_at(std::string_view key) const {
    SPARK_TRY(const Json* value, at(key));
    return with_place(value->as_array(), key);
}

Result<std::span<const JsonMember>> Json::object_at(std::string_view key) const {
    SPARK_TRY(const Json* value, at(key));
    return with_place(value->as_object(), key);
}

}  // namespace spark::wire
