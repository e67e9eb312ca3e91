#include "adapters/database/database.hpp"

#include "adapters/database/detail/open_postgres.hpp"
#include "adapters/database/detail/open_sqlite.hpp"
#include "adapters/database/detail/store_url.hpp"
#include "foundation/base/assert.hpp"

namespace spark::database {

bool Row::is_null(std::size_t column) const {
    SPARK_ASSERT(column < values_.size());
    return std::holds_alternative<std::monostate>(values_[column]);
}

std::int64_t Row::integer(std::size_t column) const {
    SPARK_ASSERT(column < values_.size() && std::holds_alternative<std::int64_t>(values_[column]));
    return std::get<std::int64_t>(values_[column]);
}

double Row::number(std::size_t column) const {
    SPARK_ASSERT(column < values_.size() && std::holds_alternative<double>(values_[column]));
    return std::get<double>(values_[column]);
}

const std::string& Row::text(std::size_t column) const {
    SPARK_ASSERT(column < values_.size() && std::holds_alternative<std::string>(values_[column]));
    return std::get<std::string>(values_[column]);
}

const Blob& Row::blob(std::size_t column) const {
    SPARK_ASSERT(column < values_.size() && std::holds_alternative<Blob>(values_[column]));
    return std::get<Blob>(values_[column]);
}

Result<std::unique_ptr<Database>> Database::open(const Options& options) {
    SPARK_TRY(const detail::StoreUrl url, detail::parse_store_url(options.url));
    if (url.engine == Engine::sqlite) return detail::open_sqlite(url.sqlite_path, options);
    return detail::open_postgres(url.text, options);
}

}  // namespace spark::database
