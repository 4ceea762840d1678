package dev.fes.controller.plan;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

  /** The names in a list as people write it, with spaces or without. */
  public static SortedSet<String> names(@Nullable String list) {
    return list == null
        ? new TreeSet<>()
        : Arrays.stream(list.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
  }
}
