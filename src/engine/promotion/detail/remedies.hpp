#pragma once

#include <string>
#include <string_view>

#include "engine/promotion/checklist.hpp"

namespace spark::promotion::detail {

/// A sentence for people in both languages.
struct Sentence {
    std::string en;
    std::string tr;
};

/// `name@2`.
std::string version_name(const Facts& facts);

/// What to do, naming the command. Each begins with why it is the next step.
Sentence run_backtest(const Facts& facts);
Sentence search_again(const Facts& facts, std::string_view why_en, std::string_view why_tr);
Sentence adopt_set(const Facts& facts);
Sentence keep_changed(const Facts& facts, std::string_view what_en, std::string_view what_tr);

}  // namespace spark::promotion::detail
