package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a backfill meets the live stream. The backfill writes marks into the log; the reader tells
 * what it has published, and at a chunk's mark gets what of the chunk may follow: the rows of which
 * it has published no change that the chunk's snapshot does not see. What was committed before the
 * first mark is seen by every snapshot, for the backfill has waited for it.
 */
final class BackfillWindow {

  static final String PREFIX = "fes.backfill";

  private final String session = UUID.randomUUID().toString();
  private int marks;
  private volatile @Nullable Opening open;

  /** From the first mark on, what the reader publishes is remembered. */
  static final class Opening {

    private final Route route;
    private final List<String> keyColumns;
    private final String firstMark;
    private final CompletableFuture<Opening> begun = new CompletableFuture<>();
    private final ChangedKeys changed = new ChangedKeys(); // the reader's thread alone
    private volatile @Nullable String chunkMark;
    private volatile @Nullable BackfillChunk chunk;

    private Opening(Route route, List<String> keyColumns, String firstMark) {
      this.route = route;
      this.keyColumns = List.copyOf(keyColumns);
      this.firstMark = firstMark;
    }

    /** What has to be written into the log. */
    String firstMark() {
      return firstMark;
    }

    /** Done when the first mark has come out of the slot. */
    CompletableFuture<Opening> begun() {
      return begun;
    }

    List<String> keyColumns() {
      return keyColumns;
    }
  }

  /** Before the first mark is written. */
  synchronized Opening open(Route route, List<String> keyColumns) {
    Opening opening = new Opening(route, keyColumns, nextMark());
    open = opening;
    return opening;
  }

  /** Takes a chunk; the answer has to be written into the log then. */
  synchronized String offer(Opening opening, BackfillChunk chunk) {
    String mark = nextMark();
    opening.chunk = chunk;
    opening.chunkMark = mark;
    return mark;
  }

  /** Nothing more of it is published. */
  synchronized void close() {
    open = null;
  }

  /** The reader has read a change of the route's table, and published it or not. */
  void changed(Route route, RowRead row, boolean published) {
    Opening current = open;
    if (current != null && current.begun.isDone() && current.route.equals(route)) {
      changed(current, row, published);
    }
  }

  /** The reader has read what is no change; the answer is to be published now. */
  @Nullable BackfillChunk passed(SourceRecord found) {
    Opening current = open;
    return current != null
            && found.value() instanceof Struct value
            && value.schema().field("message") != null
        ? marked(current, value.getStruct("message"))
        : null;
  }

  private @Nullable BackfillChunk marked(Opening current, Struct message) {
    String mark = words(message.get("content"));
    if (mark.equals(current.firstMark)) {
      current.begun.complete(current);
      return null;
    }
    BackfillChunk chunk = current.chunk;
    if (chunk == null || !mark.equals(current.chunkMark)) {
      return null; // of another session, or of another reader of the same database
    }
    current.chunk = null;
    if (!current.changed.isComplete()) {
      chunk.giveUp();
      return null;
    }
    chunk.leaveOut(row -> current.changed.hasNewer(row.key(), chunk.snapshot()));
    current.changed.forget(chunk.snapshot());
    return chunk;
  }

  /**
   * A change that was not published stands in nobody's way, but a row that is there no more must
   * not come back.
   */
  private static void changed(Opening current, RowRead row, boolean published) {
    RowKey gone = RowKey.of(row.before(), current.keyColumns);
    RowKey there = RowKey.of(row.after(), current.keyColumns);
    if (row.after() != null && there == null) {
      there = gone; // a key that is stored apart and did not change
    }
    if (row.before() != null && gone == null || row.after() != null && there == null) {
      current.changed.giveUp();
      return;
    }
    long transaction = row.place().transaction();
    if (there != null && published) {
      current.changed.changed(there, transaction);
    }
    if (gone != null && !gone.equals(there)) {
      current.changed.changed(gone, transaction);
    }
  }

  private String nextMark() {
    marks++;
    return session + " " + marks;
  }

  private static String words(Object content) {
    byte[] bytes = content instanceof ByteBuffer buffer ? buffer.array() : (byte[]) content;
    return new String(bytes, UTF_8);
  }
}
