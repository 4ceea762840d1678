package dev.fes.stage;

import dev.fes.api.event.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to the topics of one output binding, through the producer that the binder made for
 * it: many records under way, in the order of the calls. A send is never given up; if Kafka refuses
 * one all the same, everything after it is void and the stage starts again from its confirmed
 * position.
 */
public final class TopicWriter {

  /** What the producer has room for at least; sources fill no more than half of it. */
  public static final int LEAST_BUFFER_BYTES = 32 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(TopicWriter.class);

  private final String destination;
  private final Outlet outlet;
  private final Restart restart;
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private volatile long lastProgress = System.nanoTime();

  /** The producer behind a binding. */
  interface Outlet {

    /**
     * @throws RetriableException if there is none yet
     */
    Producer<byte[], byte[]> producer();

    /** Closes it; the next one is new. */
    void reset();
  }

  TopicWriter(String destination, Outlet outlet, Restart restart) {
    this.destination = destination;
    this.outlet = outlet;
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
   * Sends the event to a topic, waiting for as long as Kafka is away.
   *
   * @throws StageFailure if the event is larger than a record may be
   */
  public void send(String topic, Event event, Runnable durable) {
    ProducerRecord<byte[], byte[]> outgoing = EventRecords.write(topic, event);
    if (unacknowledged.getAndIncrement() == 0) {
      lastProgress = System.nanoTime();
    }
    HandOver handOver = new HandOver(topic, durable);
    boolean over = false;
    try {
      while (!over) {
        over = trySend(outgoing, handOver);
      }
    } catch (RuntimeException e) {
      handOver.settle();
      throw e;
    }
  }

  /** Waits until everything sent is acknowledged, for as long as given. */
  void awaitQuiet(Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    synchronized (unacknowledged) {
      long left = within.toMillis();
      while (unacknowledged.get() > 0 && left > 0) {
        try {
          unacknowledged.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
        left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      }
    }
  }

  /** How long Kafka has kept records waiting, if it does. */
  public Optional<Duration> stalledFor() {
    return unacknowledged.get() == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(System.nanoTime() - lastProgress));
  }

  /** Closes the producer, so that one that broke is not used again. */
  public void reset() {
    outlet.reset();
  }

  private boolean trySend(ProducerRecord<byte[], byte[]> outgoing, HandOver handOver) {
    handOver.begin();
    try {
      var _ = outlet.producer().send(outgoing, handOver);
      return handOver.isOver();
    } catch (RetriableException e) {
      LOG.warn("topic {} cannot be written, trying again: {}", outgoing.topic(), e.getMessage());
      return false;
    }
  }

  /**
   * The fate of one record: a producer tells most refusals to the callback, some before send
   * returns.
   */
  private final class HandOver implements Callback {

    private final Thread sender = Thread.currentThread();
    private final String topic;
    private final Runnable durable;
    private final AtomicBoolean settled = new AtomicBoolean();
    private boolean sending;
    private @Nullable Exception refusedAtOnce;

    private HandOver(String topic, Runnable durable) {
      this.topic = topic;
      this.durable = durable;
    }

    private void begin() {
      sending = true;
      refusedAtOnce = null;
    }

    private void settle() {
      if (settled.compareAndSet(false, true)) {
        lastProgress = System.nanoTime();
        if (unacknowledged.decrementAndGet() == 0) {
          synchronized (unacknowledged) {
            unacknowledged.notifyAll();
          }
        }
      }
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata place, @Nullable Exception refused) {
      if (refused == null) {
        confirm();
      } else if (Thread.currentThread().equals(sender) && sending) {
        refusedAtOnce = refused;
      } else {
        refuse(refused);
      }
    }

    /** In this order, for who waits for quiet lets nothing be confirmed afterwards. */
    private void confirm() {
      try {
        durable.run();
      } finally {
        settle();
      }
    }

    private boolean isOver() {
      sending = false;
      return switch (refusedAtOnce) {
        case null -> true;
        case RetriableException e -> throw e;
        case RecordTooLargeException e ->
            throw new StageFailure(
                Failure.badEvent("record-too-large", String.valueOf(e.getMessage())));
        case Exception e -> {
          refuse(e);
          yield true;
        }
      };
    }

    private void refuse(Exception refused) {
      settle();
      restart.request(
          Failure.misconfigured(
              "kafka-refused",
              "Kafka refused a record for topic " + topic + ": " + refused.getMessage()));
    }
  }
}
