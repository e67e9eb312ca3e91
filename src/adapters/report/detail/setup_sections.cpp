#include "adapters/report/detail/report_words.hpp"
#include "adapters/report/detail/run_facts.hpp"

namespace spark::report::detail {
namespace {

/// Rows `name value` of an object's scalars; members of objects as `a.b`.
void add_pairs(const wire::Json* from, const std::string& prefix, Table& table) {
    if (from == nullptr || !from->is_object()) return;
    for (const wire::JsonMember& member : *from->as_object()) {
        const std::string name = prefix + member.key;
        if (member.value.is_object())
            add_pairs(&member.value, name + ".", table);
        else if (member.value.is_array())
            table.rows.push_back({{name, Tone::quiet, {}, true}, {wire::to_text(member.value), Tone::plain, {}, true}});
        else
            table.rows.push_back({{name, Tone::quiet, {}, true}, {plain_text(member.value), Tone::plain, {}, true}});
    }
}

Table pair_table(const RunFacts& facts) {
    return {.columns = {{facts.say(words::name_column)}, {facts.say(words::shown_column)}},
            .rows = {},
            .shows_head = false};
}

void add_count(Table& table, std::string_view name, std::int64_t count) {
    if (count == 0) return;
    table.rows.push_back(
        {{std::string(name), Tone::quiet, {}, true}, {fmt::format("{}", count), Tone::caution, {}, true}});
}

Table quality_table(const RunFacts& facts, const market::QualityReport& quality) {
    Table table = pair_table(facts);
    add_count(table, "gaps", quality.gaps);
    add_count(table, "missing", quality.missing);
    add_count(table, "duplicates", quality.duplicates);
    add_count(table, "out_of_order", quality.out_of_order);
    add_count(table, "ohlc_violations", quality.ohlc_violations);
    add_count(table, "zero_volume", quality.zero_volume);
    add_count(table, "truncated_close", quality.truncated_close);
    add_count(table, "rounded_values", quality.rounded_values);
    add_count(table, "rejected_rows", quality.rejected_rows);
    add_count(table, "holiday_ghosts", quality.holiday_ghosts);
    add_count(table, "forming_last", quality.forming_last ? 1 : 0);
    return table;
}

}  // namespace

Section setup_section(const RunFacts& facts) {
    Section section{.id = "setup", .title = facts.say(words::setup_section)};
    Table table = pair_table(facts);
    add_pairs(facts.find({"params"}), "", table);
    add_pairs(facts.find({"costs"}), "", table);
    for (const std::string_view key : {"size", "cash", "final_equity"}) {
        const std::string value = facts.text({key});
        if (!value.empty())
            table.rows.push_back({{std::string(key), Tone::quiet, {}, true}, {value, Tone::plain, {}, true}});
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

Section data_section(const RunFacts& facts) {
    Section section{.id = "data", .title = facts.say(words::data_section)};
    Table table = pair_table(facts);
    add_pairs(facts.find({"dataset"}), "", table);
    add_pairs(facts.find({"period"}), "", table);
    section.blocks.emplace_back(std::move(table));
    const market::QualityReport* quality = facts.run.quality;
    if (quality == nullptr) return section;
    if (quality->is_clean()) {
        section.blocks.emplace_back(Note{"✓ " + facts.say(words::quality_clean), Tone::good});
        return section;
    }
    section.blocks.emplace_back(Note{facts.say(words::quality_counts), Tone::caution});
    section.blocks.emplace_back(quality_table(facts, *quality));
    return section;
}

Section repeat_section(const RunFacts& facts) {
    Section section{.id = "repeat", .title = facts.say(words::repeat_section)};
    if (!facts.run.command.empty()) {
        section.blocks.emplace_back(Note{facts.say(words::repeat_note)});
        section.blocks.emplace_back(CodeLine{facts.run.command});
    }
    section.blocks.emplace_back(Note{facts.say(words::verify_note)});
    section.blocks.emplace_back(CodeLine{"spark evidence verify " + facts.text({"id"})});
    Table table = pair_table(facts);
    table.rows.push_back(
        {{"result_hash", Tone::quiet, {}, true}, {facts.text({"result_hash"}), Tone::plain, {}, true}});
    table.rows.push_back(
        {{"strategy.sha256", Tone::quiet, {}, true}, {facts.text({"strategy", "sha256"}), Tone::plain, {}, true}});
    for (const Identity& identity : facts.run.identities)
        table.rows.push_back({{identity.name, Tone::quiet, {}, true}, {identity.value, Tone::plain, {}, true}});
    section.blocks.emplace_back(std::move(table));
    return section;
}

}  // namespace spark::report::detail
