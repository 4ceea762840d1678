package dev.fes.testbed.cluster;

import static dev.fes.testbed.cluster.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * What the API server stores and the controller refuses; and what one team cannot do to another.
 */
@Tag("cluster")
@ExtendWith(House.Fixture.class)
class ValidityIT {

  private final House house;

  ValidityIT(House.Shared shared) {
    this.house = shared.house();
  }

  /** An API server without rules stores more of them; then the controller's words count. */
  @Test
  void aWrongManifestThatIsStoredIsNotValidAndNamesTheField() {
    List<WrongManifest> stored =
        WrongManifest.all().filter(wrong -> create(wrong.manifest()).isOk()).toList();
    assertThat(stored).filteredOn(wrong -> !wrong.byApiServer()).hasSizeGreaterThan(4);

    stored.forEach(
        wrong ->
            eventually(
                () -> {
                  JsonNode valid = condition(wrong.manifest().name(), "Valid");
                  assertThat(valid.path("status").asString()).as(wrong.name()).isEqualTo("False");
                  assertThat(valid.path("message").asString())
                      .contains(wrong.field(), wrong.byApiServer() ? "" : wrong.words());
                }));

    assertThat(
            house
                .team()
                .client()
                .apps()
                .deployments()
                .inNamespace(house.team().name())
                .list()
                .getItems())
        .noneMatch(deployment -> deployment.getMetadata().getName().startsWith("w-"));
    stored.forEach(wrong -> Resources.in(house.team()).delete(wrong.manifest().name()));
    eventually(
        () ->
            assertThat(Resources.in(house.team()).list())
                .noneMatch(left -> left.getMetadata().getName().startsWith("w-")));
  }

  @Test
  void anInvalidResourceKeepsNoOtherFromBeingServed() {
    create(Samples.outbox("bad").with("source.filter", "'no path'"));
    create(Samples.outbox("good"));

    house.awaitCondition("good", "Valid");

    deleteAll("bad", "good");
  }

  @Test
  void aServiceAccountOutsideTheAllowListIsRefused() {
    Manifest manifest = Samples.outbox("account");
    manifest
        .tree()
        .withObject("/metadata/annotations")
        .put("fes.zalando.org/service-account", "cluster-admin");
    create(manifest);

    assertNotValid("account", "metadata.annotations[fes.zalando.org/service-account]");

    deleteAll("account");
  }

  @Test
  void aRequestOfResourcesThatIsNoQuantityIsRefused() {
    Manifest manifest = Samples.outbox("greedy");
    manifest.tree().withObject("/metadata/annotations").put("fes.zalando.org/FES_CPU", "lots");
    create(manifest);

    assertNotValid("greedy", "fes.zalando.org/FES_CPU");

    deleteAll("greedy");
  }

  @Test
  void theReaderOfAnotherTeamIsTakenAndItsOwnerNotNamed() {
    Manifest wanted = Samples.outbox("wanted");
    create(wanted.named("mine"));
    house.awaitCondition("mine", "Deployed");

    house.other().kubectl().apply(wanted.named("theirs").text());

    eventually(
        () -> {
          JsonNode valid = condition(house.other(), "theirs", "Valid");
          assertThat(valid.path("reason").asString()).isEqualTo("ReaderTaken");
          assertThat(valid.path("message").asString()).doesNotContain(house.team().name(), "mine");
        });
    assertThat(new Deployments(house.other(), "theirs").all()).isEmpty();
    Resources.in(house.other()).delete("theirs");
    deleteAll("mine");
  }

  /** A name is the name of an object here: what a path would need is no name. */
  @Test
  void noSecretOfAnotherNamespaceCanBeNamed() {
    List<Kubectl.Answer> answers = new ArrayList<>();
    for (String name : List.of("../other/secret", "other/secret", "other:secret", "%2e%2e/x")) {
      answers.add(
          create(
              Samples.outbox("thief")
                  .with(
                      "source.jdbcConnection.databaseAuthentication",
                      "{type: DatabaseAuthenticationSecret, name: \"" + name + "\"}")));
    }

    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.isOk()).isFalse();
              assertThat(answer.text()).contains("databaseAuthentication.name");
            });
  }

  @Test
  void whatStagesAreMadeOfIsOfTheirOwnNamespaceAlone() {
    create(Samples.outbox("own"));
    house.awaitCondition("own", "Deployed");

    eventually(() -> assertThat(house.deployments("own").all()).hasSize(4));
    assertThat(new Deployments(house.other(), "own").all()).isEmpty();
    assertThat(house.broker().namesOf(house.team(), "own")).isNotEmpty();
    assertThat(house.broker().namesOf(house.other(), "own")).isEmpty();
    deleteAll("own");
  }

  private Kubectl.Answer create(Manifest manifest) {
    return house
        .team()
        .kubectl()
        .ask(manifest.text(), new String[] {"create", "--validate=false", "-f", "-"});
  }

  private void assertNotValid(String resource, String words) {
    eventually(
        () -> {
          JsonNode valid = condition(resource, "Valid");
          assertThat(valid.path("status").asString()).isEqualTo("False");
          assertThat(valid.path("message").asString()).contains(words);
        });
    assertThat(house.deployments(resource).all()).isEmpty();
  }

  private void deleteAll(String... resources) {
    Resources all = Resources.in(house.team());
    List.of(resources).forEach(all::delete);
    eventually(
        () ->
            assertThat(all.list())
                .noneMatch(left -> List.of(resources).contains(left.getMetadata().getName())));
  }

  private JsonNode condition(String resource, String type) {
    return condition(house.team(), resource, type);
  }

  private static JsonNode condition(Namespace namespace, String resource, String type) {
    return namespace
        .kubectl()
        .json("get", "fes", resource)
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError(resource + " has no condition " + type));
  }
}
