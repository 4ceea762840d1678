package dev.fes.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.testbed.SqsServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An SQS queue; the server itself says when it took a message, to the millisecond. */
final class QueueTarget implements Target {

  private final SqsServer sqs;
  private final String name;
  private final String url;

  private QueueTarget(SqsServer sqs, String name, String url) {
    this.sqs = sqs;
    this.name = name;
    this.url = url;
  }

  static QueueTarget standard(SqsServer sqs, String name) {
    return new QueueTarget(sqs, name, sqs.createQueue(name));
  }

  /** A copy is told by its contents where the sender gives no id. */
  static QueueTarget fifo(SqsServer sqs, String name) {
    String url =
        sqs.createQueue(
            name + ".fifo",
            Map.of(
                QueueAttributeName.FIFO_QUEUE, "true",
                QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
    return new QueueTarget(sqs, name, url);
  }

  @Override
  public String name() {
    return name;
  }

  String url() {
    return url;
  }

  @Override
  public long arrived() {
    return Long.parseLong(
        sqs.client()
            .getQueueAttributes(
                get ->
                    get.queueUrl(url)
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  @Override
  public Map<Integer, Instant> arrivals() {
    Map<Integer, Instant> arrivals = new HashMap<>();
    for (Message message : sqs.receive(url, (int) arrived(), Duration.ofMinutes(2))) {
      Instant sent =
          Instant.ofEpochMilli(
              Long.parseLong(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP)));
      Mark.find(
          message.body().getBytes(UTF_8),
          number -> arrivals.merge(number, sent, QueueTarget::first));
    }
    return arrivals;
  }

  /** A queue keeps what it has. */
  @Override
  public void countOnly() {}

  @Override
  public void close() {
    sqs.client().deleteQueue(delete -> delete.queueUrl(url));
  }

  private static Instant first(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
