#include "engine/robustness/windows.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "foundation/base/fixed_point.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::robustness {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr std::int64_t count_max = 1'000'000'000;
constexpr std::int64_t hours_max = 1'000'000;  // 114 years: the product in nanoseconds fits.
constexpr std::string_view forms = "6x30d, anchored:6x30d or rolling:6x30d/90d; lengths like 30d, 12h, 500bars";

bool read_number(std::string_view text, std::int64_t most, std::int64_t& number) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc{} && end == text.data() + text.size() && number > 0 && number <= most;
}

std::unexpected<Error> bad_walk(std::string_view text) {
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed {}", shown(text, 60), forms), "--walk-forward",
                "--walk-forward 6x30d");
}

/// Where a stretch that ends before bar `end` (which opens at `end_ns`) begins; `end` itself when it is longer than
/// what there is.
std::size_t begin_of(std::span<const std::int64_t> times, std::size_t end, std::int64_t end_ns, const Stretch& stretch,
                     std::int64_t times_over) {
    if (!stretch.is_time) {
        const Int128 bars = static_cast<Int128>(stretch.count) * times_over;
        return bars > static_cast<Int128>(end) ? end : end - static_cast<std::size_t>(bars);
    }
    const Int128 begin_ns = static_cast<Int128>(end_ns) - static_cast<Int128>(stretch.count) * times_over;
    if (end == 0 || begin_ns < static_cast<Int128>(times.front())) return end;
    const auto first = std::lower_bound(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(end), begin_ns,
                                        [](std::int64_t time, Int128 wanted) { return time < wanted; });
    return static_cast<std::size_t>(first - times.begin());
}

/// What is left of [first, last) when the embargo after each of these windows is cut out.
std::vector<BarRange> pieces_of(BarRange whole, std::span<const Fold> before, std::size_t embargo_bars) {
    std::vector<BarRange> pieces;
    for (const Fold& fold : before) {
        const std::size_t end = std::min(fold.test.last, whole.last);
        if (embargo_bars == 0) break;
        if (end > whole.first) pieces.push_back({whole.first, end});
        whole.first = std::max(whole.first, fold.test.last + embargo_bars);
    }
    if (whole.first < whole.last) pieces.push_back(whole);
    return pieces;
}

std::size_t bars_in(std::span<const BarRange> pieces) {
    std::size_t bars = 0;
    for (const BarRange& piece : pieces) bars += piece.size();
    return bars;
}

}  // namespace

Result<Stretch> parse_stretch(std::string_view text) {
    const std::string_view whole = text;
    Stretch stretch;
    if (text.ends_with("bars")) {
        text.remove_suffix(4);
        if (read_number(text, count_max, stretch.count)) return stretch;
    } else if (text.ends_with('d') || text.ends_with('h')) {
        const std::int64_t hours = text.ends_with('d') ? 24 : 1;
        text.remove_suffix(1);
        stretch.is_time = true;
        if (read_number(text, hours_max / hours, stretch.count)) {
            stretch.count *= hours * hour_ns;
            return stretch;
        }
    }
    return fail(Fault::invalid_input,
                fmt::format("found '{}', allowed a length like 30d, 12h, 500bars", shown(whole, 60)));
}

Result<WalkForwardRules> parse_walk_forward(std::string_view text) {
    const std::string_view whole = text;
    WalkForwardRules rules;
    if (text.starts_with("anchored:")) {
        rules.is_anchored = true;
        text.remove_prefix(9);
    } else if (text.starts_with("rolling:")) {
        text.remove_prefix(8);
    }
    const std::size_t cross = text.find('x');
    std::int64_t folds = 0;
    if (cross == std::string_view::npos || !read_number(text.substr(0, cross), folds_max, folds))
        return bad_walk(whole);
    rules.folds = static_cast<std::size_t>(folds);
    text.remove_prefix(cross + 1);
    const std::size_t slash = text.find('/');
    const auto test = parse_stretch(text.substr(0, slash));
    if (!test) return bad_walk(whole);
    rules.test = *test;
    if (slash == std::string_view::npos) return rules;
    const auto train = parse_stretch(text.substr(slash + 1));
    if (!train) return bad_walk(whole);
    if (rules.is_anchored)
        return fail(Fault::invalid_input, "anchored training begins at the first bar and has no length of its own",
                    "--walk-forward", "leave out the length after '/', or use rolling:");
    rules.train = *train;
    return rules;
}

Result<std::vector<Fold>> walk_forward_folds(std::span<const std::int64_t> open_time_ns, std::int64_t bar_length_ns,
                                             const WalkForwardRules& rules, std::size_t train_bars_least) {
    const std::size_t bars = open_time_ns.size();
    if (rules.folds == 0 || rules.folds > folds_max || rules.test.count <= 0)
        return fail(Fault::invalid_input, fmt::format("found {} folds, allowed 1 to {}", rules.folds, folds_max),
                    "--walk-forward");
    const auto refuse = [&](std::string message) {
        return fail(Fault::invalid_input, std::move(message), "--walk-forward",
                    "fewer or shorter windows, or more bars");
    };
    if (bars == 0) return refuse("there are no bars to walk over");
    const std::int64_t end_ns = open_time_ns.back() + bar_length_ns;
    const auto edge = [&](std::size_t fold) {
        return begin_of(open_time_ns, bars, end_ns, rules.test, static_cast<std::int64_t>(rules.folds - fold));
    };
    const std::size_t first_test = edge(0);
    if (first_test == bars || first_test == 0)
        return refuse(fmt::format("{} test windows need more than the {} bars there are", rules.folds, bars));
    std::vector<Fold> folds;
    folds.reserve(rules.folds);
    for (std::size_t number = 0; number < rules.folds; ++number) {
        const BarRange test{edge(number), number + 1 == rules.folds ? bars : edge(number + 1)};
        if (test.first >= test.last) return refuse(fmt::format("test window {} holds no bar", number + 1));
        const std::size_t train_end = test.first - std::min(test.first, rules.purge_bars);
        std::size_t train_begin = 0;
        if (!rules.is_anchored && rules.train.count == 0) train_begin = test.first - first_test;
        if (!rules.is_anchored && rules.train.count > 0) {
            train_begin = begin_of(open_time_ns, test.first, open_time_ns[test.first], rules.train, 1);
            if (train_begin == test.first)
                return refuse(fmt::format("only {} bars are before test window {}, fewer than it is to be trained on",
                                          test.first, number + 1));
        }
        Fold fold{.train = {}, .test = test};
        if (train_begin < train_end) fold.train = pieces_of({train_begin, train_end}, folds, rules.embargo_bars);
        if (const std::size_t found = bars_in(fold.train); found < train_bars_least)
            return refuse(fmt::format("found {} bars to train on before test window {}, needed {}", found, number + 1,
                                      train_bars_least));
        folds.push_back(std::move(fold));
    }
    return folds;
}

}  // namespace spark::robustness
