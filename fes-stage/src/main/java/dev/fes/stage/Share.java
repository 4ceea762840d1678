package dev.fes.stage;

import dev.fes.api.Filter;
import dev.fes.api.FilterFailed;
import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import dev.fes.kafka.RecordSize;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event stream's share of what a source reads, as far as it does not depend on the source's
 * technology. It judges nothing: a change that it cannot filter goes on as a fault, and one that is
 * too large without its images; the stream's next stage applies its recovery.
 */
public final class Share {

  private static final String STAGE = "source";
  private static final byte[] NO_IMAGES = {};

  private final Set<Operation> operations;
  private final @Nullable Filter filter;
  private final long maxRecordSize;

  public Share(Set<Operation> operations, @Nullable String filter, long maxRecordSize) {
    this.operations = operations;
    this.filter = filter == null ? null : Filter.compile(filter);
    this.maxRecordSize = maxRecordSize;
  }

  public boolean wants(Operation operation) {
    return operations.contains(operation);
  }

  /** Whether the filter's answer may depend on a field of this name. */
  public boolean filtersBy(String name) {
    return filter != null && filter.mayRead(name);
  }

  /** The event if the filter keeps it or cannot be evaluated; null if it does not keep it. */
  public @Nullable Event filtered(Event event) {
    try {
      return filter == null || filter.matches(event.value()) ? fitting(event) : null;
    } catch (FilterFailed e) {
      return faulty(event, String.valueOf(e.getMessage()));
    }
  }

  /** The event as one that the source could not render as it should. */
  public Event faulty(Event event, String words) {
    if (event.fault() != null && event.value().length == 0) {
      return event;
    }
    String place = "the change at " + event.facts().position() + " of " + event.facts().table();
    return fitting(event.withFault(new Fault(STAGE, place + ": " + words, 1)));
  }

  /** The event without its images: what is left of one that is too large to travel. */
  public Event withoutImages(Event event) {
    String words =
        "the change at "
            + event.facts().position()
            + " of "
            + event.facts().table()
            + " has "
            + event.value().length
            + " bytes, which is more than a record may have (fes.max-record-size, "
            + maxRecordSize
            + " bytes); it travels without its images";
    return new Event(event.key(), NO_IMAGES, event.facts(), new Fault(STAGE, words, 1));
  }

  private Event fitting(Event event) {
    return event.value().length + event.key().length > maxRecordSize - RecordSize.OVERHEAD_BYTES
        ? withoutImages(event)
        : event;
  }
}
