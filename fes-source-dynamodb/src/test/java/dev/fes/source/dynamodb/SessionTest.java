package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.dynamodbv2.streamsadapter.adapter.DynamoDBStreamsClientRecord;
import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import dev.fes.api.Source.ArnResolutionMode;
import dev.fes.stage.StageSettings;
import dev.fes.stage.Streams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

class SessionTest {

  private final LocalDynamo dynamo = LocalDynamo.SHARED;
  private final String table = dynamo.createTable();
  private final String arn = dynamo.streamArn(table);
  private final RecordingTopics topics = new RecordingTopics();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Streams streams =
      new Streams(new StageSettings(null, null, null, null, null, null, null), meters);
  private final Routes routes =
      new Routes(
          List.of(
              new Route(
                  new RouteSettings("s", "s.changes", null, null, null),
                  "s.changes",
                  streams.of("s"),
                  1 << 20)));
  private final ShardReader.Place shards =
      new ShardReader.Place(arn, table, routes, topics, new Room());

  @Test
  void aShardThatBeginsWhenItsSessionIsOverPublishesNothing() {
    Session session = session();
    read(new ShardReader(shards, session));
    assertThat(topics.size()).isEqualTo(1);
    ShardReader late = new ShardReader(shards, session);

    session.close();
    read(late);

    assertThat(topics.size()).isEqualTo(1);
  }

  /** From its beginning, as the library has it done. */
  private static void read(ShardReader reader) {
    reader.initialize(
        InitializationInput.builder()
            .shardId("shard")
            .extendedSequenceNumber(ExtendedSequenceNumber.TRIM_HORIZON)
            .build());
    reader.processRecords(
        DynamoDBStreamsProcessRecordsInput.builder()
            .records(List.of(DynamoDBStreamsClientRecord.fromRecord(record())))
            .build());
  }

  @Test
  void aStreamThatWasSwitchedOffIsOver() {
    assertThat(stream().over(arn)).isNull();

    dynamo.switchStream(table, false);

    assertThat(stream().over(arn).reason()).isEqualTo("stream-disabled");
    assertThat(stream().over(arn).message())
        .contains(arn + " is switched off")
        .contains("aws dynamodb update-table --table-name " + table);
  }

  private Session session() {
    Clients clients = dynamo.clients();
    return new Session(
        new Session.Place(
            shards,
            new Worker.Job(arn, "reader", table + "-leases", clients.leases()),
            stream(),
            new SourceMeters(routes, meters),
            clients,
            Duration.ofSeconds(2)));
  }

  private TableStream stream() {
    return new TableStream(
        new DynamoDbSourceSettings(
            "reader", arn, table + "-leases", null, ArnResolutionMode.EXACT, null, null, List.of()),
        dynamo.clients());
  }

  private static Record record() {
    return Record.builder()
        .eventName(OperationType.INSERT)
        .dynamodb(StreamRecord.builder().sequenceNumber("1").build())
        .build();
  }
}
