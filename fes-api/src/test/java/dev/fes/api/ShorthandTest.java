package dev.fes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ShorthandTest {

  private static final ResourceKey ORDERS = new ResourceKey("shop", "orders");
  private static final String POSTGRES =
      "postgres --jdbc-url=jdbc:postgresql://db.example/orders?user=fes --slot-name=fes"
          + " --table=outbox";
  private static final Path EXAMPLES = Path.of("../deploy/examples");

  @Test
  void makesTheResourceThatSaysTheSame() {
    FabricEventStream resource =
        resource(POSTGRES + " | generic-nakadi-event | nakadi --event-type=orders");

    assertThat(resource.key()).isEqualTo(ORDERS);
    assertThat(resource.applicationId()).isEqualTo("orders-app");
    assertThat(resource.eventStreams())
        .containsExactly(
            new EventStream(
                null,
                new Source.PostgresLogicalReplication(
                    new Source.JdbcConnection(
                        "fes", "jdbc:postgresql://db.example/orders?user=fes", null, null, null),
                    null,
                    new Source.Table("outbox", null),
                    null,
                    null),
                new Flow.PostgresWalToGenericNakadiEvent(null, null, null),
                new Sink.Nakadi("orders", null, null, null),
                new Recovery.None()));
  }

  @ParameterizedTest
  @MethodSource
  void isItselfAgain(String definition) {
    assertThat(again(definition)).isEqualTo(definition);
  }

  static Stream<String> isItselfAgain() {
    String dynamo =
        "dynamodb --stream-arn=arn:aws:dynamodb:eu-central-1:000000000000:table/items/stream/*"
            + " --lease-table-name=leases --arn-resolution-mode=DYNAMIC";
    return Stream.of(
        POSTGRES + " | nakadi --event-type=orders",
        POSTGRES
            + " --schema=public | generic-nakadi-event --payload-column=payload | sqs"
            + " --queue-name=q",
        "mine = "
            + POSTGRES
            + " --operations=INSERT,DELETE | sqs-fifo --queue-name=q --partition-key-fields=a,b.c",
        POSTGRES
            + " --filter='[?(@.after.name == ''it | s'' && @.op != \"u\")]' | sqs --queue-name=q"
            + " --max-batch-size=5",
        POSTGRES.replace(" --table=outbox", "")
            + " --database-authentication=orders-db --user-key=u --password-key=p --table=outbox |"
            + " sqs --queue-name=q --recovery=Ignore",
        POSTGRES
            + " | generic-nakadi-event | nakadi --event-type=orders\n"
            + ":dead-letters > sqs --queue-name=letters",
        dynamo
            + " | aws-lambda"
            + " --lambda-function-arn=arn:aws:lambda:eu-central-1:000000000000:function:f |"
            + " sqs-fifo --queue-name=q\n"
            + POSTGRES
            + " | nakadi-data-event --data-type=order | nakadi --event-type=orders"
            + " --recovery=None");
  }

  @Test
  void isItselfAgainWhateverItsOptionsSay() {
    Random random = new Random(25);
    for (int i = 0; i < 500; i++) {
      String value = word(random);
      ShorthandApp app = new ShorthandApp("nakadi");
      app.put("event-type", value);
      ShorthandDefinition definition =
          new ShorthandDefinition(null, List.of(app, new ShorthandApp("sqs")), null);
      assertThat(ShorthandParser.parse(definition.toString())).containsExactly(definition);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "partitionKeyFields": []                          | nakadi --event-type=orders
          "maxBatchSize": 1000000000                        | --max-batch-size=1000000000
          "maxBatchSize": 2147483647                        | --max-batch-size=2147483647
          "partitionKeyFields": ["a\\u3000b", "c\\u2003d"] | --partition-key-fields=
          """)
  void aManifestWithThisComesBack(String field, String words) {
    JsonNode spec = spec(() -> "x", "\"eventType\": \"orders\", " + field);

    assertThat(Shorthand.of(spec)).contains(words);
    assertComesBack(spec);
  }

  @Test
  void aNumberThatIsTooLargeIsToldAsThat() {
    assertThatThrownBy(() -> again(POSTGRES + " | sqs --queue-name=q --max-batch-size=2147483648"))
        .hasMessageContaining("must be a whole number, but has a fraction or is too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", " a", "a\\n", "\\u3000a"})
  void aListThatWouldNotComeBackIsRefused(String element) {
    JsonNode spec =
        spec(
            () -> "x",
            "\"eventType\": \"orders\", \"partitionKeyFields\": [\"x\", \"" + element + "\"]");

    assertThatThrownBy(() -> Shorthand.of(spec))
        .isInstanceOf(InvalidResource.class)
        .hasMessageContaining("partitionKeyFields: has an element with a")
        .hasMessageContaining("keep this one in a manifest");
  }

  @Test
  void everyManifestComesBackWhateverItsFieldsSay() {
    Random random = new Random(26);
    int valid = 0;
    for (int i = 0; i < 2_000; i++) {
      ObjectNode sink = JsonNodeFactory.instance.objectNode().put("eventType", "orders");
      ArrayNode keys = sink.putArray("partitionKeyFields");
      for (int j = random.nextInt(3); j > 0; j--) {
        keys.add(odd(random).replace(",", "").strip());
      }
      sink.put("maxBatchSize", 1 + random.nextInt(Integer.MAX_VALUE));
      String fields = sink.toString();
      JsonNode spec = spec(() -> odd(random), fields.substring(1, fields.length() - 1));
      if (reading(spec) instanceof Reading.Valid) {
        assertComesBack(spec);
        valid++;
      }
    }
    assertThat(valid).isGreaterThan(500);
  }

  @ParameterizedTest
  @MethodSource
  void everyExampleIsItselfAgain(Path example) throws IOException {
    String text = Files.readString(example);
    FabricEventStream written = ((Reading.Valid) ResourceReader.read(text).getFirst()).resource();

    String definition = Shorthand.of(ResourceReader.specs(text).getFirst());

    assertThat(resource(definition).eventStreams()).isEqualTo(written.eventStreams());
    assertThat(again(definition)).isEqualTo(definition);
  }

  static List<Path> everyExampleIsItselfAgain() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.sorted().toList();
    }
  }

  @Test
  void everyTypeHasAShortNameOfItsOwn() {
    List<String> names =
        Stream.of(Source.class, Flow.class, Sink.class)
            .flatMap(part -> Arrays.stream(part.getPermittedSubclasses()))
            .map(Shorthand::nameOf)
            .toList();
    assertThat(names).doesNotHaveDuplicates().hasSize(10);
  }

  @Test
  void everyOptionOfATypeHasANameOfItsOwn() {
    for (Class<?> part : List.of(Source.class, Flow.class, Sink.class)) {
      for (ShorthandType type : ShorthandType.all(part)) {
        assertThat(type.options()).extracting(ShorthandOption::name).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void wordsMayBePartedByLineBreaks() {
    assertThat(again("mine=" + POSTGRES.replace(" ", "\n  ") + "\n|sqs   --queue-name=\"q\";"))
        .isEqualTo("mine = " + POSTGRES + " | sqs --queue-name=q");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '§',
      textBlock =
          """
          postgres ~ an event stream has 1 apps: write source | flow | sink, or source | sink
          a | b | c | d ~ an event stream has 4 apps
          postgress | sqs ~ postgress is no source; did you mean postgres? (known: dynamodb, postgres)
          dynamodb | nakadi-event | sqs ~ nakadi-event is no flow
          dynamodb | kafka ~ kafka is no sink
          postgres --tabel=x | sqs ~ postgres has no option --tabel; did you mean table?
          postgres --table=x --table=y | sqs ~ postgres has --table twice: keep one
          postgres --table= | sqs ~ line 1 of the definition has no value for --table
          postgres --table | sqs ~ line 1 of the definition needs a = and a value after --table
          postgres --filter='x | sqs ~ line 1 of the definition has a quote that is not closed
          postgres | ~ line 1 of the definition ends where the name of an app is expected
          postgres > sqs ~ line 1 of the definition has > where a name is expected
          :dead-letters > sqs ~ stands before any event stream
          dynamodb | sqs :dead-letters sqs ~ needs a > and a sink after :dead-letters
          dynamodb | sqs --recovery=None :dead-letters > sqs ~ --recovery stands beside a line :dead-letters
          dynamodb | sqs :dead-letters > sqs :dead-letters > sqs ~ has two lines :dead-letters
          postgres | sqs --queue-name=q ~ postgres --slot-name: is required: name the database and the slot
          postgres --slot-name=a/b | sqs --queue-name=q ~ postgres --slot-name: is not the name of a slot
          postgres | sqs --queue-name=q --max-batch-size=many ~ sqs --max-batch-size: must be a whole number, but is text
          postgres | sqs --queue-name=q --recovery=Skip ~ spec.eventStreams[0].recovery.type: is unknown
          """)
  void saysWhatIsWrongAndTheMend(String definition, String message) {
    assertThatThrownBy(() -> Shorthand.compose(ORDERS, "orders-app", definition))
        .isInstanceOf(InvalidResource.class)
        .hasMessageContaining(message);
  }

  private static FabricEventStream resource(String definition) {
    String yaml = Shorthand.compose(ORDERS, "orders-app", definition);
    return ((Reading.Valid) ResourceReader.read(yaml).getFirst()).resource();
  }

  private static String again(String definition) {
    String yaml = Shorthand.compose(ORDERS, "orders-app", definition);
    return Shorthand.of(ResourceReader.specs(yaml).getFirst());
  }

  private static void assertComesBack(JsonNode spec) {
    String definition = Shorthand.of(spec);
    assertThat(resource(definition).eventStreams())
        .describedAs(definition)
        .isEqualTo(((Reading.Valid) reading(spec)).resource().eventStreams());
    assertThat(again(definition)).isEqualTo(definition);
  }

  private static Reading reading(JsonNode spec) {
    return ResourceReader.read(manifest(spec.toString())).getFirst();
  }

  /** An event stream from a table with such names to a Nakadi sink with these fields. */
  private static JsonNode spec(Supplier<String> names, String sink) {
    ObjectNode source = JsonNodeFactory.instance.objectNode();
    source.put("type", "PostgresLogicalReplication").put("schema", names.get());
    source
        .putObject("jdbcConnection")
        .put("slotName", "fes")
        .put("jdbcUrl", "jdbc:postgresql://h/d");
    source.putObject("table").put("name", names.get()).put("idColumn", names.get());
    ObjectNode flow = JsonNodeFactory.instance.objectNode();
    flow.put("type", "PostgresWalToNakadiDataEvent").put("dataType", names.get());
    return ResourceReader.specs(
            manifest(
                """
                {"applicationId": "a", "eventStreams":
                  [{"source": %s, "flow": %s, "sink": {"type": "Nakadi", %s}}]}
                """
                    .formatted(source, flow, sink)))
        .getFirst();
  }

  private static String manifest(String spec) {
    return """
        {"apiVersion": "zalando.org/v1", "kind": "FabricEventStream",
         "metadata": {"name": "orders", "namespace": "shop"}, "spec": %s}
        """
        .formatted(spec);
  }

  /**
   * What YAML, the shorthand or a parser of white space may take for something else; not a lone
   * tilde, which every YAML manifest has for null.
   */
  private static String odd(Random random) {
    List<String> parts =
        Stream.of(
                " |\t|\n|\r|\u0085|\u00a0|\u2003|\u2028|\u3000|\ufeff|\u0007|\ud83d\ude00",
                "a|b|'|\"|;|>|=|-|--|#|,|:|: |?|&|*|!|%|@|`|[|{|\\|~a|<<|+1|0|1e3|0x1F|1_000",
                ".inf|2001-01-01|12:30:45|null|true|yes|no")
            .flatMap(some -> Stream.of(some.split("\\|")))
            .collect(Collectors.toCollection(() -> new ArrayList<>(List.of("|"))));
    return random
        .ints(1 + random.nextInt(3), 0, parts.size())
        .mapToObj(parts::get)
        .collect(Collectors.joining());
  }

  private static String word(Random random) {
    String letters = "ab '\"|;>=-\n$[]()@.:{}#\\é";
    return random
        .ints(1 + random.nextInt(8), 0, letters.length())
        .mapToObj(i -> letters.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
