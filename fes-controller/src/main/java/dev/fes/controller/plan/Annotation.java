package dev.fes.controller.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The annotations of a resource that operators switch, by hand or through the controller. */
public enum Annotation {
  /** {@code true}: its sources do not run. */
  PAUSED("paused"),
  /** Event streams whose flows and sinks do not run, separated by commas. */
  PAUSED_STREAMS("paused-streams"),
  /** Stages that do not run, separated by commas. */
  PAUSED_STAGES("paused-stages"),
  /** The position of a gap that is accepted. */
  ACCEPT_GAP("accept-gap"),
  /** Event streams without a dead-letter sink of which events were skipped, separated by commas. */
  SKIPPED("skipped");

  private static final String PREFIX = "fes.zalando.org/";

  private final String name;

  Annotation(String name) {
    this.name = name;
  }

  public String key() {
    return PREFIX + name;
  }

  public @Nullable String in(Map<String, String> annotations) {
    return annotations.get(key());
  }
}
