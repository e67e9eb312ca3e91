#include "engine/market/quality.hpp"

namespace spark::market {

bool QualityReport::is_clean() const {
    return gaps == 0 && missing == 0 && duplicates == 0 && out_of_order == 0 && ohlc_violations == 0 &&
           zero_volume == 0 && truncated_close == 0 && !forming_last && rounded_values == 0 && rejected_rows == 0 &&
           holiday_ghosts == 0;
}

}  // namespace spark::market
