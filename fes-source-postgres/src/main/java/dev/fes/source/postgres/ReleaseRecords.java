package dev.fes.source.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The durable memory as a reader's release needs it; what it says and what it forgets is safe when
 * it returns.
 *
 * <p>All of it throws {@link dev.fes.stage.StageFailure} if Kafka cannot be asked now.
 */
interface ReleaseRecords {

  /** What is remembered of the reader; null if nothing is. */
  @Nullable ReaderRecord reader();

  void forgetReader();

  /** Whether FES made it, or was about to. */
  boolean isMade(MadePublication publication);

  void forget(MadePublication publication);

  /** The slots of other readers that read by it, or may do so. */
  List<String> otherSlots(MadePublication publication);
}
