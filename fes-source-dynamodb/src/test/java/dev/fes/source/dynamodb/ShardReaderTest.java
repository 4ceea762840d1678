package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.dynamodbv2.streamsadapter.adapter.DynamoDBStreamsClientRecord;
import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import dev.fes.stage.StageSettings;
import dev.fes.stage.Streams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/** One shard's reader as the library calls it, with a Kafka that acknowledges when it is told. */
class ShardReaderTest {

  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final RecordingTopics topics = new RecordingTopics();
  private final List<String> checkpoints = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final RecordProcessorCheckpointer checkpointer = checkpointer();
  private final Room room = new Room();
  private @Nullable RuntimeException away;
  private ShardReader reader;

  @BeforeEach
  void begin() {
    Streams streams =
        new Streams(
            new StageSettings(null, null, null, null, null, null, null), new SimpleMeterRegistry());
    Route route =
        new Route(
            new RouteSettings("s", "s.changes", null, null, null),
            "s.changes",
            streams.of("s"),
            1 << 20);
    reader =
        new ShardReader(
            new ShardReader.Place("arn", "t", new Routes(List.of(route)), topics, room), session());
    reader.initialize(
        InitializationInput.builder()
            .shardId("shard")
            .extendedSequenceNumber(ExtendedSequenceNumber.TRIM_HORIZON)
            .build());
  }

  @Test
  void confirmsOnlyWhatKafkaHas() {
    topics.hold();
    read("1", "2");
    assertThat(reader.confirm()).isNull();
    assertThat(checkpoints).isEmpty();
    topics.release();
    assertThat(reader.confirm()).isNull();
    assertThat(checkpoints).containsExactly("2");
  }

  @Test
  void whatCannotBeConfirmedIsConfirmedLater() {
    read("1");
    away = new IllegalStateException("the lease table is away");
    assertThat(reader.confirm()).isSameAs(away);
    away = null;
    assertThat(reader.confirm()).isNull();
    assertThat(checkpoints).containsExactly("1");
  }

  @Test
  void whatWaitedForRoomIsNotPublishedBehindAnothersCopies() throws Exception {
    Runnable free = room.take(Integer.MAX_VALUE);
    Thread reading = Thread.ofPlatform().start(() -> read("1"));
    await().until(() -> reading.getState() == Thread.State.WAITING);
    reader.abandon();
    reading.join();
    free.run();

    assertThat(topics.size()).isZero();
    assertThat(failures).isEmpty();
  }

  @Test
  void aShardEndsWhenAllOfItIsDurable() {
    topics.hold();
    read("1");
    CompletableFuture<Void> ended = CompletableFuture.runAsync(this::end);
    assertThat(ended).isNotDone();
    assertThat(checkpoints).isEmpty();
    topics.release();
    await().untilAsserted(() -> assertThat(checkpoints).containsExactly("end"));
  }

  @Test
  void aShardThatIsReadNoMoreHasNoEnd() {
    topics.hold();
    read("1");
    reader.abandon();
    assertThatThrownBy(this::end).hasMessageContaining("not to its end");
    topics.release();
    assertThatThrownBy(this::end).hasMessageContaining("not to its end");
    assertThat(checkpoints).isEmpty();
  }

  @Test
  void afterALostLeaseNothingIsPublishedNorConfirmed() {
    read("1");
    reader.leaseLost(LeaseLostInput.builder().build());
    read("2");
    assertThat(reader.confirm()).isNull();
    assertThat(topics.size()).isEqualTo(1);
    assertThat(checkpoints).isEmpty();
    assertThat(failures).singleElement().asString().contains("lease of shard shard was lost");
  }

  @Test
  void whatItCannotReadIsThrownAtNobodyAndEndsTheSession() {
    reader.processRecords(
        input(List.of(record("1"), record("2").toBuilder().eventName("NEW").build())));
    read("3");

    assertThat(failures).singleElement().asString().contains("NEW");
    assertThat(topics.size()).isEqualTo(1);
    assertThat(reader.confirm()).isNull();
    assertThat(checkpoints).isEmpty();
  }

  @Test
  void isBehindByTheOldestThatIsNotDurable() {
    topics.hold();
    read("1");
    assertThat(reader.behind(5_000)).isEqualTo(Duration.ofSeconds(4));
    topics.release();
    assertThat(reader.behind(5_000)).isEqualTo(Duration.ZERO);
  }

  @Test
  void isBehindByItsSilenceOnceItIsLonger() {
    long heard = System.currentTimeMillis();
    read();
    assertThat(reader.behind(heard + 4_000)).isEqualTo(Duration.ZERO);
    assertThat(reader.behind(heard + 90_000)).isCloseTo(Duration.ofSeconds(90), TOLERANCE);
    assertThat(reader.silent(heard + 90_000)).isCloseTo(Duration.ofSeconds(90), TOLERANCE);
  }

  @Test
  void isNotSilentWhileItWaitsForKafka() {
    topics.hold();
    read("1");
    assertThat(reader.silent(System.currentTimeMillis() + 90_000)).isZero();
  }

  @Test
  void hasConfirmedOnlyWhatThereWas() {
    read();
    assertThat(reader.confirm()).isNull();
    assertThat(reader.hasConfirmed()).isFalse();
    read("1");
    assertThat(reader.confirm()).isNull();
    assertThat(reader.hasConfirmed()).isTrue();
  }

  @Test
  void aShardsEndIsConfirmedToo() {
    end();
    assertThat(reader.hasConfirmed()).isTrue();
  }

  private void read(String... numbers) {
    reader.processRecords(input(Arrays.stream(numbers).map(ShardReaderTest::record).toList()));
  }

  private void end() {
    reader.shardEnded(ShardEndedInput.builder().checkpointer(checkpointer).build());
  }

  private DynamoDBStreamsProcessRecordsInput input(List<Record> records) {
    return DynamoDBStreamsProcessRecordsInput.builder()
        .records(records.stream().map(DynamoDBStreamsClientRecord::fromRecord).toList())
        .checkpointer(checkpointer)
        .build();
  }

  private static Record record(String number) {
    return Record.builder()
        .eventName(OperationType.INSERT)
        .dynamodb(
            StreamRecord.builder()
                .sequenceNumber(number)
                .approximateCreationDateTime(Instant.ofEpochSecond(1))
                .keys(Map.of("id", AttributeValue.fromS("a")))
                .build())
        .build();
  }

  private RecordProcessorCheckpointer checkpointer() {
    return (RecordProcessorCheckpointer)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RecordProcessorCheckpointer.class},
            (proxy, method, arguments) -> {
              if (away != null) {
                throw away;
              }
              checkpoints.add(arguments == null ? "end" : String.valueOf(arguments[0]));
              return null;
            });
  }

  private ShardReader.Session session() {
    return new ShardReader.Session() {
      @Override
      public void began(ShardReader begun) {}

      @Override
      public void ended(ShardReader ended) {}

      @Override
      public void fail(Throwable why) {
        failures.add(why);
      }
    };
  }
}
