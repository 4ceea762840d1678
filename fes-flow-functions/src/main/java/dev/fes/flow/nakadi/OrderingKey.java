package dev.fes.flow.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.event.Facts;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What events are ordered by: the event stream's name while the whole of it is in order, else the
 * values of payload fields. One value is the key as it is; several are joined by {@code |}, which
 * is escaped within them.
 */
record OrderingKey(String stream, List<String> fields) {

  byte[] of(Map<String, String> values, Facts facts) {
    return switch (fields.size()) {
      case 0 -> stream.getBytes(UTF_8);
      case 1 -> value(fields.getFirst(), values, facts).getBytes(UTF_8);
      default -> joined(values, facts).getBytes(UTF_8);
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
