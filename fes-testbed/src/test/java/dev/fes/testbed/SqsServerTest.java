package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class SqsServerTest {

  private static SqsServer sqs;

  @BeforeAll
  static void open() {
    sqs = SqsServer.open();
  }

  @AfterAll
  static void close() {
    sqs.close();
  }

  @Test
  void fifoQueueKeepsOrderAndDropsDuplicates() {
    String queue = sqs.createFifoQueue("orders");
    sendFifo(queue, "first", "id-1");
    sendFifo(queue, "first again", "id-1");
    sendFifo(queue, "second", "id-2");
    assertThat(sqs.receive(queue, 3, Duration.ofSeconds(2)))
        .extracting(Message::body)
        .containsExactly("first", "second");
  }

  @Test
  void attributesArriveWithTheMessage() {
    String queue = sqs.createQueue("letters");
    sqs.client()
        .sendMessage(
            request ->
                request
                    .queueUrl(queue)
                    .messageBody("body")
                    .messageAttributes(
                        Map.of(
                            "fes-id",
                            MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("42")
                                .build())));
    Message message = sqs.receive(queue, 1, Duration.ofSeconds(5)).getFirst();
    assertThat(message.messageAttributes().get("fes-id").stringValue()).isEqualTo("42");
    assertThat(message.attributes()).containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
  }

  @Test
  void purgedQueueIsEmpty() {
    String queue = sqs.createQueue("purged");
    sqs.client().sendMessage(request -> request.queueUrl(queue).messageBody("gone"));
    sqs.purge(queue);
    assertThat(sqs.receive(queue, 1, Duration.ofMillis(200))).isEmpty();
  }

  private static void sendFifo(String queue, String body, String id) {
    sqs.client()
        .sendMessage(
            request ->
                request
                    .queueUrl(queue)
                    .messageBody(body)
                    .messageGroupId("g")
                    .messageDeduplicationId(id));
  }
}
