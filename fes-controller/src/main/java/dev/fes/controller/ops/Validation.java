package dev.fes.controller.ops;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.Reading;
import dev.fes.api.ResourceKey;
import dev.fes.api.ResourceReader;
import dev.fes.controller.plan.Outcome;
import dev.fes.controller.plan.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What would come of a manifest.
 *
 * @param valid whether all of its resources would run
 */
public record Validation(boolean valid, List<Checked> resources) {

  /**
   * One resource.
   *
   * @param namespace null, as is the name, where the text does not say
   * @param reason {@code Valid}, or why not: {@code Invalid}, {@code Conflict}, {@code NotAllowed},
   *     {@code ReaderTaken}, {@code NotAvailable}
   * @param streams those that would run
   */
  public record Checked(
      @Nullable String namespace,
      @Nullable String name,
      String reason,
      List<Finding> findings,
      List<Finding> warnings,
      List<Stream> streams) {

    boolean isValid() {
      return reason.equals(VALID);
    }
  }

  /** An event stream by the name that its topics and groups would have. */
  public record Stream(String name, String definition) {}

  private static final String VALID = "Valid";

  public Validation {
    resources = List.copyOf(resources);
  }

  /**
   * @param planner plans beside what runs
   */
  static Validation of(
      String manifest, Function<Collection<FabricEventStream>, List<Outcome>> planner) {
    List<Checked> checked = new ArrayList<>();
    Map<ResourceKey, Reading.Valid> readable = new LinkedHashMap<>();
    List<Reading> readings = ResourceReader.read(manifest);
    Set<ResourceKey> twice = new HashSet<>();
    for (Reading reading : readings) {
      switch (reading) {
        case Reading.Invalid invalid -> checked.add(invalid(invalid.key(), invalid.findings()));
        case Reading.Valid valid -> {
          if (readable.putIfAbsent(valid.resource().key(), valid) != null
              && twice.add(valid.resource().key())) {
            checked.add(invalid(valid.resource().key(), List.of(definedTwice())));
          }
        }
      }
    }
    planner
        .apply(readable.values().stream().map(Reading.Valid::resource).toList())
        .forEach(
            outcome -> {
              if (readable.get(outcome.key()) instanceof Reading.Valid known) {
                checked.add(of(outcome, known.warnings()));
              }
            });
    if (readings.isEmpty()) {
      checked.add(invalid(null, List.of(new Finding("", "has no resource in it: write one"))));
    }
    return new Validation(checked.stream().allMatch(Checked::isValid), checked);
  }

  private static Checked of(Outcome outcome, List<Finding> warnings) {
    return switch (outcome) {
      case Outcome.Planned planned -> planned(planned.plan(), VALID, List.of(), warnings);
      case Outcome.NotAvailable missing ->
          planned(missing.plan(), "NotAvailable", missing.findings(), warnings);
      case Outcome.Refused refused ->
          new Checked(
              refused.key().namespace(),
              refused.key().name(),
              refused.reason().title(),
              refused.findings(),
              warnings,
              List.of());
    };
  }

  private static Checked planned(
      Plan plan, String reason, List<Finding> findings, List<Finding> warnings) {
    return new Checked(
        plan.key().namespace(),
        plan.key().name(),
        reason,
        findings,
        warnings,
        plan.streams().stream()
            .map(stream -> new Stream(stream.name(), stream.definition()))
            .toList());
  }

  private static Checked invalid(@Nullable ResourceKey key, List<Finding> findings) {
    return new Checked(
        key == null ? null : key.namespace(),
        key == null ? null : key.name(),
        "Invalid",
        findings,
        List.of(),
        List.of());
  }

  private static Finding definedTwice() {
    return new Finding("metadata.name", "is defined twice in this text: rename or remove one");
  }
}
