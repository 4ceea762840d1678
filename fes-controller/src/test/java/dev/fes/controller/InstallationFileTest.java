package dev.fes.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.controller.InstallationFile.Unusable;
import dev.fes.controller.plan.Aws;
import dev.fes.controller.plan.BufferTopics;
import dev.fes.controller.plan.Composition;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Installation.Database;
import dev.fes.controller.plan.Installation.Kafka;
import dev.fes.controller.plan.Installation.Sinks;
import dev.fes.controller.plan.Installation.Stages;
import dev.fes.controller.plan.Nakadi;
import dev.fes.controller.plan.Ops;
import dev.fes.controller.plan.TestInstallation;
import dev.fes.controller.plan.Tracing;
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
                    connect-timeout: 1s
                    read-timeout: 2s
                    gzip: true
                    allowed-base-uris: ["https://nakadi.example"]
                  aws:
                    region: eu-central-1
                    endpoint: "http://localhost:1"
                    credentials-file: secrets/aws
                    sqs: {endpoint: "http://localhost:2", connect-timeout: 3s, call-timeout: 4s, fifo-batching: relaxed}
                    dynamodb: {endpoint: "http://localhost:3", connect-timeout: 5s, call-timeout: 6s}
                    lambda: {endpoint: "http://localhost:4", connect-timeout: 7s, call-timeout: 8s, concurrency: 32}
                    sts: {endpoint: "http://localhost:5"}
                    allowed-queue-urls: ["http://localhost:2/0"]
                  sinks: {lanes: 4, max-batch-bytes: 2MB}
                  buffer-topics: {replay-window: 2h, purge-interval: 30s, dead-letter-retention: 7d}
                  max-record-size: 1MB
                  streams-directory: streams
                  stages: {composition: compact, directory: jars, work-directory: work, java-options: [-Xmx1g], drain-timeout: 1m, release-timeout: 3m}
                  kubernetes:
                    enabled: true
                    namespaces: [shop, stock]
                    controller-namespace: fes-system
                    image-template: "registry.example/cdc/{app}:1.2.3"
                    image-pull-policy: Always
                    image-pull-secrets: [registry-login]
                    service-account: fes-stage
                    allowed-service-accounts: [orders-aws]
                    priority-class: high
                    node-selector: {pool: cdc, arch: amd64}
                    tolerations: [{key: dedicated, operator: Equal, value: cdc, effect: NoSchedule}]
                    topology-spread: [hostname]
                    default-cpu: 250m
                    default-memory: 768Mi
                    mounts:
                      - {secret: nakadi-token, path: /secrets/nakadi, apps: [fes-sink-nakadi]}
                      - {secret: aws-login, path: /secrets/aws, restart: true}
                    kafka-secret: fes-kafka
                  ops: {token-file: secrets/operator, token-audiences: [fes], stage-key-file: secrets/stages}
                  tracing: {endpoint: "http://collector:4318/v1/traces"}
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
                    null,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    true,
                    List.of(URI.create("https://nakadi.example"))),
                new Aws(
                    "eu-central-1",
                    URI.create("http://localhost:1"),
                    Path.of("secrets/aws"),
                    new Aws.Sqs(
                        URI.create("http://localhost:2"),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Aws.FifoBatching.RELAXED),
                    new Aws.DynamoDb(
                        URI.create("http://localhost:3"),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6)),
                    new Aws.Lambda(
                        URI.create("http://localhost:4"),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(8),
                        32),
                    new Aws.Sts(URI.create("http://localhost:5")),
                    List.of(URI.create("http://localhost:2/0"))),
                new Sinks(4, DataSize.ofMegabytes(2)),
                new BufferTopics(Duration.ofHours(2), Duration.ofSeconds(30), Duration.ofDays(7)),
                DataSize.ofMegabytes(1),
                Path.of("streams"),
                new Stages(
                    Composition.COMPACT,
                    Path.of("jars"),
                    Path.of("work"),
                    List.of("-Xmx1g"),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(3)),
                TestInstallation.tunedCluster(),
                new Ops(Path.of("secrets/operator"), List.of("fes"), Path.of("secrets/stages")),
                new Tracing(URI.create("http://collector:4318/v1/traces"))));
  }

  @Test
  void readsHowNakadisTokensAreAskedFor() throws Exception {
    Installation installation =
        read(
            """
            fes:
              kafka.brokers: a
              nakadi.oauth2:
                token-uri: "https://tokens.example"
                client-id-file: secrets/id
                client-secret-file: secrets/secret
                scopes: [nakadi.event_stream.write]
            """);

    assertThat(installation.nakadi().oauth2())
        .isEqualTo(
            new Nakadi.OAuth2(
                URI.create("https://tokens.example"),
                Path.of("secrets/id"),
                Path.of("secrets/secret"),
                List.of("nakadi.event_stream.write")));
  }

  @Test
  void readsTheExampleAndAllThatIsCommentedOutInIt() throws Exception {
    String example = Files.readString(Path.of("..", "deploy", "local", "fes.yaml"));
    String uncommented =
        example
            .replaceAll("(?m)^ +token-file: .*$", "")
            .replaceAll("(?m)^( *)# ( *[a-z0-9-]+: )", "$1$2");

    Installation installation = read(uncommented, Map.of("KAFKA_JAAS", "jaas"));

    assertThat(installation.bufferTopics()).isEqualTo(Installation.undescribed().bufferTopics());
    assertThat(installation.nakadi().oauth2()).isNotNull();
    assertThat(installation.aws().sts().endpoint()).isNotNull();
    assertThat(read(example).nakadi().oauth2()).isNull();
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
            fes: {kafka.brokers: a, nakadi.gzip: perhaps}      | fes.nakadi.gzip: Invalid boolean value 'perhaps': give it another value
            fes: {kafka.brokers: a, nakadi.read-timeout: 0s}   | fes.nakadi.read-timeout is PT0S: give it a length, such as 10s, or leave it out
            fes: {kafka.brokers: a, nakadi.base-uri: nakadi.example} | fes.nakadi.base-uri is no http(s) address: write one, such as https://nakadi.example.org
            fes: {kafka.brokers: a, nakadi.base-uri: "localhost:8081"} | fes.nakadi.base-uri is no http(s) address: write one, such as https://nakadi.example.org
            fes: {kafka.brokers: a, nakadi.oauth2.scopes: [x]} | fes.nakadi.oauth2.token-uri is missing: name the address that gives tokens
            fes: {kafka.brokers: a, nakadi: {token-file: t, oauth2: {token-uri: "u:x", client-id-file: i, client-secret-file: s}}} | fes.nakadi.oauth2 is given beside fes.nakadi.token-file: keep one of them
            fes: {kafka.brokers: a, aws.lambda.concurrency: 0} | fes.aws.lambda.concurrency is 0: use 1 or more
            fes: {kafka.brokers: a, aws.sqs.call-timeout: -1s} | fes.aws.sqs.call-timeout is PT-1S: give it a length, such as 10s, or leave it out
            fes: {kafka.brokers: a, databases: {"[db.example]": {parameters: {socketTimeout: 30s}}}} | fes.databases."[db.example]".parameters.socketTimeout has a value that is not allowed: write 1 or more whole seconds without a unit, such as 30
            fes: {kafka.brokers: a, databases: {"[db.example]": {parameters: {sslrootcert: ca.pem}}}} | fes.databases."[db.example]".parameters.sslrootcert has a value that is not allowed: write an absolute path, such as /secrets/pg/ca.pem
            fes: {kafka.brokers: a, databases: {"[db.example]": {parameters: {sslrotcert: /ca.pem}}}} | fes.databases."[db.example]".parameters.sslrotcert is not allowed: take it out; did you mean sslrootcert? (allowed: ApplicationName, channelBinding, connectTimeout, gssEncMode, loginTimeout, socketTimeout, ssl, sslNegotiation, sslcert, sslkey, sslmode, sslrootcert, targetServerType, tcpKeepAlive, user)
            fes: {kafka.brokers: a, databases: {"[db.example]": {parameters: {password: secret}}}} | fes.databases."[db.example]".parameters.password is not said here: name a password-file beside parameters
            fes: {kafka.brokers: a, databases: {"[db.example]": {parameters: {user: fes}}}} | fes.databases."[db.example]".parameters.user is not said here: write username beside parameters
            fes: {kafka.brokers: a, sinks.lanes: 0}            | fes.sinks.lanes is 0: use 1 or more
            fes: {kafka.brokers: a, sinks.max-batch-bytes: 0B} | fes.sinks.max-batch-bytes is 0: use 1 or more
            fes: {kafka.brokers: a, buffer-topics.purge-interval: 0s}  | fes.buffer-topics.purge-interval is PT0S: give it a length, such as 10s, or leave it out
            fes: {kafka.brokers: a, buffer-topics.replay-window: -1s}  | fes.buffer-topics.replay-window is PT-1S: use 0s or more
            fes: {kafka.brokers: a, kubernetes.image-template: "fes:1"} | fes.kubernetes.image-template is fes:1: write an image's name with {app} in it, such as "fes/{app}:0.1.0"
            fes: {kafka.brokers: a, kubernetes.default-memory: 1GB}    | fes.kubernetes.default-memory is 1GB: write a quantity as Kubernetes does, such as 512Mi
            fes: {kafka.brokers: a, kubernetes.service-account: A}     | fes.kubernetes.service-account is A: use lower-case letters, digits, dashes and dots
            fes: {kafka.brokers: a, kubernetes.topology-spread: [rack]} | fes.kubernetes.topology-spread[0]: No enum constant dev.fes.controller.plan.Kubernetes.Topology.rack: give it another value
            fes: {kafka.brokers: a, kubernetes.mounts: [{secret: s, path: /tmp}]}   | fes.kubernetes.mounts.path is /tmp: use an absolute path other than /, /tmp and /etc/fes
            fes: {kafka.brokers: a, kubernetes.mounts: [{secret: s, path: /s, apps: [sink]}]} | fes.kubernetes.mounts.apps has sink: use fes-source-postgres, fes-source-dynamodb, fes-flow-functions, fes-sink-nakadi, fes-sink-sqs
            fes: {kafka: {brokers: a, properties: {sasl.jaas.config: x}}, kubernetes.enabled: true} | fes.kubernetes.kafka-secret is missing: name the Secret that has, in each namespace, FES_KAFKA_SASL_JAAS_CONFIG
            fes: {kafka: {brokers: a}, stages.composition: dense}| fes.stages.composition: No enum constant dev.fes.controller.plan.Composition.dense: give it another value
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
