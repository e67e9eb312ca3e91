#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::robustness {

/// Bars [first, last).
struct BarRange {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t size() const { return last - first; }
    bool operator==(const BarRange&) const = default;
};

/// A stretch of a history: so many bars, or so much time.
struct Stretch {
    std::int64_t count = 0;  ///< Bars, or nanoseconds.
    bool is_time = false;
    bool operator==(const Stretch&) const = default;
};

/// `30d`, `12h`, `500bars`. Errors: invalid_input with the forms.
Result<Stretch> parse_stretch(std::string_view text);

/// How a history is walked forward. Each test window is traded with what the bars before it taught (Pardo 2008, "The
/// Evaluation and Optimization of Trading Strategies", ch. 11).
struct WalkForwardRules {
    bool is_anchored = false;  ///< Training begins at the first bar always; else it keeps one length and rolls.
    std::size_t folds = 0;
    Stretch test{};
    Stretch train{};  ///< Count 0: rolling with what is before the first test window.
    /// Bars right before a test window that are not trained on: what was decided there may reach into the window.
    std::size_t purge_bars = 0;
    /// Bars right after a test window that no later training sees (López de Prado 2018, "Advances in Financial Machine
    /// Learning", 7.4.2). Training is in pieces then.
    std::size_t embargo_bars = 0;
};
inline constexpr std::size_t folds_max = 1'000;

/// `6x30d` and `rolling:6x30d` (six test windows of 30 days one after another up to the end), `rolling:6x30d/90d`
/// (each trained on 90 days), `anchored:6x30d`. Errors: invalid_input with the forms.
Result<WalkForwardRules> parse_walk_forward(std::string_view text);

struct Fold {
    std::vector<BarRange> train{};  ///< Rising, apart, never empty; one piece without an embargo.
    BarRange test{};
};

/// The folds over bars opening at these times, in order; the last test window ends with the last bar. No bar of a
/// training lies in its test window, within `purge_bars` before it, or within `embargo_bars` after an earlier one; test
/// windows are disjoint and without gaps between them. Errors: invalid_input when a window would hold no bar, or less
/// than `train_bars_least` bars are left to train on, with how many there are.
Result<std::vector<Fold>> walk_forward_folds(std::span<const std::int64_t> open_time_ns, std::int64_t bar_length_ns,
                                             const WalkForwardRules& rules, std::size_t train_bars_least = 2);

}  // namespace spark::robustness
