package dev.fes.sink.sqs;

import dev.fes.sink.sqs.BatchSettings.FifoBatching;
import io.awspring.cloud.autoconfigure.core.AwsClientBuilderConfigurer;
import io.awspring.cloud.autoconfigure.core.AwsProperties;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A real queue server, and publishers to its queues. */
final class Queues implements AutoCloseable {

  private final SQSRestServer server;
  final URI uri;
  final SqsClient client;

  Queues() {
    server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    uri = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    client = client(uri, Duration.ofSeconds(10));
  }

  static SqsClient client(URI endpoint, Duration timeout) {
    SqsSinkConfiguration configuration = new SqsSinkConfiguration();
    var aws =
        new AwsClientBuilderConfigurer(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            () -> Region.EU_CENTRAL_1,
            new AwsProperties());
    var sqs = configuration.sqsEndpoint();
    sqs.setEndpoint(endpoint);
    return configuration.sqsClient(
        aws, sqs, new SqsSettings(timeout, timeout), new BatchSettings(10, 8, FifoBatching.STRICT));
  }

  static SqsPublisher publisher(SqsClient client, String name, FifoBatching batching) {
    return publisher(client, new QueueTarget(name, null, name.endsWith(".fifo")), batching);
  }

  static SqsPublisher publisher(SqsClient client, QueueTarget target, FifoBatching batching) {
    return new SqsPublisher(
        new Queue(client, target),
        new CallPlan(
            target.fifo(),
            new BatchSettings(10, 8, batching),
            new MessageWriter("orders-1a2b3c", "shop/orders/orders-1a2b3c", target.fifo())),
        new SqsFailures(target, "eu-central-1"));
  }

  String create(String name) {
    Map<QueueAttributeName, String> attributes =
        name.endsWith(".fifo") ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
    return client.createQueue(queue -> queue.queueName(name).attributes(attributes)).queueUrl();
  }

  void delete(String name) {
    client.deleteQueue(queue -> queue.queueUrl(address(name)));
  }

  /** Takes all that is in the queue, in the order in which the queue gives it. */
  List<Message> take(String name) {
    List<Message> taken = new ArrayList<>();
    @Nullable List<Message> next = null;
    while (next == null || !next.isEmpty()) {
      next =
          client
              .receiveMessage(
                  call ->
                      call.queueUrl(address(name))
                          .maxNumberOfMessages(10)
                          .messageAttributeNames("All")
                          .messageSystemAttributeNamesWithStrings("All"))
              .messages();
      taken.addAll(next);
      next.forEach(
          message ->
              client.deleteMessage(
                  call -> call.queueUrl(address(name)).receiptHandle(message.receiptHandle())));
    }
    return taken;
  }

  private String address(String name) {
    return client.getQueueUrl(call -> call.queueName(name)).queueUrl();
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
  }
}
