#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "foundation/base/assert.hpp"

namespace spark::testing {

/// A new empty folder of a test's own; removed with all it holds at the end of the test.
class FreshFolder {
  public:
    FreshFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "spark-test-XXXXXX").string();
        SPARK_ASSERT(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    FreshFolder(const FreshFolder&) = delete;
    FreshFolder& operator=(const FreshFolder&) = delete;
    ~FreshFolder() {
        std::error_code ignored;
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(path_, ignored);
    }

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

}  // namespace spark::testing
