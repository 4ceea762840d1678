package dev.fes.controller.kubernetes;

import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.reconcile.LogReports;
import dev.fes.controller.reconcile.MemoryDeployer;
import dev.fes.controller.reconcile.MemoryTopics;
import dev.fes.controller.reconcile.Pace;
import dev.fes.controller.reconcile.Platform;
import dev.fes.controller.reconcile.Reconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A controller whose stages and topics are in memory, and all else in the cluster. */
final class RunningController implements AutoCloseable {

  final MemoryTopics topics = new MemoryTopics();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Reconciler reconciler;
  final ClusterResources resources;
  private final StatusWriter statuses;
  private final EventWriter events;

  RunningController(KubernetesClient client, List<String> namespaces, String own) {
    this(client, namespaces, own, new MemoryDeployer());
  }

  RunningController(
      KubernetesClient client, List<String> namespaces, String own, Deployer deployer) {
    Clock clock = Clock.systemUTC();
    ResourceApi api = new ResourceApi(client);
    resources = new ClusterResources(api, namespaces);
    statuses = new StatusWriter(api, resources, clock, meters);
    events = new EventWriter(client, resources, clock);
    reconciler =
        new Reconciler(
            StreamPlanner.withoutInstallation(),
            new Platform(
                deployer,
                topics,
                new ClusterPlans(client, own),
                new Finalizer(resources, api, new Namespaces(client, clock)),
                new ClusterReports(List.of(new LogReports(), statuses, events))),
            Pace.cluster(new Pace.Limits(Duration.ofMinutes(1), Duration.ofMinutes(1))),
            meters);
    statuses.start();
    resources.start(reconciler::accept);
  }

  @Override
  public void close() {
    resources.close();
    reconciler.close();
    statuses.close();
    events.close();
  }
}
