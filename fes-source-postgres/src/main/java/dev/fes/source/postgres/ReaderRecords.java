package dev.fes.source.postgres;

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
  void write(ReaderRecord position, Runnable durable);

  /** Remembers that the publication is FES's own; {@code durable} runs once it is safe. */
  void write(MadePublication made, Runnable durable);
}
