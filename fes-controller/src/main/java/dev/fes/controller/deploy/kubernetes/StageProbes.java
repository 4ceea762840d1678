package dev.fes.controller.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/**
 * What the kubelet asks a stage. A blocked stream is live and not ready: nothing is gained by a new
 * start.
 */
final class StageProbes {

  private static final String LIVENESS = "/actuator/health/liveness";
  private static final String READINESS = "/actuator/health/readiness";

  private StageProbes() {}

  /** A JVM on a busy node may take minutes. */
  static Probe startup() {
    return probe(LIVENESS, 3, 80);
  }

  static Probe liveness() {
    return probe(LIVENESS, 20, 3);
  }

  static Probe readiness() {
    return probe(READINESS, 10, 2);
  }

  private static Probe probe(String path, int period, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(StagePod.PORT_NAME)
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(5)
        .withFailureThreshold(failures)
        .build();
  }
}
