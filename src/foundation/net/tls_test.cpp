#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "foundation/net/client.hpp"
#include "foundation/net/server.hpp"
#include "foundation/net/testing/certificates.hpp"
#include "foundation/net/testing/running_server.hpp"

namespace spark::net {
namespace {

using std::chrono::milliseconds;
using testing::Certificates;
using testing::RunningServer;
using testing::SocketClient;
using testing::text_answer;

class Tls : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!Certificates::can_be_made()) GTEST_SKIP() << "the openssl command is not installed";
        files_ = certificates_.make("first");
    }

    ServerSetup setup() const {
        ServerSetup made;
        made.listeners = {{.name = "api", .tls = files_}};
        return made;
    }
    RunningServer running(Handler handler = testing::echo) const {
        return RunningServer(std::move(handler), RunningServer::quick_limits(), setup());
    }
    static Url url_of(const RunningServer& server, std::string host = "127.0.0.1") {
        return {.is_https = true, .host = std::move(host), .port = server.port(), .target = "/"};
    }
    ClientOptions trusting(const TlsFiles& files) const { return {.authorities_file = files.certificate_file}; }
    static Deadline soon() { return std::chrono::steady_clock::now() + milliseconds(3'000); }
    static Request get(std::string target = "/") {
        Request request;
        request.method = "GET";
        request.target = std::move(target);
        return request;
    }
    Result<void> opened() const {
        ServerSetup made = setup();
        made.handler = testing::echo;
        made.refuser = [](int status, std::string_view) { return text_answer(status, ""); };
        SPARK_TRY(Server::open(std::move(made)));
        return {};
    }
    static void write(const std::string& path, std::string_view text) { std::ofstream(path) << text; }

    Certificates certificates_;
    TlsFiles files_;
};

TEST_F(Tls, carries_requests_one_after_another_and_large_answers) {
    const RunningServer server = running([](const Request& request) -> Answer {
        return text_answer(200, std::string(request.target == "/large" ? 3'000'000 : 3, 'x') + request.body);
    });
    Session session(url_of(server), trusting(files_));
    Request large = get("/large");
    large.method = "POST";
    large.body = std::string(1'000'000, 'y');

    EXPECT_EQ(session.fetch(get(), soon()).value().body, "xxx");
    EXPECT_EQ(session.fetch(large, soon()).value().body.size(), 4'000'000U);
    EXPECT_EQ(session.fetch(get(), soon()).value().body, "xxx");
}

TEST_F(Tls, streams_and_learns_that_the_client_is_gone) {
    std::optional<BodyWriter> writer;
    std::atomic<bool> is_over = false;
    const RunningServer server = running([&](const Request&) -> Answer {
        Streaming streaming;
        streaming.begin = [&](BodyWriter given) {
            given.write("first");
            writer = std::move(given);
        };
        streaming.drained = [&] {
            if (writer->is_open()) return;
            is_over = true;
            is_over.notify_all();
        };
        return streaming;
    });
    std::string got;
    {
        Session session(url_of(server), trusting(files_));
        const auto response = session.stream(get(), soon(), [&](const Response&, std::string_view piece) {
            got += piece;
            if (got == "first") writer->write("second");
            return got != "firstsecond";
        });
        EXPECT_TRUE(response.has_value());
    }
    is_over.wait(false);

    EXPECT_EQ(got, "firstsecond");
    EXPECT_FALSE(writer->write("x"));
}

TEST_F(Tls, is_believed_only_for_its_own_names_by_who_trusts_its_authority) {
    const RunningServer server = running();
    const TlsFiles other = certificates_.make("other");
    const TlsFiles elsewhere = certificates_.make("elsewhere", "DNS:example.org");
    ServerSetup made;
    made.listeners = {{.name = "api", .tls = elsewhere}};
    const RunningServer misnamed(testing::echo, RunningServer::quick_limits(), std::move(made));

    EXPECT_TRUE(fetch(url_of(server), get(), soon(), trusting(files_)).has_value());
    EXPECT_TRUE(fetch(url_of(server, "localhost"), get(), soon(), trusting(files_)).has_value());
    EXPECT_EQ(fetch(url_of(server), get(), soon(), trusting(other)).error().fault, Fault::denied);
    EXPECT_EQ(fetch(url_of(server), get(), soon()).error().fault, Fault::denied) << "the system's authorities";
    for (const std::string host : {"127.0.0.1", "localhost"})
        EXPECT_EQ(fetch(url_of(misnamed, host), get(), soon(), trusting(elsewhere)).error().fault, Fault::denied);
    EXPECT_EQ(fetch(url_of(server), get(), soon(), {.authorities_file = files_.key_file}).error().fault,
              Fault::invalid_input);
}

TEST_F(Tls, speaks_1_2_and_1_3_and_nothing_older) {
    const RunningServer server = running();
    const auto works = [&](const std::string& option) {
        return std::system(fmt::format("echo | openssl s_client -connect 127.0.0.1:{} {} -cipher "
                                       "'DEFAULT:@SECLEVEL=0' > /dev/null 2>&1",
                                       server.port(), option)
                               .c_str()) == 0;
    };

    EXPECT_TRUE(works("-tls1_3"));
    EXPECT_TRUE(works("-tls1_2"));
    EXPECT_FALSE(works("-tls1_1"));
    EXPECT_FALSE(works("-tls1"));
}

TEST_F(Tls, cuts_off_a_handshake_that_does_not_come_and_one_that_is_none) {
    ServerLimits limits = RunningServer::quick_limits();
    limits.header_wait_max = milliseconds(100);
    const RunningServer server(testing::echo, limits, setup());
    SocketClient silent = server.client();
    SocketClient plain = server.client();

    plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_EQ(silent.read_all(), "");
    EXPECT_EQ(plain.read_all().find("HTTP/1.1"), std::string::npos);
    EXPECT_TRUE(fetch(url_of(server), get(), soon(), trusting(files_)).has_value()) << "others are served";
}

TEST_F(Tls, gives_new_connections_the_new_certificate_and_lets_old_ones_go_on) {
    RunningServer server = running();
    const ClientOptions trusting_first = trusting(files_);
    std::filesystem::copy_file(files_.certificate_file, certificates_.path("kept.pem"));
    Session old(url_of(server), {.authorities_file = certificates_.path("kept.pem")});
    ASSERT_TRUE(old.fetch(get(), soon()).has_value());

    const TlsFiles second = certificates_.make("first");
    ASSERT_TRUE(server.server().reload_certificates().has_value());

    EXPECT_TRUE(fetch(url_of(server), get(), soon(), trusting(second)).has_value());
    EXPECT_EQ(fetch(url_of(server), get(), soon(), {.authorities_file = certificates_.path("kept.pem")}).error().fault,
              Fault::denied)
        << "it is another certificate";
    EXPECT_TRUE(old.fetch(get(), soon()).has_value());
    EXPECT_EQ(server.server().figures().connections_total, 3U) << "the old connection is still the first";
}

TEST_F(Tls, keeps_the_old_certificate_when_the_new_file_is_bad_and_says_so) {
    std::atomic<bool> is_wanted = false;
    std::atomic<int> told = 0;
    std::vector<Result<void>> news;
    ServerSetup made = setup();
    made.is_reload_wanted = [&] { return is_wanted.exchange(false); };
    made.reloaded = [&](const Result<void>& outcome) {
        news.push_back(outcome);
        ++told;
        told.notify_all();
    };
    std::filesystem::copy_file(files_.certificate_file, certificates_.path("kept.pem"));
    RunningServer server(testing::echo, RunningServer::quick_limits(), std::move(made));

    write(files_.certificate_file, "no certificate");
    is_wanted = true;
    told.wait(0);
    const bool works_still =
        fetch(url_of(server), get(), soon(), {.authorities_file = certificates_.path("kept.pem")}).has_value();
    const auto by_hand = server.server().reload_certificates();
    certificates_.make("first");
    is_wanted = true;
    told.wait(1);

    EXPECT_TRUE(works_still);
    ASSERT_FALSE(by_hand.has_value());
    EXPECT_EQ(by_hand.error().fault, Fault::invalid_input);
    EXPECT_FALSE(news.at(0).has_value());
    EXPECT_TRUE(news.at(1).has_value());
    EXPECT_TRUE(fetch(url_of(server), get(), soon(), trusting(files_)).has_value());
}

// S-117: a secret that others may read is no secret.
TEST_F(Tls, refuses_a_key_file_that_others_may_read) {
    using std::filesystem::perms;
    for (const perms extra : {perms::group_read, perms::others_read, perms::group_write, perms::owner_exec}) {
        std::filesystem::permissions(files_.key_file, perms::owner_read | perms::owner_write | extra);
        const auto wide = opened();
        ASSERT_FALSE(wide.has_value());
        EXPECT_EQ(wide.error().fault, Fault::denied);
        EXPECT_EQ(wide.error().remedy, "chmod 600 " + files_.key_file);
    }
    std::filesystem::permissions(files_.key_file, perms::owner_read);
    EXPECT_TRUE(opened().has_value()) << "less than 0600 is right too";
    constexpr uid_t nobody = 65'534;
    if (::geteuid() == 0 && ::chown(files_.key_file.c_str(), nobody, nobody) == 0) {
        EXPECT_EQ(opened().error().fault, Fault::denied) << "another user's";
    }
}

TEST_F(Tls, says_which_file_is_wrong) {
    const TlsFiles good = files_;
    const TlsFiles other = certificates_.make("other");

    files_ = {.certificate_file = good.certificate_file, .key_file = other.key_file};
    EXPECT_EQ(opened().error().fault, Fault::invalid_input);
    EXPECT_EQ(opened().error().place, other.key_file);
    files_ = {.certificate_file = good.certificate_file, .key_file = certificates_.path("none.key")};
    EXPECT_EQ(opened().error().fault, Fault::not_found);
    files_ = {.certificate_file = certificates_.path("none.pem"), .key_file = good.key_file};
    EXPECT_EQ(opened().error().fault, Fault::not_found);
    EXPECT_EQ(opened().error().place, files_.certificate_file);
    files_ = {.certificate_file = good.key_file, .key_file = good.key_file};
    EXPECT_EQ(opened().error().fault, Fault::invalid_input);
}

TEST(Listener, is_reachable_from_elsewhere_only_with_tls) {
    ServerSetup setup;
    setup.listeners = {{.name = "api", .address = "0.0.0.0"}};
    setup.handler = testing::echo;
    setup.refuser = [](int status, std::string_view) { return text_answer(status, ""); };

    const auto server = Server::open(std::move(setup));

    ASSERT_FALSE(server.has_value());
    EXPECT_EQ(server.error().fault, Fault::denied);
}

}  // namespace
}  // namespace spark::net
