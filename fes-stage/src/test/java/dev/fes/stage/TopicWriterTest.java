package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicWriterTest {

  private final List<String> durable = new ArrayList<>();
  private final List<Failure> restarts = new ArrayList<>();
  private final RefusingProducer producer = new RefusingProducer();
  private final TopicWriter writer =
      new TopicWriter("orders.events", new FixedOutlet(producer), restarts::add);

  @Test
  void tellsWhenKafkaHasTheRecordAndNotBefore() {
    send("a");
    assertThat(durable).isEmpty();
    assertThat(writer.stalledFor()).isPresent();
    producer.completeNext();
    assertThat(durable).containsExactly("a");
    assertThat(writer.stalledFor()).isEmpty();
  }

  @Test
  void sendsAgainWhatTheProducerCouldNotTake() {
    producer.refuseAtOnce(new TimeoutException("no metadata"), new TimeoutException("no metadata"));
    send("a");
    producer.completeNext();
    assertThat(durable).containsExactly("a");
    assertThat(restarts).isEmpty();
  }

  @Test
  void aRecordThatIsTooLargeIsABadEvent() {
    producer.refuseAtOnce(new RecordTooLargeException("2 MB"));
    assertThatThrownBy(() -> send("a"))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> assertThat(failure.failure().kind()).isEqualTo(Failure.Kind.BAD_EVENT));
    assertThat(writer.stalledFor()).isEmpty();
  }

  @Test
  void aRecordThatKafkaRefusesMakesTheStageBeginAgain() {
    send("a");
    producer.errorNext(new TopicAuthorizationException("orders.events"));
    assertThat(durable).isEmpty();
    assertThat(restarts)
        .singleElement()
        .extracting(Failure::kind)
        .isEqualTo(Failure.Kind.MISCONFIGURED);
  }

  @Test
  void isQuietOnceEverythingIsAcknowledged() {
    send("a");
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> writer.awaitQuiet(Duration.ofMinutes(1)));
    producer.completeNext();
    assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
  }

  private void send(String id) {
    writer.send(event(id), () -> durable.add(id));
  }

  private record FixedOutlet(Producer<byte[], byte[]> producer) implements TopicWriter.Outlet {
    @Override
    public void reset() {
      producer.close();
    }
  }

  /** As the real one does it: what is refused at once is told to the callback, within send. */
  private static final class RefusingProducer extends MockProducer<byte[], byte[]> {

    private final List<RuntimeException> refusals = new ArrayList<>();

    RefusingProducer() {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void refuseAtOnce(RuntimeException... exceptions) {
      refusals.addAll(List.of(exceptions));
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> outgoing, @Nullable Callback callback) {
      if (refusals.isEmpty()) {
        return super.send(outgoing, callback);
      }
      RuntimeException refusal = refusals.removeFirst();
      callback.onCompletion(null, refusal);
      return CompletableFuture.failedFuture(refusal);
    }
  }
}
