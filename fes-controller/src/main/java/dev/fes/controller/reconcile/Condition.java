package dev.fes.controller.reconcile;

import java.time.Instant;

/**
 * One condition of a resource.
 *
 * @param reason one word for programs
 * @param message for people: what is wrong and the mend
 * @param lastTransitionTime when {@code status} last changed
 */
public record Condition(
    Type type, boolean status, String reason, String message, Instant lastTransitionTime) {

  /** In the order they come true. */
  public enum Type {
    VALID("Valid"),
    DEPLOYED("Deployed"),
    READY("Ready");

    private final String title;

    Type(String title) {
      this.title = title;
    }

    @com.fasterxml.jackson.annotation.JsonValue
    public String title() {
      return title;
    }
  }

  /** A condition that is yet to be compared with what it was before. */
  static Condition of(Type type, boolean status, String reason, String message) {
    return new Condition(type, status, reason, message, Instant.EPOCH);
  }

  /** Whether programs would see no difference. */
  boolean isLike(Condition other) {
    return type == other.type && status == other.status && reason.equals(other.reason);
  }

  Condition at(Instant time) {
    return new Condition(type, status, reason, message, time);
  }
}
