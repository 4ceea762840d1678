package dev.fes.testbed.cluster;

import static dev.fes.testbed.cluster.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.FaultyProxy;
import dev.fes.testbed.FaultyProxy.Mode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The controller ends, is replaced, or is cut off, and no stage notices. */
@Tag("cluster")
@ExtendWith(Cluster.Fixture.class)
class RecoveryIT {

  /** Longer than a lease lasts, so that whoever takes over has had the time. */
  private static final Duration TAKE_OVER = Duration.ofSeconds(60);

  private final Cluster cluster;
  private House house;

  RecoveryIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() {
    house = House.open(cluster);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aControllerThatIsKilledAndStartedAgainChangesNoDeployment() {
    Map<String, Long> before;
    Deployments deployments;
    try (Controller first = house.start()) {
      deployments = house.run(Samples.outbox("kept"));
      before = deployments.generations();
      first.kill();
    }
    try (Controller _ = house.start()) {
      house.team().kubectl().apply(Samples.outbox("new").text());
      house.awaitCondition("new", "Ready");

      assertThat(deployments.generations()).isEqualTo(before);
    }
  }

  @Test
  void whatIsAppliedWhileNoControllerRunsIsTakenUpByTheNext() {
    house.team().kubectl().apply(Samples.outbox("early").text());
    try (Controller _ = house.start()) {
      house.awaitCondition("early", "Ready");
    }
  }

  @Test
  void aControllerThatIsKilledWhileItDeploysIsFollowedByOneThatGoesOn() {
    try (Controller first = house.start()) {
      house.team().kubectl().apply(Samples.outbox("half").text());
      eventually(() -> assertThat(house.deployments("half").all()).isNotEmpty());
      first.kill();
    }
    try (Controller _ = house.start()) {
      house.awaitCondition("half", "Ready");
      assertThat(house.deployments("half").all()).hasSize(4);
    }
  }

  @Test
  void aControllerThatIsKilledWhileItRemovesIsFollowedByOneThatGoesOn() {
    try (Controller first = house.start()) {
      house.run(Samples.outbox("leaving"));
      Resources.in(house.team()).delete("leaving");
      eventually(() -> assertThat(house.deployments("leaving").all()).hasSizeLessThan(4));
      first.kill();
    }
    try (Controller _ = house.start()) {
      eventually(() -> house.assertNothingIsLeftOf(house.team(), "leaving"));
    }
  }

  @Test
  void whatIsDeletedWhileNoControllerRunsIsRemovedByTheNext() {
    try (Controller _ = house.start()) {
      house.run(Samples.outbox("unseen"));
    }
    Resources.in(house.team()).delete("unseen");
    try (Controller _ = house.start()) {
      eventually(() -> house.assertNothingIsLeftOf(house.team(), "unseen"));
    }
  }

  @Test
  void anotherControllerTakesOverFromALeaderThatIsKilledAndNoDeploymentChanges() {
    try (Controller first = house.start()) {
      Deployments deployments = house.run(Samples.outbox("inherited"));
      Map<String, Long> before = deployments.generations();
      try (Controller second = house.start()) {
        eventually(() -> assertThat(second.get("/actuator/health/liveness")).contains("\"UP\""));
        assertThat(second.json("/actuator/streams").path("resources")).isEmpty();

        first.kill();

        house.team().kubectl().apply(Samples.outbox("next").text());
        await()
            .atMost(TAKE_OVER)
            .untilAsserted(() -> assertThat(house.deployments("next").all()).hasSize(4));
        house.awaitCondition("next", "Ready");
        assertThat(deployments.generations()).isEqualTo(before);
        assertThat(second.isAlive()).isTrue();
      }
    }
  }

  /**
   * The process may end and be started again, as a kubelet does it, for it cannot keep its lease.
   */
  @Test
  void anApiServerThatIsAwayForAMinuteChangesNothing() throws InterruptedException {
    try (FaultyProxy proxy = ProxiedKubeconfig.proxy();
        Restarted controller = Restarted.start(house, ProxiedKubeconfig.through(proxy))) {
      Deployments deployments = house.run(Samples.outbox("cut-off"));
      Map<String, Long> before = deployments.generations();

      proxy.mode(Mode.REFUSE);
      house.team().kubectl().apply(Samples.outbox("meanwhile").text());
      house.team().kubectl().ok("label", "fes", "cut-off", "seen=later");
      await().pollDelay(Duration.ofSeconds(60)).atMost(Duration.ofSeconds(70)).until(() -> true);
      proxy.mode(Mode.PASS);

      house.awaitCondition("meanwhile", "Ready");
      house.awaitCondition("cut-off", "Ready");
      assertThat(deployments.generations()).isEqualTo(before);
      assertThat(controller.starts()).isLessThan(10);
    }
  }
}
