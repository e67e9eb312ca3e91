#include "surface/http/call.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "foundation/base/shown_text.hpp"
#include "surface/http/detail/guards.hpp"

namespace spark::http {

std::string_view to_text(CallerKind kind) {
    constexpr std::array<std::string_view, 5> names{"nobody", "local", "session", "key", "admin_token"};
    return names[static_cast<std::size_t>(kind)];
}

std::string Caller::owner(std::string_view address) const {
    if (!user_id.empty()) return user_id;
    if (kind == CallerKind::admin_token) return "admin_token";
    return fmt::format("address:{}", address);
}

std::optional<std::string_view> Call::query(std::string_view name) const {
    const std::string* const text = target.find(name);
    return text == nullptr ? std::nullopt : std::optional<std::string_view>(*text);
}

Result<std::int64_t> Call::whole_number(std::string_view name, std::int64_t usual, std::int64_t least,
                                        std::int64_t most) const {
    const auto text = query(name);
    if (!text) return usual;
    std::int64_t number = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
    if (read.ec == std::errc{} && read.ptr == text->data() + text->size() && number >= least && number <= most)
        return number;
    return fail(Fault::invalid_input, fmt::format("found {} '{}', allowed {} to {}", name, shown(*text), least, most),
                std::string(name));
}

Result<std::size_t> Call::limit(std::size_t usual, std::size_t most) const {
    SPARK_TRY(const std::int64_t number,
              whole_number("limit", static_cast<std::int64_t>(usual), 1, static_cast<std::int64_t>(most)));
    return static_cast<std::size_t>(number);
}

Result<std::optional<WallTime>> Call::time(std::string_view name) const {
    const auto text = query(name);
    if (!text) return std::optional<WallTime>{};
    const auto time = parse_iso8601(*text);
    if (time) return std::optional(*time);
    return fail(Fault::invalid_input, time.error().message, std::string(name), "for example 2026-01-01T00:00:00Z");
}

std::optional<std::chrono::milliseconds> Call::wanted_wait() const {
    const std::string* const prefer = request.header("Prefer");
    return prefer == nullptr ? std::nullopt : detail::wanted_wait(*prefer);
}

Result<std::optional<std::int64_t>> Call::if_match() const {
    const std::string* const text = request.header("If-Match");
    if (text == nullptr) return std::optional<std::int64_t>{};
    std::int64_t version = 0;
    const bool is_quoted = text->size() > 2 && text->starts_with('"') && text->ends_with('"');
    const char* const end = is_quoted ? text->data() + text->size() - 1 : nullptr;
    if (is_quoted) {
        const auto read = std::from_chars(text->data() + 1, end, version);
        if (read.ec == std::errc{} && read.ptr == end && version >= 0) return std::optional(version);
    }
    return fail(Fault::invalid_input, fmt::format("found If-Match '{}', allowed the ETag of an answer", shown(*text)),
                "If-Match");
}

}  // namespace spark::http
