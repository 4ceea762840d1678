package dev.fes.sink.sqs;

import dev.fes.stage.Failure;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** An event in the form that SQS takes, or why it does not. */
sealed interface Message {

  /** Fits into a call; its bytes count against the limit of the call. */
  record Entry(SendMessageBatchRequestEntry entry, int bytes) implements Message {}

  /** SQS would refuse it, now and for ever. */
  record Unfit(Failure failure) implements Message {}
}
