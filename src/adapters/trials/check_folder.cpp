#include "adapters/trials/check_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include "adapters/trials/heat_map_cells.hpp"
#include "adapters/trials/leaderboard.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/mapped_file.hpp"

namespace spark::trials {
namespace {

/// A folder for the second copies; removed at the end.
class TemporaryFolder {
  public:
    static Result<TemporaryFolder> create() {
        std::error_code error;
        const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
        if (error) return fail(file_error("open", "TMPDIR", error.value()));
        std::string name = (parent / "spark-check-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) return fail(file_error("create folder", name, errno));
        return TemporaryFolder(std::move(name));
    }
    TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

  private:
    explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

Result<void> compare(const std::filesystem::path& found_path, const std::filesystem::path& expected_path) {
    SPARK_TRY(const MappedFile found_file, MappedFile::open(found_path));
    SPARK_TRY(const MappedFile expected_file, MappedFile::open(expected_path));
    const auto found = found_file.bytes();
    const auto expected = expected_file.bytes();
    if (std::ranges::equal(found, expected)) return {};
    const auto [at, other] = std::ranges::mismatch(found, expected);
    const auto line = std::count(found.begin(), at, std::byte{'\n'}) + 1;
    return fail(Fault::corrupt,
                fmt::format("{} line {} is not what the trials give: it was changed after it was written, or belongs "
                            "to another optimization",
                            found_path.filename().string(), line),
                found_path.string(), "resume the optimization: its files are written anew from the trials");
}

}  // namespace

Result<void> check_folder(const std::filesystem::path& folder) {
    SPARK_TRY(const TrialFolder trials, TrialFolder::open_to_read(folder));
    SPARK_TRY(const TemporaryFolder again, TemporaryFolder::create());
    const auto check = [&](std::string_view name,
                           const std::function<Result<void>(const std::filesystem::path&)>& write) -> Result<void> {
        std::error_code error;
        if (!std::filesystem::exists(folder / name, error)) return {};
        SPARK_TRY(write(again.path() / name));
        return compare(folder / name, again.path() / name);
    };
    SPARK_TRY(check(leaderboard_file_name, [&](const std::filesystem::path& path) -> Result<void> {
        SPARK_TRY(const auto ranking, trials.ranking());
        return write_leaderboard(trials, ranking, path);
    }));
    SPARK_TRY(check(unranked_file_name, [&](const auto& path) { return write_unranked(trials, path); }));
    return check(heat_map_file_name, [&](const auto& path) { return write_heat_maps(trials, path); });
}

}  // namespace spark::trials
