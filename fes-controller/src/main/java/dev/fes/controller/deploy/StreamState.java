package dev.fes.controller.deploy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What an event stream is doing, in one stage or as a whole; later ones outweigh earlier ones. */
public enum StreamState {
  RUNNING("Running"),
  DRAINING("Draining"),
  PAUSED("Paused"),
  STARTING("Starting"),
  RETRYING("Retrying"),
  BLOCKED("Blocked"),
  FAILED("Failed");

  private final String title;

  StreamState(String title) {
    this.title = title;
  }

  @JsonValue
  public String title() {
    return title;
  }

  @JsonCreator
  static StreamState of(String title) {
    for (StreamState state : values()) {
      if (state.title.equals(title)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state is called " + title);
  }
}
