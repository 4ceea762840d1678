package dev.fes.controller.preview;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.controller.deploy.FlowRun.Sent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of the records.
 *
 * @param definition of the stream, such as {@code postgres | generic-nakadi-event | nakadi}
 */
public record Previewed(String stream, String definition, List<Item> records) {

  public Previewed {
    records = List.copyOf(records);
  }

  /**
   * One record.
   *
   * @param record its place in what was given
   * @param outcome {@code events}, {@code filtered} or {@code bad}
   * @param why what filters it, or why it is bad
   */
  public record Item(int record, String outcome, List<Sending> events, @Nullable String why) {

    static Item filtered(int record, String why) {
      return new Item(record, "filtered", List.of(), why);
    }

    static Item bad(int record, String why) {
      return new Item(record, "bad", List.of(), why);
    }

    static Item events(int record, List<Sent> events) {
      return events.isEmpty()
          ? filtered(record, "the flow makes no event of it")
          : new Item(record, "events", events.stream().map(Sending::of).toList(), null);
    }
  }

  /**
   * An event.
   *
   * @param key null where only the source itself knows it
   * @param value the bytes that would be sent, as text
   */
  public record Sending(String id, @Nullable String key, String value) {

    static Sending of(Sent event) {
      return new Sending(
          event.id(),
          event.key().length == 0 ? null : new String(event.key(), UTF_8),
          new String(event.value(), UTF_8));
    }
  }
}
