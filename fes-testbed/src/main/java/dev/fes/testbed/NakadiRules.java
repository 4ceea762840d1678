package dev.fes.testbed;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Nakadi checks of an item before it publishes the batch. */
record NakadiRules(String type, Category category, boolean compacted) {

  enum Category {
    BUSINESS,
    DATA,
    UNDEFINED
  }

  static final int LARGEST_EVENT = 999_000;

  private static final Pattern EID =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)");
  private static final int SECONDS_END = 19;
  private static final List<String> DATA_FIELDS =
      List.of("metadata", "data_type", "data_op", "data");
  private static final Set<String> DATA_OPS = Set.of("C", "U", "D", "S");
  private static final Predicate<Object> TEXT = String.class::isInstance;
  private static final Predicate<Object> AN_EID =
      value -> value instanceof String text && EID.matcher(text).matches();

  /** Without an eid Nakadi cannot even name the item: the whole batch is a bad request. */
  boolean isNameless(NakadiItem item) {
    Map<String, Object> metadata = item.metadata();
    return category != Category.UNDEFINED && (metadata == null || !metadata.containsKey("eid"));
  }

  /** The first fault of an item in Nakadi's words, or null. */
  @Nullable String violation(NakadiItem item) {
    String violation =
        switch (category) {
          case UNDEFINED -> null;
          case BUSINESS -> metadataViolation(item);
          case DATA -> dataViolation(item);
        };
    if (violation == null && item.size() > LARGEST_EVENT) {
      return "Event too large: %d bytes, max allowed %d bytes"
          .formatted(item.size(), LARGEST_EVENT);
    }
    return violation;
  }

  private @Nullable String dataViolation(NakadiItem item) {
    for (String required : DATA_FIELDS) {
      if (!item.fields().containsKey(required)) {
        return "#: required key [" + required + "] not found";
      }
    }
    for (String name : item.fields().keySet()) {
      if (!DATA_FIELDS.contains(name)) {
        return "#: extraneous key [" + name + "] is not permitted";
      }
    }
    if (!(item.fields().get("data_op") instanceof String operation)
        || !DATA_OPS.contains(operation)) {
      return "#/data_op: not one of C, U, D, S";
    }
    return TEXT.test(item.fields().get("data_type"))
        ? metadataViolation(item)
        : "#/data_type: expected type: String";
  }

  private @Nullable String metadataViolation(NakadiItem item) {
    Map<String, Object> metadata = item.metadata();
    if (metadata == null || !metadata.containsKey("occurred_at")) {
      return "#/metadata: required key [occurred_at] not found";
    }
    if (compacted && !metadata.containsKey("partition_compaction_key")) {
      return "#/metadata: required key [partition_compaction_key] not found";
    }
    for (Map.Entry<String, Object> entry : metadata.entrySet()) {
      String violation = fieldViolation(entry.getKey(), entry.getValue());
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private @Nullable String fieldViolation(String name, Object value) {
    boolean valid =
        switch (name) {
          case "eid" -> AN_EID.test(value);
          case "occurred_at" -> value instanceof String text && isTime(text);
          case "event_type" -> type.equals(value);
          case "partition", "flow_id" -> TEXT.test(value);
          case "parent_eids" -> value instanceof List<?> list && list.stream().allMatch(AN_EID);
          case "span_ctx" -> value instanceof Map<?, ?> map && map.values().stream().allMatch(TEXT);
          case "partition_compaction_key" -> compacted && TEXT.test(value);
          default -> false;
        };
    return valid ? null : "#/metadata: key [" + name + "] is not permitted or its value is invalid";
  }

  private static boolean isTime(String text) {
    if (!RFC_3339.matcher(text).matches()) {
      return false;
    }
    try {
      LocalDateTime.parse(text.substring(0, SECONDS_END).toUpperCase(Locale.ROOT));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
