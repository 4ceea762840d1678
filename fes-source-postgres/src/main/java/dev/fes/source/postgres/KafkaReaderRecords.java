package dev.fes.source.postgres;

import dev.fes.stage.ReadersTopic;
import dev.fes.stage.Topics;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** The memory of the reader in the topic of all readers. */
final class KafkaReaderRecords implements ReaderRecords {

  private final ReadersTopic readers;

  KafkaReaderRecords(
      PostgresSourceSettings settings,
      ConsumerFactory<byte[], byte[]> consumers,
      KafkaAdmin admin,
      Topics topics) {
    this.readers =
        new ReadersTopic(settings.readersTopic(), settings.reader(), consumers, admin, topics);
  }

  @Override
  public @Nullable ReaderRecord read() {
    return readers.read(ReaderRecord.class);
  }

  @Override
  public void write(ReaderRecord position, Runnable durable) {
    readers.write(position, position.confirmed(), durable);
  }
}
