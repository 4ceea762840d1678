package dev.fes.bench;

import java.util.ArrayList;
import java.util.List;

/** What the command line asked for. */
record Arguments(
    Scale scale,
    String composition,
    boolean fesOnly,
    List<String> stageSettings,
    List<String> workloads) {

  private static final String REPORT = "report";

  static Arguments of(String... arguments) {
    Scale scale = Scale.FULL;
    String composition = "staged";
    boolean fesOnly = false;
    List<String> stageSettings = new ArrayList<>();
    List<String> workloads = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals("--quick")) {
        scale = Scale.QUICK;
      } else if (argument.equals("--fes-only")) {
        fesOnly = true;
      } else if (argument.startsWith("--composition=")) {
        composition = argument.substring("--composition=".length());
      } else if (argument.startsWith("--set=")) {
        stageSettings.add(argument.substring("--set=".length()));
      } else {
        workloads.add(argument);
      }
    }
    return new Arguments(
        scale, composition, fesOnly, List.copyOf(stageSettings), List.copyOf(workloads));
  }

  /** Whether nothing is to be run. */
  boolean reportOnly() {
    return workloads.equals(List.of(REPORT));
  }

  boolean isReported() {
    return scale.equals(Scale.FULL) && !fesOnly && stageSettings.isEmpty();
  }

  List<Comparison> comparisons() {
    Comparisons all = new Comparisons(scale);
    List<Comparison> chosen =
        workloads.isEmpty() ? all.main() : workloads.stream().map(all::named).toList();
    return fesOnly ? chosen.stream().map(Comparison::withoutPeer).toList() : chosen;
  }
}
