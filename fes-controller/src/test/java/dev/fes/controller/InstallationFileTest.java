package dev.fes.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.controller.InstallationFile.Unusable;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Installation.Aws;
import dev.fes.controller.plan.Installation.Database;
import dev.fes.controller.plan.Installation.Endpoint;
import dev.fes.controller.plan.Installation.Kafka;
import dev.fes.controller.plan.Installation.Nakadi;
import dev.fes.controller.plan.Installation.Stages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class InstallationFileTest {

  @TempDir Path directory;

  @Test
  void hasADefaultForAllButTheBrokers() throws Exception {
    assertThat(read("fes.kafka.brokers: \"localhost:9092\"")).isEqualTo(Installation.undescribed());
  }

  @Test
  void readsEveryKey() throws Exception {
    assertThat(
            read(
                """
                fes:
                  kafka: {brokers: "a:1,b:2", replication-factor: 3, partitions: 8, properties: {security.protocol: SSL}}
                  databases:
                    "[db.example]":
                      address: "localhost:5432"
                      username: fes
                      password-file: secrets/pw
                      create-publication: true
                      parameters: {sslmode: disable}
                  secrets-directory: secrets
                  nakadi:
                    base-uri: "http://localhost:8080"
                    token-file: secrets/token
                    token-type-file: secrets/type
                    allowed-base-uris: ["https://nakadi.example"]
                  aws:
                    region: eu-central-1
                    endpoint: "http://localhost:1"
                    credentials-file: secrets/aws
                    sqs.endpoint: "http://localhost:2"
                    dynamodb.endpoint: "http://localhost:3"
                    lambda.endpoint: "http://localhost:4"
                    allowed-queue-urls: ["http://localhost:2/0"]
                  max-record-size: 1MB
                  streams-directory: streams
                  stages: {directory: jars, work-directory: work, java-options: [-Xmx1g], drain-timeout: 1m}
                """))
        .isEqualTo(
            new Installation(
                new Kafka("a:1,b:2", (short) 3, 8, Map.of("security.protocol", "SSL")),
                Map.of(
                    "db.example",
                    new Database(
                        "localhost:5432",
                        "fes",
                        Path.of("secrets/pw"),
                        true,
                        Map.of("sslmode", "disable"))),
                Path.of("secrets"),
                new Nakadi(
                    URI.create("http://localhost:8080"),
                    Path.of("secrets/token"),
                    Path.of("secrets/type"),
                    List.of(URI.create("https://nakadi.example"))),
                new Aws(
                    "eu-central-1",
                    URI.create("http://localhost:1"),
                    Path.of("secrets/aws"),
                    new Endpoint(URI.create("http://localhost:2")),
                    new Endpoint(URI.create("http://localhost:3")),
                    new Endpoint(URI.create("http://localhost:4")),
                    List.of(URI.create("http://localhost:2/0"))),
                DataSize.ofMegabytes(1),
                Path.of("streams"),
                new Stages(
                    Path.of("jars"), Path.of("work"), List.of("-Xmx1g"), Duration.ofMinutes(1))));
  }

  @Test
  void letsTheEnvironmentOutweighTheFile() throws Exception {
    assertThat(
            read(
                    "fes.kafka.brokers: a",
                    Map.of("FES_KAFKA_BROKERS", "b", "FES_STAGE_LIFELINE", "x"))
                .kafka()
                .brokers())
        .isEqualTo("b");
  }

  @Test
  void replacesPlaceholdersFromTheEnvironment() throws Exception {
    Installation installation =
        read(
            "fes: {kafka: {brokers: a}, nakadi: {token-file: \"${SECRETS}/token\"}}",
            Map.of("SECRETS", "there"));

    assertThat(installation.nakadi().tokenFile()).isEqualTo(Path.of("there/token"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
            fes: {}                                            | fes.kafka.brokers is missing: name the brokers, such as "localhost:9092"
            fes.kafka: {brokers: a, replication-factor: 0}     | fes.kafka.replication-factor is 0: use 1 or more, or -1 for the broker's
            fes.kafka: {brokers: a, brokres: b}                | fes.kafka.brokres: is not a setting: correct it or take it out
            fes: {kafka: {brokers: a}, max-record-size: big}   | fes.max-record-size: 'big' does not match data size pattern: give it another value
            fes: {kafka: {brokers: a}, stages.drain-timeout: x}| fes.stages.drain-timeout: 'x' is not a valid duration: give it another value
            """)
  void saysInOneLineWhichKeyIsWrong(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(Unusable.class)
        .hasMessage(directory.resolve("fes.yaml") + ": " + message);
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatThrownBy(
            () -> InstallationFile.read(directory.resolve("none.yaml"), Map.of(), Map.of()))
        .isInstanceOf(Unusable.class)
        .hasMessageEndingWith(
            "none.yaml: cannot be read: name a YAML file with the installation's configuration");
  }

  private Installation read(String yaml) throws IOException, Unusable {
    return read(yaml, Map.of());
  }

  private Installation read(String yaml, Map<String, String> environment)
      throws IOException, Unusable {
    Path file = Files.writeString(directory.resolve("fes.yaml"), yaml);
    return InstallationFile.read(file, Map.of(), environment);
  }
}
