package dev.fes.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

class SharedManifestsTest {

  private static final String OPERATOR = "postgres-operator-emitted.json";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dynamodb-lambda-to-sqs-fifo.yaml",
        OPERATOR,
        "postgres-outbox-no-recovery.yaml",
        "postgres-outbox-to-nakadi.yaml"
      })
  void areReadUnchangedAndWithoutWarning(String name) {
    assertThat(Resources.validReading(Resources.shared(name)).warnings()).isEmpty();
  }

  @Test
  void theTalksOutboxGoesToNakadiAndItsDeadLettersToSqs() {
    EventStream stream = Resources.stream(Resources.shared("postgres-outbox-to-nakadi.yaml"));
    assertThat(stream.sink())
        .isEqualTo(new Sink.Nakadi("my-important-business-events", null, null, List.of()));
    assertThat(stream.recovery())
        .isEqualTo(
            new Recovery.DeadLetter(
                new Sink.SqsStandard("my-dead-letter-queue", null, null, List.of())));
    assertThat(stream.flow())
        .isEqualTo(new Flow.PostgresWalToGenericNakadiEvent("my_event_payload", null, null));
  }

  @Test
  void noRecoveryMeansNone() {
    EventStream stream = Resources.stream(Resources.shared("postgres-outbox-no-recovery.yaml"));
    assertThat(stream.recovery()).isEqualTo(new Recovery.None());
  }

  @Test
  void theOperatorsNullSinkOfARecoveryIsNothing() {
    FabricEventStream resource = Resources.valid(Resources.shared(OPERATOR));
    assertThat(resource.eventStreams())
        .extracting(EventStream::recovery)
        .extracting(Object::getClass)
        .containsExactly(Recovery.DeadLetter.class, Recovery.Ignore.class, Recovery.None.class);
  }

  @Test
  void theOperatorsOrderOfStreamsDoesNotChangeThem() {
    var shuffled = JsonMapper.shared().readTree(Resources.shared(OPERATOR));
    ArrayNode streams = (ArrayNode) shuffled.get("spec").get("eventStreams");
    streams.add(streams.remove(0));
    List<EventStream> given = Resources.valid(Resources.shared(OPERATOR)).eventStreams();
    List<EventStream> read = Resources.valid(shuffled.toString()).eventStreams();
    assertThat(read).isNotEqualTo(given).containsExactlyInAnyOrderElementsOf(given);
    assertThat(read).extracting(EventStream::identity).doesNotHaveDuplicates();
  }

  @Test
  void theOperatorsStreamsShareOneReader() {
    List<EventStream> streams = Resources.valid(Resources.shared(OPERATOR)).eventStreams();
    assertThat(new HashSet<>(streams.stream().map(SharedManifestsTest::reader).toList()))
        .hasSize(1);
    assertThat(Collections.frequency(streams, streams.getFirst())).isEqualTo(1);
  }

  @Test
  void theLambdaExampleKeepsItsFilterAndFifoName() {
    EventStream stream = Resources.stream(Resources.shared("dynamodb-lambda-to-sqs-fifo.yaml"));
    assertThat(stream.source().filter())
        .isEqualTo("[?(@.OldImage.Status.Id != @.NewImage.Status.Id)]");
    assertThat(((Sink.SqsFifo) stream.sink()).fullQueueName()).isEqualTo("my-cdc-queue.fifo");
  }

  private static String reader(EventStream stream) {
    Source.JdbcConnection connection =
        ((Source.PostgresLogicalReplication) stream.source()).jdbcConnection();
    return connection.url().address() + connection.url().database() + connection.slotName();
  }
}
