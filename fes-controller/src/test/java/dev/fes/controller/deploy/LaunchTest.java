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

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", "/bin",
          "OWN_SECRET", "own",
          "AWS_MAX_ATTEMPTS", "2",
          "AWS_ACCESS_KEY_ID", "id",
          "AWS_SECRET_ACCESS_KEY", "key",
          "AWS_PROFILE", "mine",
          "AWS_ROLE_ARN", "arn:role",
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
          "AWS_CONFIG_FILE", "/config");

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
            ENVIRONMENT);
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
    launch = new Launch(dev.fes.controller.plan.Installation.undescribed(), ENVIRONMENT);

    assertThat(environment(0))
        .containsEntry("AWS_SECRET_ACCESS_KEY", "key")
        .doesNotContainKeys("AWS_SHARED_CREDENTIALS_FILE");
    assertThat(environment(1)).doesNotContainKeys("AWS_SECRET_ACCESS_KEY");
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
