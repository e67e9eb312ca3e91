#pragma once

#include <span>
#include <string>
#include <vector>

#include "adapters/database/database.hpp"
#include "adapters/database/detail/postgres_library.hpp"

namespace spark::database::detail {

/// Values as libpq takes them. Must outlive the call that sends them, and the values must outlive it.
class PostgresParameters {
  public:
    explicit PostgresParameters(std::span<const Value> values);

    int count() const { return static_cast<int>(bytes_.size()); }
    const Oid* types() const { return types_.data(); }
    const char* const* bytes() const { return bytes_.data(); }
    const int* sizes() const { return sizes_.data(); }
    const int* formats() const { return formats_.data(); }
    /// One letter a value: statements prepared for other types are other statements.
    const std::string& signature() const { return signature_; }

  private:
    std::vector<std::string> numbers_;
    std::vector<Oid> types_;
    std::vector<const char*> bytes_;
    std::vector<int> sizes_;
    std::vector<int> formats_;
    std::string signature_;
};

/// Integers and booleans become int64, floating point double, bytea a blob; all else stays the server's text.
std::vector<Row> rows_of(const PostgresLibrary& library, const PGresult* result);

}  // namespace spark::database::detail
