package dev.fes.source.dynamodb;

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
  public void write(ReaderRecord reader, Runnable durable) {
    readers.write(reader, reader.started(), durable);
  }
}
