package dev.fes.flow;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.stage.StageFailure;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One change after the other through the hosted function, from text to text. */
record Preview(Function<List<Event>, List<Event>> function) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  String of(String change) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      ArrayNode events = answer.putArray("events");
      function
          .apply(List.of(read(JSON.readTree(change))))
          .forEach(e -> write(e, events.addObject()));
    } catch (StageFailure e) {
      answer.removeAll();
      answer.put("error", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      answer.removeAll();
      answer.put("error", "the flow failed: " + e);
    }
    return JSON.writeValueAsString(answer);
  }

  private static Event read(JsonNode change) {
    Facts facts =
        new Facts(
            change.path("id").asString(),
            change.path("position").asString(),
            Operation.valueOf(change.path("op").asString()),
            change.path("table").asString(),
            change.path("committedAt").asLong(),
            null);
    return new Event(bytes(change.path("key")), bytes(change.path("value")), facts);
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asString());
  }

  private static void write(Event event, ObjectNode json) {
    json.put("id", event.facts().id());
    json.put("key", BASE64.encodeToString(event.key()));
    json.put("value", BASE64.encodeToString(event.value()));
  }
}
