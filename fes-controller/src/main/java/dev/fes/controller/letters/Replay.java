package dev.fes.controller.letters;

import dev.fes.controller.deploy.Topics.Unavailable;
import dev.fes.controller.plan.Wiring.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Some letters on their way back into their stream, in order, until all of them are there. */
final class Replay {

  private static final long PATIENCE_SECONDS = 40;

  private final LetterBox box;
  private final Producer<byte[], byte[]> producer;
  private final FlowProgress flow;
  private final Map<Long, Future<RecordMetadata>> sent = new LinkedHashMap<>();
  private boolean toFlow;
  private @Nullable String error;

  Replay(LetterBox box, Producer<byte[], byte[]> producer, FlowProgress flow) {
    this.box = box;
    this.producer = producer;
    this.flow = flow;
  }

  /** False where it cannot go yet, for it would overtake what the flow has to pass on. */
  boolean send(ConsumerRecord<byte[], byte[]> letter) {
    LetterHeaders headers = new LetterHeaders(letter.headers());
    Optional<Input> input = box.inputOf(headers.stage());
    if (input.isEmpty()) {
      fail(
          letter.offset(),
          "it comes from the stage \"" + headers.stage() + "\", which the stream does not have");
    } else if (isStripped(letter)) {
      fail(
          letter.offset(),
          "its payload was too large for a letter; change the row again to publish it");
    } else if (overtakes(input.get())) {
      return false;
    } else {
      toFlow |= flow.isOf(input.get());
      sent.put(letter.offset(), producer.send(LetterHeaders.replay(input.get().topic(), letter)));
    }
    return true;
  }

  private boolean overtakes(Input input) {
    return !flow.isOf(input) && (toFlow || !flow.isThrough());
  }

  /**
   * Waits until Kafka has all of them, and names them.
   *
   * @throws Unavailable if it does not have one: then all count as not sent
   */
  List<Long> durable() {
    producer.flush();
    List<Long> durable = new ArrayList<>();
    sent.forEach(
        (offset, future) -> {
          if (isDurable(offset, future)) {
            durable.add(offset);
          }
        });
    return durable;
  }

  /** Why the last one failed, if one did. */
  @Nullable String error() {
    return error;
  }

  private boolean isDurable(long offset, Future<RecordMetadata> future) {
    try {
      flow.sent(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    } catch (TimeoutException e) {
      throw new Unavailable("Kafka does not take the event of letter " + offset, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        fail(offset, "it is larger than a record may be");
        return false;
      }
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw new Unavailable(
          "Kafka does not take the event of letter " + offset + ": " + cause.getMessage(), cause);
    }
  }

  private static boolean isStripped(ConsumerRecord<byte[], byte[]> letter) {
    return (letter.value() == null || letter.value().length == 0)
        && !new LetterHeaders(letter.headers()).isOfSource();
  }

  private void fail(long offset, String why) {
    error = "letter " + offset + ": " + why;
  }
}
