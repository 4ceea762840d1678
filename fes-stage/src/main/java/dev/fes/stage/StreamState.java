package dev.fes.stage;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one event stream is doing in this stage, and since when.
 *
 * @param reason short and from a small set, when there is something wrong
 * @param error what is wrong in words
 */
public record StreamState(
    Activity activity, @Nullable String reason, @Nullable String error, Instant since) {

  /** The states of the resource's status. */
  public enum Activity {
    STARTING("Starting"),
    RUNNING("Running"),
    RETRYING("Retrying"),
    BLOCKED("Blocked"),
    PAUSED("Paused"),
    FAILED("Failed");

    private final String title;

    Activity(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  static StreamState of(Activity activity) {
    return new StreamState(activity, null, null, Instant.now());
  }

  static StreamState of(Activity activity, Failure failure) {
    return new StreamState(activity, failure.reason(), failure.message(), Instant.now());
  }

  boolean sameAs(StreamState other) {
    return activity == other.activity && Objects.equals(error, other.error);
  }
}
