/**
 * The {@code FabricEventStream} resource as records: what a team writes down, and nothing about how
 * it is run.
 */
@NullMarked
package dev.fes.api;

import org.jspecify.annotations.NullMarked;
