package dev.fes.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.InstallationFile.Unusable;
import dev.fes.controller.plan.Installation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that deploy/ brings are read as they are. */
class DeployedConfigurationTest {

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/testbed"})
  void isUnderstood(String folder) throws Unusable {
    Installation installation =
        InstallationFile.read(
            Path.of("..", "deploy", folder, "fes.yaml"), Map.of(), Map.of("KAFKA_JAAS", "none"));
    assertThat(installation.kafka().brokers()).endsWith(":9092");
  }
}
