#include "app/lab/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/cli/table.hpp"
#include "app/lab/promotion_messages.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::lab {
namespace {

using cli::say;
using wire::Json;

constexpr std::size_t hash_letters = 12;
constexpr std::size_t shown_bytes_max = 500;

std::string text_at(const Json& json, std::string_view key) {
    const auto text = json.string_at(key);
    return text ? shown(*text, shown_bytes_max) : std::string();
}

template <const cli::Message& message>
std::string title(const cli::Terminal& terminal) {
    return say<message>(terminal.language());
}

std::string standing_text(const cli::Terminal& terminal, std::string_view standing, bool is_binding) {
    std::string text = standing == "passed"    ? title<messages::passed>(terminal)
                       : standing == "failed"  ? title<messages::failed>(terminal)
                       : standing == "missing" ? title<messages::missing>(terminal)
                                               : title<messages::not_measured>(terminal);
    return is_binding ? text : fmt::format("({})", text);
}

std::string origin_text(const Json& row) {
    const Json* const origin = row.find("origin");
    if (origin == nullptr || !origin->is_object()) return {};
    if (origin->find("generation") != nullptr) return text_at(*origin, "generation");
    return fmt::format("{}#{}", text_at(*origin, "optimization"), origin->int64_at("set").value_or(0));
}

std::string proposer_of(const Json& proposal) {
    const Json* const proposer = proposal.find("proposer");
    return proposer == nullptr ? std::string() : text_at(*proposer, "name");
}

/// What to do, each once: several items often want the same.
std::vector<std::string> remedies_of(const cli::Terminal& terminal, std::span<const Json> items) {
    std::vector<std::string> remedies;
    for (const Json& item : items) {
        const Json* const remedy = item.find("remedy");
        if (remedy == nullptr || !item.bool_at("is_binding").value_or(true)) continue;
        std::string text =
            remedy->string_at(terminal.language() == cli::Language::tr ? "tr" : "en").value_or(std::string());
        text = shown(text, 2'000);
        if (!text.empty() && std::ranges::count(remedies, text) == 0) remedies.push_back(std::move(text));
    }
    return remedies;
}

}  // namespace

Result<void> print_kept(cli::Terminal& terminal, const Json& document, bool is_new) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
        return {};
    }
    SPARK_TRY(const std::string name, document.string_at("name"));
    SPARK_TRY(const std::int64_t version, document.int64_at("version"));
    SPARK_TRY(const std::string sha256, document.string_at("sha256"));
    const std::string number = std::to_string(version);
    if (is_new)
        terminal.out_line(say<messages::version_line>(terminal.language(), name, number, sha256));
    else
        terminal.out_line(say<messages::unchanged>(terminal.language(), name, number));
    const Json* const kept = document.find("kept");
    if (kept != nullptr && origin_text(*kept).starts_with("opt_"))
        terminal.out_line(say<messages::next_after_adopt>(terminal.language(), name, number));
    return {};
}

Result<void> print_versions(cli::Terminal& terminal, std::string_view name, std::span<const Json> rows) {
    if (terminal.options().json) {
        Json list = Json::array();
        for (const Json& row : rows) list.push(row);
        terminal.out_line(wire::to_text(Json::object()
                                            .set("schema", "spark.strategy_versions/1")
                                            .set("name", name)
                                            .set("versions", std::move(list))));
        return {};
    }
    cli::Table table({{title<messages::version_title>(terminal), cli::Align::right},
                      {title<messages::time_title>(terminal)},
                      {title<messages::author_title>(terminal)},
                      {"sha256"},
                      {title<messages::origin_title>(terminal)},
                      {title<messages::message_title>(terminal)}});
    for (const Json& row : rows) {
        SPARK_TRY(const std::int64_t version, row.int64_at("version"));
        SPARK_TRY(const std::string sha256, row.string_at("sha256"));
        table.add({std::to_string(version), text_at(row, "created_at"), text_at(row, "author"),
                   sha256.substr(0, hash_letters), origin_text(row), text_at(row, "message")});
    }
    table.print(terminal);
    return {};
}

