package dev.fes.source.postgres;

import dev.fes.api.event.Facts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row's change, read from the log and not yet on its way.
 *
 * @param json the change record; without the columns that are unavailable
 * @param row the new image, or the old one of a deleted row
 * @param unavailable the columns whose value Postgres did not send
 */
record Change(
    TableName table, Facts facts, byte[] json, @Nullable Row row, List<String> unavailable) {}
