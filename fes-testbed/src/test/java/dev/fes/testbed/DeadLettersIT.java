package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.Operator.Answer;
import dev.fes.testbed.RunningFes.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator does with dead letters, and a preview, over real parts. */
@Tag("full")
@ExtendWith(RunningFes.class)
class DeadLettersIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(60);
  private static final String TYPE = "my-important-business-events";
  private static final String RESOURCE = "my-application";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static int batches;

  private final House house;
  private final NakadiServer nakadi;
  private final Operator operator;
  private final String batch = "letters-" + batches++;
  private final String path;

  DeadLettersIT(House house) {
    this.house = house;
    this.nakadi = house.testbed().nakadi();
    this.operator = Operator.of(house.fes());
    this.path =
        "/actuator/deadletters/default/" + RESOURCE + "/" + stream().path("name").asString();
  }

  @AfterEach
  void acceptAll() {
    nakadi.refuseEvents(TYPE, _ -> false);
  }

  @Test
  void lettersAreReadAndReplayedInOrderUnderLoadAndOneThatFailsAgainDoesNotLoop() {
    refuse(3, 5, 7);
    write(1, 10);
    await().atMost(ARRIVAL).until(() -> kept().size() == 3);
    assertThat(numbers(kept())).containsExactly(3, 5, 7);
    JsonNode first = kept().getFirst();
    assertThat(read(first).path("payload").asString()).isEqualTo(first.path("payload").asString());
    assertThat(first.path("stage").asString()).isEqualTo("sink");

    replay(List.of(first));
    await().atMost(ARRIVAL).until(() -> numbers(kept()).equals(List.of(5, 7, 3)));
    JsonNode again = kept().getLast();
    assertThat(again.path("origin").asLong()).isEqualTo(first.path("offset").asLong());
    assertThat(again.path("id")).isEqualTo(first.path("id"));
    assertThat(again.path("attempts").asInt()).isGreaterThan(first.path("attempts").asInt());

    refuse();
    write(11, 500);
    replay(kept());
    write(501, 600);
    await().atMost(ARRIVAL).until(() -> new HashSet<>(published()).size() == 600);
    List<Integer> replayed = published().stream().filter(Set.of(3, 5, 7)::contains).toList();
    assertThat(replayed).containsExactly(5, 7, 3);
    assertThat(kept()).isEmpty();
    assertThat(published().stream().filter(n -> !replayed.contains(n)).toList())
        .isEqualTo(
            IntStream.rangeClosed(1, 600).filter(n -> !replayed.contains(n)).boxed().toList());
    assertThat(eidsOf(3, 5, 7))
        .containsExactlyInAnyOrderElementsOf(List.of(id(first), id(5), id(7)));
  }

  @Test
  void theDiscardedStayAwayAndTheStatusCountsWhatIsKept() {
    refuse(2, 4);
    write(1, 5);
    await().atMost(ARRIVAL).until(() -> kept().size() == 2);
    await().atMost(ARRIVAL).until(() -> stream().path("letters").path("kept").asLong() >= 2);

    done(operator.post(path, order("discard", List.of(kept().getFirst()))));
    refuse();
    done(operator.post(path, "{\"action\": \"replay\", \"all\": true}"));

    await().atMost(ARRIVAL).until(() -> published().contains(4));
    assertThat(published()).doesNotContain(2);
    assertThat(numbers(letters("discarded"))).containsExactly(2);
    assertThat(numbers(letters("replayed"))).containsExactly(4);
  }

  @Test
  void nobodyReadsOrActsWithoutTheToken() {
    Operator nobody = new Operator(house.fes(), "");
    Operator guest = new Operator(house.fes(), "guessed");
    String all = "{\"action\": \"replay\", \"all\": true}";

    assertThat(
            List.of(
                nobody.get(path), guest.get(path), nobody.post(path, all), guest.post(path, all)))
        .extracting(Answer::status)
        .containsOnly(401);
  }

  @Test
  void aPreviewRunsTheRealFlowOverGivenAndCapturedRecordsAndPublishesNothing() {
    write(1, 2);
    await().atMost(ARRIVAL).until(() -> published().size() == 2);
    String manifest =
        ExampleManifest.read(RunningFes.HOME, "postgres-outbox-to-nakadi.yaml").text();
    var body = JSON.createObjectNode().put("manifest", manifest);
    body.putArray("records")
        .add(JSON.createObjectNode().put("id", 1).put("my_event_payload", "{\"preview\": true}"))
        .add(JSON.createObjectNode().put("id", 2).put("my_event_payload", "no JSON"));

    JsonNode given = operator.post("/actuator/preview", body.toString()).json().path("records");
    body.remove("records");
    body.put("captured", 2);
    JsonNode captured = operator.post("/actuator/preview", body.toString()).json().path("records");

    assertThat(given.at("/0/events/0/value").asString()).contains("\"preview\": true", "\"eid\":");
    assertThat(given.at("/1/outcome").asString()).isEqualTo("bad");
    assertThat(given.at("/1/why").asString()).contains("my_event_payload");
    assertThat(captured.at("/1/events/0/value").asString()).isEqualTo(text(2));
    assertThat(house.testbed().nakadi().published(TYPE))
        .extracting(Received::text)
        .noneMatch(text -> text.contains("preview"));
  }

  @Test
  @Tag("full")
  void theCommandsOfTheDocumentationDoWhatTheySay() {
    refuse(1, 2, 3);
    write(1, 3);
    await().atMost(ARRIVAL).until(() -> kept().size() == 3);
    List<JsonNode> mine = kept();
    refuse();
    DocumentedCommands commands = DocumentedCommands.of("dead-letters.md", house.fes().folder());

    assertThat(JSON.readTree(commands.run("list", real(mine.get(0)))).path("letters")).isNotEmpty();
    assertThat(commands.run("read", real(mine.get(0)))).contains(batch);
    assertThat(commands.run("replay-some", real(mine.get(0)))).contains("\"total\":1");
    await().atMost(ARRIVAL).until(() -> published().contains(1));
    await().atMost(ARRIVAL).until(() -> kept().size() == 2);
    jobIsOver();
    assertThat(commands.run("discard", real(mine.get(1)))).contains("\"discard\"");
    jobIsOver();
    commands.run("replay-all", real(mine.get(2)));
    await().atMost(ARRIVAL).until(() -> published().contains(3));
    assertThat(published()).doesNotContain(2);
    assertThat(commands.run("validate", real(mine.get(0)))).contains("\"valid\":true");
    assertThat(commands.run("preview-given", real(mine.get(0)))).contains("order");
    assertThat(commands.run("preview-captured", real(mine.get(0)))).contains(batch);
    assertThat(commands.untried()).isEmpty();
  }

  private Map<String, String> real(JsonNode letter) {
    return Map.of(
        "localhost:8090", house.fes().address().getAuthority(),
        "STREAM", path.substring(path.lastIndexOf('/') + 1),
        "OFFSET", letter.path("offset").toString(),
        "MANIFEST",
            ExampleManifest.folder(RunningFes.HOME)
                .resolve("postgres-outbox-to-nakadi.yaml")
                .toString());
  }

  private void jobIsOver() {
    await()
        .atMost(ARRIVAL)
        .until(
            () -> operator.get(path + "?limit=1").json().at("/job/state").asString(""),
            "done"::equals);
  }

  @Test
  void aManifestIsValidatedAgainstWhatRuns() {
    String taken =
        ExampleManifest.read(RunningFes.HOME, "postgres-outbox-to-nakadi.yaml")
            .named("another")
            .text();

    Answer answer = new Operator(house.fes(), "").post("/actuator/validate", taken);

    assertThat(answer.json().path("valid").asBoolean()).isFalse();
    assertThat(answer.json().at("/resources/0/reason").asString()).isEqualTo("ReaderTaken");
  }

  private void refuse(Integer... numbers) {
    Set<Integer> refused = Set.of(numbers);
    nakadi.refuseEvents(
        TYPE, event -> event.contains("\"" + batch + "\"") && refused.contains(number(event)));
  }

  private void write(int first, int last) {
    house
        .testbed()
        .postgres()
        .execute(
            "orders",
            "INSERT INTO my_events_outbox (my_event_payload) SELECT '{\"batch\": \"%s\", \"n\": ' || n || '}' FROM generate_series(%d, %d) n"
                .formatted(batch, first, last));
  }

  private void replay(List<JsonNode> letters) {
    done(operator.post(path, order("replay", letters)));
  }

  private static String order(String action, List<JsonNode> letters) {
    var order = JSON.createObjectNode().put("action", action);
    var offsets = order.putArray("letters");
    letters.forEach(letter -> offsets.add(letter.path("offset").asLong()));
    return order.toString();
  }

  private void done(Answer started) {
    assertThat(started.status()).as(started.json().toString()).isEqualTo(202);
    JsonNode job =
        await()
            .atMost(ARRIVAL)
            .until(
                () -> operator.get(path + "?limit=1").json().path("job"),
                last ->
                    last.path("id").equals(started.json().path("id"))
                        && last.path("state").asString().equals("done"));
    assertThat(job.path("done")).isEqualTo(job.path("total"));
  }

  private JsonNode read(JsonNode letter) {
    return operator.get(path + "/" + letter.path("offset").asLong()).json();
  }

  private List<JsonNode> kept() {
    return letters("kept");
  }

  /** Those of this test. */
  private List<JsonNode> letters(String state) {
    List<JsonNode> mine = new ArrayList<>();
    JsonNode page = operator.get(path + "?payload=true&limit=200&state=" + state).json();
    for (JsonNode letter : page.path("letters")) {
      if (letter.path("payload").asString("").contains("\"" + batch + "\"")) {
        mine.add(letter);
      }
    }
    return mine;
  }

  private static List<Integer> numbers(List<JsonNode> letters) {
    return letters.stream().map(letter -> number(letter.path("payload").asString())).toList();
  }

  private static int number(String event) {
    return JSON.readTree(event).path("n").asInt();
  }

  private List<Received> received() {
    return nakadi.published(TYPE).stream()
        .filter(event -> event.text().contains("\"" + batch + "\""))
        .toList();
  }

  private List<Integer> published() {
    return received().stream().map(event -> number(event.text())).toList();
  }

  private String text(int n) {
    return received().stream()
        .map(Received::text)
        .filter(text -> number(text) == n)
        .findFirst()
        .orElseThrow();
  }

  private Set<String> eidsOf(Integer... numbers) {
    Set<Integer> wanted = Set.of(numbers);
    return received().stream()
        .filter(event -> wanted.contains(number(event.text())))
        .map(Received::eid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String id(JsonNode letter) {
    return letter.path("id").asString();
  }

  private String id(int n) {
    return letters("replayed").stream()
        .filter(letter -> number(letter.path("payload").asString()) == n)
        .map(this::id)
        .findFirst()
        .orElseThrow();
  }

  private JsonNode stream() {
    return new Operator(house.fes(), "")
        .get("/actuator/streams/default/" + RESOURCE)
        .json()
        .at("/streams/0");
  }
}
