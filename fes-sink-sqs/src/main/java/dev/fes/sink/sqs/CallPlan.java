package dev.fes.sink.sqs;

import dev.fes.api.event.Event;
import dev.fes.sink.sqs.BatchSettings.FifoBatching;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Chooses what goes into one call: within its limits, and for a FIFO queue so that order is kept
 * within each group.
 */
record CallPlan(boolean fifo, BatchSettings settings, MessageWriter writer) {

  private static final Outcome UNSENT = new Outcome.Unsent();

  /**
   * One call.
   *
   * @param entries what it carries; the id of each is its place in the batch
   * @param outcomes of the whole batch: refused where SQS would not take the event, for the rest
   *     not sent
   */
  record Call(List<SendMessageBatchRequestEntry> entries, List<Outcome> outcomes) {

    /** The outcomes of the whole batch once those of the entries are known. */
    List<Outcome> with(List<Outcome> ofEntries) {
      List<Outcome> all = new ArrayList<>(outcomes);
      for (int i = 0; i < ofEntries.size(); i++) {
        all.set(Integer.parseInt(entries.get(i).id()), ofEntries.get(i));
      }
      return all;
    }
  }

  Call plan(List<Event> batch) {
    Planning planning = new Planning(batch);
    for (int i = 0; i < batch.size() && planning.isOpen(); i++) {
      planning.consider(i);
    }
    return planning.call;
  }

  /** One pass over a batch. */
  private final class Planning {

    private final List<Event> batch;
    private final Call call;
    private final Set<String> closed = new HashSet<>();
    private int room = MessageWriter.MOST_BYTES;

    private Planning(List<Event> batch) {
      this.batch = batch;
      this.call =
          new Call(new ArrayList<>(), new ArrayList<>(Collections.nCopies(batch.size(), UNSENT)));
    }

    private boolean isOpen() {
      return room > 0 && call.entries.size() < settings.maxBatchSize();
    }

    private void consider(int place) {
      String group = fifo ? MessageGroup.of(batch.get(place).key()) : "";
      if (closed.contains(group)) {
        return;
      }
      switch (writer.write(batch.get(place), Integer.toString(place), group)) {
        case Message.Entry(var entry, int bytes) -> add(entry, bytes, group);
        case Message.Unfit(var failure) -> refuse(place, failure, group);
      }
    }

    private void add(SendMessageBatchRequestEntry entry, int bytes, String group) {
      room -= bytes;
      if (room < 0) {
        return;
      }
      call.entries.add(entry);
      if (fifo && settings.fifoBatching() == FifoBatching.STRICT) {
        closed.add(group);
      }
    }

    /** In a group, nothing may overtake an event whose recovery is not decided yet. */
    private void refuse(int place, Failure failure, String group) {
      call.outcomes.set(place, new Outcome.Refused(failure));
      if (fifo) {
        closed.add(group);
      }
    }
  }
}
