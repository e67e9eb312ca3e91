#include "app/server/identity_json.hpp"

#include <gtest/gtest.h>

namespace spark::server {
namespace {

const identity::User user{.id = "usr_1",
                          .name = "ada",
                          .role = identity::Role::trader,
                          .password_phc = "$argon2id$planted",
                          .totp_secret = "planted",
                          .is_totp_confirmed = true,
                          .recovery_code_hashes = {crypto::sha256("planted")},
                          .version = 4};

// S-022
TEST(IdentityJson, shows_no_hash_and_no_secret) {
    identity::Session session;
    session.id = "ses_1";
    session.token_sha256 = crypto::sha256("planted");
    identity::ApiKey key;
    key.secret_sha256 = crypto::sha256("planted");
    key.hint = "spk_paper_ab3d";

    for (const wire::Json& json : {user_json(user), login_json(session, true, "ses_1"), key_json(key)}) {
        const std::string text = wire::to_text(json);
        EXPECT_EQ(text.find("planted"), std::string::npos) << text;
        EXPECT_EQ(text.find(crypto::sha256("planted").hex()), std::string::npos) << text;
    }
    EXPECT_EQ(user_json(user).find("has_second_factor")->as_bool().value(), true);
    EXPECT_EQ(login_json(session, true, "ses_1").find("is_current")->as_bool().value(), true);
}

TEST(IdentityJson, says_null_for_what_a_caller_does_not_have) {
    const wire::Json json = session_json({.kind = "local", .role = identity::Role::viewer, .rights = {}});

    EXPECT_TRUE(json.find("user")->is_null());
    EXPECT_TRUE(json.find("csrf_token")->is_null());
    EXPECT_TRUE(json.find("expires_at")->is_null());
    EXPECT_EQ(json.string_at("role").value(), "viewer");
}

TEST(IdentityJson, lists_rights_in_the_tables_order) {
    EXPECT_EQ(wire::to_text(rights_json({identity::Right::read_audit, identity::Right::look})),
              R"(["look","read_audit"])");
}

}  // namespace
}  // namespace spark::server
