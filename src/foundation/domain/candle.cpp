#include "foundation/domain/candle.hpp"

#include <string>

namespace spark {

namespace {

Result<void> require_ordered(const char* lower_name, Price lower, const char* upper_name, Price upper) {
    if (lower <= upper) return {};
    return fail(Fault::invalid_input,
                std::string(upper_name) + " " + to_text(upper) + " is under " + lower_name + " " + to_text(lower));
}

}  // namespace

Result<void> check_candle(const Candle& candle) {
    // The low is the least of the four once it is in order, but a negative open deserves to be named as what it is.
    const struct {
        const char* name;
        Price price;
    } prices[] = {{"open", candle.open}, {"high", candle.high}, {"low", candle.low}, {"close", candle.close}};
    for (const auto& [name, price] : prices) {
        if (price.units() <= 0)
            return fail(Fault::invalid_input, std::string(name) + " is " + to_text(price) + ", allowed above 0");
    }
    if (candle.volume.units() < 0)
        return fail(Fault::invalid_input,
                    "volume is " + format_wide_units(candle.volume.units()) + ", allowed 0 or more");
    SPARK_TRY(require_ordered("low", candle.low, "high", candle.high));
    SPARK_TRY(require_ordered("open", candle.open, "high", candle.high));
    SPARK_TRY(require_ordered("close", candle.close, "high", candle.high));
    SPARK_TRY(require_ordered("low", candle.low, "open", candle.open));
    return require_ordered("low", candle.low, "close", candle.close);
}

}  // namespace spark
