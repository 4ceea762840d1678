package dev.fes.sink.sqs;

import dev.fes.api.Sink;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The queue that a sink means.
 *
 * @param name its real name: that of a FIFO queue ends in {@code .fifo}
 * @param url its address, if the sink gives one
 */
record QueueTarget(String name, @Nullable URI url, boolean fifo) {

  static QueueTarget of(Sink sink) {
    return switch (sink) {
      case Sink.SqsStandard queue -> new QueueTarget(queue.queueName(), queue.queueUrl(), false);
      case Sink.SqsFifo queue -> new QueueTarget(queue.fullQueueName(), queue.queueUrl(), true);
      case Sink.Nakadi _ -> throw new IllegalArgumentException("Nakadi is no queue");
    };
  }
}
