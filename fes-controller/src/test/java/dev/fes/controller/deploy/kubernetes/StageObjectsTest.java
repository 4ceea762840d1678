package dev.fes.controller.deploy.kubernetes;

import static dev.fes.controller.deploy.kubernetes.Placing.placed;
import static dev.fes.controller.plan.Manifests.items;
import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.read;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.deploy.TestTokens;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Outcome;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.plan.TestInstallation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The objects are in {@code golden/*.yaml}; {@code -Dgolden=write} writes them again. */
class StageObjectsTest {

  private static final String AUTHENTICATION =
      "databaseAuthentication: {type: DatabaseAuthenticationSecret, name: orders-db}, ";
  private static final String LETTERS =
      """
      flow: {type: AwsLambdaConversion, lambdaFunctionArn: "arn:aws:lambda:eu-central-1:000000000000:function:f"}
            recovery: {type: DeadLetter, sink: {type: SqsStandard, queueName: letters}}
      """;

  private final Installation installation = TestInstallation.in(TestInstallation.cluster(Map.of()));
  private final StageObjects objects = new StageObjects(installation, TestTokens.known());
  private final Plan orders =
      plan(
          installation,
          stream("orders", LETTERS).replace("slotName: SLOT", AUTHENTICATION + "slotName: SLOT"));
  private final Plan keyed =
      plan(
          installation,
          stream("orders")
              .replace("eventType: orders", "eventType: orders, partitionKeyFields: [id]"));

  @ParameterizedTest
  @EnumSource
  void makesTheObjectsOfEachKindOfStage(Role role) {
    Golden.check(role.title(), both(objects, placed(orders, role)));
  }

  @Test
  void letsStagesThatAreOrderedByKeyOverlap() {
    Golden.check("sink-by-key", objects.deployment(placed(keyed, Role.SINK)));
    assertThat(strategy(placed(keyed, Role.SINK))).isEqualTo("RollingUpdate");
    assertThat(strategy(placed(orders, Role.SINK))).isEqualTo("Recreate");
    assertThat(strategy(placed(keyed, Role.SOURCE))).isEqualTo("Recreate");
  }

  @Test
  void makesADynamoDbSource() {
    Plan plan = plan(installation, items("orders", "leases", ""));

    Golden.check("source-dynamodb", both(objects, placed(plan, Role.SOURCE)));
  }

  @Test
  void followsTheInstallation() {
    Installation tuned = TestInstallation.in(TestInstallation.tunedCluster());
    Plan plan = plan(tuned, stream("orders"));

    Golden.check(
        "sink-tuned",
        new StageObjects(tuned, TestTokens.known())
            .deployment(
                placed(
                    plan,
                    Role.SINK,
                    Map.of(
                        "fes.zalando.org/FES_CPU", "2",
                        "fes.zalando.org/FES_MEMORY", "1Gi",
                        "fes.zalando.org/service-account", "orders-aws"),
                    false)));
  }

  @Test
  void releasesByAJobWithTheSourcesOwnImageAndSecret() {
    PlacedStage source = placed(orders, Role.SOURCE);

    Golden.check("release", objects.releaseSettings(source), objects.release(source));
  }

  @Test
  void keepsAHeldStageInItsPlace() {
    Deployment held = objects.deployment(placed(orders, Role.SOURCE, Map.of(), true));
    Deployment runs = objects.deployment(placed(orders, Role.SOURCE));

    assertThat(held.getSpec().getReplicas()).isZero();
    held.getSpec().setReplicas(1);
    assertThat(held).isEqualTo(runs);
  }

  @Test
  void writesNoSecretDown() {
    assertThat(
            Stream.of(Role.values())
                .flatMap(role -> Stream.of(both(objects, placed(orders, role))))
                .map(Golden.SERIALIZATION::asYaml))
        .noneMatch(yaml -> yaml.contains("topsecret"));
  }

  @Test
  void givesAReleaseANameOfItsOwnThatFits() {
    String longest = "a".repeat(47) + "-0123abcd-source";
    assertThat(longest).hasSize(63);

    assertThat(StageObjects.releaseName(longest)).hasSizeLessThanOrEqualTo(63);
    assertThat(StageObjects.releaseName(longest)).endsWith("-0123abcd-release");
    assertThat(StageObjects.releaseName("x-fes-0123abcd-source"))
        .isEqualTo("x-fes-0123abcd-release");
  }

  private String strategy(PlacedStage placed) {
    return objects.deployment(placed).getSpec().getStrategy().getType();
  }

  private static HasMetadata[] both(StageObjects objects, PlacedStage placed) {
    return new HasMetadata[] {objects.configMap(placed), objects.deployment(placed)};
  }

  private static Plan plan(Installation installation, String stream) {
    Outcome outcome =
        StreamPlanner.of(installation)
            .plan(List.of(read(outbox("shop", "fes", stream))), List.of())
            .getFirst();
    if (outcome instanceof Outcome.Planned planned) {
      return planned.plan();
    }
    throw new IllegalArgumentException(outcome.toString());
  }
}
