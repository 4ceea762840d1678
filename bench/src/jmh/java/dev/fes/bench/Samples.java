package dev.fes.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import java.util.List;
import java.util.stream.IntStream;

/** Changes and events with the payloads of the workloads. */
public final class Samples {

  private Samples() {}

  /** The payload of an outbox row, about 1 KB. */
  public static String payload(int number) {
    return Payloads.of(number);
  }

  /** The change record of an outbox row. */
  public static Event change(int number) {
    String json =
        """
        {"before":null,"after":{"id":%d,"payload":%s},"source":{"version":"1","connector":"postgresql",\
        "name":"reader","db":"orders","schema":"public","table":"outbox","ts_ms":1795383485690,\
        "ts_us":1795383485690912,"txId":%d,"lsn":28925280},"op":"c","ts_ms":1795383485690}\
        """
            .formatted(number, payload(number), 700 + number);
    return event(number, json);
  }

  /** Events as a sink gets them. */
  public static List<Event> events(int count) {
    return IntStream.range(0, count).mapToObj(number -> event(number, payload(number))).toList();
  }

  private static Event event(int number, String value) {
    String id = EventId.of("sample", Integer.toString(number)).toString();
    Facts facts =
        new Facts(id, "0/1B95D60", Operation.INSERT, "public.outbox", 1_795_383_485_690_912L, null);
    return new Event(("c-" + number).getBytes(UTF_8), value.getBytes(UTF_8), facts);
  }
}
