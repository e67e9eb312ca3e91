#include <charconv>
#include <cmath>

#include "foundation/base/assert.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/wire/json.hpp"

namespace spark::wire {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

template <class T>
void append_number(std::string& out, T value) {
    char digits[32];
    const auto written = std::to_chars(digits, digits + sizeof digits, value);
    SPARK_ASSERT(written.ec == std::errc{});
    out.append(digits, written.ptr);
}

void append_double(std::string& out, double value) {
    SPARK_ASSERT(std::isfinite(value));
    // "-0" would be read back as the whole number 0.
    if (value == 0 && std::signbit(value)) {
        out += "-0.0";
    } else {
        append_number(out, value);
    }
}

void append_escape(std::string& out, char byte) {
    switch (byte) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\b': out += "\\b"; return;
        case '\f': out += "\\f"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    constexpr std::string_view hex = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(byte);
    out += "\\u00";
    out += hex[code >> 4U];
    out += hex[code & 15U];
}

bool needs_escape(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == '"' || byte == '\\'; }

void append_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        if (needs_escape(text.front())) {
            append_escape(out, text.front());
            text.remove_prefix(1);
            continue;
        }
        const std::size_t bytes = utf8_sequence_size(text);
        out += bytes == 0 ? replacement : text.substr(0, bytes);
        text.remove_prefix(bytes == 0 ? 1 : bytes);
    }
    out += '"';
}

/// Writes one document; `pretty` puts every element on a line of its own.
class Writer {
  public:
    Writer(std::string& out, bool pretty) : out_(out), pretty_(pretty) {}

    void write(const Json& json, int level) {
        if (json.is_null()) {
            out_ += "null";
        } else if (json.is_bool()) {
            out_ += *json.as_bool() ? "true" : "false";
        } else if (json.is_int64()) {
            append_number(out_, *json.as_int64());
        } else if (json.is_double()) {
            append_double(out_, *json.as_double());
        } else if (json.is_string()) {
            append_string(out_, *json.as_string());
        } else if (json.is_array()) {
            write_array(*json.as_array(), level);
        } else {
            write_object(*json.as_object(), level);
        }
    }

  private:
    void write_array(std::span<const Json> elements, int level) {
        out_ += '[';
        for (std::size_t index = 0; index < elements.size(); ++index) {
            if (index > 0) out_ += ',';
            new_line(level + 1);
            write(elements[index], level + 1);
        }
        if (!elements.empty()) new_line(level);
        out_ += ']';
    }

    void write_object(std::span<const JsonMember> members, int level) {
        out_ += '{';
        for (std::size_t index = 0; index < members.size(); ++index) {
            if (index > 0) out_ += ',';
            new_line(level + 1);
            append_string(out_, members[index].key);
            out_ += pretty_ ? ": " : ":";
            write(members[index].value, level + 1);
        }
        if (!members.empty()) new_line(level);
        out_ += '}';
    }

    void new_line(int level) {
        if (!pretty_) return;
        out_ += '\n';
        out_.append(static_cast<std::size_t>(level) * 2, ' ');
    }

    std::string& out_;
    bool pretty_;
};

}  // namespace

std::string to_text(const Json& json) {
    std::string out;
    Writer(out, false).write(json, 0);
    return out;
}

std::string to_pretty_text(const Json& json) {
    std::string out;
    Writer(out, true).write(json, 0);
    out += '\n';
    return out;
}

}  // namespace spark::wire
