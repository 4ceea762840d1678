package dev.fes.api;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where events go. Each record is read from the resource and bound as the settings of its stage.
 */
public sealed interface Sink {

  /**
   * The payload fields whose values order is kept for; empty means the whole event stream is in
   * commit order.
   */
  List<String> partitionKeyFields();

  /** Type and target, and nothing else: two sinks that say the same write to the same place. */
  List<String> identity();

  /** A Nakadi event type. */
  @ShortName("nakadi")
  record Nakadi(
      String eventType,
      @Nullable Integer maxBatchSize,
      @Nullable URI nakadiBaseUri,
      List<String> partitionKeyFields)
      implements Sink {

    private static final Pattern EVENT_TYPE = Pattern.compile("[A-Za-z0-9][\\w.-]{0,254}");

    public Nakadi {
      partitionKeyFields = partitionKeyFields == null ? List.of() : partitionKeyFields;
      new Checks()
          .required("eventType", eventType, "name the Nakadi event type")
          .matches(
              "eventType",
              eventType,
              EVENT_TYPE,
              "is not the name of an event type: use 1 to 255 letters, digits, dots, dashes,"
                  + " underscores")
          .positive("maxBatchSize", maxBatchSize)
          .httpAddress("nakadiBaseUri", nakadiBaseUri)
          .fieldNames("partitionKeyFields", partitionKeyFields)
          .orThrow();
      partitionKeyFields = List.copyOf(partitionKeyFields);
    }

    @Override
    public List<String> identity() {
      return List.of("Nakadi", Objects.toString(nakadiBaseUri, ""), eventType);
    }
  }

  /** An SQS standard queue. */
  @ShortName("sqs")
  record SqsStandard(
      String queueName,
      @Nullable URI queueUrl,
      @Nullable Integer maxBatchSize,
      List<String> partitionKeyFields)
      implements Sink {

    public SqsStandard {
      partitionKeyFields = partitionKeyFields == null ? List.of() : partitionKeyFields;
      Queue.check(queueName, queueName, queueUrl)
          .that(
              !Queue.isFifo(queueName),
              "queueName",
              "names a FIFO queue: use the sink type SqsFifo, or a queue without .fifo")
          .that(
              queueUrl == null || !Queue.isFifo(queueUrl.getPath()),
              "queueUrl",
              "leads to a FIFO queue: use the sink type SqsFifo, or a queue without .fifo")
          .positive("maxBatchSize", maxBatchSize)
          .fieldNames("partitionKeyFields", partitionKeyFields)
          .orThrow();
      partitionKeyFields = List.copyOf(partitionKeyFields);
    }

    @Override
    public List<String> identity() {
      return List.of("SqsStandard", Objects.toString(queueUrl, ""), queueName);
    }
  }

  /** An SQS FIFO queue; its name may leave out {@code .fifo}. */
  @ShortName("sqs-fifo")
  record SqsFifo(
      String queueName,
      @Nullable URI queueUrl,
      @Nullable Integer maxBatchSize,
      List<String> partitionKeyFields)
      implements Sink {

    public SqsFifo {
      partitionKeyFields = partitionKeyFields == null ? List.of() : partitionKeyFields;
      Queue.check(queueName, Queue.fifo(queueName), queueUrl)
          .that(
              queueUrl == null || Queue.isFifo(queueUrl.getPath()),
              "queueUrl",
              "does not end in .fifo as that of a FIFO queue: correct it, or use SqsStandard")
          .positive("maxBatchSize", maxBatchSize)
          .fieldNames("partitionKeyFields", partitionKeyFields)
          .orThrow();
      partitionKeyFields = List.copyOf(partitionKeyFields);
    }

    /** The queue's real name, which ends in {@code .fifo}. */
    public String fullQueueName() {
      return Queue.fifo(queueName);
    }

    @Override
    public List<String> identity() {
      return List.of("SqsFifo", Objects.toString(queueUrl, ""), fullQueueName());
    }
  }
}
