/** What all of FES's Kafka clients share: the room in a record, and answers of a bounded length. */
@NullMarked
package dev.fes.kafka;

import org.jspecify.annotations.NullMarked;
