package dev.fes.sink.sqs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * The queue at SQS; its address is asked for when it is first needed, and again when the queue was
 * gone.
 */
final class Queue {

  private final SqsClient client;
  private final QueueTarget target;
  private volatile @Nullable String url;

  Queue(SqsClient client, QueueTarget target) {
    this.client = client;
    this.target = target;
  }

  String address() {
    String known = url;
    if (known == null) {
      known =
          target.url() == null
              ? client.getQueueUrl(call -> call.queueName(target.name())).queueUrl()
              : target.url().toString();
      url = known;
    }
    return known;
  }

  SendMessageBatchResponse send(String address, List<SendMessageBatchRequestEntry> entries) {
    return client.sendMessageBatch(call -> call.queueUrl(address).entries(entries));
  }

  void forgetAddress() {
    url = null;
  }
}
