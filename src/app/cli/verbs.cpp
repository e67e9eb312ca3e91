#include "app/cli/verbs.hpp"

#include <algorithm>
#include <array>

#include "app/cli/detail/audit_rows.hpp"
#include "app/cli/detail/data_rows.hpp"
#include "app/cli/detail/eval_rows.hpp"
#include "app/cli/detail/global_rows.hpp"
#include "app/cli/detail/house_rows.hpp"
#include "app/cli/detail/lab_rows.hpp"
#include "app/cli/detail/optimize_rows.hpp"
#include "app/cli/detail/remote_rows.hpp"
#include "app/cli/detail/research_rows.hpp"
#include "app/cli/detail/serve_rows.hpp"
#include "app/cli/detail/stats_rows.hpp"
#include "app/cli/detail/strategy_rows.hpp"
#include "app/cli/detail/worker_rows.hpp"

namespace spark::cli {
namespace {

consteval auto joined_rows() {
    std::array<
        Verb, detail::data_verb_rows.size() + detail::eval_verb_rows.size() + detail::stats_verb_rows.size() +
                  detail::strategy_verb_rows.size() + detail::lab_verb_rows.size() + detail::research_verb_rows.size() +
                  detail::optimize_verb_rows.size() + detail::worker_verb_rows.size() + detail::audit_verb_rows.size() +
                  detail::serve_verb_rows.size() + detail::remote_verb_rows.size() + detail::house_verb_rows.size()>
        rows{};
    auto end = std::ranges::copy(detail::data_verb_rows, rows.begin()).out;
    end = std::ranges::copy(detail::eval_verb_rows, end).out;
    end = std::ranges::copy(detail::stats_verb_rows, end).out;
    end = std::ranges::copy(detail::strategy_verb_rows, end).out;
    end = std::ranges::copy(detail::lab_verb_rows, end).out;
    end = std::ranges::copy(detail::research_verb_rows, end).out;
    end = std::ranges::copy(detail::optimize_verb_rows, end).out;
    end = std::ranges::copy(detail::worker_verb_rows, end).out;
    end = std::ranges::copy(detail::audit_verb_rows, end).out;
    end = std::ranges::copy(detail::serve_verb_rows, end).out;
    end = std::ranges::copy(detail::remote_verb_rows, end).out;
    std::ranges::copy(detail::house_verb_rows, end);
    return rows;
}

constexpr auto verb_rows = joined_rows();

constexpr bool is_name(std::string_view name) {
    return !name.empty() && name.front() != '-' && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

constexpr bool flag_holds(const Flag& flag) {
    const bool switch_is_plain = !flag.is_switch() || (flag.choices.empty() && flag.fallback.empty() && !flag.required);
    return is_name(flag.name) && flag.what.whole() && switch_is_plain && !(flag.required && !flag.fallback.empty());
}

/// One name means one thing on the whole command line: the scan for the verb must know which flags take a value.
/// Every name is kept once, with the first flag of it: compilers count the steps of such a check.
constexpr bool flags_agree() {
    std::array<const Flag*, 1024> known{};
    std::size_t count = 0;
    for (const Verb& verb : verb_rows) {
        for (const Flag& flag : verb.flags) {
            bool is_known = false;
            for (std::size_t index = 0; index < count; ++index) {
                const Flag& other = *known[index];
                const bool is_same_letter = flag.letter != 0 && flag.letter == other.letter;
                const bool is_same_name = flag.name.size() == other.name.size() && flag.name == other.name;
                if ((is_same_letter || is_same_name) && flag.is_switch() != other.is_switch()) return false;
                is_known = is_known || is_same_name;
                if (is_known && flag.letter == 0) break;
            }
            if (!is_known) known[count++] = &flag;
        }
    }
    return true;
}

constexpr bool flags_hold(const Verb& verb) {
    for (const Flag& flag : verb.flags) {
        if (!flag_holds(flag)) return false;
        if (std::ranges::count(verb.flags, flag.name, &Flag::name) != 1) return false;
        if (std::ranges::count(detail::global_flag_rows, flag.name, &Flag::name) != 0) return false;
        if (!std::ranges::all_of(detail::global_flag_rows,
                                 [&](const Flag& b) { return flag.letter == 0 || flag.letter != b.letter; }))
            return false;
    }
    return true;
}

constexpr bool positionals_hold(const Verb& verb) {
    bool optional_seen = false;
    for (std::size_t index = 0; index < verb.positionals.size(); ++index) {
        const Positional& positional = verb.positionals[index];
        if (positional.name.empty() || !positional.what.whole()) return false;
        if (positional.repeatable && index + 1 != verb.positionals.size()) return false;
        if (positional.required && optional_seen) return false;
        optional_seen = optional_seen || !positional.required;
    }
    return true;
}

constexpr bool verb_holds(const Verb& verb) {
    if (!verb.purpose.whole() || verb.more.en.empty() != verb.more.tr.empty()) return false;
    if (!verb.hidden && verb.examples.empty()) return false;
    for (const Example& example : verb.examples) {
        if (!example.does.whole() || !example.command.contains("spark ")) return false;
    }
    for (const std::string_view other : verb.see_also) {
        if (std::ranges::count(verb_rows, other, &Verb::path) != 1) return false;
    }
    if (verb.in_group() && std::ranges::count(detail::group_rows, verb.first_word(), &Group::name) != 1) return false;
    return std::ranges::count(verb_rows, verb.path, &Verb::path) == 1;
}

constexpr bool table_holds() {
    for (const Flag& flag : detail::global_flag_rows) {
        if (!flag_holds(flag) || std::ranges::count(detail::global_flag_rows, flag.name, &Flag::name) != 1)
            return false;
    }
    for (const Group& group : detail::group_rows) {
        if (!group.purpose.whole()) return false;
        if (!group.bare.empty() && std::ranges::count(verb_rows, group.bare, &Verb::path) != 1) return false;
    }
    for (const Topic& topic : detail::topic_rows) {
        if (!topic.title.whole() || topic.body.en.empty() != topic.body.tr.empty()) return false;
    }
    return true;
}

/// Each verb is an evaluation of its own: all together are more steps than a compiler takes for endless.
template <std::size_t index>
constexpr bool row_holds =
    verb_holds(verb_rows[index]) && flags_hold(verb_rows[index]) && positionals_hold(verb_rows[index]);
template <std::size_t... indexes>
constexpr bool rows_hold(std::index_sequence<indexes...>) {
    return (row_holds<indexes> && ...);
}
static_assert(flags_agree(), "a flag takes a value in one verb and none in another");
static_assert(rows_hold(std::make_index_sequence<verb_rows.size()>()), "a verb breaks the table's rules");
static_assert(table_holds(), "a flag, group or topic breaks the table's rules");

template <class Row, class Rows, class Name>
const Row* find_row(const Rows& rows, std::string_view wanted, Name name) {
    const auto found = std::ranges::find(rows, wanted, name);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Verb> verbs() { return verb_rows; }
std::span<const Group> groups() { return detail::group_rows; }
std::span<const Flag> global_flags() { return detail::global_flag_rows; }
std::span<const Topic> topics() { return detail::topic_rows; }

const Verb* find_verb(std::string_view path) { return find_row<Verb>(verb_rows, path, &Verb::path); }
const Group* find_group(std::string_view name) { return find_row<Group>(detail::group_rows, name, &Group::name); }
const Topic* find_topic(std::string_view name) { return find_row<Topic>(detail::topic_rows, name, &Topic::name); }

const Flag* find_flag(const Verb& verb, std::string_view name) {
    if (const Flag* own = find_row<Flag>(verb.flags, name, &Flag::name)) return own;
    return find_row<Flag>(detail::global_flag_rows, name, &Flag::name);
}

}  // namespace spark::cli
