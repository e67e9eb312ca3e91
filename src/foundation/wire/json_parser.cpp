// The one file that sees Boost.JSON; its implementation is compiled here (header-only use, nothing to link).
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "foundation/base/assert.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/wire/json.hpp"

namespace spark::wire {

namespace {

using boost::json::error_code;
using BoostText = boost::json::string_view;

/// Receives the parser's events and builds our value. Lives for one parse.
class Builder {
  public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_array_begin(error_code&) { return open(false); }
    bool on_array_end(std::size_t, error_code&) { return close(); }
    bool on_object_begin(error_code&) { return open(true); }
    bool on_object_end(std::size_t, error_code& ec) { return keys_differ(ec) && close(); }
    bool on_string_part(BoostText part, std::size_t, error_code&) { return collect(part); }
    bool on_string(BoostText part, std::size_t, error_code&) {
        collect(part);
        return add(Json(std::exchange(text_, {})));
    }
    bool on_key_part(BoostText part, std::size_t, error_code&) { return collect(part); }
    bool on_key(BoostText part, std::size_t, error_code&) {
        collect(part);
        open_.back().keys.push_back(std::exchange(text_, {}));
        return true;
    }
    bool on_number_part(BoostText part, error_code&) { return collect(part); }
    bool on_int64(std::int64_t value, BoostText, error_code&) {
        text_.clear();
        return add(Json(value));
    }
    bool on_uint64(std::uint64_t, BoostText part, error_code& ec) { return add_double(part, ec); }
    bool on_double(double, BoostText part, error_code& ec) { return add_double(part, ec); }
    bool on_bool(bool value, error_code&) { return add(Json(value)); }
    bool on_null(error_code&) { return add(Json()); }
    bool on_comment_part(BoostText, error_code&) { return true; }
    bool on_comment(BoostText, error_code&) { return true; }

    const std::string& refusal() const { return refusal_; }
    Json take() {
        SPARK_ASSERT(root_.has_value());
        return *std::move(root_);
    }

  private:
    struct Open {
        bool is_object;
        Json::Array values{};
        std::vector<std::string> keys{};
    };

    bool open(bool is_object) {
        open_.push_back(Open{.is_object = is_object});
        return true;
    }

    bool close() {
        Open done = std::move(open_.back());
        open_.pop_back();
        if (!done.is_object) {
            Json array = Json::array();
            for (Json& value : done.values) array.push(std::move(value));
            return add(std::move(array));
        }
        return add(Json::object_of(std::move(done.keys), std::move(done.values)));
    }

    bool collect(BoostText part) {
        text_.append(part.data(), part.size());
        return true;
    }

    bool add(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else {
            open_.back().values.push_back(std::move(value));
        }
        return true;
    }

    /// Boost.JSON 1.81 computes doubles inexactly (up to some units in the last place): the digits are read again here.
    bool add_double(BoostText part, error_code& ec) {
        collect(part);
        const std::string digits = std::exchange(text_, {});
        double value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) {
            return refuse("the number " + shown(digits) + " is outside the range of double", ec);
        }
        return add(Json(value));
    }

    bool keys_differ(error_code& ec) {
        std::vector<std::string_view> sorted(open_.back().keys.begin(), open_.back().keys.end());
        std::sort(sorted.begin(), sorted.end());
        const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
        if (twice == sorted.end()) return true;
        return refuse("the object that ends here has the key '" + shown(*twice) + "' twice", ec);
    }

    bool refuse(std::string message, error_code& ec) {
        refusal_ = std::move(message);
        ec = boost::json::error::syntax;
        return false;
    }

    std::vector<Open> open_;
    std::string text_;
    std::string refusal_;
    std::optional<Json> root_;
};

std::string line_and_column(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return std::to_string(line) + ":" + std::to_string(offset - line_start + 1);
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes_max) {
        return fail(Fault::invalid_input, "the JSON text has " + std::to_string(text.size()) + " bytes, allowed " +
                                              std::to_string(limits.bytes_max));
    }
    boost::json::parse_options options;
    options.max_depth = limits.depth_max;
    boost::json::basic_parser<Builder> parser(options);
    error_code ec;
    const std::size_t consumed = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && consumed == text.size()) return parser.handler().take();

    const std::string place = line_and_column(text, std::min(consumed, text.size()));
    if (!ec) return fail(Fault::invalid_input, "more text after the end of the JSON document", place);
    if (!parser.handler().refusal().empty()) return fail(Fault::invalid_input, parser.handler().refusal(), place);
    if (ec == boost::json::error::too_deep) {
        return fail(Fault::invalid_input, "JSON nested deeper than " + std::to_string(limits.depth_max) + " levels",
                    place);
    }
    return fail(Fault::invalid_input, "not JSON here: " + ec.message(), place);
}

}  // namespace spark::wire
