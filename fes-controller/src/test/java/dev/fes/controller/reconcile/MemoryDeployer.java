package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.Release;
import dev.fes.controller.deploy.StageAddress;
import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A deployer whose stages are all well, unless told otherwise. */
public final class MemoryDeployer implements Deployer {

  private final Map<ResourceKey, Applied> plans = new ConcurrentHashMap<>();
  private final Map<String, StageReport.Entry> reports = new ConcurrentHashMap<>();
  final List<String> restarted = new CopyOnWriteArrayList<>();
  final List<Plan> applied = new CopyOnWriteArrayList<>();

  /** The sources whose release was asked for, each time that it was. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Plans with a stage of this role cannot be applied. */
  volatile @Nullable Role refused;

  volatile Release answer = new Release(Release.Progress.DONE, "slot is dropped");

  private record Applied(Plan plan, Set<String> held) {

    Plan running() {
      return plan.withStages(stage -> !held.contains(stage.name()));
    }
  }

  /** Lets the stage say this. */
  public void says(Stage stage, StageReport.Entry report) {
    reports.put(stage.name() + report.stream(), report);
  }

  /** What runs; what is held does not. */
  Optional<Plan> plan(ResourceKey key) {
    return Optional.ofNullable(plans.get(key)).map(Applied::running);
  }

  @Override
  public void apply(Plan plan, Set<String> held) {
    if (plan.stages().stream().anyMatch(stage -> stage.role() == refused)) {
      throw new IllegalStateException("exceeded quota");
    }
    Applied next = new Applied(plan, held);
    if (!next.equals(plans.put(plan.key(), next))) {
      applied.add(next.running());
    }
  }

  @Override
  public List<StageStatus> status(ResourceKey key) {
    Applied now = plans.get(key);
    return now == null
        ? List.of()
        : now.plan().stages().stream().map(stage -> status(now, stage)).toList();
  }

  @Override
  public void restart(ResourceKey key, Set<String> stages) {
    restarted.addAll(stages);
  }

  @Override
  public Optional<StageAddress> address(ResourceKey key, String stage) {
    return Optional.empty();
  }

  @Override
  public void remove(ResourceKey key) {
    plans.remove(key);
  }

  @Override
  public Release release(ResourceKey key, Stage source) {
    asked.add(source.name());
    return answer;
  }

  @Override
  public void close() {}

  private StageStatus status(Applied now, Stage stage) {
    if (now.held().contains(stage.name())) {
      return StageStatus.held(stage);
    }
    List<StageReport.Entry> entries =
        stage.streams().stream()
            .map(stream -> reports.getOrDefault(stage.name() + stream, well(stream)))
            .toList();
    StreamState worst =
        entries.stream().map(StageReport.Entry::state).max(StreamState::compareTo).orElseThrow();
    return new StageStatus(
        stage, worst, null, new StageStatus.Instance(4711L, 8080, 0), new StageReport(entries));
  }

  static StageReport.Entry well(String stream) {
    return new StageReport.Entry(
        stream, StreamState.RUNNING, null, null, 5, 0, 0, 0, 0, 0.5, null, List.of(), null, null);
  }

  public static StageReport.Entry unwell(String stream, StreamState state, String error) {
    return new StageReport.Entry(
        stream, state, "reason", error, 5, 1, 2, 3, 0, null, 1_024L, List.of(), null, null);
  }
}
