package dev.fes.testbed.cluster;

import static dev.fes.testbed.cluster.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Streams that really run: images and manifests of this repository alone, on real nodes. Only where
 * {@code -Dfes.cluster.images=true} says that the images are there.
 */
@Tag("cluster")
@EnabledIfSystemProperty(named = "fes.cluster.images", matches = "true")
@ExtendWith(Cluster.Fixture.class)
class StreamFromImagesIT {

  private static final String OVERLAY = "../deploy/overlays/testbed";

  private final Kubectl kubectl = new Kubectl();
  private final Kubectl demo = kubectl.in("fes-demo");

  /**
   * @param cluster has the definition already
   */
  StreamFromImagesIT(Cluster cluster) {
    assertThat(cluster.client().nodes().list().getItems())
        .as("-Dfes.cluster.images=true needs a cluster with a node")
        .isNotEmpty();
  }

  @BeforeEach
  void install() {
    kubectl.ok("apply", "-k", OVERLAY);
    Stream.of("fes-testbed", "fes-system").forEach(this::awaitPods);
  }

  @AfterEach
  void uninstall() {
    demo.ask("annotate", "fes", "demo", "fes.zalando.org/skip-drain=true");
    demo.ask("delete", "fes", "demo", "--timeout=180s");
    kubectl.ask("delete", "-k", OVERLAY, "--ignore-not-found", "--timeout=180s");
  }

  @Test
  void rowsBecomeEventsAndDeletionLeavesNothing() {
    ok(demo.ask("wait", "--for=condition=Ready", "--timeout=600s", "fes/demo"), "fes-demo");

    eventually(
        () ->
            assertThat(kubectl.in("fes-testbed").ok("logs", "deployment/fes-testbed"))
                .contains("my-important-business-events", "my-dead-letter-queue", "my-cdc-queue"));

    demo.ok("delete", "fes", "demo", "--timeout=300s");

    eventually(
        () ->
            assertThat(
                    demo.ok(
                        "get",
                        "deployments,pods,jobs,configmaps",
                        "-l",
                        "app.kubernetes.io/managed-by=fes-controller",
                        "-o",
                        "name"))
                .isBlank());
  }

  private void awaitPods(String namespace) {
    ok(
        kubectl
            .in(namespace)
            .ask("wait", "--for=condition=Available", "--timeout=300s", "deployment", "--all"),
        namespace);
  }

  /** An image that is missing on the nodes is named, and whatever else pods wait for. */
  private void ok(Kubectl.Answer answer, String namespace) {
    assertThat(answer.isOk())
        .as(
            "%s; images are imported from fes-*/target/fes-*.tar, see deploy/README.md; pods of %s:"
                + " %s",
            answer.text(), namespace, waiting(namespace))
        .isTrue();
  }

  private String waiting(String namespace) {
    return kubectl
        .in(namespace)
        .ask(
            "get",
            "pods",
            "-o",
            "jsonpath={range .items[*]}{.metadata.name}:"
                + " {.status.containerStatuses[*].state.waiting.message} {end}")
        .text();
  }
}
