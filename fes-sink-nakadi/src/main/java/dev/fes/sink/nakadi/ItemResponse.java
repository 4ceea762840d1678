package dev.fes.sink.nakadi;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** What Nakadi says of one item of a batch. */
record ItemResponse(
    @JsonProperty("publishing_status") @Nullable Status status,
    @Nullable Step step,
    @Nullable String detail) {

  enum Status {
    @JsonProperty("submitted")
    SUBMITTED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("aborted")
    ABORTED
  }

  /** How far the item came; only what fails before publishing is the item's own fault. */
  enum Step {
    @JsonProperty("none")
    NONE,
    @JsonProperty("validating")
    VALIDATING,
    @JsonProperty("partitioning")
    PARTITIONING,
    @JsonProperty("enriching")
    ENRICHING,
    @JsonProperty("publishing")
    PUBLISHING
  }

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Reads one response for each item, in their order; empty if the body is anything else. */
  static Optional<List<ItemResponse>> read(String body, int items) {
    return read(body).filter(responses -> responses.size() == items);
  }

  /** Whether the body has responses, but not as many as there are items. */
  static boolean isOfOthersThan(int items, String body) {
    return read(body).filter(responses -> responses.size() != items).isPresent();
  }

  private static Optional<List<ItemResponse>> read(String body) {
    try {
      @Nullable ItemResponse @Nullable [] responses = JSON.readValue(body, ItemResponse[].class);
      return Optional.ofNullable(responses)
          .map(array -> Arrays.stream(array).filter(Objects::nonNull).toList())
          .filter(ItemResponse::isComplete);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static boolean isComplete(List<ItemResponse> responses) {
    return responses.stream().allMatch(response -> response.status != null);
  }

  boolean isSubmitted() {
    return status == Status.SUBMITTED;
  }

  boolean isFailed() {
    return status == Status.FAILED;
  }

  /** Whether the item would fail again, however often it is sent. */
  boolean isItsOwnFault() {
    return isFailed()
        && (step == Step.VALIDATING || step == Step.PARTITIONING || step == Step.ENRICHING);
  }

  String words() {
    return (step == null ? "" : step.name().toLowerCase(Locale.ROOT) + ": ")
        + Problem.shortened(detail == null ? "no detail" : detail);
  }
}
