#include "engine/strategy/default_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "engine/strategy/definition.hpp"
#include "engine/strategy/document_text.hpp"
#include "engine/strategy/explain.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::strategy {
namespace {

constexpr std::string_view shown_file = "document";

/// Bytes of the text that a new value takes the place of.
struct Edit {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string text;
};

/// Where the character at this place begins: columns count characters, not bytes.
std::size_t offset_of(std::string_view text, wire::TextPlace place) {
    std::size_t at = 0;
    for (std::uint32_t line = 1; line < place.line; ++line) at = text.find('\n', at) + 1;
    for (std::uint32_t column = 1; column < place.column; ++column) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    }
    return at;
}

/// Past the scalar that begins there: a quoted text, or all up to what can follow a number or a flag.
std::size_t end_of_scalar(std::string_view text, std::size_t from) {
    const char quote = text[from];
    if (quote != '"' && quote != '\'') return std::min(text.find_first_of(", \t\r\n}]#", from), text.size());
    std::size_t at = from + 1;
    while (at < text.size() && text[at] != quote) at += text[at] == '\\' && quote == '"' ? 2 : 1;
    return std::min(at + 1, text.size());
}

std::string literal(const ParameterSpec& spec, std::int64_t value, const wire::LocatedValue& before) {
    std::string text = parameter_text(spec, value);
    if (before.kind == wire::LocatedKind::text) return fmt::format("\"{}\"", text);
    return text;
}

Result<Definition> checked(std::string_view text, DocumentSyntax syntax, const Document& wanted) {
    SPARK_TRY(Definition definition, load_definition(text, shown_file, syntax));
    if (canonical_text(*definition.document()) == canonical_text(wanted)) return definition;
    return fail(Fault::invalid_input, "the document's defaults cannot be changed in its text", "document",
                "write the values into the document by hand");
}

}  // namespace

Result<std::string> with_default_values(std::string_view text, DocumentSyntax syntax,
                                        std::span<const std::int64_t> values) {
    SPARK_TRY(Document wanted, read_document(text, shown_file, syntax));
    if (values.size() != wanted.parameters.size())
        return fail(Fault::invalid_input, fmt::format("found {} values, the document has {} parameters", values.size(),
                                                      wanted.parameters.size()));
    const auto located =
        syntax == DocumentSyntax::json ? wire::parse_located_json(text) : wire::parse_located_toml(text);
    if (!located) return fail(located.error());
    const wire::LocatedValue* const parameters = located->find("parameters");
    std::vector<Edit> edits;
    for (std::size_t index = 0; index < values.size(); ++index) {
        ParameterSpec& spec = wanted.parameters[index];
        if (spec.fallback == values[index]) continue;
        const wire::LocatedValue* const parameter = parameters == nullptr ? nullptr : parameters->find(spec.name);
        const wire::LocatedValue* const fallback = parameter == nullptr ? nullptr : parameter->find("default");
        if (fallback == nullptr)
            return fail(Fault::invalid_input, "the parameter has no default to change",
                        fmt::format("parameters.{}", spec.name));
        const std::size_t from = offset_of(text, fallback->place);
        edits.push_back({from, end_of_scalar(text, from), literal(spec, values[index], *fallback)});
        spec.fallback = values[index];
    }
    std::ranges::sort(edits, std::greater<>(), &Edit::from);
    std::string made(text);
    for (const Edit& edit : edits) made.replace(edit.from, edit.to - edit.from, edit.text);
    SPARK_TRY(checked(made, syntax, wanted));
    return made;
}

std::string rules_text(const Document& document) {
    Document bare = document;
    bare.version = 1;
    for (ParameterSpec& spec : bare.parameters) spec.fallback = spec.least;
    return canonical_text(bare);
}

std::string first_other_rule(const Document& before, const Document& after) {
    if (rules_text(before) == rules_text(after)) return {};
    for (const FieldDifference& row : differences(before, after)) {
        const bool is_free = row.field == "version" || row.field.contains("description") ||
                             (row.field.starts_with("parameters.") && row.field.ends_with(".default"));
        if (!is_free) return row.field;
    }
    return "rules";
}

}  // namespace spark::strategy