Result<std::string> open_items(const Json& check) {
    SPARK_TRY(const auto items, check.array_at("items"));
    std::string names;
    for (const Json& item : items) {
        SPARK_TRY(const std::string standing, item.string_at("standing"));
        SPARK_TRY(const bool is_binding, item.bool_at("is_binding"));
        if (standing != "passed" && is_binding) names += (names.empty() ? "" : ", ") + text_at(item, "name");
    }
    return names;
}

Result<void> print_check(cli::Terminal& terminal, const Json& check) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(check));
        return {};
    }
    SPARK_TRY(const auto items, check.array_at("items"));
    SPARK_TRY(const std::string open, open_items(check));
    SPARK_TRY(const std::string name, check.string_at("strategy"));
    SPARK_TRY(const std::int64_t version, check.int64_at("version"));
    SPARK_TRY(const bool may, check.bool_at("may_promote"));
    cli::Table table({{title<messages::standing_title>(terminal)},
                      {title<messages::item_title>(terminal)},
                      {title<messages::found_title>(terminal)},
                      {title<messages::wanted_title>(terminal)}});
    for (const Json& item : items)
        table.add({standing_text(terminal, text_at(item, "standing"), item.bool_at("is_binding").value_or(true)),
                   text_at(item, "name"), text_at(item, "found"), text_at(item, "wanted")});
    table.print(terminal);
    const std::string number = std::to_string(version);
    if (may) {
        terminal.out_line(say<messages::may_promote>(terminal.language(), name, number));
        return {};
    }
    terminal.out_line(say<messages::may_not_promote>(terminal.language(), name, number, open));
    terminal.out_line(title<messages::to_do>(terminal) + ":");
    for (const std::string& remedy : remedies_of(terminal, items)) terminal.out_line("  - " + remedy);
    return {};
}

Result<void> print_proposed(cli::Terminal& terminal, const Json& proposal, bool is_new) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(proposal));
        return {};
    }
    SPARK_TRY(const std::string id, proposal.string_at("id"));
    SPARK_TRY(const std::string name, proposal.string_at("strategy"));
    SPARK_TRY(const std::int64_t version, proposal.int64_at("version"));
    const std::string number = std::to_string(version);
    if (is_new)
        terminal.out_line(say<messages::proposed>(terminal.language(), id, name, number));
    else
        terminal.out_line(say<messages::open_already>(terminal.language(), id, name, number));
    return {};
}

Result<void> print_lineage(cli::Terminal& terminal, const Json& lineage) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(lineage));
        return {};
    }
    SPARK_TRY(const auto links, lineage.array_at("links"));
    SPARK_TRY(const std::string head, lineage.string_at("head"));
    SPARK_TRY(const bool is_whole, lineage.bool_at("is_whole"));
    cli::Table table(
        {{title<messages::kind_title>(terminal)}, {"id"}, {"sha256"}, {title<messages::time_title>(terminal)}});
    for (const Json& link : links)
        table.add({text_at(link, "kind"), text_at(link, "id"), text_at(link, "sha256").substr(0, hash_letters),
                   text_at(link, "created_at")});
    table.print(terminal);
    const std::string count = std::to_string(links.size());
    terminal.out_line(is_whole ? say<messages::whole_chain>(terminal.language(), count, head)
                               : say<messages::broken_chain>(terminal.language(), count, head));
    return {};
}

Result<void> print_proposals(cli::Terminal& terminal, std::span<const Json> rows) {
    if (terminal.options().json) {
        Json list = Json::array();
        for (const Json& row : rows) list.push(row);
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.proposals/1").set("proposals", std::move(list))));
        return {};
    }
    if (rows.empty()) {
        terminal.out_line(title<messages::no_proposals>(terminal));
        return {};
    }
    cli::Table table({{"id"},
                      {title<messages::state_title>(terminal)},
                      {title<messages::version_title>(terminal)},
                      {title<messages::proposer_title>(terminal)},
                      {title<messages::time_title>(terminal)}});
    for (const Json& row : rows) {
        SPARK_TRY(const std::int64_t version, row.int64_at("version"));
        table.add({text_at(row, "id"), text_at(row, "state"), fmt::format("{}@{}", text_at(row, "strategy"), version),
                   proposer_of(row), text_at(row, "created_at")});
    }
    table.print(terminal);
    return {};
}

}  // namespace spark::lab
