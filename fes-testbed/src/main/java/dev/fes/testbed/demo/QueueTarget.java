package dev.fes.testbed.demo;

import dev.fes.testbed.SqsServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.Message;

/** An SQS queue; what is looked at is taken from it. */
final class QueueTarget implements Story.Target {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final SqsServer sqs;
  private final String queue;
  private final String url;

  private QueueTarget(SqsServer sqs, String queue, String url) {
    this.sqs = sqs;
    this.queue = queue;
    this.url = url;
  }

  static QueueTarget standard(SqsServer sqs, String queue) {
    return new QueueTarget(sqs, queue, sqs.createQueue(queue));
  }

  static QueueTarget fifo(SqsServer sqs, String queue) {
    return new QueueTarget(sqs, queue, sqs.createFifoQueue(queue));
  }

  @Override
  public Optional<Story.Arrival> await(String mark, Duration within) {
    Instant end = Instant.now().plus(within);
    while (Instant.now().isBefore(end)) {
      for (Message message : sqs.receive(url, 1, LOOK)) {
        if (message.body().contains(mark)) {
          return Optional.of(new Story.Arrival(show(message), Instant.now()));
        }
      }
    }
    return Optional.empty();
  }

  private static String show(Message message) {
    String attributes =
        message.messageAttributes().entrySet().stream()
            .sorted(java.util.Map.Entry.comparingByKey())
            .map(attribute -> attribute.getKey() + "=" + attribute.getValue().stringValue())
            .collect(Collectors.joining(", "));
    return attributes.isEmpty() ? message.body() : message.body() + "\n         " + attributes;
  }

  @Override
  public String name() {
    return "SQS queue " + queue;
  }

  String url() {
    return url;
  }
}
