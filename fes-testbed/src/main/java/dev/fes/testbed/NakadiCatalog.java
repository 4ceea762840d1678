package dev.fes.testbed;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** The event types that exist. */
final class NakadiCatalog {

  private final Map<String, NakadiTopic> topics = new ConcurrentHashMap<>();

  @Nullable NakadiTopic find(String name) {
    return topics.get(name);
  }

  HttpAnswer create(byte[] definition) {
    try (JsonParser parser = Json.parser(definition)) {
      parser.nextToken();
      return Json.value(parser) instanceof Map<?, ?> fields
          ? create(fields, definition)
          : invalid("not an object");
    } catch (JacksonException e) {
      return HttpAnswer.problem(400, "Bad Request", e.getOriginalMessage());
    }
  }

  private HttpAnswer create(Map<?, ?> fields, byte[] definition) {
    if (!(fields.get("name") instanceof String name) || name.isBlank()) {
      return invalid("Field \"name\" may not be null");
    }
    NakadiRules.Category category;
    try {
      category =
          NakadiRules.Category.valueOf(
              String.valueOf(fields.get("category")).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return invalid("Field \"category\" is none of business, data, undefined");
    }
    boolean compacted = "compact".equals(fields.get("cleanup_policy"));
    NakadiTopic topic = new NakadiTopic(new NakadiRules(name, category, compacted), definition);
    return topics.putIfAbsent(name, topic) == null
        ? HttpAnswer.empty(201)
        : HttpAnswer.problem(
            409, "Conflict", "Event type with name \"" + name + "\" already exists");
  }

  private static HttpAnswer invalid(String detail) {
    return HttpAnswer.problem(422, "Unprocessable Entity", detail);
  }
}
