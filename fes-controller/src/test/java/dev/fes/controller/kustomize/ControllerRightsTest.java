package dev.fes.controller.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the controller may do in a cluster: what it needs, named one by one. */
class ControllerRightsTest {

  /** The client's words for resources that a right is needed for. */
  private static final Pattern USED =
      Pattern.compile(
          "\\.\\s*(pods|configMaps|secrets|namespaces|events|services|serviceAccounts|nodes|endpoints"
              + "|deployments|replicaSets|statefulSets|jobs|leases|customResourceDefinitions|roles|roleBindings"
              + "|tokenReviews|subjectAccessReview)\\(\\)");

  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "fes", "controller");

  private static final Map<String, Set<String>> STREAMS =
      rights("ClusterRole", "fes-controller-streams");
  private static final Map<String, Set<String>> OWN = rights("Role", "fes-controller");

  private static final Map<String, Set<String>> REVIEWS =
      rights("ClusterRole", "fes-controller-reviews");

  @Test
  void nothingIsGrantedByWildcard() {
    assertThat(roles())
        .allSatisfy(role -> assertThat(role.path("rules").toString()).doesNotContain("*"));
  }

  @Test
  void aSecretIsReadByItsNameOnly() {
    assertThat(STREAMS).containsEntry("secrets", Set.of("get"));
    assertThat(OWN).containsEntry("secrets", Set.of("get", "create"));
    assertThat(KustomizationTest.only("Role", "fes-controller").path("rules"))
        .filteredOn(rule -> rule.path("resources").toString().contains("secrets"))
        .filteredOn(rule -> rule.path("verbs").toString().contains("get"))
        .singleElement()
        .satisfies(
            rule ->
                assertThat(rule.at("/resourceNames/0").asString())
                    .isEqualTo("fes-controller-stage-key"));
  }

  @Test
  void asksWhoACallerIsAndWhatTheyMayDoAndNothingElseOfTheCluster() {
    assertThat(REVIEWS)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("tokenreviews", Set.of("create"), "subjectaccessreviews", Set.of("create")));
  }

  @Test
  void noRightLeadsToMoreRights() {
    Set<String> resources = new HashSet<>(STREAMS.keySet());
    resources.addAll(OWN.keySet());
    assertThat(resources)
        .doesNotContain("serviceaccounts", "serviceaccounts/token", "pods/exec", "pods/log")
        .noneMatch(resource -> resource.startsWith("role") || resource.startsWith("clusterrole"));
    assertThat(verbs()).doesNotContain("escalate", "bind", "impersonate", "deletecollection");
  }

  /** One that is there already is read before it is counted up. */
  @Test
  void anEventIsCountedUpAndNeverDeleted() {
    assertThat(STREAMS).containsEntry("events", Set.of("get", "create", "patch"));
  }

  @Test
  void aResourceOfItsUsersIsNeverMadeOrDeleted() {
    assertThat(STREAMS.get("fabriceventstreams"))
        .containsExactlyInAnyOrder("get", "list", "watch", "patch");
  }

  @Test
  void coversWhatTheCodeAsksFor() throws IOException {
    Set<String> granted = new HashSet<>(STREAMS.keySet());
    granted.addAll(OWN.keySet());
    REVIEWS.keySet().forEach(name -> granted.add(name.replace("accessreviews", "accessreview")));
    assertThat(used()).isNotEmpty().isSubsetOf(granted);
  }

  private static Set<String> used() throws IOException {
    Set<String> used = new TreeSet<>();
    for (String folder : List.of("kubernetes", "deploy/kubernetes")) {
      try (Stream<Path> files = Files.walk(SOURCES.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          USED.matcher(Files.readString(file))
              .results()
              .map((MatchResult match) -> match.group(1).toLowerCase(Locale.ROOT))
              .forEach(used::add);
        }
      }
    }
    return used;
  }

  private static List<JsonNode> roles() {
    return Kustomization.objects().stream()
        .filter(object -> object.path("kind").asString().endsWith("Role"))
        .toList();
  }

  private static Set<String> verbs() {
    return Stream.of(STREAMS, OWN)
        .flatMap(rights -> rights.values().stream())
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }

  private static Map<String, Set<String>> rights(String kind, String name) {
    Map<String, Set<String>> rights = new TreeMap<>();
    for (JsonNode rule : KustomizationTest.only(kind, name).path("rules")) {
      Set<String> verbs =
          rule.path("verbs").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
      rule.path("resources")
          .forEach(
              resource ->
                  rights.merge(
                      resource.asString(),
                      verbs,
                      (one, other) ->
                          Stream.of(one, other).flatMap(Set::stream).collect(Collectors.toSet())));
    }
    return rights;
  }
}
