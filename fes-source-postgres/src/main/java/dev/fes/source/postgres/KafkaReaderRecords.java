package dev.fes.source.postgres;

import dev.fes.stage.ReadersTopic;
import org.jspecify.annotations.Nullable;

/** The memory of the reader in the topic of all readers. */
final class KafkaReaderRecords implements ReaderRecords {

  private final ReadersTopic readers;

  KafkaReaderRecords(ReadersTopic readers) {
    this.readers = readers;
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
  public void write(MadePublication made, Runnable durable) {
    readers.write(made.key(), made, made.publication(), durable);
  }
}
