package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.StreamState.Activity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

class ReaderTest {

  private final LocalDynamo dynamo = LocalDynamo.SHARED;
  private final String table = dynamo.createTable();
  private final TestReader.Setup setup = TestReader.Setup.of(dynamo.streamArn(table));
  private TestReader reader = null;

  @AfterEach
  void stop() {
    reader.close();
  }

  @Test
  void publishesAnItemsChangesInOrderBothOldAndNew() {
    dynamo.put(table, "a", "before the reader");
    reader = setup.start().awaitRunning();
    dynamo.put(table, "a", "after");
    reader.awaitPublished(2);

    assertThat(setup.topics().all()).extracting(RecordingTopics.Published::key).containsOnly("a");
    assertThat(states()).containsExactly("before the reader", "after");
    assertThat(setup.topics().all().getLast().json())
        .contains("\"OldImage\":{\"id\":\"a\",\"state\":\"before the reader\"}");
  }

  @Test
  void goesOnWhereItStopped() {
    reader = setup.start().awaitRunning();
    dynamo.put(table, "a", "1");
    reader.awaitPublished(1).close();
    dynamo.put(table, "a", "2");
    reader = setup.start();
    reader.awaitPublished(2);

    assertThat(states()).containsExactly("1", "2");
  }

  @Test
  void whatKafkaDidNotAcknowledgeComesAgainWithTheSameIds() {
    setup.topics().hold();
    reader = setup.start().awaitRunning();
    dynamo.put(table, "a", "1");
    dynamo.put(table, "a", "2");
    reader.awaitPublished(2);
    setup.topics().forget();
    reader.breakDown();
    reader.awaitPublished(4);

    List<String> ids = setup.topics().all().stream().map(RecordingTopics.Published::id).toList();
    assertThat(ids.subList(2, 4)).isEqualTo(ids.subList(0, 2));
  }

  @Test
  void aRefusedRecordResetsTheOutputOnceAndBetweenTwoSessions() {
    setup.topics().hold();
    reader = setup.start().awaitRunning();
    dynamo.put(table, "a", "1");
    reader.awaitPublished(1);
    setup.topics().forget();
    reader.breakDown();
    reader.breakDown();
    reader.awaitPublished(2).awaitRunning();
    dynamo.put(table, "a", "2");
    reader.awaitPublished(3);

    assertThat(reader.resets).containsExactly("reader");
    assertThat(states()).containsExactly("1", "2");
  }

  @Test
  void aRecordThatIsRefusedWhileASessionIsOpenedResetsTheOutputToo() {
    setup.records().refuseFirst();
    reader = setup.start().awaitRunning();
    dynamo.put(table, "a", "1");
    reader.awaitPublished(1);

    assertThat(reader.resets).containsExactly("reader");
  }

  /**
   * That a shard is empty is told as well, so that one that is read no more can be told from it.
   */
  @Test
  @Tag("full")
  void anIdleStreamIsNotBehind() {
    reader = setup.start().awaitRunning();

    await()
        .during(Duration.ofSeconds(7))
        .atMost(Duration.ofSeconds(10))
        .until(() -> reader.meters.get("fes.source.lag.seconds").gauge().value() < 5);
  }

  @Test
  void childrenOfAShardComeAfterAllOfIt() {
    reader = setup.start().awaitRunning();
    setup.topics().hold();
    dynamo.put(table, "a", "1");
    reader.awaitPublished(1);
    dynamo.rollShards();
    dynamo.put(table, "a", "2");
    dynamo.rollShards();
    dynamo.put(table, "a", "3");
    setup.topics().release();
    reader.awaitPublished(3);

    assertThat(states()).containsExactly("1", "2", "3");
  }

  @Test
  void anOutageIsToldAndPasses() {
    reader = setup.start().awaitRunning();
    setup.faulty().refuse();
    reader.awaitState(Activity.RETRYING);
    assertThat(reader.state().error()).contains("refuses connections");
    dynamo.put(table, "a", "1");
    setup.faulty().recover();
    reader.awaitPublished(1).awaitRunning();

    assertThat(states()).containsExactly("1");
  }

  @Test
  void aStoppedBindingStopsReading() {
    reader = setup.start().awaitRunning();
    reader.gate.stop();
    reader.awaitState(Activity.PAUSED);
    dynamo.put(table, "a", "1");
    reader.gate.start();
    reader.awaitPublished(1);

    assertThat(states()).containsExactly("1");
  }

  @Test
  void aLostLeaseTableIsAGapThatAPersonHasToAccept() {
    reader = setup.start().awaitRunning();
    reader.close();
    dynamo.client.deleteTable(request -> request.tableName(setup.leaseTable()));
    reader = setup.start().awaitState(Activity.FAILED);
    String began = setup.records().last().started();
    assertThat(reader.state().error()).contains(setup.leaseTable(), "accept-gap: \"" + began);
    reader.close();
    dynamo.put(table, "a", "1");

    reader = setup.start(began).awaitPublished(1);
    assertThat(states()).containsExactly("1");
  }

