package dev.fes.api;

import static dev.fes.api.Resources.DYNAMO;
import static dev.fes.api.Resources.FULL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceReaderTest {

  private static final String OPERATOR = Resources.shared("postgres-operator-emitted.json");

  @Test
  void readsEveryDocument() {
    String text = "# two\n---\n" + FULL + "---\n\n--- # and\n" + DYNAMO + "...\n---\n";
    List<Reading> readings = ResourceReader.read(text);
    assertThat(readings).hasSize(2).hasOnlyElementsOfType(Reading.Valid.class);
  }

  @Test
  void aBrokenDocumentDoesNotDisturbTheOthers() {
    List<Reading> readings = ResourceReader.read(FULL + "---\na: b: c\n---\n" + DYNAMO);
    assertThat(readings).hasSize(3);
    assertThat(readings.get(0)).isInstanceOf(Reading.Valid.class);
    assertThat(readings.get(2)).isInstanceOf(Reading.Valid.class);
    long line = FULL.lines().count() + 2;
    assertThat(((Reading.Invalid) readings.get(1)).findings().getFirst().message())
        .isEqualTo(
            "is not YAML: line " + line + ", mapping values are not allowed here; correct it");
  }

  @Test
  void aYamlListIsItsItems() {
    String items = ("- " + FULL.replace("\n", "\n  ").strip() + "\n- kind: Secret\n").indent(2);
    List<Reading> readings = ResourceReader.read("apiVersion: v1\nkind: List\nitems:\n" + items);
    assertThat(readings).hasSize(2);
    assertThat(readings.getFirst()).isInstanceOf(Reading.Valid.class);
  }

  @Test
  void aJsonListIsItsItems() {
    String list =
        "{\"kind\": \"FabricEventStreamList\", \"items\": [" + OPERATOR + "," + OPERATOR + "]}";
    assertThat(ResourceReader.read(list)).hasSize(2).hasOnlyElementsOfType(Reading.Valid.class);
    assertThat(ResourceReader.read("kind: List\nitems: []")).isEmpty();
    assertThat(Resources.faults("kind: List\nitems: x").getFirst().path()).isEqualTo("items");
  }

  @Test
  void anInvalidResourceIsNamed() {
    var reading = (Reading.Invalid) ResourceReader.read(FULL.replace("spec:", "sepc:")).getFirst();
    assertThat(reading.key()).isEqualTo(new ResourceKey("team-a", "orders"));
    assertThat(reading.findings())
        .containsExactly(
            new Finding("spec", "is required: describe the event streams below it"),
            new Finding("sepc", "is unknown and ignored: take it out; did you mean spec?"));
  }

  @Test
  void anUnknownFieldIsAWarning() {
    String manifest =
        Resources.with(FULL, "  maxBatchSize", "  maxBatchsize: 5\n        maxBatchSize");
    assertThat(Resources.validReading(manifest).warnings())
        .containsExactly(
            new Finding(
                "spec.eventStreams[0].sink.maxBatchsize",
                "is unknown and ignored: take it out; did you mean maxBatchSize?"));
  }

  @Test
  void aMisspeltAnnotationOfOursIsAWarning() {
    String annotations =
        "metadata:\n  annotations: {fes.zalando.org/pause: \"true\", team.example/pause: \"true\"}";
    assertThat(Resources.validReading(Resources.with(FULL, "metadata:", annotations)).warnings())
        .containsExactly(
            new Finding(
                "metadata.annotations[\"fes.zalando.org/pause\"]",
                "is unknown and ignored: take it out; did you mean fes.zalando.org/paused?"));
  }

  @Test
  void aStrangeUnknownFieldListsTheKnownOnes() {
    String manifest = Resources.with(FULL, "  applicationId", "  \"o w\\n\": 1\n  applicationId");
    assertThat(Resources.validReading(manifest).warnings())
        .containsExactly(
            new Finding(
                "spec[\"o w?\"]",
                "is unknown and ignored: take it out (known: applicationId, eventStreams)"));
  }

  @Test
  void upperCaseInASlotIsAWarning() {
    String manifest = Resources.with(FULL, "slotName: fes", "slotName: Fes");
    assertThat(Resources.validReading(manifest).warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning.message()).endsWith("write fes"));
  }

  @Test
  void whatKubernetesAddsIsNoWarning() {
    String added = "metadata:\n  uid: x\n  creationTimestamp: null\n  labels: {a: b}\n";
    String manifest = FULL.replace("metadata:\n", added) + "status: {observedGeneration: 1}\n";
    assertThat(Resources.validReading(manifest).warnings()).isEmpty();
  }

  @Test
  void annotationsAreTextAndKept() {
    String on = "  annotations: {fes.zalando.org/paused: %s}\nspec:";
    FabricEventStream resource = Resources.valid(FULL.replace("spec:", on.formatted("\"true\"")));
    assertThat(resource.annotations()).containsEntry("fes.zalando.org/paused", "true");
    assertThat(Resources.faults(FULL.replace("spec:", on.formatted("true"))))
        .containsExactly(
            new Finding(
                "metadata.annotations[\"fes.zalando.org/paused\"]",
                "must be text, but is true or false: quote it"));
  }

  @Test
  void aKeyWrittenTwiceIsAFault() {
    String manifest =
        Resources.with(FULL, "slotName: fes", "slotName: fes\n          slotName: other");
    assertThat(Resources.faults(manifest))
        .containsExactly(
            new Finding(
                "spec.eventStreams[0].source.jdbcConnection.slotName",
                "is written twice: keep one"));
    assertThat(Resources.faults(OPERATOR.replace("\"spec\"", "\"kind\": \"x\", \"spec\"")))
        .containsExactly(new Finding("kind", "is written twice: keep one"));
  }

  @Test
  void aKeyWrittenTwiceInAListIsAFaultOfItsItem() {
    String item = OPERATOR.replace("\"spec\"", "\"kind\": \"x\", \"spec\"");
    String list = "{\"kind\": \"List\", \"items\": [" + OPERATOR + "," + item + "]}";
    List<Reading> readings = ResourceReader.read(list);
    assertThat(readings.getFirst()).isInstanceOf(Reading.Valid.class);
    assertThat(((Reading.Invalid) readings.getLast()).findings())
        .containsExactly(new Finding("kind", "is written twice: keep one"));
  }

  @Test
  void anAliasIsWhatItStandsFor() {
    String recovery = "recovery: {type: DeadLetter, sink: {<<: *q, queueName: dead}}\n      ";
    String manifest =
        Resources.with(DYNAMO, "sink:", recovery + "sink:")
            .replace("spec:", "x: &q {type: SqsStandard, queueName: other}\nspec:");
    EventStream stream = Resources.stream(manifest);
    assertThat(stream.recovery())
        .isEqualTo(new Recovery.DeadLetter(new Sink.SqsStandard("dead", null, null, List.of())));
  }

  @Test
  void anAliasOfTextIsAFault() {
    String manifest =
        Resources.with(DYNAMO, "name: orders", "name: &name orders").replace("orders-app", "*name");
    assertThat(Resources.faults(manifest))
        .containsExactly(
            new Finding(
                "spec.applicationId",
                "is an alias of no object or list before it: write the value itself"));
  }

  @Test
  void yamlsNullsAreAbsent() {
    String manifest =
        Resources.with(FULL, "pluginType: pgoutput", "pluginType: ~")
            .replace("schema: data", "schema:")
            .replace("idColumn: key", "idColumn: null");
    var source = (Source.PostgresLogicalReplication) Resources.stream(manifest).source();
    assertThat(source.schema()).isEqualTo("public");
    assertThat(source.jdbcConnection().pluginType()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "#",
        "---",
        "null",
        "~",
        "5",
        "text",
        "[]",
        "[1]",
        "{}",
        "{",
        "{\"a\"",
        "{\"a\": }",
        "}",
        "- a",
        "a: b: c",
        "\ta: 1",
        "a: 'b",
        "*a",
        "&a *a",
        "&a [*a]",
        "&a {b: *a}",
        "? [a]\n: b",
        "!!x y",
        "%",
        "a: !!binary x",
        "\0",
        "\uFFFE",
        "\uD800",
        "a: \u0007",
        "kind: [List]",
        "kind: List",
        "{\"kind\": 1e999999999}",
        "{\"kind\": NaN}",
        "kind: .nan",
        "<<: 1",
        "<<: [1, {a: b}]",
        "\uFEFF{}",
        "a: |\n  b\n c",
        "metadata: {name: 1}",
        "spec: {eventStreams: [[[]]]}",
        "spec: {eventStreams: [{source: {type: [a]}}]}",
        "spec: {eventStreams: [{source: {type: PostgresLogicalReplication, operations: {a: b}}}]}",
        "metadata: {annotations: [a]}",
        "metadata: {annotations: {a: null}}",
        "metadata: 1\nspec: true"
      })
  void badTextIsOneInvalidReading(String text) {
    assertThat(Resources.faults(text))
        .isNotEmpty()
        .allSatisfy(
            fault ->
                assertThat(fault.toString())
                    .doesNotContain("\n", "Exception")
                    .hasSizeLessThan(400));
  }

  @Test
  void theSyntaxErrorOfJsonNamesTheLine() {
    assertThat(Resources.faults("{\"apiVersion\": \"x\",\n \"kind\" 5}").getFirst().message())
        .startsWith("is not JSON: line 2, ");
  }

  @Test
  void aSyntaxErrorQuotesNothing() {
    String manifest =
        FULL.replace("jdbc:postgresql", "'jdbc:postgresql").replace("user=fes", "password=s3cret");
    assertThat(Resources.faults(manifest).toString())
        .contains("is not YAML")
        .doesNotContain("s3cret", "jdbc");
  }

  @Test
  void anAliasBombIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    assertThat(Resources.faults(bomb.toString()).getFirst().message())
        .contains("more than 200000 values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "- ", "{a: ", "!", "&a ", "? "})
  void deepNestingIsRefused(String opening) {
    assertThat(Resources.faults(opening.repeat(100_000))).isNotEmpty();
    assertThat(Resources.faults("a: " + opening.repeat(100))).isNotEmpty();
  }

  @Test
  void hugeTextIsRefused() {
    assertThat(Resources.faults("#".repeat(2_000_000)).getFirst().message())
        .contains("1572864 characters");
    assertThat(Resources.faults("a: [" + "1,".repeat(300_000) + "]").getFirst().message())
        .contains("200000 values");
  }

  @Test
  void halfACharacterIsRefused() {
    assertThat(Resources.faults("a: " + "x".repeat(1_021) + "\uD83D" + "x".repeat(2_000)))
        .isNotEmpty();
    assertThat(Resources.faults("#".repeat(1_024) + "\uD83D")).isNotEmpty();
  }

  /** Mutations of sound manifests, the same every time. */
  @Test
  void nothingThatIsReadThrows() {
    Random random = new Random(42);
    List<String> sound = List.of(FULL, DYNAMO, OPERATOR);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(sound.get(i % sound.size()));
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(12));
        String pieces = "[]{}:,\"'\n -#&*!|>?%@`~\u00e9\uD83D0null";
        int at = random.nextInt(pieces.length());
        text.replace(
            from, to, pieces.substring(at, Math.min(pieces.length(), at + random.nextInt(4))));
      }
      assertThat(ResourceReader.read(text.toString())).isNotEmpty();
    }
  }
}
