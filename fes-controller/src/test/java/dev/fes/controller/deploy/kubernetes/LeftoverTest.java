package dev.fes.controller.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoverTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(11);
  private static final Duration SHORT = Duration.ofMinutes(9);

  private final Leftover pods = Leftover.pods(_ -> true);
  private final Leftover everything = Leftover.everything();
  private final Pod running = pod("Running");
  private final Pod evicted = pod("Failed");

  @Test
  void isNotGoneWhileAPodRunsOrMay() {
    assertThat(pods.isGone(List.of(running), null, NOW)).isFalse();
    assertThat(pods.isGone(List.of(pod("Pending")), null, NOW)).isFalse();
    assertThat(pods.isGone(List.of(), null, NOW)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Failed", "Succeeded"})
  void aPodThatHasEndedIsGone(String phase) {
    assertThat(pods.isGone(List.of(pod(phase)), null, NOW)).isTrue();
    assertThat(pods.isGone(List.of(pod(phase), running), null, NOW)).isFalse();
  }

  @Test
  void waitsOnlyForThePodsThatAreMeant() {
    Leftover others = Leftover.pods(pod -> pod.getStatus().getPhase().equals("Pending"));

    assertThat(others.isGone(List.of(running), null, NOW)).isTrue();
    assertThat(others.isGone(List.of(pod("Pending")), null, NOW)).isFalse();
  }

  @Test
  void aPodOnALostNodeCountsAsGoneAfterAWhile() {
    assertThat(pods.isGone(List.of(ending(SHORT)), null, NOW)).isFalse();
    assertThat(pods.isGone(List.of(ending(LONG)), null, NOW)).isTrue();
    assertThat(pods.lost(List.of(ending(LONG), evicted), NOW)).containsExactly(ending(LONG));
  }

  @Test
  void whatMakesPodsIsToGoToo() {
    assertThat(everything.isGone(List.of(), null, NOW)).isTrue();
    assertThat(everything.isGone(List.of(), maker(true), NOW)).isFalse();
    assertThat(everything.isGone(List.of(evicted), maker(true), NOW)).isFalse();
    assertThat(pods.isGone(List.of(), maker(false), NOW)).isTrue();
  }

  @Test
  void whatOnlyALostPodKeepsIsAsGoodAsGone() {
    assertThat(everything.isGone(List.of(ending(LONG), evicted), maker(true), NOW)).isTrue();
    assertThat(everything.isGone(List.of(ending(LONG), running), maker(true), NOW)).isFalse();
    assertThat(everything.isGone(List.of(ending(SHORT)), maker(true), NOW)).isFalse();
    assertThat(everything.isGone(List.of(ending(LONG)), maker(false), NOW))
        .as("it was not told to go, and makes other pods")
        .isFalse();
  }

  private static Pod pod(String phase) {
    return Slim.pod(
        new PodBuilder()
            .withNewMetadata()
            .withName("p")
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .withPhase(phase)
            .endStatus()
            .build());
  }

  private static Pod ending(Duration since) {
    return pod("Running")
        .edit()
        .editMetadata()
        .withDeletionTimestamp(NOW.minus(since).toString())
        .endMetadata()
        .build();
  }

  private static Deployment maker(boolean ending) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("d")
        .withDeletionTimestamp(ending ? NOW.minus(LONG).toString() : null)
        .endMetadata()
        .build();
  }
}
