package dev.fes.stage;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads in which Kafka's producers work. An answer that is not Kafka's can end one: its first
 * bytes are taken for a length, and so much memory there is not. A producer without its thread
 * takes records and does nothing with them, for ever.
 */
final class NetworkThreads {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkThreads.class);
  private static final String NAME = "kafka-producer-network-thread";

  static final Failure BROKEN =
      Failure.transientFailure(
          "kafka-unreadable",
          "Kafka's client broke on an answer: is it Kafka that answers at its address?");

  private NetworkThreads() {}

  /** From now on somebody is told when one of those that run ends of an error. */
  static void watch(Consumer<Failure> ended) {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(NAME))
        .forEach(
            thread ->
                thread.setUncaughtExceptionHandler(
                    (_, error) -> {
                      LOG.warn("a producer of Kafka's has ended", error);
                      ended.accept(BROKEN);
                    }));
  }
}
