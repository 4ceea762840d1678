package dev.fes.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.EventStream;
import dev.fes.api.Flow;
import dev.fes.api.Recovery;
import dev.fes.api.Sink;
import dev.fes.api.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The root README's table of types against the types there are and what is said to be built. */
class TypesTableTest {

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (source|flow|sink|recovery) \\| `(\\w+)`.* \\| (built|not yet) \\|$");

  @Test
  void saysOfEveryTypeWhetherItIsBuilt() throws IOException {
    Map<String, String> types = new TreeMap<>();
    names(Source.class)
        .forEach(it -> types.put("source " + it, status(StageType.of(reading(it).source()))));
    names(Flow.class)
        .forEach(
            it ->
                types.put(
                    "flow " + it,
                    status(StageType.of(Objects.requireNonNull(convertingBy(it).flow())))));
    names(Sink.class)
        .forEach(it -> types.put("sink " + it, status(StageType.of(sendingTo(it).sink()))));
    names(Recovery.class).forEach(it -> types.put("recovery " + it, "built"));

    assertThat(table()).isEqualTo(types);
  }

  private static Map<String, String> table() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    ROW.matcher(Files.readString(Path.of("..", "README.md")))
        .results()
        .forEach(row -> rows.put(row.group(1) + " " + row.group(2), row.group(3)));
    return rows;
  }

  private static Stream<String> names(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses()).map(Class::getSimpleName);
  }

  /** A field that a type does not have is no fault, so one manifest serves for all of them. */
  private static EventStream reading(String source) {
    return Manifests.read(
            Manifests.outbox(
                "x",
                "fes",
                """
                    - source:
                        type: %s
                        jdbcConnection: {slotName: fes, jdbcUrl: "jdbc:postgresql://db.example/orders"}
                        table: {name: t}
                        subscription:
                          streamArn: "arn:aws:dynamodb:eu-central-1:000000000000:table/orders/stream/1"
                          leaseTableName: leases
                      sink: {type: Nakadi, eventType: t}
                """
                    .formatted(source)))
        .eventStreams()
        .getFirst();
  }

  private static EventStream convertingBy(String flow) {
    String text =
        "flow: {type: %s, lambdaFunctionArn: \"arn:aws:lambda:eu-central-1:000000000000:function:f\"}"
            .formatted(flow);
    String stream =
        flow.startsWith("DynamoDb")
            ? Manifests.items("orders", "leases", text)
            : Manifests.stream("t", text);
    return Manifests.read(Manifests.outbox("x", "fes", stream)).eventStreams().getFirst();
  }

  private static EventStream sendingTo(String sink) {
    String stream =
        Manifests.stream("t").replace("sink: {type: Nakadi", "sink: {queueName: q, type: " + sink);
    return Manifests.read(Manifests.outbox("x", "fes", stream)).eventStreams().getFirst();
  }

  private static String status(StageType type) {
    return type.available() ? "built" : "not yet";
  }
}
