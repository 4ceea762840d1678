package dev.fes.controller;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static dev.fes.controller.plan.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CliTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres-outbox-to-nakadi.yaml",
        "postgres-outbox-no-recovery.yaml",
        "postgres-operator-emitted.json",
        "dynamodb-lambda-to-sqs-fifo.yaml"
      })
  void acceptsTheSamples(String sample) throws IOException {
    Path file = write(sample, text("/manifests/" + sample));

    assertThat(run("validate", file)).isZero();
    assertThat(out()).endsWith(file + ": valid\n");
  }

  @Test
  void printsALinePerFault() throws IOException {
    Path file =
        write(
            "a.yaml",
            outbox("a", "fes", stream("t"))
                .replace("type: Nakadi", "type: Nokadi")
                .replace("  applicationId: my-application\n", ""));

    assertThat(run("validate", file)).isEqualTo(1);
    assertThat(out().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith(file + ": spec.applicationId: "))
        .anyMatch(line -> line.startsWith(file + ": spec.eventStreams[0].sink.type: "));
  }

  @Test
  void findsConflictsBetweenFiles() throws IOException {
    Path a = write("a.yaml", outbox("a", "fes", stream("t")));
    Path b = write("b.yaml", outbox("b", "fes", stream("u")));

    assertThat(run("validate", a, b)).isEqualTo(1);
    assertThat(out())
        .isEqualTo(
            b
                + ": spec.eventStreams[0].source.jdbcConnection.slotName: fes is already read by"
                + " default/a: give this resource a slot of its own\n");
  }

  @Test
  void findsASecondDefinition() throws IOException {
    Path a = write("a.yaml", outbox("a", "fes", stream("t")));
    Path b = write("b.yaml", outbox("a", "fes", stream("t")));

    assertThat(run("validate", a, b)).isEqualTo(1);
    assertThat(out()).startsWith(b + ": metadata.name: default/a is already defined in " + a);
  }

  @Test
  void countsAnUnreadableFileAsAFault() throws IOException {
    Path good = write("a.yaml", outbox("a", "fes", stream("t")));

    assertThat(run("validate", directory.resolve("none.yaml"), good)).isEqualTo(1);
    assertThat(out()).startsWith(directory.resolve("none.yaml") + ": cannot be read");
  }

  @Test
  void countsABinaryFileAsAFault() throws IOException {
    Path file = Files.write(directory.resolve("a.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(run("validate", file)).isEqualTo(1);
    assertThat(out()).startsWith(file + ": is not UTF-8 text");
  }

  @Test
  void checksWhatAnInstallationAllowsOnlyWhenThereIsOne() throws IOException {
    Path file = write("a.yaml", outbox("a", "fes", stream("t")));
    Path config = write("fes.yaml", "fes.kafka.brokers: a");

    assertThat(run("validate", file)).isZero();
    assertThat(run("validate", file, "--config", config)).isEqualTo(1);
    assertThat(out())
        .contains(
            "jdbcConnection.databaseAuthentication: is missing, and this installation has no");
  }

  @Test
  void turnsDefinitionsIntoAManifestAndBack() throws IOException {
    String definition =
        "postgres --jdbc-url=jdbc:postgresql://db.example/orders?user=fes --slot-name=fes"
            + " --table=outbox | generic-nakadi-event | nakadi --event-type=orders";
    assertThat(run("compose", "--name", "orders", definition)).isZero();
    Path file = write("orders.yaml", out());
    out.reset();

    assertThat(run("shorthand", file)).isZero();
    assertThat(out()).isEqualTo("# default/orders\n" + definition + "\n");
  }

  @Test
  void saysWhatIsWrongWithADefinition() {
    assertThat(run("compose", "--name=a", "postgres --tabel=x | sqs --queue-name=q")).isEqualTo(1);
    assertThat(err()).contains("postgres has no option --tabel; did you mean table?");
  }

  @Test
  void printsAPlanAsJson() throws IOException {
    Path file = write("a.yaml", text("/manifests/postgres-operator-emitted.json"));

    assertThat(run("plan", file)).isZero();
    JsonNode plan = JsonMapper.shared().readTree(out()).get(0);
    assertThat(plan.at("/streams/0/definition").stringValue())
        .isEqualTo("postgres | generic-nakadi-event | nakadi");
    assertThat(plan.get("stages")).hasSize(8);
    assertThat(plan.get("topics")).hasSize(7);
  }

  @Test
  void plansWhatThisVersionDoesNotHaveAndSaysSo() throws IOException {
    String flow = "flow: {type: PostgresWalFromNakadiProducerToGenericNakadiEvent}";
    Path file = write("a.yaml", outbox("a", "fes", stream("t", flow)));

    assertThat(run("plan", file)).isZero();
    assertThat(JsonMapper.shared().readTree(out())).hasSize(1);
    assertThat(err())
        .contains("spec.eventStreams[0].flow.type: warning: ")
        .contains("not available in this version");
  }

  @Test
  void plansNothingThatIsWrong() throws IOException {
    Path file = write("a.yaml", "kind: Nothing");

    assertThat(run("plan", file)).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(err()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rnu",
        "validate",
        "plan",
        "run",
        "validate --confg x y",
        "plan x --config",
        "run x --config y",
        "compose x",
        "compose --name x",
        "shorthand"
      })
  void explainsItself(String command) {
    assertThat(run(command.isEmpty() ? new Object[0] : command.split(" "))).isEqualTo(2);
    assertThat(err()).contains("usage: run --streams DIR --config FILE");
  }

  @Test
  void explainsItselfWhenAsked() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("usage: ");
  }

  @Test
  void saysWhatRunIsMissing() throws IOException {
    Path config = write("fes.yaml", "fes.kafka.brokers: a");

    assertThat(run("run", "--config", config)).isEqualTo(1);
    assertThat(err())
        .startsWith("fes.streams-directory: is missing: name the directory of the manifests");

    err.reset();
    assertThat(run("run", "--config", config, "--streams", directory)).isEqualTo(1);
    assertThat(err())
        .startsWith("fes.stages.directory: is missing: name the directory of the stages' jars");
  }

  private int run(Object... args) {
    List<String> words = java.util.Arrays.stream(args).map(Object::toString).toList();
    return new Cli(new PrintStream(out, true), new PrintStream(err, true), Map.of()).execute(words);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void doesNotReadAFileThatIsTooLarge() throws IOException {
    Path file = write("large.yaml", "");
    try (var large = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(8L * 1024 * 1024 * 1024);
    }

    assertThat(run("validate", file)).isEqualTo(1);
    assertThat(out()).contains("large.yaml: has more than 1572864 bytes: split it");
  }

  private Path write(String file, String content) throws IOException {
    return Files.writeString(directory.resolve(file), content);
  }
}
