package dev.fes.stage;

import dev.fes.api.event.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to the topics of one output binding, through the producer that the binder made for
 * it: many in flight, in the order of the calls. A send is never given up; if Kafka refuses one all
 * the same, everything after it is void and the stage starts again from its confirmed position.
 */
public final class TopicWriter {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWriter.class);

  private final String destination;
  private final Supplier<Producer<byte[], byte[]>> producer;
  private final Restart restart;
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private volatile long lastProgress = System.nanoTime();

  TopicWriter(String destination, Supplier<Producer<byte[], byte[]>> producer, Restart restart) {
    this.destination = destination;
    this.producer = producer;
    this.restart = restart;
  }

  /**
   * Sends the event to the binding's destination; {@code durable} runs once Kafka has it on all
   * replicas.
   */
  public void send(Event event, Runnable durable) {
    send(destination, event, durable);
  }

  /**
   * Sends the event to a topic.
   *
   * @throws StageFailure if the event is larger than a record may be
   */
  public void send(String topic, Event event, Runnable durable) {
    ProducerRecord<byte[], byte[]> outgoing = EventRecords.write(topic, event);
    if (unacknowledged.getAndIncrement() == 0) {
      lastProgress = System.nanoTime();
    }
    boolean sent = false;
    while (!sent) {
      sent = trySend(outgoing, durable);
    }
  }

  /** How long Kafka has kept records waiting, if it does. */
  public Optional<Duration> stalledFor() {
    return unacknowledged.get() == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(System.nanoTime() - lastProgress));
  }

  private boolean trySend(ProducerRecord<byte[], byte[]> outgoing, Runnable durable) {
    try {
      var _ =
          producer
              .get()
              .send(outgoing, (_, refused) -> acknowledged(outgoing.topic(), refused, durable));
      return true;
    } catch (TimeoutException e) {
      LOG.warn("topic {} is not reachable, trying again: {}", outgoing.topic(), e.getMessage());
      return false;
    } catch (RecordTooLargeException e) {
      unacknowledged.decrementAndGet();
      throw new StageFailure(Failure.badEvent("record-too-large", String.valueOf(e.getMessage())));
    } catch (InterruptException e) {
      unacknowledged.decrementAndGet();
      throw e;
    }
  }

  private void acknowledged(String topic, @Nullable Exception refused, Runnable durable) {
    unacknowledged.decrementAndGet();
    lastProgress = System.nanoTime();
    if (refused == null) {
      durable.run();
    } else {
      restart.request(
          Failure.misconfigured(
              "kafka-refused",
              "Kafka refused a record for topic " + topic + ": " + refused.getMessage()));
    }
  }
}
