package dev.fes.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.json.JsonMapper;

/** Empties a FIFO queue as fast as it is filled, and remembers in which order. */
final class FifoLedger implements Arrivals, AutoCloseable {

  private static final int AT_ONCE = 10;

  private final SqsServer sqs;
  private final String queue;
  private final List<Arrival> arrived = new ArrayList<>();
  private final Thread reader = Thread.ofPlatform().name("fifo-ledger").unstarted(this::read);
  private volatile boolean closed;

  private FifoLedger(SqsServer sqs, String queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  static FifoLedger open(SqsServer sqs, String name) {
    FifoLedger ledger = new FifoLedger(sqs, sqs.createFifoQueue(name));
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
    synchronized (arrived) {
      return List.copyOf(arrived);
    }
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

  private void read() {
    while (!closed) {
      List<Arrival> next =
          sqs.receive(queue, AT_ONCE, Duration.ofMillis(100)).stream()
              .map(FifoLedger::arrival)
              .toList();
      synchronized (arrived) {
        arrived.addAll(next);
      }
    }
  }

  private static Arrival arrival(Message message) {
    String id = message.messageAttributes().get("fes-id").stringValue();
    int row = JsonMapper.shared().readTree(message.body()).path(RowWriter.NUMBER).asInt();
    return new Arrival(row, id, message.body());
  }
}
