package dev.fes.source.postgres;

import java.util.List;
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

  /**
   * The backfills that are remembered for this reader's event streams.
   *
   * @throws dev.fes.stage.StageFailure if it cannot be known now
   */
  List<BackfillRecord> readBackfills();

  /** Remembers how far a backfill is; {@code durable} runs once it is safe. */
  void write(BackfillRecord backfill, Runnable durable);

  /** Remembers that the publication is FES's own; {@code durable} runs once it is safe. */
  void write(MadePublication made, Runnable durable);
}
