package dev.fes.sink.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.api.event.Fault;
import dev.fes.api.event.Replay;
import dev.fes.stage.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Writes events as messages: the body is the event's bytes, the attributes say its id and trace. A
 * dead letter has its failure in further attributes.
 *
 * @param qualifiedStream tells its copies from the events of other streams of that name
 */
record MessageWriter(String stream, String qualifiedStream, boolean fifo) {

  /** What SQS takes in one message, and in one call. */
  static final int MOST_BYTES = 1_048_576;

  private static final String STRING = "String";
  private static final int LONGEST_ATTRIBUTE = 1_000;

  /**
   * @param group the message group; without meaning where the queue is no FIFO queue
   */
  Message write(Event event, String entryId, String group) {
    byte[] body = event.value();
    Map<String, String> attributes = attributes(event);
    int bytes = body.length + attributes.entrySet().stream().mapToInt(MessageWriter::bytes).sum();
    if (bytes > MOST_BYTES) {
      return unfit(
          "too-large",
          "has %d bytes with its attributes, but SQS takes at most %d: make the payload smaller"
              .formatted(bytes, MOST_BYTES));
    }
    try {
      SendMessageBatchRequestEntry.Builder entry = entry(entryId, MessageText.of(body), attributes);
      if (fifo) {
        entry.messageGroupId(group).messageDeduplicationId(deduplicationId(event));
      }
      return new Message.Entry(entry.build(), bytes);
    } catch (MessageText.NotText e) {
      return unfit("not-text", e.getMessage() + ": keep it out of the payload");
    }
  }

  private static SendMessageBatchRequestEntry.Builder entry(
      String entryId, String body, Map<String, String> attributes) {
    Map<String, MessageAttributeValue> typed = new LinkedHashMap<>();
    attributes.forEach(
        (name, value) ->
            typed.put(
                name, MessageAttributeValue.builder().dataType(STRING).stringValue(value).build()));
    return SendMessageBatchRequestEntry.builder()
        .id(entryId)
        .messageBody(body)
        .messageAttributes(typed);
  }

  /** A replayed event that fails again has another letter, which is no copy of the first one. */
  private String deduplicationId(Event event) {
    String id = event.facts().id();
    if (event.fault() == null) {
      return Hash.of(qualifiedStream, id);
    }
    Replay replay = event.replay();
    return replay == null
        ? Hash.of("dead-letter", qualifiedStream, id)
        : Hash.of("dead-letter", qualifiedStream, id, Long.toString(replay.letter()));
  }

  private Map<String, String> attributes(Event event) {
    Facts facts = event.facts();
    Map<String, String> attributes = new LinkedHashMap<>();
    put(attributes, "fes-id", facts.id());
    put(attributes, "traceparent", facts.traceparent());
    Fault fault = event.fault();
    if (fault != null) {
      put(attributes, "fes-stream", stream);
      put(attributes, "fes-position", facts.position());
      put(attributes, "fes-stage", fault.stage());
      put(attributes, "fes-error", fault.error());
      put(attributes, "fes-attempts", Integer.toString(fault.attempts()));
    }
    return attributes;
  }

  /** SQS takes no empty attribute, and nothing in one that it does not take in a body. */
  private static void put(Map<String, String> attributes, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      attributes.put(name, MessageText.cleaned(value, LONGEST_ATTRIBUTE));
    }
  }

  private static int bytes(Map.Entry<String, String> attribute) {
    return attribute.getKey().length()
        + STRING.length()
        + attribute.getValue().getBytes(UTF_8).length;
  }

  private static Message unfit(String reason, String fault) {
    return new Message.Unfit(Failure.badEvent(reason, "the message " + fault));
  }
}
