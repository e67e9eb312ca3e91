#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "app/server/house.hpp"
#include "surface/http/gate.hpp"

namespace spark::server {

/// The API's gate over the house's stores. `house` outlives it.
class HouseGate final : public http::Gate {
  public:
    explicit HouseGate(House& house) : house_(house) {}

    WallTime now() const override { return house_.now(); }
    std::string new_id(std::string_view prefix) override { return house_.new_id(prefix); }
    void log(const wire::Json& line) override { house_.log(line); }
    http::Identified identify(const http::Credentials& credentials) override;
    bool is_csrf_right(std::string_view session_token, std::string_view token) const override;
    std::optional<http::Caller> local_caller() const override;
    void audit(http::AuditNote note, std::function<void(bool is_kept)> done) override;
    Result<http::OnceFound> begin_once(const http::OnceKey& key) override;
    void end_once(const http::OnceKey& key, const std::optional<http::KeptAnswer>& answer) override;

  private:
    House& house_;
};

}  // namespace spark::server
