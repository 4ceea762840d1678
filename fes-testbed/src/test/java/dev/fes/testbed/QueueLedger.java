package dev.fes.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Empties a queue as fast as it is filled, and remembers in which order. */
final class QueueLedger implements Arrivals, Letters, AutoCloseable {

  private static final int AT_ONCE = 10;

  private final SqsServer sqs;
  private final String queue;
  private final List<Message> arrived = new ArrayList<>();
  private final Thread reader = Thread.ofPlatform().name("queue-ledger").unstarted(this::read);
  private volatile boolean closed;

  private QueueLedger(SqsServer sqs, String queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  static QueueLedger open(SqsServer sqs, String name, boolean fifo) {
    String queue = fifo ? sqs.createFifoQueue(name) : sqs.createQueue(name);
    QueueLedger ledger = new QueueLedger(sqs, queue);
    ledger.reader.start();
    return ledger;
  }

  @Override
  public long count() {
    synchronized (arrived) {
      return arrived.size();
    }
  }

  @Override
  public List<Arrival> all() {
    return messages().stream()
        .map(message -> new Arrival(RowNumber.in(message.body()), id(message), message.body()))
        .toList();
  }

  @Override
  public List<Letter> letters() {
    return messages().stream().map(QueueLedger::letter).toList();
  }

  @Override
  public void close() {
    closed = true;
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sqs.client().deleteQueue(request -> request.queueUrl(queue));
  }

  private List<Message> messages() {
    synchronized (arrived) {
      return List.copyOf(arrived);
    }
  }

  private void read() {
    while (!closed) {
      List<Message> next = sqs.receive(queue, AT_ONCE, Duration.ofMillis(100));
      synchronized (arrived) {
        arrived.addAll(next);
      }
    }
  }

  private static Letter letter(Message message) {
    return new Letter(
        id(message),
        attribute(message, "fes-stage"),
        attribute(message, "fes-error"),
        Integer.parseInt(attribute(message, "fes-attempts")),
        message.body());
  }

  private static String id(Message message) {
    return attribute(message, "fes-id");
  }

  private static String attribute(Message message, String name) {
    MessageAttributeValue value = message.messageAttributes().get(name);
    return value == null ? "" : value.stringValue();
  }
}
