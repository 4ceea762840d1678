package dev.fes.controller.plan;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.read;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationPolicyTest {

  private static final String SECRET =
      "databaseAuthentication: {type: DatabaseAuthenticationSecret, name: orders-db}, ";

  private final Installation cluster = TestInstallation.in(TestInstallation.tunedCluster());
  private final InstallationPolicy policy = new InstallationPolicy(TestInstallation.read());

  @Test
  void wantsCredentialsForEveryDatabase() {
    assertThat(findings(stream("t").replace("db.example", "other.example")))
        .containsExactly(
            "spec.eventStreams[0].source.jdbcConnection.databaseAuthentication: is missing, and"
                + " this installation has no credentials for the host other.example: name a Secret"
                + " here, or add fes.databases.[other.example] to its configuration");
  }

  @Test
  void letsAManifestSendEventsOnlyWhereItIsAllowed() {
    assertThat(findings(nakadiAt("https://nakadi.example/team"))).isEmpty();
    assertThat(findings(nakadiAt("http://localhost:8080/"))).isEmpty();
    assertThat(findings(nakadiAt("https://evil.example/team")))
        .containsExactly(
            "spec.eventStreams[0].sink.nakadiBaseUri: evil.example is not allowed by this"
                + " installation: leave it out, or have fes.nakadi.allowed-base-uris list it");
  }

  @Test
  void checksTheQueueOfADeadLetterToo() {
    String recovery =
        "recovery: {type: DeadLetter, sink: {type: SqsStandard, queueName: q, queueUrl: %s}}";

    assertThat(findings(stream("t", recovery.formatted("http://localhost:9324/000000000000/q"))))
        .isEmpty();
    assertThat(findings(stream("t", recovery.formatted("http://localhost:9324/000000000001/q"))))
        .singleElement()
        .asString()
        .startsWith("spec.eventStreams[0].recovery.sink.queueUrl: ");
  }

  @Test
  void needsNoDirectoryOfSecretsInACluster() {
    String stream = stream("t").replace("slotName: SLOT", SECRET + "slotName: SLOT");
    Installation local =
        new Installation(
            cluster.kafka(),
            cluster.databases(),
            null,
            cluster.nakadi(),
            cluster.aws(),
            cluster.sinks(),
            cluster.bufferTopics(),
            cluster.maxRecordSize(),
            null,
            cluster.stages(),
            Kubernetes.absent(),
            cluster.ops(),
            Tracing.off());

    assertThat(findings(cluster, "{}", stream)).isEmpty();
    assertThat(findings(local, "{}", stream))
        .singleElement()
        .asString()
        .contains("fes.secrets-directory");
  }

  @Test
  void letsAResourceChooseOnlyAServiceAccountItMay() {
    assertThat(findings(cluster, "{fes.zalando.org/service-account: orders-aws}", stream("t")))
        .isEmpty();
    assertThat(findings(cluster, "{fes.zalando.org/service-account: fes-stage}", stream("t")))
        .isEmpty();
    assertThat(findings(cluster, "{fes.zalando.org/service-account: admin}", stream("t")))
        .containsExactly(
            "metadata.annotations[fes.zalando.org/service-account]: is not allowed by this"
                + " installation: leave it out, or have fes.kubernetes.allowed-service-accounts"
                + " list it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0.5", "500m", "512Mi", "1.5Gi", "2e9", "1E", "3."})
  void takesQuantitiesAsKubernetesDoes(String quantity) {
    assertThat(PodChoices.isQuantity(quantity)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "0", "0Mi", "-1", "+1", "much", "512MB", "512 Mi", "1e", "0e9", "1\n", "Mi", "."
      })
  void refusesWhatIsNoQuantityEverywhere(String quantity) {
    assertThat(PodChoices.isQuantity(quantity)).isFalse();
    assertThat(PodChoices.of(Map.of("fes.zalando.org/FES_MEMORY", quantity)).faults())
        .extracting(Object::toString)
        .containsExactly(
            "metadata.annotations[fes.zalando.org/FES_MEMORY]: is not a quantity: write one as"
                + " Kubernetes does, such as 512Mi");
  }

  @ParameterizedTest
  @CsvSource({
    "FES_MEMORY, 500m, is too little for any stage",
    "FES_MEMORY, 512, is too little for any stage",
    "FES_MEMORY, 1M, is too little for any stage",
    "FES_MEMORY, 6e7, is too little for any stage",
    "FES_MEMORY, 63Mi, is too little for any stage",
    "FES_CPU, 500Mi, has a unit of memory"
  })
  void refusesQuantitiesOfWhatIsMeantOtherwise(String name, String quantity, String words) {
    assertThat(PodChoices.of(Map.of("fes.zalando.org/" + name, quantity)).faults())
        .singleElement()
        .asString()
        .startsWith("metadata.annotations[fes.zalando.org/" + name + "]: " + words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64Mi", "512Mi", "1.5Gi", "3.Gi", "2e9", "1G", "70000k", "67108864"})
  void takesMemoryThatAStageCanStartWith(String quantity) {
    assertThat(PodChoices.of(Map.of("fes.zalando.org/FES_MEMORY", quantity)).faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://nakadi.example/team",
        "https://nakadi.example:444/team",
        "https://nakadi.example/team2",
        "https://nakadi.example/team/../other",
        "https://nakadi.example/team%2f..%2fother",
        "https://nakadi.example.evil.example/team",
        "https://user@nakadi.example/team"
      })
  void isNotMisledBy(String uri) {
    assertThat(
            InstallationPolicy.isWithin(URI.create(uri), URI.create("https://nakadi.example/team")))
        .isFalse();
  }

  private static List<String> findings(
      Installation installation, String annotations, String stream) {
    String resource =
        outbox("x", "fes", stream)
            .replace("{name: x}", "{name: x, annotations: " + annotations + "}");
    return new InstallationPolicy(installation)
        .findings(read(resource)).stream().map(Object::toString).toList();
  }

  private List<String> findings(String stream) {
    return policy.findings(read(outbox("x", "fes", stream))).stream()
        .map(Object::toString)
        .toList();
  }

  private static String nakadiAt(String uri) {
    return stream("t").replace("eventType: t", "eventType: t, nakadiBaseUri: \"" + uri + "\"");
  }
}
