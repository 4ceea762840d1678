package dev.fes.testbed;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** ElasticMQ in this process: SQS queues, standard and FIFO, kept in memory. */
public final class SqsServer implements AutoCloseable {

  private static final int RECEIVED_AT_ONCE = 10;

  private final int port = FreePort.next();
  private final SQSRestServer server;
  private final SqsClient client;

  private SqsServer() {
    server =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withPort(port)
            .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""))
            .withAWSRegion(AwsAccess.REGION.id())
            .start();
    server.waitUntilStarted();
    client =
        SqsClient.builder().applyMutation(builder -> AwsAccess.to(builder, endpoint())).build();
  }

  public static SqsServer open() {
    return new SqsServer();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A client of this server; it lives as long as the server. */
  public SqsClient client() {
    return client;
  }

  /** Returns the URL of a new standard queue. */
  public String createQueue(String name) {
    return createQueue(name, Map.of());
  }

  /** Returns the URL of a new FIFO queue; its name gets the suffix that SQS demands. */
  public String createFifoQueue(String name) {
    String fifoName = name.endsWith(".fifo") ? name : name + ".fifo";
    return createQueue(fifoName, Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
  }

  public String createQueue(String name, Map<QueueAttributeName, String> attributes) {
    return client.createQueue(request -> request.queueName(name).attributes(attributes)).queueUrl();
  }

  /** The URL of a queue that is there. */
  public String url(String queue) {
    return client.getQueueUrl(get -> get.queueName(queue)).queueUrl();
  }

  /** Takes and deletes messages until there are this many; fewer when the time is over. */
  public List<Message> receive(String queueUrl, int count, Duration within) {
    List<Message> received = new ArrayList<>();
    Instant end = Instant.now().plus(within);
    while (received.size() < count && Instant.now().isBefore(end)) {
      List<Message> batch = next(queueUrl, count - received.size());
      delete(queueUrl, batch);
      received.addAll(batch);
    }
    return received;
  }

  public void purge(String queueUrl) {
    client.purgeQueue(request -> request.queueUrl(queueUrl));
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
  }

  private List<Message> next(String queueUrl, int wanted) {
    return client
        .receiveMessage(
            request ->
                request
                    .queueUrl(queueUrl)
                    .maxNumberOfMessages(Math.min(wanted, RECEIVED_AT_ONCE))
                    .waitTimeSeconds(1)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private void delete(String queueUrl, List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    List<DeleteMessageBatchRequestEntry> entries =
        messages.stream()
            .map(
                message ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(message.messageId())
                        .receiptHandle(message.receiptHandle())
                        .build())
            .toList();
    client.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
  }
}
