package dev.fes.controller.plan;

import static dev.fes.controller.plan.Manifests.items;
import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.read;
import static dev.fes.controller.plan.Manifests.sample;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.EventStream;
import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.Reading;
import dev.fes.api.ResourceReader;
import dev.fes.controller.plan.Outcome.NotAvailable;
import dev.fes.controller.plan.Outcome.Planned;
import dev.fes.controller.plan.Outcome.Reason;
import dev.fes.controller.plan.Outcome.Refused;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class StreamPlannerTest {

  private final StreamPlanner planner = StreamPlanner.of(TestInstallation.read());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres-outbox-to-nakadi.yaml",
        "postgres-outbox-no-recovery.yaml",
        "postgres-operator-emitted.json",
        "dynamodb-lambda-to-sqs-fifo.yaml"
      })
  void plansTheSampleAsRecorded(String file) {
    String json = PlanJson.of(List.of(planOf(sample(file))));

    assertThat(json)
        .isEqualToIgnoringWhitespace(
            Manifests.text("/plans/" + file.replaceAll("\\.\\w+$", ".json")));
  }

  @Test
  void startsReadersOfTopicsBeforeTheirWriters() {
    Plan plan = planOf(sample("postgres-outbox-to-nakadi.yaml"));

    assertThat(plan.stages())
        .extracting(Stage::role)
        .containsExactly(Role.DEAD_LETTER, Role.SINK, Role.FLOW, Role.SOURCE);
  }

  @Test
  void plansOneSourceForAllEventStreamsOfASlot() {
    Plan plan = planOf(sample("postgres-operator-emitted.json"));

    assertThat(plan.stages())
        .filteredOn(stage -> stage.role() == Role.SOURCE)
        .singleElement()
        .satisfies(source -> assertThat(source.streams()).hasSize(3));
  }

  @Test
  void plansASourcePerSlot() {
    String second = stream("b").replace("SLOT", "another_slot");

    Plan plan = plan(outbox("x", "fes", stream("a"), second));

    assertThat(plan.stages()).filteredOn(stage -> stage.role() == Role.SOURCE).hasSize(2);
  }

  @Test
  void plansTheSameWhenEventStreamsAreShuffled() {
    FabricEventStream resource = sample("postgres-operator-emitted.json");
    List<EventStream> streams = new ArrayList<>(resource.eventStreams());

    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(streams, new Random(seed));
      assertThat(
              planOf(
                  new FabricEventStream(
                      resource.key(), resource.annotations(), resource.applicationId(), streams)))
          .isEqualTo(planOf(resource));
    }
  }

  @Test
  void plansTheSameInWhateverOrderResourcesCome() {
    FabricEventStream a = read(outbox("a", "one", stream("t")));
    FabricEventStream b = read(outbox("b", "one", stream("t")));

    assertThat(planner.plan(List.of(b, a), List.of()))
        .isEqualTo(planner.plan(List.of(a, b), List.of()));
  }

  @Test
  void keepsNamesWhenAnythingButSourceAndTargetIsEdited() {
    Plan before = plan(outbox("x", "fes", stream("orders")));
    Plan after =
        plan(
            outbox(
                "x",
                "other_slot",
                stream(
                        "orders",
                        """
                        flow: {type: PostgresWalToGenericNakadiEvent, payloadColumn: body}
                              recovery: {type: Ignore}\
                        """)
                    .replace("table: {", "filter: \"[?(@.op == 'c')]\"\n        table: {")));

    assertThat(after.streams()).isEqualTo(before.streams());
    assertThat(after.topics()).isEqualTo(before.topics());
  }

  @Test
  void namesAnEventStreamAfterItsUniqueStreamId() {
    Plan plan = plan(outbox("x", "fes", stream("orders", "uniqueStreamId: my-id")));

    assertThat(plan.streams()).extracting(PlannedStream::name).containsExactly("my-id");
    assertThat(plan.topics())
        .extracting(Topic::name)
        .containsExactly("fes.default.x.my-id.changes");
  }

  @Test
  void letsTheSinkReadChangesWhenThereIsNoFlow() {
    Plan plan = plan(outbox("x", "fes", stream("orders", "uniqueStreamId: id")));

    assertThat(plan.stages().getFirst().wiring().input())
        .isEqualTo(new Wiring.Input("fes.default.x.id.changes", "fes.default.x.id.sink"));
    assertThat(plan.streams())
        .extracting(PlannedStream::definition)
        .containsExactly("postgres | nakadi");
  }

  @Test
  void givesPartitionsToTheTopicThatIsOrderedByKeyOnly() {
    String keyed =
        stream("orders")
            .replace("eventType: orders", "eventType: orders, partitionKeyFields: [id]");

    assertThat(plan(outbox("x", "fes", keyed)).topics())
        .extracting(Topic::partitions)
        .containsExactly(1, 4);
  }

  @Test
  void letsNoStageMakeTopics() {
    assertThat(plan(outbox("x", "fes", stream("t"))).stages())
        .allMatch(
            stage ->
                stage
                    .config()
                    .json()
                    .contains("\"spring.cloud.stream.kafka.binder.auto-create-topics\":false"));
  }

  @Test
  void keysAReaderByItsFullDigest() {
    Reader reader = new Reader.Slot("db.example:5432", "orders", "fes");

    assertThat(plan(outbox("x", "fes", stream("t"))).stages().getLast().config().json())
        .contains("\"fes.source.reader\":\"" + reader.key() + "\"");
    assertThat(reader.key()).isEqualTo("fes-" + reader.id());
  }

  @Test
  void refusesAStreamIdThatIsTheNameOfANeighbour() {
    String derived = plan(outbox("x", "fes", stream("t"))).streams().getFirst().name();
    String second = stream("u", "uniqueStreamId: " + derived);

    Outcome outcome =
        planner.plan(List.of(read(outbox("x", "fes", stream("t"), second))), List.of()).getFirst();

    assertThat(refused(outcome, Reason.CONFLICT))
        .containsExactly(
            new Finding(
                "spec.eventStreams[1].uniqueStreamId",
                "is the name of spec.eventStreams[0]: choose another"));
  }

  @Test
  void fitsNamesIntoTheirLimitsAndKeepsThemApart() {
    String longName = "n".repeat(120) + ".x";
    String table = "t".repeat(63);
    Plan plan =
        plan(outbox(longName, "s".repeat(63), stream(table), stream(table.substring(1) + "u")));

    assertThat(plan.stages())
        .extracting(Stage::name)
        .doesNotHaveDuplicates()
        .allSatisfy(
            name ->
                assertThat(name)
                    .hasSizeLessThanOrEqualTo(63)
                    .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"));
    assertThat(plan.topics())
        .extracting(Topic::name)
        .doesNotHaveDuplicates()
        .allSatisfy(
            name -> assertThat(name).hasSizeLessThanOrEqualTo(249).matches("[a-zA-Z0-9._-]+"));
  }

  @Test
  void keepsApartResourcesWhoseNamesDifferOnlyWhereLabelsCannot() {
    Plan dotted = plan(outbox("a.b", "fes", stream("t")));
    Plan dashed = plan(outbox("a-b", "fes", stream("t")));

    assertThat(dotted.topics()).doesNotContainAnyElementsOf(dashed.topics());
    assertThat(dotted.stages())
        .extracting(Stage::name)
        .doesNotContainAnyElementsOf(dashed.stages().stream().map(Stage::name).toList());
  }

  @Test
  void refusesTheLaterOfTwoResourcesThatNameOneSlot() {
    List<Outcome> outcomes =
        planner.plan(
            List.of(read(outbox("b", "fes", stream("t"))), read(outbox("a", "fes", stream("u")))),
            List.of());

    assertThat(outcomes.getFirst()).isInstanceOf(Planned.class);
    assertThat(refused(outcomes.getLast(), Reason.READER_TAKEN))
        .containsExactly(
            new Finding(
                "spec.eventStreams[0].source.jdbcConnection.slotName",
                "fes is already read by default/a: give this resource a slot of its own"));
  }

  @Test
  void doesNotNameAnOwnerInAnotherNamespace() {
    String elsewhere =
        outbox("a", "fes", stream("t")).replace("name: a}", "name: a, namespace: alpha}");

    List<Outcome> outcomes =
        planner.plan(List.of(read(elsewhere), read(outbox("b", "fes", stream("t")))), List.of());

    assertThat(refused(outcomes.getLast(), Reason.READER_TAKEN).getFirst().message())
        .contains("a resource elsewhere")
        .doesNotContain("alpha");
  }

  @Test
  void letsWhoHasAReaderKeepIt() {
    FabricEventStream late = read(outbox("z", "fes", stream("t")));
    List<Outcome> outcomes =
        planner.plan(List.of(read(outbox("a", "fes", stream("u"))), late), List.of(planOf(late)));

    assertThat(outcomes.getFirst()).isInstanceOf(Refused.class);
    assertThat(outcomes.getLast()).isInstanceOf(Planned.class);
  }

  @Test
  void refusesOneSlotReachedInTwoWays() {
    String second = stream("b").replace("SLOT", "fes, publicationName: other");

    Outcome outcome =
        planner.plan(List.of(read(outbox("x", "fes", stream("a"), second))), List.of()).getFirst();

    assertThat(refused(outcome, Reason.CONFLICT))
        .extracting(Finding::path)
        .containsExactly("spec.eventStreams[1].source.jdbcConnection");
  }

  @Test
  void refusesAUniqueStreamIdThatAnotherResourceOfTheNamespaceHas() {
    List<Outcome> outcomes =
        planner.plan(
            List.of(
                read(outbox("a", "one", stream("t", "uniqueStreamId: id"))),
                read(outbox("b", "two", stream("t", "uniqueStreamId: id")))),
            List.of());

    assertThat(((Refused) outcomes.getLast()).findings())
        .extracting(Finding::path)
        .containsExactly("spec.eventStreams[0].uniqueStreamId");
  }

  @Test
  void letsWhoHasAUniqueStreamIdKeepIt() {
    FabricEventStream late = read(outbox("z", "two", stream("t", "uniqueStreamId: id")));
    FabricEventStream early = read(outbox("a", "one", stream("t", "uniqueStreamId: id")));

    List<Outcome> outcomes = planner.plan(List.of(early, late), List.of(planOf(late)));

    assertThat(outcomes.getFirst()).isInstanceOf(Refused.class);
    assertThat(outcomes.getLast()).isInstanceOf(Planned.class);
  }

  @Test
  void saysWhichTypesThisVersionDoesNotHave() {
    String flow = "flow: {type: PostgresWalFromNakadiProducerToGenericNakadiEvent}";

    Outcome outcome =
        planner.plan(List.of(read(outbox("x", "fes", stream("t", flow)))), List.of()).getFirst();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            NotAvailable.class,
            missing ->
                assertThat(missing.findings())
                    .extracting(Finding::toString)
                    .containsExactly(
                        "spec.eventStreams[0].flow.type:"
                            + " PostgresWalFromNakadiProducerToGenericNakadiEvent is not available"
                            + " in this version"));
  }

  @Test
  void completesTheMetadataOfWhatAFunctionInAwsMakesForNakadi() {
    String arn = "arn:aws:lambda:eu-central-1:000000000000:function:convert";
    String flow = "flow: {type: AwsLambdaConversion, lambdaFunctionArn: \"" + arn + "\"}";
    Plan plan = plan(outbox("x", "", items("orders", "leases", flow)));

    assertThat(plan.stages())
        .filteredOn(stage -> stage.role() == Role.FLOW)
        .singleElement()
        .extracting(stage -> stage.config().json())
        .asString()
        .contains("\"fes.flow.function\":\"aws-lambda|nakadi-metadata\"");
  }

  @Test
  void plansOneSourceForAllEventStreamsOfALeaseTable() {
    Plan plan =
        plan(
            outbox(
                "x",
                "",
                items("orders", "leases", "uniqueStreamId: all"),
                items("orders", "leases", "flow: {type: DynamoDbStreamToGenericNakadiEvent}")));
    Stage source = plan.stages().getLast();

    assertThat(plan.stages()).filteredOn(stage -> stage.role() == Role.SOURCE).hasSize(1);
    assertThat(source.streams()).hasSize(2).contains("all");
    assertThat(source.wiring().outputs()).hasSize(2);
    assertThat(plan.stages())
        .filteredOn(stage -> stage.role() != Role.SOURCE)
        .allMatch(stage -> stage.config().json().contains("\"fes.stage.ordering\":\"PER_KEY\""));
  }

  @Test
  void refusesOneLeaseTableForTwoStreams() {
    Outcome outcome =
        planner
            .plan(
                List.of(
                    read(
                        outbox(
                            "x",
                            "",
                            items("orders", "leases", ""),
                            items("parcels", "leases", "")))),
                List.of())
            .getFirst();

    assertThat(refused(outcome, Reason.CONFLICT))
        .containsExactly(
            new Finding(
                "spec.eventStreams[1].source.subscription.leaseTableName",
                "is that of spec.eventStreams[0], whose stream, role or arnResolutionMode is"
                    + " another: write both alike, or give each a lease table of its own"));
  }

  @Test
  void tellsAFaultOfAnAnnotationFromWhatIsNotAllowed() {
    String valid = outbox("x", "fes", stream("t"));
    String fault =
        valid.replace(
            "{name: x}",
            "{name: x, annotations: {fes.zalando.org/FES_MEMORY: 500MB,"
                + " fes.zalando.org/composition: Compact}}");
    String both =
        fault.replace("eventType: t", "eventType: t, nakadiBaseUri: \"http://x.example\"");

    assertThat(refused(outcome(fault), Reason.INVALID)).hasSize(2);
    assertThat(refused(outcome(both), Reason.NOT_ALLOWED)).hasSize(3);
  }

  private static Outcome outcome(String manifest) {
    return StreamPlanner.of(TestInstallation.read())
        .plan(List.of(read(manifest)), List.of())
        .getFirst();
  }

  @Test
  void refusesALeaseTableThatAnotherResourceHas() {
    List<Outcome> outcomes =
        planner.plan(
            List.of(
                read(outbox("a", "", items("orders", "leases", ""))),
                read(outbox("b", "", items("parcels", "leases", "")))),
            List.of());

    assertThat(refused(outcomes.getLast(), Reason.READER_TAKEN))
        .containsExactly(
            new Finding(
                "spec.eventStreams[0].source.subscription.leaseTableName",
                "leases is already used by default/a: give this resource a lease table of its"
                    + " own"));
  }

  @Test
  void handsEachStageWhatTheInstallationSaysOfIt() {
    Plan plan =
        switch (StreamPlanner.of(TestInstallation.tuned())
            .plan(List.of(sample("dynamodb-lambda-to-sqs-fifo.yaml")), List.of())
            .getFirst()) {
          case Planned planned -> planned.plan();
          case NotAvailable missing -> throw new AssertionError(missing);
          case Refused refused -> throw new AssertionError(refused);
        };

    assertThat(plan.stages().get(0).config().json())
        .contains(
            "\"fes.sqs.call-timeout\":\"PT4S\"",
            "\"fes.sqs.connect-timeout\":\"PT3S\"",
            "\"fes.sink.fifo-batching\":\"RELAXED\"",
            "\"fes.sink.lanes\":4");
    assertThat(plan.stages().get(1).config().json())
        .contains(
            "\"fes.lambda.call-timeout\":\"PT8S\"",
            "\"fes.lambda.concurrency\":32",
            "\"fes.lambda.connect-timeout\":\"PT7S\"",
            "\"spring.cloud.aws.lambda.endpoint\":\"http://localhost:4\"");
    assertThat(plan.stages().get(2).config().json())
        .contains(
            "\"fes.dynamodb.call-timeout\":\"PT6S\"",
            "\"fes.dynamodb.connect-timeout\":\"PT5S\"",
            "\"spring.cloud.aws.dynamodb.endpoint\":\"http://localhost:3\"",
            "\"spring.cloud.aws.sts.endpoint\":\"http://localhost:5\"");
  }

  @Test
  void handsTheNakadiSinkWhatTheInstallationSaysOfIt() {
    Plan plan =
        ((Planned)
                StreamPlanner.of(TestInstallation.tuned())
                    .plan(List.of(read(outbox("x", "fes", stream("t")))), List.of())
                    .getFirst())
            .plan();

    assertThat(plan.stages().getFirst().config().json())
        .contains(
            "\"fes.nakadi.connect-timeout\":\"PT1S\"",
            "\"fes.nakadi.gzip\":true",
            "\"fes.nakadi.oauth2.client-id-file\":\"secrets/id\"",
            "\"fes.nakadi.oauth2.client-secret-file\":\"secrets/secret\"",
            "\"fes.nakadi.oauth2.scopes\":[\"write\"]",
            "\"fes.nakadi.oauth2.token-uri\":\"https://tokens.example\"",
            "\"fes.nakadi.read-timeout\":\"PT2S\"",
            "\"fes.sink.lanes\":4",
            "\"fes.sink.max-batch-bytes\":\"2097152B\"");
  }

  @Test
  void putsNoSecretIntoAPlan() {
    String json = PlanJson.of(List.of(planOf(sample("postgres-operator-emitted.json"))));

    assertThat(json).doesNotContain("topsecret").contains("${FES_KAFKA_SASL_JAAS_CONFIG}");
  }

  @Test
  void letsNoManifestReadTheEnvironmentOfAStage() {
    Plan plan =
        plan(
            outbox(
                "x",
                "fes",
                stream(
                    "orders",
                    """
                    flow: {type: PostgresWalToGenericNakadiEvent, payloadColumn: "${SECRET}"}\
                    """)));
    Map<String, Object> settings =
        JsonMapper.shared().readValue(flow(plan).config().json(), new TypeReference<>() {});
    MutablePropertySources sources = new MutablePropertySources();
    sources.addLast(new MapPropertySource("settings", settings));
    sources.addLast(new MapPropertySource("environment", Map.of("SECRET", "topsecret")));

    assertThat(new PropertySourcesPropertyResolver(sources).getProperty("fes.flow.payload-column"))
        .isEqualTo("${SECRET}");
  }

  @Test
  void changesTheHashOfAStageExactlyWhenItsSettingsChange() {
    Plan before = plan(outbox("x", "fes", stream("orders")));
    Plan after =
        plan(
            outbox(
                "x",
                "fes",
                stream(
                    "orders", "flow: {type: PostgresWalToGenericNakadiEvent, payloadColumn: b}")));

    assertThat(after.stages())
        .filteredOn(
            stage ->
                before.stages().stream()
                    .noneMatch(old -> old.config().hash().equals(stage.config().hash())))
        .extracting(Stage::role)
        .containsExactly(Role.FLOW);
  }

  private static Stage flow(Plan plan) {
    return plan.stages().stream()
        .filter(stage -> stage.role() == Role.FLOW)
        .findFirst()
        .orElseThrow();
  }

  private Plan planOf(FabricEventStream resource) {
    return switch (planner.plan(List.of(resource), List.of()).getFirst()) {
      case Planned planned -> planned.plan();
      case NotAvailable missing -> missing.plan();
      case Refused refused -> throw new AssertionError(refused);
    };
  }

  private static List<Finding> refused(Outcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    return ((Refused) outcome).findings();
  }

  @Test
  void keepsWhatWasSkippedAsLongAsTheEventStreamIsThere() {
    String manifest = outbox("x", "fes", stream("t"));
    PlannedStream stream = plan(manifest).streams().getFirst();
    String skipped =
        manifest.replace(
            "{name: x}",
            "{name: x, annotations: {fes.zalando.org/skipped: \"other," + stream.name() + "\"}}");

    assertThat(plan(manifest).topics())
        .extracting(Topic::name)
        .noneMatch(stream.deadLetters()::equals);
    assertThat(plan(skipped).topics()).contains(new Topic(stream.deadLetters(), 1));
    assertThat(plan(skipped).stages()).isEqualTo(plan(manifest).stages());
  }

  @Test
  void keepsWhatWasSkippedWhenTheAnnotationIsLost() {
    String manifest = outbox("x", "fes", stream("t"));
    Topic letters = new Topic(plan(manifest).streams().getFirst().deadLetters(), 1);
    List<Topic> topics = new ArrayList<>(plan(manifest).topics());
    topics.add(letters);
    Plan atWork = withTopics(plan(manifest), topics);

    assertThat(planBeside(manifest, atWork).topics()).contains(letters);
    assertThat(planBeside(outbox("x", "fes", stream("other")), atWork).topics())
        .doesNotContain(letters);
  }

  @Test
  void lettersThatASinkTakesGoWithTheirRecovery() {
    String with =
        stream("t", "recovery: {type: DeadLetter, sink: {type: Nakadi, eventType: letters}}");
    Plan atWork = plan(outbox("x", "fes", with));

    assertThat(planBeside(outbox("x", "fes", stream("t", "")), atWork).topics())
        .extracting(Topic::name)
        .noneMatch(atWork.streams().getFirst().deadLetters()::equals);
  }

  private Plan planBeside(String manifest, Plan atWork) {
    return ((Planned) planner.plan(List.of(read(manifest)), List.of(atWork)).getFirst()).plan();
  }

  private static Plan withTopics(Plan plan, List<Topic> topics) {
    return new Plan(
        plan.key(), plan.applicationId(), plan.readers(), plan.streams(), topics, plan.stages());
  }

  @Test
  void startsAllStagesAnewWhenAPersonSaysSo() {
    String manifest =
        outbox(
            "x",
            "fes",
            stream("t", "recovery: {type: DeadLetter, sink: {type: Nakadi, eventType: letters}}"));
    String again =
        manifest.replace(
            "{name: x}", "{name: x, annotations: {fes.zalando.org/restarted-at: \"now\"}}");

    List<String> hashes =
        plan(manifest).stages().stream().map(stage -> stage.config().hash()).toList();
    assertThat(plan(again).stages())
        .hasSameSizeAs(hashes)
        .noneMatch(stage -> hashes.contains(stage.config().hash()));
    assertThat(plan(again).topics()).isEqualTo(plan(manifest).topics());
  }

  @Test
  void everyAnnotationThatIsReadIsKnownToTheReaderOfResources() {
    List<String> read =
        Stream.concat(
                Stream.of(Annotation.values()).map(Annotation::key),
                Stream.concat(
                    new PodChoices("1", "1Gi", "fes").annotations().keySet().stream(),
                    Stream.of("fes.zalando.org/composition")))
            .toList();
    String annotations =
        read.stream().map(key -> key + ": \"true\"").collect(Collectors.joining(", ", "{", "}"));
    String manifest =
        outbox("x", "fes", stream("t"))
            .replace("{name: x}", "{name: x, annotations: " + annotations + "}");

    assertThat(ResourceReader.read(manifest))
        .singleElement()
        .isInstanceOfSatisfying(
            Reading.Valid.class, valid -> assertThat(valid.warnings()).isEmpty());
  }

  @Test
  void aSwitchThatIsNeitherOnNorOffIsAFault() {
    String manifest =
        outbox("x", "fes", stream("t"))
            .replace(
                "{name: x}",
                "{name: x, annotations: {fes.zalando.org/paused: \"yes\","
                    + " fes.zalando.org/skip-drain: \"False\"}}");

    assertThat(refused(outcome(manifest), Reason.INVALID))
        .extracting(Finding::toString)
        .containsExactly(
            "metadata.annotations[fes.zalando.org/paused]: is neither \"true\" nor \"false\": write one of them");
  }

  @Test
  void tellsFlowAndSinkWhereASkippedEventGoes() {
    Plan plan = plan(outbox("x", "fes", stream("t")));

    assertThat(plan.stages())
        .filteredOn(stage -> stage.role() == Role.FLOW || stage.role() == Role.SINK)
        .hasSize(2)
        .allSatisfy(
            stage ->
                assertThat(stage.config().text("fes.stage.dead-letters"))
                    .isEqualTo(plan.streams().getFirst().deadLetters()));
  }
}
