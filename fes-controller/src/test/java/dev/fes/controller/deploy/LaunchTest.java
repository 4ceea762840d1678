package dev.fes.controller.deploy;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.plan.App;
import dev.fes.controller.plan.Installation.Stages;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.TestInstallation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {

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
            recovery: {type: DeadLetter, sink: {type: SqsStandard, queueName: q}}""")));

  @BeforeEach
  void launch() throws IOException {
    Path jars = FakeStageJars.in(directory);
    launch =
        new Launch(
            TestInstallation.with(new Stages(jars, directory, List.of(), Duration.ZERO)),
            Map.of("PATH", "/bin", "AWS_SECRET_ACCESS_KEY", "key", "OWN_SECRET", "own"));
  }

  @Test
  void putsNoSecretOnACommandLine() {
    assertThat(launch.command(App.SQS_SINK))
        .noneMatch(word -> word.contains("topsecret") || word.contains("key"));
  }

  @Test
  void handsSecretClientPropertiesOverByEnvironment() {
    assertThat(environment(0)).containsEntry("FES_KAFKA_SASL_JAAS_CONFIG", "user and topsecret");
  }

  @Test
  void handsAwsCredentialsOnlyToStagesThatUseThem() {
    assertThat(environment(0))
        .containsEntry("AWS_SECRET_ACCESS_KEY", "key")
        .containsEntry("AWS_SHARED_CREDENTIALS_FILE", "secrets/aws");
    assertThat(environment(1))
        .doesNotContainKeys("AWS_SECRET_ACCESS_KEY", "AWS_SHARED_CREDENTIALS_FILE");
  }

  @Test
  void passesOnNothingElseOfItsOwnEnvironment() {
    assertThat(environment(0)).containsKey("PATH").doesNotContainKey("OWN_SECRET");
  }

  @Test
  void namesTheFilesOfASecret() {
    Plan secret =
        plan(
            outbox("x", "fes", stream("t"))
                .replace(
                    "slotName: fes,",
                    "slotName: fes, databaseAuthentication: {type: DatabaseAuthenticationSecret, name: orders-db, userKey: u, passwordKey: p},"));
    Stage source = secret.stages().getLast();

    assertThat(
            launch
                .environment(secret.key(), source, directory.resolve("port"))
                .get("SPRING_APPLICATION_JSON"))
        .contains("\"fes.source.username-file\":\"secrets/orders-db/u\"")
        .contains("\"fes.source.password-file\":\"secrets/orders-db/p\"");
  }

  @Test
  void givesTheHotSourceTheFullCompilerAndTheOthersTheSmallOne() {
    assertThat(launch.command(App.POSTGRES_SOURCE)).doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(launch.command(App.NAKADI_SINK)).contains("-XX:TieredStopAtLevel=1");
  }

  private Map<String, String> environment(int stage) {
    return launch.environment(plan.key(), plan.stages().get(stage), directory.resolve("port"));
  }
}
