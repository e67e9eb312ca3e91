#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/net/message.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/words.hpp"

namespace spark::http {

/// A reason for which a request is refused: what a program acts on (`code`, `status`, `retry`) and what a person reads.
struct ProblemKind {
    std::string_view code;
    int status = 500;
    Words title;
    Words fix;                         ///< The next useful step where the case itself does not say one.
    std::string_view retry = "never";  ///< never, after (Retry-After), safe.
};

/// Every reason, each code once.
std::span<const ProblemKind> problem_kinds();

/// Precondition (asserted): the code is in the table.
const ProblemKind& problem_kind(std::string_view code);

/// The reason for an HTTP status that is refused below the route table, or for a fault of the engine.
const ProblemKind& problem_kind_of_status(int status);
const ProblemKind& problem_kind_of(Fault fault);

/// Whether a refusal of this status is in the audit log even where nothing was to be changed: who is not known, may
/// not, or comes too often.
constexpr bool is_audited_refusal(int status) { return status == 401 || status == 403 || status == 429; }

/// One field that is wrong, by its JSON pointer or its parameter's name.
struct ProblemField {
    std::string pointer{};
    std::string code{};  ///< Empty: the problem's.
    std::string message{};
};

/// One case of it.
struct Problem {
    const ProblemKind& kind;
    std::string detail;  ///< The cause: what was found and what is allowed.
    std::string fix{};   ///< Empty: the kind's.
    std::vector<ProblemField> errors{};
    std::vector<net::Header> headers{};  ///< For the answer that carries it.
    wire::Json more{};                   ///< An object of further members (RFC 9457, 3.2); null: none.
};

/// An Error of the engine as a problem; its place becomes the pointer.
Problem problem_of(const Error& error);

struct ProblemPlace {
    std::string_view instance;  ///< The request's target.
    std::string_view request_id;
    Language language = Language::en;
};

/// RFC 9457 `application/problem+json`: type, title, status, code, detail, instance, request_id, fix, errors, retry.
net::Response to_response(const Problem& problem, const ProblemPlace& place);

/// The document alone, for a job that has failed.
std::string problem_text(const Problem& problem, const ProblemPlace& place);

/// docs/reference/errors.md: one section a code, the page its `type` names.
std::string errors_markdown();

}  // namespace spark::http
