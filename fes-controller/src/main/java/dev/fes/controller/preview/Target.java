package dev.fes.controller.preview;

import dev.fes.api.EventStream;
import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.Reading;
import dev.fes.api.ResourceKey;
import dev.fes.api.ResourceReader;
import dev.fes.controller.plan.Outcome;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.StreamPlanner;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The event stream of a manifest that is to be previewed, and its plan.
 *
 * @param index its place in the manifest
 */
public record Target(Plan plan, EventStream stream, String name, int index) {

  /** The manifest, or the stream in it, cannot be previewed; the message names the field. */
  public static final class Unfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  /**
   * Finds it.
   *
   * @param wanted its name or its place; null where the manifest has one only
   * @throws Unfit if it is not there
   */
  public static Target find(String manifest, @Nullable String wanted, StreamPlanner planner) {
    FabricEventStream resource = resource(manifest);
    List<String> names = StreamPlanner.streamNames(resource);
    int index = index(wanted, names);
    Plan plan = plan(planner.plan(List.of(resource), List.of()).getFirst());
    return new Target(plan, resource.eventStreams().get(index), names.get(index), index);
  }

  public ResourceKey key() {
    return plan.key();
  }

  /** Its flow's stage; empty where the change is the event. */
  public Optional<Stage> flow() {
    return plan.stages().stream()
        .filter(stage -> stage.role() == Role.FLOW && stage.streams().contains(name))
        .findFirst();
  }

  /** The topic that its source writes. */
  public String changes() {
    return plan.streams().stream()
        .filter(planned -> planned.name().equals(name))
        .findFirst()
        .orElseThrow()
        .stem()
        .concat(".changes");
  }

  /** One line for people. */
  public String definition() {
    return plan.streams().stream()
        .filter(planned -> planned.name().equals(name))
        .findFirst()
        .orElseThrow()
        .definition();
  }

  private static FabricEventStream resource(String manifest) {
    List<Reading> readings = ResourceReader.read(manifest);
    if (readings.size() != 1) {
      throw new Unfit(
          "manifest: has " + readings.size() + " resources: give exactly one FabricEventStream");
    }
    return switch (readings.getFirst()) {
      case Reading.Valid valid -> valid.resource();
      case Reading.Invalid invalid -> throw new Unfit("manifest: " + words(invalid.findings()));
    };
  }

  private static int index(@Nullable String wanted, List<String> names) {
    if (wanted == null && names.size() == 1) {
      return 0;
    }
    int index = wanted == null ? -1 : names.indexOf(wanted);
    if (index < 0 && wanted != null && wanted.matches("\\d{1,4}")) {
      index = Integer.parseInt(wanted);
    }
    if (index < 0 || index >= names.size()) {
      throw new Unfit(
          "stream: "
              + (wanted == null ? "is missing" : wanted + " is none of this manifest's")
              + ": name one of "
              + String.join(", ", names)
              + ", or its place from 0");
    }
    return index;
  }

  private static Plan plan(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Planned planned -> planned.plan();
      case Outcome.NotAvailable missing ->
          throw new Unfit("manifest: " + words(missing.findings()));
      case Outcome.Refused refused -> throw new Unfit("manifest: " + words(refused.findings()));
    };
  }

  private static String words(List<Finding> findings) {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
  }
}
