package dev.fes.controller.deploy;

import dev.fes.controller.plan.Stage;
import org.jspecify.annotations.Nullable;

/**
 * How far the release of a source's reader has come.
 *
 * @param words what was taken away or left, or why it cannot be done yet; for people
 */
public record Release(Progress progress, String words) {

  /** What is known of a source without running it; null where its app has to be run. */
  public static @Nullable Release known(Stage source) {
    return switch (source.app()) {
      case POSTGRES_SOURCE -> null;
      case DYNAMODB_SOURCE ->
          new Release(
              Progress.DONE,
              "lease table "
                  + source.config().text("fes.source.lease-table-name")
                  + " stays: the resource gives it its name, so it is the team's own");
      case FLOW_FUNCTIONS, NAKADI_SINK, SQS_SINK ->
          new Release(Progress.DONE, source.name() + " is no source");
    };
  }

  /** A failed one is tried again as long as somebody asks. */
  public enum Progress {
    UNDER_WAY,
    DONE,
    FAILED
  }
}
