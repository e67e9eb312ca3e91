#include "foundation/base/ulid.hpp"

#include <algorithm>
#include <cstddef>

#include "foundation/base/assert.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t text_size = 26;
constexpr std::size_t nonce_size = 21;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string Ulid::text() const {
    UInt128 rest = (static_cast<UInt128>(high) << 64U) | low;
    std::string text(text_size, '0');
    for (std::size_t index = text_size; index > 0; --index) {
        text[index - 1] = alphabet[static_cast<std::size_t>(rest & 31U)];
        rest >>= 5U;
    }
    return text;
}

Result<Ulid> Ulid::parse(std::string_view text) {
    const auto refused = [&] {
        return fail(Fault::invalid_input,
                    "found '" + shown(text) +
                        "', allowed 26 characters of 0-9 and A-Z without I, L, O, U, the first at most 7");
    };
    if (text.size() != text_size || text.front() > '7') return refused();
    UInt128 value = 0;
    for (const char c : text) {
        const std::size_t digit = alphabet.find(upper(c));
        if (digit == std::string_view::npos) return refused();
        value = (value << 5U) | digit;
    }
    return Ulid{static_cast<std::uint64_t>(value >> 64U), static_cast<std::uint64_t>(value)};
}

Ulid UlidMaker::make(WallTime now) {
    const auto now_ms = static_cast<std::uint64_t>(std::max<std::int64_t>(ms_of(now), 0));
    if (now_ms > last_.high >> 16U) {
        last_ = Ulid{(now_ms << 16U) | (rng_.bits() >> 48U), rng_.bits()};
        return last_;
    }
    // Same millisecond or a clock set back: the next number. A carry out of the random bits reaches the time, which
    // keeps the order.
    if (++last_.low == 0) ++last_.high;
    return last_;
}

std::string make_id(std::string_view prefix, const Ulid& ulid) {
    SPARK_ASSERT(!prefix.empty() && std::ranges::all_of(prefix, [](char c) { return c >= 'a' && c <= 'z'; }));
    return std::string(prefix) + '_' + ulid.text();
}

Result<Ulid> parse_id(std::string_view prefix, std::string_view text) {
    const bool has_prefix = text.starts_with(prefix) && text.substr(prefix.size()).starts_with('_');
    if (!has_prefix) {
        return fail(Fault::invalid_input,
                    "found id '" + shown(text) + "', allowed " + std::string(prefix) + "_ and 26 characters");
    }
    return Ulid::parse(text.substr(prefix.size() + 1));
}

std::string make_nonce(WallTime now, Rng& rng) {
    std::string text;
    for (const char c : format_iso8601(std::chrono::floor<std::chrono::seconds>(now))) {
        if (c >= '0' && c <= '9') text += c;
    }
    const std::string digits = std::to_string(rng.uniform(0, 999'999));
    text += '-' + std::string(6 - digits.size(), '0') + digits;
    SPARK_ASSERT(text.size() == nonce_size);
    return text;
}

bool is_nonce(std::string_view text) {
    if (text.size() != nonce_size || text[14] != '-' || !all_digits(text.substr(0, 14)) || !all_digits(text.substr(15)))
        return false;
    std::string iso(text.substr(0, 4));
    for (const auto& [mark, at] : {std::pair{'-', 4U}, {'-', 6U}, {'T', 8U}, {':', 10U}, {':', 12U}}) {
        iso += mark;
        iso += text.substr(at, 2);
    }
    return parse_iso8601(iso).has_value();
}

}  // namespace spark
