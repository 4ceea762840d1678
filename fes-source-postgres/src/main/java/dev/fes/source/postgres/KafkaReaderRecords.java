package dev.fes.source.postgres;

import dev.fes.stage.ReadersTopic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The memory of the reader in the topic of all readers. */
final class KafkaReaderRecords implements ReaderRecords {

  private final ReadersTopic readers;
  private final String reader;

  KafkaReaderRecords(ReadersTopic readers, String reader) {
    this.readers = readers;
    this.reader = reader;
  }

  @Override
  public @Nullable ReaderRecord read() {
    return readers.read(ReaderRecord.class);
  }

  @Override
  public void write(ReaderRecord position, Runnable durable) {
    readers.write(position, position.confirmed(), durable);
  }

  @Override
  public List<BackfillRecord> readBackfills() {
    return readers.readAll(BackfillRecord.keysOf(reader), BackfillRecord.class);
  }

  @Override
  public void write(BackfillRecord backfill, Runnable durable) {
    readers.write(
        backfill.key(reader),
        backfill,
        backfill.id() + " " + backfill.progress().read() + " " + backfill.phase(),
        durable);
  }

  @Override
  public void write(MadePublication made, Runnable durable) {
    readers.write(made.key(), made, made.publication(), durable);
  }
}
