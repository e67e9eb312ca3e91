#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark {

/// A sortable identity: 48 bits of milliseconds, 80 random bits. Source: github.com/ulid/spec.
struct Ulid {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    /// 26 upper-case characters of Crockford's base 32; text order is number order.
    std::string text() const;

    /// Reads either case. Errors: invalid_input (length, a character outside the alphabet, more than 128 bits).
    static Result<Ulid> parse(std::string_view text);

    /// The millisecond it was made in.
    WallTime time() const { return wall_time_of_ms(static_cast<std::int64_t>(high >> 16U)); }

    auto operator<=>(const Ulid&) const = default;
};

/// Makes ULIDs that rise strictly, also within one millisecond and when the clock is set back. One thread at a time.
class UlidMaker {
  public:
    explicit UlidMaker(Rng rng) : rng_(rng) {}
    Ulid make(WallTime now);  ///< A time before 1970 counts as 1970.

  private:
    Rng rng_;
    Ulid last_{};
};

/// `make_id("bt", ulid)` → `bt_01K…`. Precondition (asserted): the prefix is one or more lower-case letters.
std::string make_id(std::string_view prefix, const Ulid& ulid);

/// The Ulid of an id with this prefix. Errors: invalid_input.
Result<Ulid> parse_id(std::string_view prefix, std::string_view text);

/// The NONCE of an evidence run: `YYYYMMDDhhmmss-nnnnnn`, UTC, six random digits. Precondition (asserted): year 1678 to
/// 2261.
std::string make_nonce(WallTime now, Rng& rng);

/// True for text of that form with a date and time that exist.
bool is_nonce(std::string_view text);

}  // namespace spark
