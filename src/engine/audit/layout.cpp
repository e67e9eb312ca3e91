#include "engine/audit/layout.hpp"

#include <fmt/format.h>

namespace spark::audit {

std::string document_name(std::string_view id) { return fmt::format("{}.json", id); }
std::string manifest_name(std::string_view id) { return fmt::format("{}.manifest.json", id); }
std::string marker_name(std::string_view kind, std::string_view id) { return fmt::format("{}.{}", kind, id); }

std::string torn_warning(std::size_t size_bytes) {
    return fmt::format("{} ends in {} bytes of an unfinished line, left by a crash; the next run moves them to {}<n>",
                       index_name, size_bytes, torn_prefix);
}

}  // namespace spark::audit
