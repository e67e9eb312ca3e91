// Any bytes as a request's target: nothing may crash, and what is accepted can name nothing outside its folder.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/assert.hpp"
#include "foundation/net/target.hpp"
#include "foundation/wire/utf8.hpp"
#include "surface/http/route.hpp"

namespace {

void check_text(const std::string& text) {
    SPARK_ASSERT(spark::wire::is_utf8(text));
    for (const char c : text) SPARK_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);

    const auto target = spark::net::parse_target(text);
    if (!target) {
        SPARK_ASSERT(!target.error().message.empty() && spark::wire::is_utf8(target.error().message));
        return 0;
    }
    for (const std::string& segment : target->segments) {
        check_text(segment);
        SPARK_ASSERT(!segment.empty() && segment != "." && segment != "..");
        SPARK_ASSERT(segment.find_first_of("/\\") == std::string::npos);
    }
    for (const spark::net::QueryItem& item : target->query) {
        check_text(item.name);
        check_text(item.value);
        SPARK_ASSERT(target->find(item.name) == &item.value);
    }
    for (const spark::http::Route& route : spark::http::routes()) {
        const auto captured = spark::http::match(route.path, target->segments);
        SPARK_ASSERT(!captured || captured->size() <= target->segments.size());
    }
    return 0;
}
