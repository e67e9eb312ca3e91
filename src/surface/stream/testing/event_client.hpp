#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/wire/json.hpp"

namespace spark::stream::testing {

/// What a browser's EventSource makes of bytes, written from the HTML standard, "Interpreting an event stream".
class EventClient {
  public:
    struct Event {
        std::string name;
        std::string id;
        wire::Json data;
    };

    void receive(std::string_view bytes) {
        for (const char c : bytes) {
            if (c != '\n' && c != '\r') {
                line_ += c;
                continue;
            }
            take_line();
            line_.clear();
        }
    }

    /// The connection is gone: what was not whole is lost.
    void disconnect() {
        line_.clear();
        name_.clear();
        data_.clear();
        id_ = last_event_id_;
    }

    const std::string& last_event_id() const { return last_event_id_; }
    const std::vector<Event>& events() const { return events_; }
    std::vector<Event> take_events() { return std::exchange(events_, {}); }
    std::size_t comment_count() const { return comments_; }

  private:
    void take_line() {
        if (line_.empty()) return dispatch();
        if (line_.front() == ':') {
            ++comments_;
            return;
        }
        const std::size_t colon = line_.find(':');
        const std::string field = line_.substr(0, colon);
        std::string value = colon == std::string::npos ? "" : line_.substr(colon + 1);
        if (value.starts_with(' ')) value.erase(0, 1);
        if (field == "event") name_ = value;
        if (field == "data") data_ += value + "\n";
        if (field == "id") id_ = value;
    }

    void dispatch() {
        last_event_id_ = id_;
        if (!data_.empty()) {
            data_.pop_back();
            events_.push_back({name_, id_, wire::parse_json(data_).value()});
        }
        name_.clear();
        data_.clear();
    }

    std::string line_;
    std::string name_;
    std::string data_;
    std::string id_;
    std::string last_event_id_;
    std::vector<Event> events_;
    std::size_t comments_ = 0;
};

}  // namespace spark::stream::testing
