#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "surface/web/pack.hpp"
#include "surface/web/shell.hpp"

namespace spark::web {

/// The files of the page at one moment; never changes.
struct Edition {
    std::string bytes{};  ///< Of a pack that was read; empty for the embedded one.
    Pack pack{};
    std::optional<Shell> shell{};  ///< None in a build without the page.

    /// What is sent as it lies: any file but index.html. Null when there is none.
    const PackedFile* file(std::string_view path) const;
};

/// Where the server has the page from: the binary, or a folder in which somebody works on it. Any thread.
class Site {
  public:
    using Complain = std::function<void(const Error&)>;

    /// `folder` empty: the pack in the binary. Else its file `web.pack`, read again whenever it has changed; `complain`
    /// hears why a changed one could not be taken (the one before stays). Errors: corrupt for a damaged pack; those of
    /// read_file.
    static Result<std::unique_ptr<Site>> open(const std::filesystem::path& folder, Complain complain);

    /// Never null.
    std::shared_ptr<const Edition> now();

  private:
    struct Stamp {
        std::filesystem::file_time_type changed_at{};
        std::uintmax_t bytes = 0;
        bool operator==(const Stamp&) const = default;
    };

    Site(std::filesystem::path file, Complain complain) : file_(std::move(file)), complain_(std::move(complain)) {}
    Stamp stamp() const;
    Result<void> read();

    std::filesystem::path file_;  ///< Empty: embedded.
    Complain complain_;
    std::mutex mutex_;
    Stamp seen_{};
    std::shared_ptr<const Edition> edition_;
};

}  // namespace spark::web
