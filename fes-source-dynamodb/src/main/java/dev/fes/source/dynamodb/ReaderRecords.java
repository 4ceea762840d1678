package dev.fes.source.dynamodb;

import org.jspecify.annotations.Nullable;

/** The durable memory of the reader. */
interface ReaderRecords {

  /**
   * What is remembered; null on the very first start.
   *
   * @throws dev.fes.stage.StageFailure if it cannot be known now
   */
  @Nullable ReaderRecord read();

  /** Remembers; {@code durable} runs once it is safe. */
  void write(ReaderRecord reader, Runnable durable);
}
