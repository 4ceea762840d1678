/**
 * A Postgres slot's committed changes, read with the Debezium engine and written to each route's
 * topic.
 */
@NullMarked
package dev.fes.source.postgres;

import org.jspecify.annotations.NullMarked;
