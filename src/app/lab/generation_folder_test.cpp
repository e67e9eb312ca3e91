#include "app/lab/generation_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "app/lab/generation_order.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::lab {
namespace {

const std::string first = "gen_01ARZ3NDEKTSV4RRFFQ69G5FAV";
const std::string second = "gen_01ARZ3NDEKTSV4RRFFQ69G5FAW";

TEST(GenerationFolder, keeps_generations_newest_first) {
    const testing::FreshFolder data;
    const GenerationFolder folder(data.path());
    EXPECT_TRUE(folder.ids().value().empty());

    ASSERT_TRUE(folder.save(first, wire::Json::object().set("id", first)));
    ASSERT_TRUE(folder.save(second, wire::Json::object().set("id", second).set("prompt", "ş")));
    std::ofstream(data.path() / "generations" / "notes.json") << "{}";

    EXPECT_EQ(folder.ids().value(), (std::vector{second, first}));
    EXPECT_EQ(folder.read(second)->string_at("prompt").value(), "ş");
}

TEST(GenerationFolder, takes_no_path_for_an_id_and_no_other_file_for_a_generation) {
    const testing::FreshFolder data;
    const GenerationFolder folder(data.path());
    ASSERT_TRUE(folder.save(first, wire::Json::object().set("id", second)));

    for (const std::string& id :
         {std::string("gen_../../../../etc/passwd"), std::string("gen_"), std::string(), "gen_" + std::string(26, '.'),
          first + "/", std::string("gen_01arz3ndektsv4rrffq69g5fav")})
        EXPECT_EQ(folder.read(id).error().fault, Fault::not_found) << id;
    EXPECT_EQ(folder.read(second).error().fault, Fault::not_found);
    EXPECT_EQ(folder.read(first).error().fault, Fault::corrupt);
}

TEST(GenerationOrder, refuses_what_no_provider_would_be_asked_with) {
    GenerationOrder order;
    const auto place = [&] {
        const auto checked = check_order(order);
        return checked ? std::string("fine") : checked.error().place;
    };
    EXPECT_EQ(place(), "/prompt");
    order.prompt = std::string(draft::prompt_bytes_max, 'a');
    EXPECT_EQ(place(), "fine");
    order.prompt += 'a';
    EXPECT_EQ(place(), "/prompt");
    order.prompt = "\xff";
    EXPECT_EQ(place(), "/prompt");
    order.prompt = "buy";
    order.name = "../x";
    EXPECT_EQ(place(), "/name");
    order.name = "x";
    order.timeframe = "soon";
    EXPECT_EQ(place(), "/timeframe");
    order.timeframe = "1h";
    order.symbols = {""};
    EXPECT_EQ(place(), "/symbols");
}

TEST(GenerationOrder, comes_back_from_its_json) {
    GenerationOrder order;
    order.prompt = "al";
    order.provider = ProviderKind::model;
    order.symbols = {"BTCUSDT"};
    order.risk = draft::Risk::bold;
    order.author = "ada";

    const auto again = GenerationOrder::of_json(order.json());

    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->json(), order.json());
    EXPECT_EQ(GenerationOrder::of_json(wire::Json::object().set("provider", "oracle")).error().place, "/provider");
    EXPECT_EQ(GenerationOrder::of_json(wire::Json::object().set("risk", "yolo")).error().place, "/risk");
}

}  // namespace
}  // namespace spark::lab
