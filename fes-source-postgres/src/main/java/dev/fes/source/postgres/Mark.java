package dev.fes.source.postgres;

import io.debezium.engine.RecordChangeEvent;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A place up to which the log may be confirmed: the end of the last transaction before the record.
 *
 * @param record what the engine is told, for it is the engine that confirms
 */
record Mark(RecordChangeEvent<SourceRecord> record, Lsn position) {

  private static final String LAST_COMMIT = "lsn_commit";

  /** The mark of a record; null before the first commit that the engine has seen. */
  static @Nullable Mark of(RecordChangeEvent<SourceRecord> record) {
    return record.record().sourceOffset().get(LAST_COMMIT) instanceof Long lsn
        ? new Mark(record, new Lsn(lsn))
        : null;
  }
}
