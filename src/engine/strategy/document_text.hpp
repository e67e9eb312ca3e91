#pragma once

#include <string>

#include "engine/strategy/document.hpp"
#include "foundation/wire/json.hpp"

namespace spark::strategy {

/// What a text of a document is for. canonical: identity, so everything that changes behaviour plus name and version,
/// every default written out, no descriptions. full: a document again, with its descriptions, without absent fields.
enum class DocumentForm : std::uint8_t { full, canonical };

/// The document as JSON that read_document takes; expressions are text, decimals of parameters too.
wire::Json to_json(const Document& document, DocumentForm form);

/// to_json(canonical), compact, the members of every object by ascending key. A document of either syntax that says the
/// same has the same text. Its SHA-256 is the strategy's identity.
std::string canonical_text(const Document& document);

/// The document as TOML that read_document takes, fields in the order of the reference page, no comments.
std::string to_toml(const Document& document);

/// A formula with its layout taken out: what the canonical text holds.
std::string canonical_formula(const Formula& formula);

}  // namespace spark::strategy
