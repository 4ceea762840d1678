package dev.fes.controller.kubernetes;

import dev.fes.controller.deploy.KeyFile;
import dev.fes.controller.deploy.StageTokens;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.deploy.kubernetes.KubernetesDeployer;
import dev.fes.controller.kubernetes.Election.Seat;
import dev.fes.controller.ops.Access;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Installation.Stages;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.reconcile.LogReports;
import dev.fes.controller.reconcile.Pace;
import dev.fes.controller.reconcile.Platform;
import dev.fes.controller.reconcile.Reconciler;
import dev.fes.controller.reconcile.Switches;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In a cluster: its resources are watched, and stages are Deployments. */
@Configuration(proxyBeanMethods = false)
public class KubernetesPlatform {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration LABEL_AGAIN = Duration.ofSeconds(3);

  @Bean
  Seat seat(Installation installation) {
    return Seats.of(installation.kubernetes(), System.getenv());
  }

  @Bean
  Access access(KubernetesClient client, Installation installation) {
    return new Reviews(client, installation.ops().tokenAudiences(), CLOCK);
  }

  @Bean
  ResourceApi resourceApi(KubernetesClient client) {
    return new ResourceApi(client);
  }

  @Bean
  ClusterResources clusterResources(ResourceApi api, Installation installation) {
    return new ClusterResources(api, installation.kubernetes().namespaces());
  }

  @Bean
  StatusWriter statusWriter(ResourceApi api, ClusterResources resources, MeterRegistry meters) {
    return new StatusWriter(api, resources, CLOCK, meters);
  }

  @Bean
  EventWriter eventWriter(KubernetesClient client, ClusterResources resources) {
    return new EventWriter(client, resources, CLOCK);
  }

  @Bean
  ClusterPlans clusterPlans(KubernetesClient client, Seat seat) {
    return new ClusterPlans(client, seat.namespace());
  }

  @Bean
  Finalizer finalizer(KubernetesClient client, ResourceApi api, ClusterResources resources) {
    return new Finalizer(resources, api, new Namespaces(client, CLOCK));
  }

  @Bean
  StageTokens stageTokens(KubernetesClient client, Installation installation, Seat seat) {
    return new StageTokens(
        installation.ops().stageKeyFile() instanceof Path file
            ? () -> KeyFile.read(file)
            : new ClusterKey(client, seat.namespace()));
  }

  @Bean
  Switches switches(ClusterResources resources, ResourceApi api) {
    return new ClusterSwitches(resources, api);
  }

  @Bean
  KubernetesDeployer deployer(
      KubernetesClient client,
      Installation installation,
      ClusterResources resources,
      StageTokens tokens) {
    return new KubernetesDeployer(client, installation, resources, tokens);
  }

  @Bean
  Platform platform(
      KubernetesDeployer deployer,
      Topics topics,
      ClusterPlans plans,
      Finalizer finalizer,
      ClusterReports reports) {
    return new Platform(deployer, topics, plans, finalizer, reports);
  }

  @Bean
  ClusterReports clusterReports(StatusWriter statuses, EventWriter events) {
    return new ClusterReports(List.of(new LogReports(), statuses, events));
  }

  @Bean
  Reconciler reconciler(
      Installation installation,
      Platform platform,
      KubernetesDeployer deployer,
      MeterRegistry meters) {
    Reconciler reconciler =
        new Reconciler(
            StreamPlanner.of(installation),
            platform,
            Pace.cluster(limits(installation.stages())),
            meters);
    deployer.onChange(reconciler::wake);
    return reconciler;
  }

  @Bean
  LeaderLabel leaderLabel(KubernetesClient client, Seat seat) {
    return new LeaderLabel(client, seat, LABEL_AGAIN);
  }

  @Bean
  LeaderTerm leaderTerm(
      LeaderLabel label, ClusterResources resources, StatusWriter statuses, Reconciler reconciler) {
    return new LeaderTerm(label, resources, statuses, reconciler);
  }

  @Bean(initMethod = "start")
  Election election(KubernetesClient client, Seat seat, LeaderTerm term) {
    return new Election(client, seat, term);
  }

  private static Pace.Limits limits(Stages stages) {
    return new Pace.Limits(stages.drainTimeout(), stages.releaseTimeout());
  }
}