  @Test
  void whatIsOlderThanADayIsAGapThatAPersonHasToAccept() {
    reader = setup.start().awaitRunning();
    dynamo.put(table, "a", "1");
    reader.awaitPublished(1).close();
    dynamo.put(table, "a", "lost");
    dynamo.rollShards();
    dynamo.passHours(30);
    dynamo.put(table, "a", "3");
    reader = setup.start().awaitState(Activity.FAILED);
    assertThat(reader.state().error()).contains("stream trimmed", "older than the 24 hours");
    String place = reader.state().error().replaceAll(".*accept-gap: \"([^\"]*)\".*", "$1");
    reader.close();

    reader = setup.start(place).awaitPublished(2).awaitRunning();
    assertThat(states()).containsExactly("1", "3");
  }

  @Test
  void aTableThatDoesNotExistIsWaitedFor() {
    reader =
        TestReader.Setup.of(dynamo.streamArn(table).replace(table, "nothing"))
            .lookedUp()
            .start()
            .awaitState(Activity.BLOCKED);

    assertThat(reader.state().error()).contains("table/nothing", "does not exist");
  }

  @Test
  void aStreamThatHasNoShardYetIsWaitedFor() {
    setup.faulty().hideShards();
    reader = setup.start().awaitState(Activity.RETRYING);
    assertThat(reader.state().error()).contains("has no shard yet");
    assertThat(setup.records().read()).isNull();
    reader.close();
    dynamo.put(table, "a", "1");

    setup.faulty().recover();
    reader = setup.start().awaitPublished(1);
    assertThat(states()).containsExactly("1");
  }

  @Test
  void theNewestStreamOfATableIsLookedUp() {
    reader = setup.lookedUp().start().awaitRunning();
    dynamo.put(table, "a", "1");
    reader.awaitPublished(1).close();

    assertThat(setup.records().last().streamArn()).isEqualTo(dynamo.streamArn(table));
  }

  /** As when a pod that was given up is still there while its successor starts. */
  @Test
  @Tag("full")
  void twoWorkersOnOneLeaseTableLoseNothingAndTheOneThatStaysGoesOn() {
    TestReader old = setup.start().awaitRunning();
    reader = setup.start();
    dynamo.put(table, "a", "1");
    awaitStates("1");
    dynamo.put(table, "a", "2");
    awaitStates("1", "2");
    old.close();
    dynamo.put(table, "a", "3");
    awaitStates("1", "2", "3");
    reader.awaitRunning();
  }

  /** It looks for the table's next stream every half a minute. */
  @Test
  @Tag("full")
  void aStreamThatWasSwitchedOffIsReadToItsEndAndThenTheTablesNextOne() {
    reader = setup.lookedUp().start().awaitRunning();
    dynamo.put(table, "a", "1");
    reader.awaitPublished(1).close();
    dynamo.put(table, "a", "2");
    dynamo.switchStream(table, false);
    dynamo.switchStream(table, true);
    dynamo.put(table, "a", "3");
    reader = setup.lookedUp().start();
    awaitStates("1", "2", "3");
    assertThat(setup.records().last().streamArn()).isEqualTo(dynamo.streamArn(table));
  }

  @Test
  void everyRouteHasItsShare() {
    reader =
        setup
            .with(
                List.of(
                    new RouteSettings("orders", "orders.changes", null, null, null),
                    new RouteSettings(
                        "sent", "sent.changes", "[?(@.NewImage.state == 'sent')]", null, null)))
            .start()
            .awaitRunning();
    dynamo.put(table, "a", "packed");
    dynamo.put(table, "a", "sent");
    reader.awaitPublished(3);

    assertThat(setup.topics().of("orders.changes")).hasSize(2);
    assertThat(setup.topics().of("sent.changes")).hasSize(1);
  }

  @Test
  void aStreamThatDoesNotSendTheOrderingKeyRunsWithAWarning() {
    String keysOnly = dynamo.streamArn(dynamo.createTable(StreamViewType.KEYS_ONLY));
    reader =
        TestReader.Setup.of(keysOnly)
            .with(
                List.of(
                    new RouteSettings("orders", "orders.changes", null, null, List.of("state"))))
            .start()
            .awaitRunning();

    assertThat(reader.state().reason()).isEqualTo("partition-key-not-sent");
    assertThat(reader.state().error()).contains(keysOnly, "KEYS_ONLY", "without state");
  }

  private void awaitStates(String... states) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(states()).containsExactly(states));
  }

  /** The states that were published, each at its last copy. */
  private List<String> states() {
    Map<String, String> last = new LinkedHashMap<>();
    for (RecordingTopics.Published published : setup.topics().all()) {
      last.remove(published.id());
      last.put(published.id(), published.json());
    }
    return new ArrayList<>(last.values())
        .stream()
            .map(json -> json.replaceAll(".*\"NewImage\":\\{[^}]*\"state\":\"([^\"]*)\".*", "$1"))
            .toList();
  }
}
