package dev.fes.controller.deploy;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.deploy.JvmOptions.Beans;
import dev.fes.controller.plan.Composition;
import dev.fes.controller.plan.Installation.Stages;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.TestInstallation;
import dev.fes.controller.plan.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LaunchTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", "/bin",
          "JDK_JAVA_OPTIONS", "-Xlog:gc",
          "OWN_SECRET", "own",
          "AWS_MAX_ATTEMPTS", "2",
          "AWS_ACCESS_KEY_ID", "id",
          "AWS_SECRET_ACCESS_KEY", "key",
          "AWS_PROFILE", "mine",
          "AWS_ROLE_ARN", "arn:role",
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
          "AWS_CONFIG_FILE", "/config");

  private static final String FILTER = "filter: '[?(@.after.a == \"grüße\")]'";

  @TempDir Path directory;

  private Launch launch;
  private final Plan plan =
      plan(
          outbox(
              "x",
              "fes",
              stream(
                  "t",
                  """
                  recovery: {type: DeadLetter, sink: {type: SqsStandard, queueName: q}}\
                  """)));

  @BeforeEach
  void launch() throws IOException {
    Path jars = FakeStageJars.in(directory);
    launch =
        new Launch(
            TestInstallation.with(
                new Stages(jars, directory, List.of(), Duration.ZERO, Duration.ZERO)),
            ENVIRONMENT,
            TestTokens.known());
  }

  @Test
  void putsNoSecretOnACommandLine() {
    assertThat(launch.command(unit(plan, 0), Beans.OF_THE_BUILD))
        .noneMatch(word -> word.contains("topsecret") || word.contains("key"));
  }

  @Test
  void handsSecretClientPropertiesOverByEnvironment() {
    assertThat(environment(0)).containsEntry("FES_KAFKA_SASL_JAAS_CONFIG", "user and topsecret");
  }

  @Test
  void handsAwsCredentialsOnlyToStagesThatUseThem() {
    assertThat(environment(0)).containsEntry("AWS_SHARED_CREDENTIALS_FILE", "secrets/aws");
    assertThat(environment(1)).doesNotContainKeys("AWS_SHARED_CREDENTIALS_FILE");
  }

  @Test
  void letsNoCredentialsComeBeforeThoseOfTheFile() {
    assertThat(environment(0))
        .containsEntry("AWS_MAX_ATTEMPTS", "2")
        .doesNotContainKeys(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_PROFILE",
            "AWS_ROLE_ARN",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONFIG_FILE");
  }

  @Test
  void handsItsOwnAwsCredentialsOverWhenThereIsNoFile() {
    launch =
        new Launch(
            dev.fes.controller.plan.Installation.undescribed(), ENVIRONMENT, TestTokens.known());

    assertThat(environment(0))
        .containsEntry("AWS_SECRET_ACCESS_KEY", "key")
        .doesNotContainKeys("AWS_SHARED_CREDENTIALS_FILE");
    assertThat(environment(1)).doesNotContainKeys("AWS_SECRET_ACCESS_KEY");
  }

  @Test
  void passesOnNothingElseOfItsOwnEnvironment() {
    assertThat(environment(0))
        .containsKeys("PATH", "JDK_JAVA_OPTIONS")
        .doesNotContainKey("OWN_SECRET");
  }

  @Test
  void namesTheFilesOfASecret() {
    Plan secret =
        plan(
            outbox("x", "fes", stream("t"))
                .replace(
                    "slotName: fes,",
                    "slotName: fes, databaseAuthentication: {type: DatabaseAuthenticationSecret,"
                        + " name: orders-db, userKey: u, passwordKey: p},"));
    Stage source = secret.stages().getLast();

    assertThat(
            launch
                .environment(
                    secret.key(), Unit.of(source, Set.of()), directory.resolve("port"), Map.of())
                .get("SPRING_APPLICATION_JSON"))
        .contains("\"fes.source.username-file\":\"secrets/orders-db/u\"")
        .contains("\"fes.source.password-file\":\"secrets/orders-db/p\"");
  }

  @Test
  void hasTheBuildsBeansForAStageAndOthersForASinglePieceOfWork() {
    Unit unit = unit(plan, 0);
    assertThat(launch.process(plan.key(), unit, directory.resolve("port"), Map.of()).command())
        .contains("-Dspring.aot.enabled=true");
    assertThat(
            launch
                .process(
                    plan.key(), unit, directory.resolve("port"), Map.of("fes.source.release", true))
                .command())
        .noneMatch(word -> word.startsWith("-Dspring.aot"));
  }

  @Test
  void givesEachStageTheQuickCompilerAlone() {
    assertThat(plan.stages())
        .allSatisfy(
            stage ->
                assertThat(launch.command(Unit.of(stage, Set.of()), Beans.OF_THE_BUILD))
                    .contains("-XX:TieredStopAtLevel=1"));
  }

  @Test
  void handsOverASettingInAnyAlphabet() {
    Plan filtered = plan(outbox("x", "fes", manyStreams(1)));

    assertThat(environment(filtered).get("SPRING_APPLICATION_JSON"))
        .contains("gr\\u00FC\\u00DFe")
        .isASCII();
  }

  @Test
  void handsOverMoreSettingsThanAVariableTakes() throws Exception {
    Map<String, String> environment = environment(plan(outbox("x", "fes", manyStreams(600))));

    assertThat(environment).doesNotContainKey("SPRING_APPLICATION_JSON");
    assertThat(environment.values()).allMatch(value -> value.length() < 100_000);
    assertThat(propertiesOfJava(environment))
        .contains("spring.application.json = {")
        .contains("\"stream\":\"id-599\"")
        .contains("[?(@.after.a == \\\"gr\\u00FC\\u00DFe\\\")]");
  }

  @Test
  void tellsAProcessOfSeveralStagesWhatEachWouldBeToldAlone() throws IOException {
    Unit compact = plan.withComposition(Composition.COMPACT).units(Set.of()).getFirst();

    Map<String, String> environment = environment(compact);

    JsonNode spec =
        JsonMapper.shared().readTree(Path.of(environment.get("FES_COMPACT_STAGES")).toFile());
    assertThat(spec.path("address").asString()).isEqualTo("127.0.0.1");
    assertThat(spec.path("portFile").asString()).isEqualTo(directory.resolve("port").toString());
    for (int i = 0; i < 3; i++) {
      JsonNode alone = JsonMapper.shared().readTree(environment(i).get("SPRING_APPLICATION_JSON"));
      JsonNode stage = spec.path("stages").path(i);
      assertThat(stage.path("name").asString()).isEqualTo(plan.stages().get(i).name());
      assertThat(stage.path("app").asString()).isEqualTo(plan.stages().get(i).app().module());
      assertThat(stage.path("settings"))
          .isEqualTo(
              ((ObjectNode) alone)
                  .without(List.of("server.address", "server.port", "fes.stage.port-file")));
    }
    assertThat(environment)
        .containsEntry("FES_KAFKA_SASL_JAAS_CONFIG", "user and topsecret")
        .containsEntry("AWS_SHARED_CREDENTIALS_FILE", "secrets/aws")
        .doesNotContainKeys("SPRING_APPLICATION_JSON");
    assertThat(launch.command(compact, Beans.OF_THE_BUILD))
        .endsWith("-jar", directory + "/fes-compact.jar");
  }

  private static String[] manyStreams(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                stream("t" + i, "uniqueStreamId: id-" + i)
                    .replace("table: {", FILTER + "\n        table: {"))
        .toArray(String[]::new);
  }

  /** What a JVM that is started with these variables has. */
  private static String propertiesOfJava(Map<String, String> environment) throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XshowSettings:properties",
                "-version")
            .redirectErrorStream(true);
    java.environment().clear();
    java.environment().putAll(environment);
    try (InputStream output = java.start().getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Map<String, String> environment(Plan planned) {
    return environment(unit(planned, planned.stages().size() - 1));
  }

  private Map<String, String> environment(int stage) {
    return environment(unit(plan, stage));
  }

  private Map<String, String> environment(Unit unit) {
    return launch.environment(plan.key(), unit, directory.resolve("port"), Map.of());
  }

  private static Unit unit(Plan plan, int stage) {
    return Unit.of(plan.stages().get(stage), Set.of());
  }
}
