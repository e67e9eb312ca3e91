#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::web {

/// A file of the web page. Everything lies in the pack's bytes.
struct PackedFile {
    std::string_view path;        ///< `/assets/index-Dk3f.js`
    std::string_view media_type;  ///< As Content-Type says it.
    bool is_hashed = false;       ///< The name changes with the content: may be kept for ever.
    std::string tag{};            ///< Of the plain bytes, 32 hexadecimal digits.
    std::string_view plain{};
    std::string_view brotli{};  ///< Empty where it would not be smaller.
    std::string_view gzip{};    ///< Likewise.
};

/// The files of the web page in one block of bytes. apps/web-next/tools/pack.mjs writes it and says how it looks.
/// The bytes outlive the pack.
class Pack {
  public:
    /// No bytes at all are a pack without files: a build without the page. Errors: corrupt, with the offset, for
    /// whatever pack.mjs would not have written.
    static Result<Pack> parse(std::string_view bytes);

    /// Null when there is none.
    const PackedFile* find(std::string_view path) const;
    /// In the order of their paths.
    std::span<const PackedFile> files() const { return files_; }

  private:
    std::vector<PackedFile> files_;
};

}  // namespace spark::web
