/**
 * Flows whose events are shaped for Nakadi: an event's own fields, and {@code metadata} that says
 * what it is.
 */
@NullMarked
package dev.fes.flow.nakadi;

import org.jspecify.annotations.NullMarked;
