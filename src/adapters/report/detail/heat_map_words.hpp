#pragma once

#include <string>

#include "adapters/report/language.hpp"

/// What a heat map says, in both languages.
namespace spark::report::words {

inline constexpr Words heat_no_trades{"no trades", "işlem yok"};
inline constexpr Words heat_not_run{"not run", "çalışmadı"};
inline constexpr Words heat_refused{"refused", "reddedildi"};
inline constexpr Words heat_unranked{"not ranked", "sıralanmadı"};
inline constexpr Words heat_best{"best point", "en iyi nokta"};
inline constexpr Words heat_plateau{"best plateau", "en iyi plato"};
inline constexpr Words heat_best_at{"best {} at {}", "en iyi {}, yeri {}"};
inline constexpr Words heat_no_best{"no set is ranked", "sıralanan küme yok"};
inline constexpr Words heat_thinned{"each place shows the greatest of {} x {} cells",
                                    "her yer {} x {} hücrenin en büyüğü"};

}  // namespace spark::report::words
