package dev.fes.controller;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.Reading;
import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Outcome;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.resource.ManifestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and plans manifests together, and gathers what is wrong with each, line by line. */
final class ManifestCheck {

  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<Plan> plans = new ArrayList<>();
  private final Map<ResourceKey, String> files = new LinkedHashMap<>();

  /** One line per fault: {@code FILE: path.of.field: what is wrong and the mend}. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  List<Plan> plans() {
    return List.copyOf(plans);
  }

  static ManifestCheck of(List<String> names, StreamPlanner planner) {
    ManifestCheck check = new ManifestCheck();
    List<FabricEventStream> resources = new ArrayList<>();
    names.forEach(name -> check.read(name, resources));
    planner.plan(resources, List.of()).forEach(check::add);
    return check;
  }

  private void read(String file, List<FabricEventStream> resources) {
    try {
      List<Reading> readings = ManifestFile.read(Path.of(file));
      if (readings.isEmpty()) {
        faults.add(file + ": has no resource in it: write a FabricEventStream");
      }
      readings.forEach(reading -> add(file, reading, resources));
    } catch (IOException e) {
      faults.add(
          file
              + ": cannot be read ("
              + e.getClass().getSimpleName()
              + "): check its name and its rights");
    }
  }

  private void add(String file, Reading reading, List<FabricEventStream> resources) {
    switch (reading) {
      case Reading.Invalid invalid -> addAll(faults, file, "", invalid.findings());
      case Reading.Valid valid -> {
        addAll(warnings, file, "warning: ", valid.warnings());
        String first = files.putIfAbsent(valid.resource().key(), file);
        if (first == null) {
          resources.add(valid.resource());
        } else {
          faults.add(
              file
                  + ": metadata.name: "
                  + valid.resource().key()
                  + " is already defined in "
                  + first
                  + ": rename or remove one of them");
        }
      }
    }
  }

  private void add(Outcome outcome) {
    String file = files.getOrDefault(outcome.key(), "");
    switch (outcome) {
      case Outcome.Planned planned -> plans.add(planned.plan());
      case Outcome.NotAvailable missing -> {
        plans.add(missing.plan());
        addAll(warnings, file, "warning: ", missing.findings());
      }
      case Outcome.Refused refused -> addAll(faults, file, "", refused.findings());
    }
  }

  private static void addAll(List<String> lines, String file, String kind, List<Finding> findings) {
    findings.forEach(
        finding ->
            lines.add(
                file
                    + ": "
                    + (finding.path().isEmpty() ? "" : finding.path() + ": ")
                    + kind
                    + finding.message()));
  }
}
