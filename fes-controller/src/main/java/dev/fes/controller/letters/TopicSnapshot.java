package dev.fes.controller.letters;

import org.apache.kafka.common.Uuid;

/**
 * A dead-letter topic as it stands.
 *
 * @param id another one where the topic was made anew
 * @param start its first letter
 * @param end behind its last letter
 */
record TopicSnapshot(String topic, Uuid id, long start, long end) {

  boolean has(long offset) {
    return offset >= start && offset < end;
  }
}
