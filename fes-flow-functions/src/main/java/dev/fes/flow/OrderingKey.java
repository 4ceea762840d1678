package dev.fes.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What events are ordered by: the key of their change, which is the event stream's name while the
 * whole of it is in order, or the item's key; else the values of payload fields. One value is the
 * key as it is; several are joined by {@code |}, which is escaped within them.
 */
public record OrderingKey(List<String> fields) {

  public OrderingKey {
    fields = List.copyOf(fields);
  }

  public byte[] of(Payload payload, Event change) {
    Map<String, String> values = payload.keys();
    return switch (fields.size()) {
      case 0 -> change.key();
      case 1 -> value(fields.getFirst(), values, change.facts()).getBytes(UTF_8);
      default -> joined(values, change.facts()).getBytes(UTF_8);
    };
  }

  private String joined(Map<String, String> values, Facts facts) {
    StringJoiner key = new StringJoiner("|");
    for (String field : fields) {
      key.add(value(field, values, facts).replace("\\", "\\\\").replace("|", "\\|"));
    }
    return key.toString();
  }

  private static String value(String field, Map<String, String> values, Facts facts) {
    String value = values.get(field);
    if (value == null) {
      throw new BadChange(facts)
          .whole(
              "key-missing",
              "has no plain value "
                  + field
                  + " in its payload, which partitionKeyFields names: every event"
                  + " needs it, for its order is kept by it");
    }
    return value;
  }
}
