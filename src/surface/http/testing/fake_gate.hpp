#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "surface/http/gate.hpp"

namespace spark::http::testing {

/// A gate that knows a key `spk_<role>` and a session `<role>` (its CSRF token is `csrf-<role>`) for each role, and one
/// admin token. Keeps what was logged and audited; idempotency keys live in memory.
class FakeGate final : public Gate {
  public:
    static constexpr std::string_view token = "right-token";

    WallTime now() const override { return wall_time_of_ms(1'763'700'000'000); }
    std::string new_id(std::string_view prefix) override { return std::string(prefix) + "_" + std::to_string(++ids_); }
    void log(const wire::Json& line) override {
        const std::lock_guard lock(mutex_);
        lines.push_back(wire::to_text(line));
    }
    Identified identify(const Credentials& credentials) override {
        if (credentials.admin_token) {
            if (*credentials.admin_token != token) return {.code = "unauthenticated", .detail = "not this server's"};
            return {.caller = caller_of(CallerKind::admin_token, identity::Role::admin, {})};
        }
        const bool is_key = credentials.key.has_value();
        const std::string_view text = is_key ? *credentials.key : *credentials.session;
        const auto role = identity::parse_role(is_key && text.starts_with("spk_") ? text.substr(4) : text);
        if (!role) return {.code = "credential_refused", .detail = "unknown"};
        return {.caller = caller_of(is_key ? CallerKind::key : CallerKind::session, *role, "usr_")};
    }
    bool is_csrf_right(std::string_view session_token, std::string_view given) const override {
        return given == "csrf-" + std::string(session_token);
    }
    std::optional<Caller> local_caller() const override {
        if (!lets_local_look) return std::nullopt;
        return caller_of(CallerKind::local, identity::Role::viewer, {});
    }
    void audit(AuditNote note, std::function<void(bool is_kept)> done) override {
        {
            const std::lock_guard lock(mutex_);
            notes.push_back(std::move(note));
        }
        done(keeps_audit);
    }
    Result<OnceFound> begin_once(const OnceKey& key) override {
        const std::lock_guard lock(mutex_);
        const auto [place, is_new] = once_.try_emplace(key.principal + key.operation + key.key);
        Kept& kept = place->second;
        if (is_new) {
            kept.body_sha256 = key.body_sha256;
            return OnceFound{};
        }
        if (kept.body_sha256 != key.body_sha256) return OnceFound{.state = OnceState::other_body};
        if (!kept.answer) return OnceFound{.state = OnceState::running};
        return OnceFound{.state = OnceState::replay, .answer = *kept.answer};
    }
    void end_once(const OnceKey& key, const std::optional<KeptAnswer>& answer) override {
        const std::lock_guard lock(mutex_);
        const std::string name = key.principal + key.operation + key.key;
        if (answer)
            once_[name].answer = answer;
        else
            once_.erase(name);
    }

    bool lets_local_look = true;
    bool keeps_audit = true;
    std::vector<std::string> lines;
    std::vector<AuditNote> notes;

  private:
    struct Kept {
        std::string body_sha256{};
        std::optional<KeptAnswer> answer{};
    };
    static Caller caller_of(CallerKind kind, identity::Role role, std::string_view prefix) {
        const std::string name(identity::to_text(role));
        return {.kind = kind,
                .user_id = prefix.empty() ? std::string() : std::string(prefix) + name,
                .name = name,
                .role = role,
                .rights = identity::rights_of(role)};
    }

    std::mutex mutex_;
    std::atomic<int> ids_ = 0;
    std::map<std::string, Kept> once_;
};

}  // namespace spark::http::testing
