package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.source.postgres.WindowModel.Act;
import dev.fes.source.postgres.WindowModel.Item;
import dev.fes.stage.StageSettings;
import dev.fes.stage.Streams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That no row comes after a newer change of it, and none is missing, in whatever order. */
class BackfillWindowTest {

  private static final TablePlan THINGS =
      new TablePlan(
          Stream.of("id", "value")
              .map(name -> new TablePlan.Column(name, new ColumnForm(ColumnType.TEXT, false)))
              .toList());
  private static final Schema MESSAGE =
      SchemaBuilder.struct().field("content", Schema.BYTES_SCHEMA).build();
  private static final Schema MARK = SchemaBuilder.struct().field("message", MESSAGE).build();

  private final Route route =
      new Route(
          TestReader.route("things"),
          "topic",
          new Streams(
                  new StageSettings("app", "ns", "res", "reader", "source", null, null),
                  new SimpleMeterRegistry())
              .of("things"),
          1 << 20);
  private int courses;
  private int wrong;

  @Test
  void theNewestIsLastInEveryOrderOfSteps() {
    eachPair(true, log -> publishesAll(log, true));

    assertThat(courses).isGreaterThan(10_000);
    assertThat(wrong).isZero();
  }

  @Test
  void aCommitThatNobodySeesYetIsWhatTheWaitIsFor() {
    eachPair(false, log -> publishesAll(log, true));

    assertThat(wrong).isPositive();
  }

  @Test
  void noRowIsMissingWhereTheStreamLeavesChangesOut() {
    for (Act one : Act.values()) {
      for (Act other : Act.values()) {
        new WindowModel(
                List.of(one, other),
                true,
                (log, table) -> {
                  courses++;
                  Map<String, String> seen = publishesAll(log, false);
                  boolean stayed = one != Act.DELETE_A && other != Act.DELETE_A;
                  boolean moved = one == Act.MOVE_A_TO_B || other == Act.MOVE_A_TO_B;
                  wrong += stayed && !moved && !seen.containsKey("a") ? 1 : 0;
                })
            .run();
      }
    }

    assertThat(courses).isGreaterThan(10_000);
    assertThat(wrong).isZero();
  }

  @Test
  void aChunkIsVoidOnceItIsNotKnownWhatHasChanged() {
    BackfillWindow window = new BackfillWindow();
    BackfillWindow.Opening opening = window.open(route, List.of("id"));
    window.passed(mark(opening.firstMark()));
    BackfillChunk chunk =
        chunk(new Item.ChunkMark(new Visibility(100, Set.of()), Map.of("a", "1")));
    String mark = window.offer(opening, chunk);

    window.changed(route, change(new Item.Changed(0, 100, null, null, "?")), true);

    assertThat(window.passed(mark(mark))).isNull();
    assertThat(chunk.outcome().join().isVoid()).isTrue();
  }

  @Test
  void marksOfOthersMeanNothing() {
    BackfillWindow window = new BackfillWindow();
    BackfillWindow.Opening opening = window.open(route, List.of("id"));
    BackfillWindow other = new BackfillWindow();

    window.passed(mark(other.open(route, List.of("id")).firstMark()));

    assertThat(opening.begun()).isNotDone();
  }

  private interface Reading {
    Map<String, String> of(List<Item> log);
  }

  private void eachPair(boolean waitsForWriters, Reading reading) {
    for (Act one : Act.values()) {
      for (Act other : Act.values()) {
        new WindowModel(
                List.of(one, other),
                waitsForWriters,
                (log, table) -> {
                  courses++;
                  wrong += reading.of(log).equals(table) ? 0 : 1;
                })
            .run();
      }
    }
  }

  /** What somebody holds in the end who takes over everything that is published. */
  private Map<String, String> publishesAll(List<Item> log, boolean changesAreWanted) {
    BackfillWindow window = new BackfillWindow();
    BackfillWindow.Opening opening = window.open(route, List.of("id"));
    Map<String, String> held = new TreeMap<>();
    for (Item item : log) {
      switch (item) {
        case Item.FirstMark _ -> window.passed(mark(opening.firstMark()));
        case Item.Changed changed -> {
          window.changed(route, change(changed), changesAreWanted);
          take(changed, changesAreWanted, held);
        }
        case Item.ChunkMark chunk -> {
          BackfillChunk passed = window.passed(mark(window.offer(opening, chunk(chunk))));
          assertThat(passed).isNotNull();
          passed
              .rows()
              .forEach(row -> held.put(row.event().facts().id(), row.event().facts().position()));
        }
      }
    }
    return held;
  }

  private static void take(Item.Changed changed, boolean published, Map<String, String> held) {
    if (changed.before() != null) {
      held.remove(changed.before());
    }
    if (changed.after() != null && published) {
      held.put(changed.after(), changed.value());
    }
  }

  private BackfillChunk chunk(Item.ChunkMark mark) {
    List<BackfillChunk.Row> rows = new ArrayList<>();
    mark.rows()
        .forEach(
            (id, value) ->
                rows.add(
                    new BackfillChunk.Row(
                        new RowKey(List.of(id)),
                        new Event(
                            new byte[0],
                            new byte[0],
                            new Facts(id, value, Operation.SNAPSHOT, "things", 0, null)))));
    return new BackfillChunk(route, mark.snapshot(), rows);
  }

  private static RowRead change(Item.Changed changed) {
    return new RowRead(
        new TableName("public", "things"),
        Operation.UPDATE,
        new LogPlace(1, changed.id(), 1),
        row(changed.before()),
        changed.value().equals("?") ? new Row(THINGS) : row(changed.after()));
  }

  private static @Nullable Row row(@Nullable String id) {
    return id == null ? null : Row.of(THINGS, Arrays.asList(id, null));
  }

  private static SourceRecord mark(String words) {
    Struct message = new Struct(MESSAGE).put("content", words.getBytes());
    return new SourceRecord(
        Map.of(), Map.of(), "topic", MARK, new Struct(MARK).put("message", message));
  }
}
