// Any bytes as a language model's answer: refused, or a text that is UTF-8, within the bound and part of the answer;
// what then loads as a document is checked, mended and read again like any other.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/lab/answer_cutter.hpp"
#include "app/lab/document_lines.hpp"
#include "app/lab/policy_settings.hpp"
#include "engine/policy/policy.hpp"
#include "engine/strategy/definition.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/wire/utf8.hpp"

namespace {

namespace lab = spark::lab;
namespace strategy = spark::strategy;

void check_document(const lab::CutAnswer& cut) {
    static const spark::policy::Policy policy = lab::policy_of(spark::config::Settings::read({}).value());
    const auto definition = strategy::load_definition(cut.text, "answer", cut.syntax);
    for (const lab::LineComment& comment : lab::line_comments(cut.text)) SPARK_ASSERT(!comment.text.empty());
    if (!definition) return;
    const auto fix = spark::policy::fix(cut.text, cut.syntax, policy);
    SPARK_ASSERT(fix.has_value());
    const auto again = strategy::load_definition(fix->text, "again", cut.syntax);
    SPARK_ASSERT(again.has_value());
    for (const spark::policy::Violation& violation : check(*again->document(), policy))
        SPARK_ASSERT(!violation.is_fixable);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const void* const bytes = data;
    const std::string_view answer(static_cast<const char*>(bytes), size);
    const auto cut = lab::cut_answer(answer);
    if (!cut) {
        SPARK_ASSERT(cut.error().fault == spark::Fault::corrupt || cut.error().fault == spark::Fault::exhausted);
        return 0;
    }
    SPARK_ASSERT(cut->text.size() <= lab::document_bytes_max + 1 && spark::wire::is_utf8(cut->text));
    SPARK_ASSERT(!cut->text.contains('\r') && cut->text.ends_with('\n') && cut->text.size() <= size + 1);
    check_document(*cut);
    return 0;
}
