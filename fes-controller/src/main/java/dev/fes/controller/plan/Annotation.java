package dev.fes.controller.plan;

import dev.fes.api.Finding;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  /** Anything, such as the time: whenever it changes, all stages start anew. */
  RESTARTED_AT("restarted-at"),
  /** The position of a gap that is accepted. */
  ACCEPT_GAP("accept-gap"),
  /** {@code true}: what leaves is not drained. */
  SKIP_DRAIN("skip-drain"),
  /** {@code true}: what FES made at the source stays there. */
  SKIP_CLEANUP("skip-cleanup"),
  /** Event streams without a dead-letter sink of which events were skipped, separated by commas. */
  SKIPPED("skipped");

  private static final String PREFIX = "fes.zalando.org/";
  private static final Set<Annotation> BOOLEANS = EnumSet.of(PAUSED, SKIP_DRAIN, SKIP_CLEANUP);

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

  /** Whether it is switched on; what is neither on nor off is off. */
  public boolean isOn(Map<String, String> annotations) {
    return in(annotations) instanceof String value && isOn(value);
  }

  /** Whether this value of it has any effect. */
  public boolean isOn(String value) {
    return BOOLEANS.contains(this) ? "true".equalsIgnoreCase(value) : !value.isBlank();
  }

  /** What people mean to switch by these and do not. */
  public static List<Finding> findings(Map<String, String> annotations) {
    return BOOLEANS.stream()
        .filter(one -> one.in(annotations) instanceof String value && !isBoolean(value))
        .map(
            one ->
                new Finding(
                    "metadata.annotations[" + one.key() + "]",
                    "is neither \"true\" nor \"false\": write one of them"))
        .toList();
  }

  private static boolean isBoolean(String value) {
    return "true".equalsIgnoreCase(value) || "false".equalsIgnoreCase(value);
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
