package dev.fes.controller.letters;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one dead-letter topic.
 *
 * @param id of the topic that it is about; one of the same name that was made later is another
 * @param job its last one
 */
record Notes(Uuid id, Marks marks, AtomicReference<@Nullable Job> job) {

  static Notes none(Uuid id) {
    return new Notes(id, new Marks(), new AtomicReference<>());
  }

  Job.@Nullable View view() {
    Job last = job.get();
    return last == null ? null : last.view();
  }
}
