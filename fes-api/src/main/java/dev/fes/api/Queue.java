package dev.fes.api;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that both kinds of SQS queues obey. */
final class Queue {

  private static final String FIFO = ".fifo";
  private static final int MAX_LENGTH = 80;
  private static final Pattern NAME = Pattern.compile("[\\w-]+(\\.fifo)?");

  private Queue() {}

  static Checks check(@Nullable String name, @Nullable String fullName, @Nullable URI url) {
    return new Checks()
        .required("queueName", name, "name the queue")
        .matches(
            "queueName",
            name,
            NAME,
            "is not the name of a queue: use letters, digits, dashes, underscores (no ARN, no address)")
        .that(
            fullName == null || fullName.length() <= MAX_LENGTH,
            "queueName",
            "is longer than the 80 characters of an SQS queue, .fifo included: shorten it")
        .httpAddress("queueUrl", url);
  }

  static boolean isFifo(@Nullable String name) {
    return name != null && name.endsWith(FIFO);
  }

  static String fifo(String name) {
    return name == null || isFifo(name) ? name : name + FIFO;
  }
}
