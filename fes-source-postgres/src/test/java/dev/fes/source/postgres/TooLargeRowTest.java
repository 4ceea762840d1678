package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.stage.StageSettings;
import dev.fes.stage.Streams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A row that no record can carry: nothing is written of it, and it is an event all the same. */
class TooLargeRowTest {

  private static final int MOST = 1 << 20;
  private static final TablePlan THINGS =
      new TablePlan(
          Stream.of("id", "value")
              .map(name -> new TablePlan.Column(name, new ColumnForm(ColumnType.TEXT, false)))
              .toList());

  private final ChangeDecoder decoder = new ChangeDecoder(new Origin("7", "db", "reader"));

  @Test
  void travelsAsAFaultWithItsKeyAndPosition() {
    Event event = route(null, Operation.INSERT).eventOf(decoder.tooLarge(row(MOST)));

    assertThat(event.value()).isEmpty();
    assertThat(event.key()).asString().isEqualTo("1");
    assertThat(event.facts().position()).isEqualTo("0/64");
    assertThat(event.fault().error())
        .isEqualTo(
            "the change at 0/64 of public.things: its row has 1048577 characters, which is more than"
                + " a record may have (fes.max-record-size, 1048576 bytes); it travels without its"
                + " images");
  }

  @Test
  void isNoFiltersToDecide() {
    Route route = route("[?(@.op == 'd')]", Operation.INSERT);

    assertThat(route.eventOf(decoder.tooLarge(row(MOST)))).isNotNull();
    assertThat(route.eventOf(decoder.decode(row(1)))).isNull();
  }

  @Test
  void isNotForAStreamWithoutItsOperation() {
    assertThat(route(null, Operation.DELETE).eventOf(decoder.tooLarge(row(MOST)))).isNull();
  }

  @Test
  void countsAmongTheRowsOfItsPlace() {
    List<String> ids =
        Stream.of(decoder.decode(row(1)), decoder.tooLarge(row(MOST)), decoder.decode(row(1)))
            .map(change -> change.facts().id())
            .toList();
    ChangeDecoder other = new ChangeDecoder(new Origin("7", "db", "reader"));

    assertThat(ids)
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(
            Stream.generate(() -> other.decode(row(1)).facts().id()).limit(3).toList());
  }

  @Test
  void isMeasuredByBothOfItsImages() {
    Row image = Row.of(THINGS, List.of("1", "x".repeat(10)));
    RowRead row = new RowRead(table(), Operation.UPDATE, new LogPlace(100, 1, 0), image, image);

    assertThat(row.size()).isEqualTo(22);
  }

  private static RowRead row(int size) {
    Row image = Row.of(THINGS, List.of("1", "x".repeat(size)));
    return new RowRead(table(), Operation.INSERT, new LogPlace(100, 1, 0), null, image);
  }

  private static TableName table() {
    return new TableName("public", "things");
  }

  private static Route route(String filter, Operation operation) {
    return new Route(
        new RouteSettings(
            "things", null, null, "things", null, filter, Set.of(operation), List.of("id"), null),
        "things.changes",
        new Streams(
                new StageSettings("app", "ns", "res", "reader", "source", null, null),
                new SimpleMeterRegistry())
            .of("things"),
        MOST);
  }
}
