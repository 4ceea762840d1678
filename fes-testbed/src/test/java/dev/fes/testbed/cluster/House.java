package dev.fes.testbed.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An installation in the cluster: a controller that serves three namespaces, Kafka, and a played
 * kubelet.
 *
 * @param system where the controller keeps what it remembers
 * @param team where tests apply what they like
 * @param other another team's
 * @param doomed to be deleted by the test of that
 */
record House(
    Broker broker,
    Namespace system,
    Namespace team,
    Namespace other,
    Namespace doomed,
    PlayedKubelet kubelet,
    Settings settings)
    implements AutoCloseable {

  /** So long anything that the controller does may take on a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  /** One for all classes that leave the controller alone. */
  record Shared(House house, Controller controller) implements AutoCloseable {

    static Shared open(Cluster cluster) {
      House house = House.open(cluster);
      return new Shared(house, house.start());
    }

    @Override
    public void close() {
      house.close();
      controller.close();
    }
  }

  /** Gives a test class the shared house, or one of its own. */
  static final class Fixture implements ParameterResolver {

    private final Cluster.Fixture cluster = new Cluster.Fixture();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Shared.class
          || cluster.supportsParameter(parameter, context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Cluster reached = (Cluster) cluster.resolveParameter(parameter, context);
      return parameter.getParameter().getType() == Cluster.class
          ? reached
          : context
              .getRoot()
              .getStore(ExtensionContext.Namespace.create(House.class))
              .computeIfAbsent(Shared.class, _ -> Shared.open(reached), Shared.class);
    }
  }

  static House open(Cluster cluster) {
    Namespace system = cluster.namespace();
    List<Namespace> teams = List.of(cluster.namespace(), cluster.namespace(), cluster.namespace());
    Broker broker = Broker.open();
    return new House(
        broker,
        system,
        teams.getFirst(),
        teams.get(1),
        teams.getLast(),
        PlayedKubelet.start(cluster.client(), teams),
        Settings.of(broker.address(), system, teams));
  }

  Controller start(String... jvm) {
    return Controller.start(settings, Ports.free(), jvm);
  }

  Controller start(Settings other, String... jvm) {
    return Controller.start(other, Ports.free(), jvm);
  }

  Deployments deployments(String resource) {
    return new Deployments(team, resource);
  }

  /** Applies it and waits until it runs. */
  Deployments run(Manifest manifest) {
    team.kubectl().apply(manifest.text());
    awaitCondition(manifest.name(), "Ready");
    return deployments(manifest.name());
  }

  /** By what a person would use. */
  void awaitCondition(String resource, String condition) {
    team.kubectl()
        .ok(
            "wait",
            "--for=condition=" + condition,
            "--timeout=" + PATIENCE.toSeconds() + "s",
            "fes/" + resource);
  }

  /** The stages, topics and groups of a resource, and the resource itself. */
  void assertNothingIsLeftOf(Namespace namespace, String resource) {
    Deployments deployments = new Deployments(namespace, resource);
    assertThat(deployments.all()).isEmpty();
    assertThat(deployments.configMaps()).isEmpty();
    assertThat(broker.namesOf(namespace, resource)).isEmpty();
    assertThat(Resources.in(namespace).list())
        .noneMatch(left -> left.getMetadata().getName().equals(resource));
  }

  static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).untilAsserted(assertion);
  }

  @Override
  public void close() {
    kubelet.close();
    List.of(team, other, doomed, system).forEach(Namespace::close);
    broker.close();
  }
}
