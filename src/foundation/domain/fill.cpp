#include "foundation/domain/fill.hpp"

#include "foundation/domain/detail/enum_names.hpp"

namespace spark {

namespace {

constexpr detail::EnumNames<2> role_names{"maker", "taker"};

}  // namespace

std::string_view to_text(FillRole role) { return detail::name_of(role_names, role); }
Result<FillRole> parse_fill_role(std::string_view text) {
    return detail::value_of<FillRole>(role_names, "fill role", text);
}

Result<Notional> cash_change(const Fill& fill) {
    SPARK_TRY(const Notional value, notional(fill.price, fill.quantity, Rounding::half_even));
    if (fill.side == Side::sell) return difference(value, fill.fee);
    SPARK_TRY(const Notional paid, sum(value, fill.fee));
    return difference(Notional{}, paid);
}

}  // namespace spark
